"""What the estimates have to show, and what they do show."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from benchmarks.accuracy.distribution import Distribution
from benchmarks.accuracy.latency import Judged as JudgedLatency
from benchmarks.accuracy.latency import LatencyAccuracy
from benchmarks.accuracy.memory import Judged, MemoryAccuracy

DECIDED, RIGHT, COVERED, WIDTH = 0.90, 0.97, 0.90, 0.12
WEIGHTS, WEIGHTS_P95 = 0.005, 0.04
CACHE, CACHE_P95 = 0.02, 0.10
ACTIVATION = 0.06
UNSEEN, FLOOR, USUAL = 0.01, 1.6, 0.30
LEAST_ROWS = 10
"""Rows that a class of accelerators needs before its best one says something."""


@dataclass(frozen=True, slots=True)
class Target:
    """One promise: what it is about, what is asked, what was measured over how many rows, whether met."""

    about: str
    asked: str
    measured: str
    rows: int
    met: bool


def memory_targets(accuracy: MemoryAccuracy) -> Iterator[Target]:
    """Hold the memory estimates against the targets that the project sets itself."""
    decided, every = len(accuracy.decided), len(accuracy.judged)
    share = decided / every if every else 0.0
    yield Target("rows decided", f"at least {DECIDED:.0%}", f"{share:.1%}", every, share >= DECIDED)
    yield from _errors("weights", accuracy.errors("weights"), WEIGHTS, WEIGHTS_P95)
    for term in ("KV cache, GiB", "KV cache, tokens"):
        stated = accuracy.errors(term, lambda judged: judged.stated)
        yield from _errors(f"{term}, utilisation and release stated", stated, CACHE, CACHE_P95)
        all_stated = accuracy.errors(term, lambda judged: judged.all_stated)
        yield from _errors(f"{term}, sequences in flight stated as well", all_stated, CACHE, CACHE_P95)
    yield from _errors("activation peak", accuracy.errors("activation peak"), ACTIVATION, None)
    yield from _outcomes(accuracy)
    covered, values = accuracy.coverage, sum(len(each.comparisons) for each in accuracy.answered)
    asked = f"at least {COVERED:.0%}"
    yield Target("measured values inside the interval", asked, f"{covered:.1%}", values, covered >= COVERED)
    cache = accuracy.errors("KV cache, GiB")
    if cache is not None:
        about = "KV cache, GiB: median width of the interval"
        yield Target(about, f"at most {WIDTH:.0%}", f"{cache.width:.1%}", cache.count, cache.width <= WIDTH)


def _errors(about: str, errors: Distribution | None, middle: float, p95: float | None) -> Iterator[Target]:
    if errors is None:
        return
    met = errors.middle <= middle
    yield Target(f"{about}: median error", f"at most {middle:.1%}", f"{errors.middle:.2%}", errors.count, met)
    if p95 is not None:
        met = errors.p95 <= p95
        yield Target(
            f"{about}: 95th percentile", f"at most {p95:.0%}", f"{errors.p95:.2%}", errors.count, met
        )


def _outcomes(accuracy: MemoryAccuracy) -> Iterator[Target]:
    counted = accuracy.outcomes()
    said = counted[True] + counted[False]
    right = counted[True] / said if said else 0.0
    yield Target(
        "started or refused, said rightly", f"at least {RIGHT:.0%}", f"{right:.1%}", said, right >= RIGHT
    )
    refused: list[Judged] = [each for each in accuracy.answered if each.falsely_refused]
    yield Target(
        "refusal said about a server that started", "none", str(len(refused)), _started(accuracy), not refused
    )


def _started(accuracy: MemoryAccuracy) -> int:
    return sum(str(each.row["outcome"]).startswith("started") for each in accuracy.answered)


def latency_targets(accuracy: LatencyAccuracy) -> Iterator[Target]:
    """Hold the latency estimates against the targets that the project sets itself."""
    counting, wrong = len(accuracy.counting), len(accuracy.falsely_impossible)
    yield Target("latency: rows that count called impossible", "none", str(wrong), counting, not wrong)
    beating = len(accuracy.exceeding)
    caught = beating - len(accuracy.not_caught)
    yield Target("latency: rows that beat physics called so", "all", str(caught), beating, caught == beating)
    share = accuracy.unseen_share
    asked = f"at most {UNSEEN:.0%}"
    yield Target(
        "latency: rows that count called never seen", asked, f"{share:.2%}", counting, share <= UNSEEN
    )
    classes = accuracy.tightness(accelerator_class)
    worst = max((best for rows, best in classes.values() if rows >= LEAST_ROWS), default=0.0)
    many = sum(rows for rows, _ in classes.values() if rows >= LEAST_ROWS)
    about = "latency: best published row over the floor, worst class of accelerators"
    yield Target(about, f"at most {FLOOR}", f"{worst:.2f}", many, worst <= FLOOR)
    usual = accuracy.server_errors()
    if usual is not None:
        about = "latency: usual value of engines that serve many, median error"
        met = usual.middle <= USUAL
        yield Target(about, f"at most {USUAL:.0%}", f"{usual.middle:.1%}", usual.count, met)


def accelerator_class(judged: JudgedLatency) -> str:
    """Return the class of a row's accelerator: its vendor and what kind of memory it has."""
    accelerator = judged.reading.request.memory.accelerators[0]
    memory = accelerator.memory_type or "unknown"
    kind = next((kind for kind in ("HBM", "GDDR", "LPDDR") if memory.upper().startswith(kind)), memory)
    return f"{accelerator.vendor} {kind}"
