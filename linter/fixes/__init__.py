"""Fixes: the edits that findings offer, made on the original bytes and kept where they prove good."""

from __future__ import annotations

from modelspec_lint.linter.fixes.difference import difference
from modelspec_lint.linter.fixes.edits import applied, encoded
from modelspec_lint.linter.fixes.fixing import FileFixes, Fixing, Linted, Proposal, RolledBack
from modelspec_lint.linter.fixes.settling import settle
from modelspec_lint.linter.fixes.writing import write_fixed

__all__ = [
    "FileFixes",
    "Fixing",
    "Linted",
    "Proposal",
    "RolledBack",
    "applied",
    "difference",
    "encoded",
    "settle",
    "write_fixed",
]
