"""The shape of a rule in a pack: each of its keys, declared once."""

from __future__ import annotations

from typing import get_args

from modelspec_lint.linter.declarative.parameters import (
    FIELD,
    TEXT,
    TEXTS,
    WORD,
    Kind,
    Parameter,
    any_kind,
    items_of,
    list_of,
    shaped,
)
from modelspec_lint.linter.declarative.selectors import WHERE
from modelspec_lint.linter.declarative.templates import TEMPLATES
from modelspec_lint.linter.document.node import Node
from modelspec_lint.linter.rule import Certainty
from modelspec_lint.linter.severity import Severity

SEVERITIES = tuple(each.label for each in (Severity.ERROR, Severity.WARNING, Severity.NOTE))
CODE = r"^[A-Z]{2,10}[0-9]{3}$"
NAME = r"^[a-z0-9]+(-[a-z0-9]+)+$"


def _one_or_more(node: Node) -> tuple[str, ...]:
    return tuple(TEXT.read(item) for item in items_of(node))


HELP = Kind(
    "text or list of texts",
    {"anyOf": [TEXT.schema, {"type": "array", "items": TEXT.schema, "minItems": 1}]},
    _one_or_more,
)

PARAMETERS = (
    Parameter(
        "id",
        shaped(CODE, "a prefix of 2 to 10 upper-case letters and three digits, such as ACME001,"),
        "The code: an upper-case prefix of the pack's own, and three digits.",
        example="ACME001",
    ),
    Parameter(
        "name",
        shaped(NAME, "a name of two or more lower-case words joined by hyphens"),
        "The name: lower-case words joined by hyphens.",
        example="production-needs-cost-centre",
    ),
    Parameter("severity", TEXT, "How bad a finding is.", choices=SEVERITIES),
    Parameter("summary", TEXT, "One sentence that says what is wrong; else it is made of the rest.", None),
    Parameter(
        "tags",
        list_of(WORD, "words"),
        "Words by which the rule can be selected, beside the name of the pack.",
        (),
    ),
    Parameter(
        "certainty", TEXT, "How sure a finding is to be true.", "very-high", choices=get_args(Certainty)
    ),
    Parameter("where", WHERE, "To which deployments the rule applies; to all without it.", None),
    Parameter("template", TEXT, "The check, taken as it is.", None, choices=tuple(TEMPLATES)),
    Parameter("with", any_kind("parameters", {"type": "object"}), "The template's parameters.", None),
    Parameter("when", TEXT, "The condition under which the rule speaks, in {{ ... }}.", None),
    Parameter("unless", TEXT, "A condition that excuses it, in {{ ... }}.", None),
    Parameter("at", FIELD, "The field that a condition's finding points to.", None),
    Parameter("message", TEXT, "What the finding says; {{ ... }} puts values in.", None),
    Parameter("why", TEXT, "Why it matters, for the rule's page."),
    Parameter("help", HELP, "Ways out, for the finding.", None),
    Parameter("sources", TEXTS, "What the rule rests on.", None),
    Parameter(
        "cases",
        any_kind("cases", {"$ref": "#/$defs/cases"}),
        "Fragments of specs about which the rule speaks, and about which it is silent.",
    ),
)

CASES = (
    Parameter(
        "bad",
        any_kind("fragment or list of fragments", {"$ref": "#/$defs/fragments"}),
        "A fragment about which the rule speaks, or several.",
    ),
    Parameter(
        "good",
        any_kind("fragment or list of fragments", {"$ref": "#/$defs/fragments"}),
        "A fragment about which the rule is silent, or several.",
    ),
)
