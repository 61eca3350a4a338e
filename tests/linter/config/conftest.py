"""A repository in a temporary folder, and what governs files in it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from modelspec_lint.knowledge_base import KnowledgeBase
from modelspec_lint.linter.config.configured import Configured
from modelspec_lint.linter.config.governing import Governing
from modelspec_lint.linter.config.layer import Layer
from modelspec_lint.linter.config.names import Vocabulary
from modelspec_lint.linter.config.plan import ConfigPlan
from modelspec_lint.linter.plugins import load_packs

PACKS = load_packs()


class Repository:
    """A folder with ``.git``, into which files are written."""

    def __init__(self, root: Path) -> None:
        self.root = root
        (root / ".git").mkdir()

    def write(self, name: str, text: str | bytes) -> Path:
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    def governing(self, *files: str, **how: object) -> Governing:
        governing = Governing([str(self.root)], **how)  # type: ignore[arg-type]
        governing.take_in([self.root / file for file in files])
        return governing

    def configured(self, *files: str, **how: object) -> Configured:
        configured = Configured(self.governing(*files, **how))
        configured.build(Vocabulary(PACKS, KnowledgeBase.load()))
        return configured

    def mistakes(self, *files: str, **how: object) -> list[str]:
        found: Iterable[object] = self.configured(*(files or ("a.yaml",)), **how).mistakes
        return [str(each) for each in sorted(set(found))]

    def plan(self, *files: str, above: Layer | None = None) -> ConfigPlan:
        configured = self.configured(*files)
        assert configured.mistakes == ()
        rules = [rule for rule, _ in PACKS.rules()]
        return ConfigPlan(
            configured.governed, configured.configs, rules, above=above or Layer("command line")
        )


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repository:
    root = tmp_path / "repository"
    root.mkdir()
    monkeypatch.chdir(root)
    return Repository(root)


@pytest.fixture
def mistakes(repository: Repository) -> Callable[[str], list[str]]:
    """Return what is wrong in the text of a modelspec.toml."""

    def of(text: str) -> list[str]:
        repository.write("modelspec.toml", text)
        return [each.removeprefix("modelspec.toml:") for each in repository.mistakes()]

    return of
