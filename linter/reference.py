"""One ``specRef`` and what was found at its end."""

from __future__ import annotations

from typing import Literal, NamedTuple

from modelspec_lint.linter.finding import Place
from modelspec_lint.linter.outline import Outline
from modelspec_lint.linter.spec import Dependency

Status = Literal["found", "missing", "no-spec", "absolute", "outside", "open"]
"""How following a reference ended.

``found``: at least one spec; ``missing``: neither a file nor a name; ``no-spec``: a file that holds no spec;
``absolute``: a path of one machine; ``outside``: a path out of the repository; ``open``: cannot be decided.
"""


class Reference(NamedTuple):
    """A dependency's ``specRef`` as it was followed; ``reason`` says why it is ``open`` or ``missing``.

    ``is_path`` tells a path, by how it is written, from a name. Several ``targets`` mean that the name or
    the file stands for more than one spec.
    """

    source: Outline
    position: int
    dependency: Dependency
    written: str
    is_path: bool
    status: Status
    targets: tuple[Outline, ...] = ()
    reason: str = ""

    @property
    def target(self) -> Outline | None:
        """The spec that is meant, where it is one."""
        return self.targets[0] if len(self.targets) == 1 else None

    def place(self, field: str = "specRef") -> Place:
        """Return the place of one of the dependency's fields, such as ``interface/maxLatencyMs``."""
        return Place(f"/spec/pipeline/dependencies/{self.position}/{field}", document=self.source.document)
