"""What the integrations are tried with: programs of others, a scratch repository, the source to install."""

from __future__ import annotations

import os
import re
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.integrations.scratch import ROOT, git


@pytest.fixture
def program() -> Callable[[str], str]:
    """Find a program beside this Python or on the path; where CI has none, that is a failure."""

    def find(name: str) -> str:
        beside = Path(sys.executable).with_name(name)
        found = str(beside) if beside.is_file() else shutil.which(name)
        if found is None and os.environ.get("CI"):
            pytest.fail(f"CI has no {name}: is it installed by .ci/run?")
        if found is None:
            pytest.skip(f"there is no {name} here: pip install '.[dev]', or the system's packages for shells")
        return found

    return find


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """Return a fresh git repository."""
    folder = tmp_path / "repository"
    folder.mkdir()
    git(folder, "init", "--quiet", "--initial-branch=main")
    return folder


@pytest.fixture(scope="session")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with nothing but what the Dockerfile copies: it must be enough to install from."""
    folder = tmp_path_factory.mktemp("source")
    for line in re.findall(r"^COPY (?!--)(.*)$", (ROOT / "Dockerfile").read_text("utf-8"), re.MULTILINE):
        *copied, _ = line.split()
        for name in copied:
            if (ROOT / name).is_dir():
                ignored = shutil.ignore_patterns("__pycache__", "compiled")
                shutil.copytree(ROOT / name, folder / name, ignore=ignored)
            else:
                shutil.copy(ROOT / name, folder)
    return folder
