"""The hooks by which a pack offers rules and facts. A pack implements those that it needs."""

from __future__ import annotations

from collections.abc import Iterable
from os import PathLike
from typing import TYPE_CHECKING

import pluggy

if TYPE_CHECKING:
    from modelspec_lint.linter.deployment import Deployment
    from modelspec_lint.linter.finding import Finding
    from modelspec_lint.linter.profile import Profile
    from modelspec_lint.linter.rule import Rule

PROJECT = "modelspec_lint"
LAST_WORD = "modelspec_finding"

hookspec = pluggy.HookspecMarker(PROJECT)
hookimpl = pluggy.HookimplMarker(PROJECT)


@hookspec
def modelspec_rules() -> Iterable[Rule]:  # type: ignore[empty-body]
    """Return the pack's rules."""


@hookspec
def modelspec_profiles() -> Iterable[Profile]:  # type: ignore[empty-body]
    """Return the pack's profiles."""


@hookspec
def modelspec_knowledge() -> Iterable[str | PathLike[str]]:  # type: ignore[empty-body]
    """Return the paths of the pack's knowledge overlays; what users name themselves is laid over them."""


@hookspec
def modelspec_finding(finding: Finding, deployment: Deployment) -> Finding | None:
    """Return the finding changed (an owner added, a sentence of help), or None to leave it as it is."""
