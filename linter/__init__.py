"""The public face of the linter: all that a rule pack may import, and a program that runs it needs."""

from modelspec_lint.knowledge_base import Estimate, Stated, Undecided
from modelspec_lint.linter.deployment import Deployment
from modelspec_lint.linter.document import Document, SourceFile, Span, printable
from modelspec_lint.linter.engine import Project, lint
from modelspec_lint.linter.finding import Edit, Evidence, Finding, Fix, Place, Related, finding
from modelspec_lint.linter.hookspecs import hookimpl
from modelspec_lint.linter.options import Option, Options
from modelspec_lint.linter.policy import Policy
from modelspec_lint.linter.profile import Profile
from modelspec_lint.linter.rule import Rule, rule
from modelspec_lint.linter.severity import Severity
from modelspec_lint.linter.verdicts import Crash, Result, Verdict

__all__ = [
    "Crash",
    "Deployment",
    "Document",
    "Edit",
    "Estimate",
    "Evidence",
    "Finding",
    "Fix",
    "Option",
    "Options",
    "Place",
    "Policy",
    "Profile",
    "Project",
    "Related",
    "Result",
    "Rule",
    "Severity",
    "SourceFile",
    "Span",
    "Stated",
    "Undecided",
    "Verdict",
    "finding",
    "hookimpl",
    "lint",
    "printable",
    "rule",
]
