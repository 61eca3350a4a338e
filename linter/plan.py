"""Which rules judge a document, and under which policy: one for a whole run, or by file and declaration."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Protocol

from modelspec_lint.linter.policy import Policy

if TYPE_CHECKING:
    from modelspec_lint.linter.deployment import Deployment
    from modelspec_lint.linter.document import SourceFile


@dataclass(frozen=True, slots=True)
class Judging:
    """How one document is judged: by the rules with these codes, under this policy.

    Findings of ``unsuppressable`` rules, by code, are reported whatever a file says; ``reasons_required``
    makes a suppression without a reason count for nothing.
    """

    codes: frozenset[str]
    policy: Policy = field(default_factory=Policy)
    unsuppressable: frozenset[str] = frozenset()
    reasons_required: bool = False


class Plan(Protocol):
    """Says how each file, and each document in it, is judged."""

    @property
    def codes(self) -> frozenset[str]:
        """All rules that may run anywhere."""

    def of(self, source: SourceFile, deployment: Deployment | None) -> Judging:
        """Return how a document is judged; without a deployment how its file is, or the run as a whole."""


@dataclass(frozen=True, slots=True)
class UniformPlan:
    """A plan that is the same for all."""

    judging: Judging

    @property
    def codes(self) -> frozenset[str]:
        """The rules that run."""
        return self.judging.codes

    def of(self, source: SourceFile, deployment: Deployment | None) -> Judging:
        """Return the one way of judging."""
        return self.judging


@dataclass(frozen=True, slots=True)
class RestrictedPlan:
    """Another plan with only some of its rules."""

    plan: Plan
    codes: frozenset[str]

    def of(self, source: SourceFile, deployment: Deployment | None) -> Judging:
        """Return how the other plan judges, without the rules that are left out."""
        judging = self.plan.of(source, deployment)
        return replace(judging, codes=judging.codes & self.codes)
