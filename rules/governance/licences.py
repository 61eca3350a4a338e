"""The licence of a model, and agreements that go before it."""

from __future__ import annotations

from modelspec_lint.knowledge_base import Licence, Model
from modelspec_lint.linter import Deployment


def licence_of(deployment: Deployment, model: Model) -> Licence | None:
    """Return the terms under which a model's weights are published, where they are known."""
    if model.license is None or "license" in model.unverified:
        return None
    return deployment.knowledge.licences.resolve(model.license).fact


def has_agreement(model: Model, licence: Licence, agreements: tuple[str, ...]) -> bool:
    """Whether an agreement is named for a licence or a model, by id or another name."""
    named = {each.casefold() for each in agreements}
    return any(name.casefold() in named for name in (licence.id, *licence.aliases, model.id, *model.aliases))
