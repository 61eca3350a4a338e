"""What a run gathers, and a part of it that was judged in another process."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from modelspec_lint.linter.accepted import Accepted
    from modelspec_lint.linter.document import SourceFile
    from modelspec_lint.linter.outline import Outline
    from modelspec_lint.linter.plan import Judging
    from modelspec_lint.linter.verdicts import Crash, Undecidable, Verdict


@dataclass(slots=True)
class Tally:
    """What a run has gathered so far."""

    verdicts: list[Verdict] = field(default_factory=list)
    undecided: list[Undecidable] = field(default_factory=list)
    crashes: list[Crash] = field(default_factory=list)
    hidden: list[SourceFile] = field(default_factory=list)
    accepted: list[Accepted] = field(default_factory=list)
    outlines: list[Outline] = field(default_factory=list)
    files: int = 0
    skipped: int = 0

    def add(self, other: Tally) -> None:
        """Take in what was gathered elsewhere, of later files."""
        self.verdicts += other.verdicts
        self.undecided += other.undecided
        self.crashes += other.crashes
        self.hidden += other.hidden
        self.accepted += other.accepted
        self.outlines += other.outlines
        self.files += other.files
        self.skipped += other.skipped


class Part(NamedTuple):
    """What a part of a run came to.

    ``judgings`` are those of the documents, in the order of the outlines; ``suppressing`` are the files that
    suppress something, with their own; ``durations`` are nanoseconds by code.
    """

    tally: Tally
    judgings: list[Judging]
    suppressing: list[tuple[SourceFile, Judging]]
    durations: dict[str, int]
