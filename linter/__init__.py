"""The public face of the linter: all that a rule pack may import, and a program that runs it needs."""

from modelspec_lint.knowledge_base import Estimate, Stated, Undecided
from modelspec_lint.linter.deployment import Deployment
from modelspec_lint.linter.document import Document, SourceFile, Span, printable
from modelspec_lint.linter.engine import lint
from modelspec_lint.linter.finding import Doubt, Edit, Evidence, Finding, Fix, Place, Related, finding
from modelspec_lint.linter.hookspecs import hookimpl
from modelspec_lint.linter.nearest import nearest
from modelspec_lint.linter.options import Option, Options
from modelspec_lint.linter.outline import Outline
from modelspec_lint.linter.policy import Policy
from modelspec_lint.linter.profile import Profile
from modelspec_lint.linter.project import Project
from modelspec_lint.linter.reference import Reference
from modelspec_lint.linter.rule import Rule, rule
from modelspec_lint.linter.secrets import has_secret_form, may_hold_secret, names_secret
from modelspec_lint.linter.settings import KNOWN as KNOWN_ANNOTATIONS
from modelspec_lint.linter.severity import Severity
from modelspec_lint.linter.suppressions import Suppressions
from modelspec_lint.linter.verdicts import Crash, Result, Verdict

__all__ = [
    "KNOWN_ANNOTATIONS",
    "Crash",
    "Deployment",
    "Document",
    "Doubt",
    "Edit",
    "Estimate",
    "Evidence",
    "Finding",
    "Fix",
    "Option",
    "Options",
    "Outline",
    "Place",
    "Policy",
    "Profile",
    "Project",
    "Reference",
    "Related",
    "Result",
    "Rule",
    "Severity",
    "SourceFile",
    "Span",
    "Stated",
    "Suppressions",
    "Undecided",
    "Verdict",
    "finding",
    "has_secret_form",
    "hookimpl",
    "lint",
    "may_hold_secret",
    "names_secret",
    "nearest",
    "printable",
    "rule",
]
