"""What the integrations are tried with: programs of others, a scratch repository, the source to install."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.integrations.scratch import ROOT, find_program, git


@pytest.fixture
def program() -> Callable[[str], str]:
    """Return what finds a program of others, and skips or fails where there is none."""
    return find_program


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
