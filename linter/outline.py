"""What the specs of a run may ask of one another: kept of a document while its tree is let go of."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from modelspec_lint.linter.document import Document
    from modelspec_lint.linter.spec import Dependency, Spec


class Outline(NamedTuple):
    """One spec as others see it.

    ``latency_target`` is its ``targetLatencyMsP95`` in ms; ``preprocessed`` says that steps run before its
    dependencies do.
    """

    document: Document
    task: str | None
    latency_target: float | None
    dependencies: tuple[Dependency, ...]
    preprocessed: bool

    @property
    def order(self) -> tuple[str, int]:
        """Where it stands in path order."""
        return (self.document.file.path, self.document.index)


def outline_of(document: Document, spec: Spec) -> Outline:
    """Take what others may ask of a spec."""
    return Outline(
        document,
        spec.model.task,
        spec.operations.scaling.target_latency_ms_p95,
        spec.pipeline.dependencies,
        any(step.enabled is not False for step in spec.pipeline.preprocess),
    )
