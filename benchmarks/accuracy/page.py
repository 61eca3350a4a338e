"""The page ``docs/accuracy.md``: targets, terms, kinds, misses, other estimators, and how it was made."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from benchmarks.accuracy.distribution import Distribution
from benchmarks.accuracy.explanation import Miss, misses
from benchmarks.accuracy.memory import TERMS, Judged, MemoryAccuracy, engine_band, kind, precision
from benchmarks.accuracy.targets import Target

_COLUMNS = ("rows", "median error", "p90", "p95", "inside", "width")
_GROUPED = ("weights", "KV cache, GiB", "activation peak")


def table(head: Sequence[str], rows: Iterable[Sequence[str]], figures: bool = True) -> str:
    """Write a table in Markdown; the first column is text, the others are figures."""
    marks = ["---", *("---:" if figures else "---" for _ in head[1:])]
    lines = [head, marks, *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def targets(each: Iterable[Target]) -> str:
    """Write what was asked beside what was measured."""
    return table(
        ("target", "asked", "measured", "over", "met"),
        (
            (one.about, one.asked, one.measured, f"{one.rows:,}", "yes" if one.met else "**no**")
            for one in each
        ),
    )


def whole(chapters: Iterable[str]) -> str:
    """Join the chapters of the page."""
    return "\n\n".join(("# Accuracy", *chapters)) + "\n"


def opening(version: str) -> str:
    """Say what the page is, and how it was made."""
    return (
        "How right the estimates are, held against what others measured and published "
        "([tests/measurements](../tests/measurements/README.md)): start-up logs of servers, and latency "
        "tables. Each row is put as one request of `modelspec fit --jsonl`, and the answer is compared with "
        f"what the row says. Facts of {version}. Made by `python -m benchmarks.accuracy --write`; "
        "`--memory FILE` and `--latency FILE` judge other measurements of the same shape.\n\n"
        "Not blind: some constants of the arithmetic were fitted to such rows ([estimates](estimates.md) "
        "says where). None is fitted to a single row, and rows that say little are kept in the count."
    )


def of_memory(accuracy: MemoryAccuracy) -> str:
    """Write the chapters on memory: rows, terms, groups, misses."""
    return "\n\n".join(
        (
            "## Memory: which rows count",
            _rows(accuracy),
            "## Memory: errors by term",
            "Relative error of the expected value; *inside*: the share of measured values between low and "
            "high; *width*: the median of (high - low) / expected. *Stated*: the source states utilisation "
            "and release.",
            table(("term", *_COLUMNS), _terms(accuracy)),
            "## Memory: by kind of model, engine and format",
            "Per group: values compared, median error / 95th percentile, share inside.",
            *(_group(accuracy, name, by) for name, by in _GROUPS.items()),
            "## Memory: every miss",
            "A wrong outcome, a value outside its interval (ends in bold), or an error above its limit "
            "(weights 4 %, KV cache 10 %, activation 25 %), in GiB per GPU. Why: as far as the row itself "
            "tells. Rows of the same model, device and release with the same misses share a line.",
            *_misses(accuracy),
        )
    )


_GROUPS: dict[str, Callable[[Judged], str]] = {
    "model": kind,
    "engine": engine_band,
    "weights stored as": precision,
}


def _rows(accuracy: MemoryAccuracy) -> str:
    counted = accuracy.outcomes()
    lines = [
        f"{accuracy.left_out.total() + len(accuracy.judged)} rows; {accuracy.left_out.total()} left out, "
        f"{len(accuracy.decided)} decided, {accuracy.undecided.total()} undecided in whole or in part. Of "
        f"the {len(accuracy.answered)} with an estimate, the outcome is said rightly of {counted[True]}, "
        f"wrongly of {counted[False]}, and left open of {counted[None]}.",
        "",
        *(f"- left out: {reason} ({count})" for reason, count in accuracy.left_out.most_common()),
        *(f"- undecided: {reason} ({count})" for reason, count in accuracy.undecided.most_common()),
    ]
    return "\n".join(lines)


def _terms(accuracy: MemoryAccuracy) -> Iterator[Sequence[str]]:
    for term in TERMS:
        yield from _line(term, accuracy.errors(term))
        yield from _line(f"{term}, stated", accuracy.errors(term, lambda judged: judged.stated))


def _line(name: str, errors: Distribution | None) -> Iterator[Sequence[str]]:
    if errors is not None:
        shares = (errors.middle, errors.p90, errors.p95, errors.inside, errors.width)
        yield (name, str(errors.count), *(percent(share) for share in shares))


def _group(accuracy: MemoryAccuracy, name: str, by: Callable[[Judged], str]) -> str:
    found = sorted({by(each) for each in accuracy.answered})

    def line(group: str) -> Sequence[str]:
        cells = [group, str(sum(by(each) == group for each in accuracy.answered))]
        for term in _GROUPED:
            errors = accuracy.errors(term, lambda judged: by(judged) == group)
            cells.append(
                f"{errors.count}: {percent(errors.middle)} / {percent(errors.p95)}, {percent(errors.inside)}"
                if errors
                else "-"
            )
        return cells

    return table((name, "rows", *_GROUPED), map(line, found))


def _misses(accuracy: MemoryAccuracy) -> Iterator[str]:
    """Write one line for each row with a miss; rows of the same model, release and misses share a line."""
    by_row: dict[int, list[Miss]] = {}
    for miss in misses(accuracy):
        by_row.setdefault(miss.judged.line, []).append(miss)
    alike: dict[tuple[object, ...], list[list[Miss]]] = {}
    for found in by_row.values():
        request = found[0].judged.request
        ran = tuple(request.get(name) for name in ("model", "accelerator", "count", "engine_version"))
        what = tuple(each.comparison.term if each.comparison else "outcome" for each in found)
        alike.setdefault((*ran, what), []).append(found)
    head = ("row", "what ran", "measured: expected (low to high)", "why")
    yield table(head, map(_miss_line, alike.values()), figures=False) if alike else "None."


def _miss_line(rows: Sequence[Sequence[Miss]]) -> Sequence[str]:
    first = rows[0]
    reasons = dict.fromkeys(reason for miss in first for reason in miss.reasons)
    numbers = ", ".join(str(found[0].judged.line) for found in rows)
    return (
        numbers,
        _title(first[0].judged),
        "<br>".join(map(_told, first)),
        "; ".join(reasons).replace("|", "/") or "no reason in the row",
    )


def _title(judged: Judged) -> str:
    request = judged.request
    release = request.get("engine_version", "release unstated")
    device = request.get("accelerator") or f"a GPU of {request['device_memory_gib']} GiB"
    return f"{request['model']}, {request['count']} x {device}, {request['engine']} {release}"


def _told(miss: Miss) -> str:
    each = miss.comparison
    if each is None:
        return f"outcome: said to {'start' if miss.judged.answer['starts'] else 'be refused'}"
    ends = f"{_figure(each.low)} to {_figure(each.high)}"
    marked = f"({ends})" if each.inside else f"(**{ends}**)"
    return f"{each.term} {_figure(each.measured)}: {_figure(each.expected)} {marked}"


def percent(share: float) -> str:
    """Write a share for people: small ones with two decimals, huge ones as a multiple."""
    if share >= 10:
        return f"{share:.0f}x"
    return f"{share:.2%}" if share < 0.1 else f"{share:.0%}"


def _figure(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.2f}"
