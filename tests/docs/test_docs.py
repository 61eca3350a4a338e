"""The documentation says what is so: rule pages, links, commands, exit codes, annotations."""

from __future__ import annotations

import re
from pathlib import Path

import click
import pytest

from docs.generate import FOLDER, pages
from modelspec_lint.linter.cli import main
from modelspec_lint.linter.settings import KNOWN

ROOT = Path(__file__).parents[2]
WRITTEN = sorted([ROOT / "README.md", *(ROOT / "docs").glob("*.md")])
_LINK = re.compile(r"\]\((?!https?:)([^)#]+)(?:#[^)]*)?\)")


def test_the_rule_pages_are_those_of_the_rules() -> None:
    """Made anew by: python -m docs.generate"""
    assert {path.name: path.read_text("utf-8") for path in FOLDER.glob("*.md")} == pages()


@pytest.mark.parametrize("path", WRITTEN, ids=lambda path: path.name)
def test_every_link_within_the_repository_leads_somewhere(path: Path) -> None:
    broken = [link for link in _LINK.findall(path.read_text("utf-8")) if not (path.parent / link).exists()]

    assert broken == []


def test_every_command_and_option_is_described() -> None:
    text = (ROOT / "docs" / "cli.md").read_text("utf-8")
    lint = main.commands["lint"]

    assert [name for name in main.commands if f"`modelspec {name}" not in text] == []
    assert [option for option in _options(lint) if f"`{option}" not in text] == []


def test_every_annotation_is_described() -> None:
    text = (ROOT / "docs" / "annotations.md").read_text("utf-8")

    settings = [key for key in KNOWN if key != "modelspec-lint/ignore"]  # no setting, and not in use yet
    assert [key for key in settings if f"`{key}`" not in text] == []


def test_every_dependency_is_explained() -> None:
    project = (ROOT / "pyproject.toml").read_text("utf-8").split("[project.scripts]")[0]
    declared = re.findall(r'^    "([A-Za-z][A-Za-z0-9-]*)(?:>=.*)?",$', project, re.MULTILINE)
    text = (ROOT / "docs" / "dependencies.md").read_text("utf-8").lower()

    assert {"PyYAML", "types-jsonschema"} <= set(declared)
    assert [name for name in declared if name.lower() not in text] == []


def _options(command: click.Command) -> list[str]:
    return [name for parameter in command.params for name in parameter.opts if name.startswith("-")]
