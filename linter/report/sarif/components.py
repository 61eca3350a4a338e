"""The tool: its driver with the built-in rules, an extension for each other pack and one for the facts."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from modelspec_lint.linter.report.sarif import objects
from modelspec_lint.linter.rule import Rule
from modelspec_lint.linter.severity import Severity
from modelspec_lint.linter.verdicts import Pack, Result, Verdict

BUILTIN = "builtin"
HOMEPAGE = "https://github.com/paralleliq/modelspec"

_SEMANTIC = re.compile(r"\d+\.\d+\.\d+([-+][0-9A-Za-z.+-]+)?\Z")
_LONGEST, _MOST_TAGS = 1024, 10
_PROBLEM = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "recommendation"}
_SECURITY = {Severity.ERROR: "8.0", Severity.WARNING: "5.5", Severity.NOTE: "2.5"}
"""Scores that GitHub calls high, medium and low."""


@dataclass(frozen=True, slots=True)
class RuleIndex:
    """Where a rule stands in the log: its id and its place in an extension, or in the driver (``None``)."""

    id: str
    index: int
    component: int | None

    def reference(self) -> Any:
        """Return a reference to the rule."""
        component = None
        if self.component is not None:
            component = objects.ToolComponentReference(index=self.component)
        return objects.ReportingDescriptorReference(id=self.id, index=self.index, tool_component=component)


def make_tool(result: Result, verdicts: Iterable[Verdict]) -> tuple[Any, dict[str, RuleIndex]]:
    """Return the tool and where each rule stands in it, by code: those selected and those of ``verdicts``."""
    wanted = {rule.code: rule for rule in result.rules}
    owners = {rule.code: pack for pack in result.packs for rule in pack.rules}
    reported = [(each.rule, each.pack) for each in verdicts]
    for rule, pack in [*reported, *((each.rule, each.pack) for each in result.crashes)]:
        wanted.setdefault(rule.code, rule)
        owners.setdefault(rule.code, pack)
    others = sorted({pack.name: pack for pack in owners.values() if pack.name != BUILTIN}.items())
    builtin = [rule for rule in wanted.values() if _owner(owners, rule) == BUILTIN]
    index: dict[str, RuleIndex] = {}
    driver = objects.ToolComponent(
        name="modelspec-lint",
        **_version(result.version),
        information_uri=HOMEPAGE,
        rules=_descriptors(builtin, "", None, index),
    )
    extensions = [_extension(pack, wanted, owners, number, index) for number, (_, pack) in enumerate(others)]
    facts = objects.ToolComponent(name="modelspec-knowledge-base", **_version(result.knowledge))
    return objects.Tool(driver=driver, extensions=[*extensions, facts]), index


def _owner(owners: dict[str, Pack], rule: Rule) -> str:
    return owners[rule.code].name if rule.code in owners else BUILTIN


def _extension(
    pack: Pack, wanted: dict[str, Rule], owners: dict[str, Pack], number: int, index: dict[str, RuleIndex]
) -> Any:
    rules = [rule for rule in wanted.values() if _owner(owners, rule) == pack.name]
    return objects.ToolComponent(
        name=pack.name,
        **_version(pack.version),
        rules=_descriptors(rules, f"{pack.name}/", number, index),
    )


def _version(version: str) -> dict[str, str]:
    return {"semantic_version" if _SEMANTIC.match(version) else "version": version}


def _descriptors(
    rules: Iterable[Rule], prefix: str, component: int | None, index: dict[str, RuleIndex]
) -> list[Any]:
    descriptors = []
    for position, rule in enumerate(sorted(rules, key=lambda rule: rule.code)):
        index[rule.code] = RuleIndex(f"{prefix}{rule.code}", position, component)
        descriptors.append(_descriptor(rule, f"{prefix}{rule.code}"))
    return descriptors


def _descriptor(rule: Rule, identity: str) -> Any:
    page = rule.page
    summary = _cut(page.summary or rule.name.replace("-", " "))
    explanation = page.sections.get("What it does") or page.sections.get("Why it matters") or summary
    head = f"# {rule.code} {rule.name}\n\n"
    foot = f"\n\nOffline: `modelspec explain {rule.code}`. [About the ModelSpec format]({HOMEPAGE})."
    properties: dict[str, Any] = {
        "precision": rule.certainty,
        "problem.severity": _PROBLEM[rule.severity],
        "tags": list(rule.tags[:_MOST_TAGS]),
    }
    if "security" in rule.tags:
        properties["security-severity"] = _SECURITY[rule.severity]
    return objects.ReportingDescriptor(
        id=identity,
        name="".join(word.capitalize() for word in rule.name.split("-")),
        short_description=objects.MultiformatMessageString(text=summary),
        full_description=objects.MultiformatMessageString(text=_cut(" ".join(explanation.split()))),
        help=objects.MultiformatMessageString(
            text=page.markdown or summary, markdown=f"{head}{page.markdown or summary}{foot}"
        ),
        help_uri=HOMEPAGE,
        default_configuration=objects.ReportingConfiguration(level=rule.severity.label),
        properties=properties,
    )


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
