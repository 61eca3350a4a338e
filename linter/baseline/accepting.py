"""Holding a result against a baseline, and a baseline against a result."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace

from modelspec_lint.linter.accepted import Accepted
from modelspec_lint.linter.baseline.entry import Baseline, Entry, Key
from modelspec_lint.linter.severity import Severity
from modelspec_lint.linter.verdicts import Result, Verdict


@dataclass(frozen=True, slots=True)
class Scope:
    """What a run could see: nothing is said of an entry about a file or a rule that it left out.

    ``files`` are those that were read, relative to the baseline's folder, and ``gone`` those of the baseline
    that are there no more. ``left_out`` are the codes of rules that did not run to their end, or that no pack
    of the run has.
    """

    files: frozenset[str]
    gone: frozenset[str] = frozenset()
    left_out: frozenset[str] = frozenset()

    def sees(self, key: Key) -> bool:
        """Whether a finding of this key would have been found, if there were one."""
        return key.rule not in self.left_out and (key.file in self.files or key.file in self.gone)


def apply_baseline(result: Result, baseline: Baseline) -> Result:
    """Take the findings that a baseline accepts out of a result; they are counted.

    Of equal findings as many are accepted as the baseline has, the first in order. That a rule crashed is
    never accepted, and nothing that configuration makes unsuppressable.
    """
    left = dict(baseline.counts)
    kept: list[Verdict] = []
    accepted: list[Accepted] = []
    for verdict in result.verdicts:
        key = baseline.key_of(verdict) if _acceptable(verdict) else None
        if key is not None and left.get(key, 0):
            left[key] -= 1
            accepted.append(Accepted(verdict, "baselined"))
        else:
            kept.append(verdict)
    if not accepted:
        return result
    taken = Counter(each.verdict.severity for each in accepted)
    summary = replace(
        result.summary,
        errors=result.summary.errors - taken[Severity.ERROR],
        warnings=result.summary.warnings - taken[Severity.WARNING],
        notes=result.summary.notes - taken[Severity.NOTE],
        baselined=result.summary.baselined + len(accepted),
    )
    return replace(result, verdicts=tuple(kept), accepted=(*result.accepted, *accepted), summary=summary)


def stale_entries(result: Result, baseline: Baseline, scope: Scope) -> tuple[Entry, ...]:
    """Return what the baseline accepts and this run did not find, each with how many are too many.

    ``result`` is what :func:`apply_baseline` made of the run.
    """
    found = Counter(baseline.key_of(each.verdict) for each in result.accepted if each.how == "baselined")
    surplus = ((entry, entry.count - found[entry.key]) for entry in baseline.entries)
    return tuple(
        replace(entry, count=count) for entry, count in surplus if count > 0 and scope.sees(entry.key)
    )


def pruned(baseline: Baseline, stale: Iterable[Entry]) -> Baseline:
    """Return the baseline without what is stale."""
    surplus = {entry.key: entry.count for entry in stale}
    left = (replace(entry, count=entry.count - surplus.get(entry.key, 0)) for entry in baseline.entries)
    return baseline.with_entries(entry for entry in left if entry.count > 0)


def extended(baseline: Baseline, result: Result) -> Baseline:
    """Return the baseline with all findings of a result accepted; ``apply_baseline`` made the result."""
    found: dict[Key, list[str]] = defaultdict(list)
    for verdict in result.verdicts:
        if _acceptable(verdict):
            found[baseline.key_of(verdict)].append(verdict.message)
    entries = {entry.key: entry for entry in baseline.entries}
    for each in result.accepted:  # their words may have changed since
        if each.how == "baselined":
            key = baseline.key_of(each.verdict)
            entries[key] = replace(entries[key], message=each.verdict.message)
    for key, messages in found.items():
        known = entries[key].count if key in entries else 0
        entries[key] = Entry(key, min(messages), known + len(messages))
    return baseline.with_entries(entries.values())


def _acceptable(verdict: Verdict) -> bool:
    return verdict.rule.on != "crash" and not verdict.unsuppressable
