"""Writes the rule pages, ``docs/rules/``, from the rules themselves: ``python -m docs.generate``.

A rule's page is the docstring of its check, so a page is changed there. A test compares the two.
"""

from __future__ import annotations

from pathlib import Path

from modelspec_lint.linter import Rule
from modelspec_lint.rules import RULES

FOLDER = Path(__file__).parent / "rules"

_INTRODUCTION = """\
# Rules

Written by `python -m docs.generate`; `modelspec rules` and `modelspec explain CODE` print the same.
Severities are promises: an **error** is provably wrong, a **warning** is expected to fail or to hurt, a
**note** is worth knowing.

| code | name | severity | what it finds |
| --- | --- | --- | --- |
"""


def pages() -> dict[str, str]:
    """Return the text of every file of the folder, by file name."""
    return {"README.md": index(), **{f"{rule.code}.md": page(rule) for rule in RULES}}


def index() -> str:
    """Return the table of all rules."""
    rows = [
        (f"[{rule.code}]({rule.code}.md)", rule.name, rule.severity.label, _cell(rule.page.summary))
        for rule in RULES
    ]
    return _INTRODUCTION + "".join(f"| {' | '.join(row)} |\n" for row in rows)


def page(rule: Rule) -> str:
    """Return a rule's page."""
    facts = f"Severity: {rule.severity.label}. Certainty: {rule.certainty}. Tags: {', '.join(rule.tags)}."
    return f"# {rule.code} {rule.name}\n\n{facts}\n\n{rule.page.markdown}\n"


def write(folder: Path) -> None:
    """Write all pages and remove those of rules that are gone."""
    folder.mkdir(exist_ok=True)
    wanted = pages()
    for path in folder.glob("*.md"):
        if path.name not in wanted:
            path.unlink()
    for name, text in wanted.items():
        (folder / name).write_text(text, encoding="utf-8", newline="\n")


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


if __name__ == "__main__":
    write(FOLDER)
