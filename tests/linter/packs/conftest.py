from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from modelspec_lint.linter.testing import CLEAN

Run = Callable[..., "subprocess.CompletedProcess[str]"]

HEAD = """\
from modelspec_lint.linter import Severity, finding, hookimpl, rule

def make(code, check, on="deployment"):
    check.__doc__ = "Say something."
    return rule(code, "acme-rule-" + code.lower(), severity=Severity.WARNING, tags=("acme",), on=on)(check)

def says(deployment):
    yield finding("/metadata/name", "Acme speaks.")
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The working folder, with a clean spec in it."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "chat.modelspec.yaml").write_text(CLEAN)
    return tmp_path


@pytest.fixture
def pack(folder: Path) -> Callable[..., str]:
    """Write a pack in Python and give its name."""

    def write(body: str, name: str = "acme.py", head: str = HEAD) -> str:
        (folder / name).write_text(head + body)
        return name

    return write


@pytest.fixture
def modelspec(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Run:
    """Run the program in a process of its own: what a pack does to one must not be done to the tests."""

    script = tmp_path_factory.mktemp("bin") / "modelspec"

    def run(*arguments: str, limit: float | None = None) -> subprocess.CompletedProcess[str]:
        program = "from modelspec_lint.linter.cli import main; main()"
        if limit is not None:
            program = (
                "from modelspec_lint.linter import watchdog\n"
                f"watchdog.Watchdog.__init__.__defaults__ = ({limit},)\n{program}"
            )
        script.write_text(
            program
        )  # as the installed program: its own folder is on the path, not the working one
        return subprocess.run(
            [sys.executable, str(script), *arguments],
            cwd=folder,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )

    return run
