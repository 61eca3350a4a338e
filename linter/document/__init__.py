"""Reading: from bytes to documents in which every key and value has its place."""

from modelspec_lint.linter.document.document import Document
from modelspec_lint.linter.document.files import read_path, read_standard_input
from modelspec_lint.linter.document.limits import Limits
from modelspec_lint.linter.document.node import Entry, Node, Timestamp
from modelspec_lint.linter.document.position import Span
from modelspec_lint.linter.document.printable import printable
from modelspec_lint.linter.document.problem import Problem
from modelspec_lint.linter.document.reading import read_source
from modelspec_lint.linter.document.source import SourceFile
from modelspec_lint.linter.document.yaml_events import C_PARSER

__all__ = [
    "C_PARSER",
    "Document",
    "Entry",
    "Limits",
    "Node",
    "Problem",
    "SourceFile",
    "Span",
    "Timestamp",
    "printable",
    "read_path",
    "read_source",
    "read_standard_input",
]
