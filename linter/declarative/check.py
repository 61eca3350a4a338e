"""The checks of declared rules: what the engine calls, like the function of a rule in code."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Protocol

from modelspec_lint.knowledge_base import Estimate
from modelspec_lint.linter.declarative.page import DeclaredPage
from modelspec_lint.linter.declarative.selectors import Selector
from modelspec_lint.linter.deployment import Deployment
from modelspec_lint.linter.finding import Finding, Place

if TYPE_CHECKING:
    from modelspec_lint.linter.declarative.expressions import Condition, Message
    from modelspec_lint.linter.declarative.parameters import Given


class Look(Protocol):
    """What a rule looks for, once it applies."""

    def __call__(self, deployment: Deployment) -> Iterable[Finding]:
        """Yield what is found."""


class DeclaredCheck:
    """Looks at the deployments that a selector picks. Its documentation is the page of the rule."""

    runs_no_code = True
    """Conditions and templates read: nothing in a pack of YAML changes what it is shown."""

    def __init__(self, where: Selector, look: Look, help: tuple[str, ...], page: DeclaredPage) -> None:
        self._where = where
        self._look = look
        self._help = help
        self._page = page

    @property
    def __doc__(self) -> str:  # type: ignore[override]
        return self._page.markdown

    def __call__(self, deployment: Deployment) -> Iterator[Finding]:
        """Yield what is found, with the pack's ways out."""
        if self._where.picks(deployment):
            for found in self._look(deployment):
                yield replace(found, help=self._help or found.help)


@dataclass(frozen=True, slots=True)
class TemplateLook:
    """A template with its parameters; ``message`` replaces what the template says."""

    look: Callable[[Deployment, Given], Iterator[Finding]]
    given: Given
    message: Message | None

    def __call__(self, deployment: Deployment) -> Iterator[Finding]:
        """Yield what the template finds."""
        for found in self.look(deployment, self.given):
            if self.message is None:
                yield found
            else:
                yield replace(found, message=self.message.written(deployment, found.message))


@dataclass(frozen=True, slots=True)
class ConditionLook:
    """A condition, and one that excuses it: where that touches what is absent, nothing is excused."""

    at: str
    when: Condition
    unless: Condition | None
    message: Message | None
    otherwise: str

    def __call__(self, deployment: Deployment) -> Iterator[Finding]:
        """Yield a finding where the condition holds, with the estimates that it looked at."""
        seen: dict[str, Estimate] = {}
        if self.when.holds(deployment, seen) is not True:
            return
        if self.unless is not None and self.unless.holds(deployment, {}) is True:
            return
        message = self.message.written(deployment, self.otherwise) if self.message else self.otherwise
        yield Finding(message, Place(self.at), evidence=tuple(seen.values()))
