"""The page's chapters on latency: which rows count, errors, how tight the floor is, misses."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial

from benchmarks.accuracy.latency import QUANTITIES, SERVERS, Judged, LatencyAccuracy
from benchmarks.accuracy.page import percent, table
from benchmarks.accuracy.targets import LEAST_ROWS, accelerator_class

_COLUMNS = ("values", "median error", "p90", "p95", "inside", "width")


def of_latency(accuracy: LatencyAccuracy) -> str:
    """Write the chapters on latency."""
    return "\n\n".join(
        (
            "## Latency: which rows count",
            _rows(accuracy),
            "## Latency: errors of the usual value",
            "Relative error of the median that we expect, on rows that count and state what it hangs on; "
            "*inside*: between the fast and the slow twentieth; *width*: the median of (slow - fast) / "
            "median.",
            table(("figure", *_COLUMNS), _errors(accuracy)),
            table(("engine", *_COLUMNS), _engines(accuracy)),
            "## Latency: how tight the floor is",
            "How many times the floor the best published row takes that decodes one sequence, where there "
            "are ten such rows or more. 1 would be a server at the bound of physics.",
            table(("class", "rows", "best / floor"), _tightness(accuracy, accelerator_class)),
            table(("accelerator", "rows", "best / floor"), _tightness(accuracy, _accelerator)),
            "## Latency: every miss",
            *_misses(accuracy),
        )
    )


def _rows(accuracy: LatencyAccuracy) -> str:
    left, undecided = accuracy.left_out.total(), accuracy.undecided.total()
    return "\n".join(
        (
            f"{len(accuracy.judged) + left + undecided:,} rows; {left:,} left out, {undecided:,} undecided, "
            f"{len(accuracy.judged):,} judged, of which {len(accuracy.counting):,} count: nothing was found "
            "against them where they were collected.",
            "",
            *(f"- left out: {reason} ({count:,})" for reason, count in accuracy.left_out.most_common()),
            *(f"- undecided: {reason} ({count:,})" for reason, count in accuracy.undecided.most_common(8)),
        )
    )


def _errors(accuracy: LatencyAccuracy) -> Iterator[Sequence[str]]:
    for quantity, name in QUANTITIES.items():
        yield from _line(accuracy, f"{name}, engines that serve many", quantity, _serves)
        yield from _line(accuracy, f"{name}, engines for one's own machine", quantity, _own)


def _engines(accuracy: LatencyAccuracy) -> Iterator[Sequence[str]]:
    """Write a line for each engine with enough values."""
    for engine in sorted({judged.engine for judged in accuracy.counting}):
        for line in _line(accuracy, engine, None, partial(_is, engine)):
            if int(line[1].replace(",", "")) >= LEAST_ROWS:
                yield line


def _is(engine: str, judged: Judged) -> bool:
    return judged.engine == engine


def _line(
    accuracy: LatencyAccuracy, name: str, quantity: str | None, keep: Callable[[Judged], bool]
) -> Iterator[Sequence[str]]:
    errors = accuracy.errors(quantity, keep)
    if errors is not None:
        shares = (errors.middle, errors.p90, errors.p95, errors.inside, errors.width)
        yield (name, f"{errors.count:,}", *(percent(share) for share in shares))


def _serves(judged: Judged) -> bool:
    return judged.engine in SERVERS


def _own(judged: Judged) -> bool:
    return judged.engine not in SERVERS


def _tightness(accuracy: LatencyAccuracy, by: Callable[[Judged], str]) -> Iterator[Sequence[str]]:
    for name, (rows, best) in accuracy.tightness(by).items():
        if rows >= LEAST_ROWS:
            yield (name, f"{rows:,}", f"{best:.2f}")


def _accelerator(judged: Judged) -> str:
    return judged.accelerator


def _misses(accuracy: LatencyAccuracy) -> Iterator[str]:
    """Write the misses; rows of one source that are told alike share a line."""
    alike: dict[tuple[str, ...], list[str]] = {}
    for miss in accuracy.misses:
        judged = miss.judged
        ran = f"{judged.row['model']}, {judged.accelerator}, {judged.engine}"
        alike.setdefault((ran, miss.what, miss.reason), []).append(str(judged.line))
    lines = [(", ".join(rows), *told) for told, rows in alike.items()]
    yield table(("row", "what ran", "said", "why"), lines, figures=False) if lines else "None."
