"""``.modelspecignore``: specs of a repository that are linted only where they are named."""

from __future__ import annotations

from pathlib import Path

import pytest

from modelspec_lint.linter.discover import discover


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("good.modelspec.yaml", "broken/bad.modelspec.yaml"):
        path = tmp_path / "examples" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("kind: ModelSpec\n", encoding="utf-8")
    (tmp_path / "examples" / ".modelspecignore").write_text("# shows mistakes\nbroken/\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def found(*paths: str) -> list[str]:
    return [path.shown for path in discover(paths).paths]


@pytest.mark.parametrize("path", [".", "examples", "examples/**/*.yaml"])
@pytest.mark.usefixtures("folder")
def test_what_it_lists_is_left_out_of_folders_and_globs(path: str) -> None:
    assert found(path) == ["examples/good.modelspec.yaml"]


@pytest.mark.parametrize("path", ["examples/broken", "examples/broken/bad.modelspec.yaml"])
@pytest.mark.parametrize("repository", [False, True])
def test_what_is_named_is_linted_all_the_same(folder: Path, path: str, repository: bool) -> None:
    if repository:
        (folder / ".git").mkdir()

    assert found(path) == ["examples/broken/bad.modelspec.yaml"]


def test_it_has_the_last_word_over_gitignore_of_the_same_folder(folder: Path) -> None:
    (folder / "examples" / ".gitignore").write_text("*.yaml\n", encoding="utf-8")
    (folder / "examples" / ".modelspecignore").write_text("!good.modelspec.yaml\n", encoding="utf-8")

    assert found("examples") == ["examples/good.modelspec.yaml"]
