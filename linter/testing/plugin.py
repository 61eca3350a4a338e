"""The pytest plugin: every case of a file called ``*.cases.yaml`` is a test of its own.

A test suite asks for it, in its topmost ``conftest.py``::

    pytest_plugins = ["modelspec_lint.linter.testing.plugin"]
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from modelspec_lint.linter.testing.cases import Case

_SUFFIX = ".cases.yaml"


class NotAsItSays(Exception):
    """A case does not go as it says."""


class CaseItem(pytest.Item):
    """One case."""

    def __init__(self, *, case: Case, **given: object) -> None:
        super().__init__(**given)  # type: ignore[arg-type]
        self.case = case

    def runtest(self) -> None:
        """Run it."""
        problems = self.case.problems()
        if problems:
            raise NotAsItSays("\n".join(problems))

    def repr_failure(self, failure: pytest.ExceptionInfo[BaseException], style: object = None) -> str:
        """Say what is not as it should be, without a traceback where there is nothing to trace."""
        if isinstance(failure.value, NotAsItSays | AssertionError):
            return str(failure.value)
        return str(super().repr_failure(failure))

    def reportinfo(self) -> tuple[Path, int | None, str]:
        """Say where it stands."""
        return self.path, None, self.name


class CaseFile(pytest.File):
    """A file of cases."""

    def collect(self) -> Iterator[CaseItem]:
        """Yield its cases."""
        from modelspec_lint.linter.testing.cases import BadCaseFile, read_cases

        try:
            for case in list(read_cases(self.path)):
                yield CaseItem.from_parent(self, name=case.name, case=case)
        except BadCaseFile as error:
            raise self.CollectError(f"{self.path.name}: {error}") from None


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> CaseFile | None:
    """Take files of cases."""
    if file_path.name.endswith(_SUFFIX):
        return CaseFile.from_parent(parent, path=file_path)
    return None
