"""Baselines: today's findings accepted, so that only new ones count."""

from __future__ import annotations

from modelspec_lint.linter.baseline.accepting import (
    Scope,
    apply_baseline,
    extended,
    pruned,
    stale_entries,
)
from modelspec_lint.linter.baseline.entry import Baseline, Entry, Key, relative_to
from modelspec_lint.linter.baseline.file import BadBaseline, read_baseline, write_baseline

__all__ = [
    "BadBaseline",
    "Baseline",
    "Entry",
    "Key",
    "Scope",
    "apply_baseline",
    "extended",
    "pruned",
    "read_baseline",
    "relative_to",
    "stale_entries",
    "write_baseline",
]
