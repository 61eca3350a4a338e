"""The laws, standards and frameworks that a user holds deployments to."""

from __future__ import annotations

from modelspec_lint.knowledge_base import Control
from modelspec_lint.linter import Deployment, Option, Options, Undecided

FRAMEWORKS = Option("frameworks", (), "Ids of controls that the deployment is held to.")


def chosen(deployment: Deployment, options: Options) -> tuple[Control, ...]:
    """Return the chosen controls, each once; raise ``Undecided`` for one that is not known."""
    found: dict[str, Control] = {}
    for name in options.texts("frameworks"):
        control = deployment.knowledge.controls.resolve(name).fact
        if control is None:
            raise Undecided(f"no control is known by the name {name!r}, which the option frameworks has", "")
        found[control.id] = control
    return tuple(found.values())
