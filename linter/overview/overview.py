"""One spec at a glance: what it declares, whether it starts, how fast and how dear it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from modelspec_lint.knowledge_base import Band
from modelspec_lint.linter.document import Document
from modelspec_lint.linter.fit.answer import Unknown
from modelspec_lint.linter.fit.memory_sum import Bar

State = Literal["good", "warn", "bad", "unknown"]


@dataclass(frozen=True, slots=True)
class Memory:
    """Whether a spec starts, in words, and the bar of one accelerator's memory where it can be drawn.

    ``device`` names the accelerator that the bar shows.
    """

    state: State
    word: str
    reason: str
    device: str = ""
    bar: Bar | None = None


@dataclass(frozen=True, slots=True)
class Latency:
    """The whole request's time in milliseconds, alone on its replica, and the target that is declared.

    ``request`` says in words which request it is, ``loosened_by`` what is declared under which the floor does
    not hold as it is.
    """

    band: Band
    request: str
    target: float | None = None
    loosened_by: str | None = None

    @property
    def state(self) -> State:
        """How the target stands: below physics, below what is usual, or above it."""
        if self.target is None or self.loosened_by is not None:
            return "unknown"
        if self.target < self.band.never_seen:
            return "bad"
        return "warn" if self.target < self.band.typical.expected else "good"


@dataclass(frozen=True, slots=True)
class Span:
    """A figure for the least and for the most replicas."""

    least: float
    most: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """One spec. All texts are fit to be shown; ``declares`` are its words for model, hardware and engine.

    ``accelerators`` are those of all replicas, ``month`` is in US dollars for 730 hours.
    """

    document: Document
    name: str
    file: str
    line: int
    owner: str
    declares: tuple[str, ...]
    accelerators: Span | Unknown
    month: Span | Unknown
    month_source: str
    memory: Memory
    latency: Latency | Unknown
