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
**note** is worth knowing. **Production** marks rules that speak only, or more strictly, where a label says
that the deployment is one of production (`environment: production`), or under `--profile production`.
[The checklist](../checklist.md) goes the other way: from what production asks for to the rules.
"""

_TABLE = """
## {family}xx {title}

{about}

| code | name | severity | what it finds |
| --- | --- | --- | --- |
"""

_FAMILIES = {
    "MS0": ("The file and the run", "Whether a file can be read at all, and what the linter was told in it."),
    "MS1": ("Structure", "Every field at its place, of its type, among the values that it may have."),
    "MS2": ("Memory", "Weights, KV cache and what the engine needs beside them, against the accelerators."),
    "MS3": (
        "Identity and compatibility",
        "Which model, engine, format and accelerator are meant, and whether they go together.",
    ),
    "MS4": ("Latency, rate and scaling", "Targets against physics, what was ever published, and replicas."),
    "MS5": ("Serving", "Ports, probes, limits, protocols, and what stands in the environment."),
    "MS6": ("Observability", "Whether somebody would notice."),
    "MS7": ("Pipeline", "Dependencies, their budgets, and what flows between them."),
    "MS8": ("Governance and supply chain", "Owners, personal data, retention, licences, and what is loaded."),
    "MS9": ("Cost", "Prices, instance types, and capacity that may go away."),
}


def pages() -> dict[str, str]:
    """Return the text of every file of the folder, by file name."""
    return {"README.md": index(), **{f"{rule.code}.md": page(rule) for rule in RULES}}


def index() -> str:
    """Return the tables of all rules, one for each family."""
    text = _INTRODUCTION
    for family, (title, about) in _FAMILIES.items():
        rows = [_row(rule) for rule in RULES if rule.code.startswith(family)]
        text += _TABLE.format(family=family, title=title, about=about)
        text += "".join(f"| {' | '.join(row)} |\n" for row in rows)
    return text


def _row(rule: Rule) -> tuple[str, ...]:
    severity = rule.severity.label + (", production" if "production" in rule.tags else "")
    return f"[{rule.code}]({rule.code}.md)", rule.name, severity, _cell(rule.page.summary)


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
