"""Latency estimates against published tables: row, request, verdict and error by quantity."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property

from benchmarks.accuracy.distribution import Comparison, Distribution, distribution
from benchmarks.accuracy.latency_rows import Measured, Reading, Row, read_row
from modelspec_lint.knowledge_base import Estimate, KnowledgeBase, Latency, Undecided, estimate_latency

SERVERS = frozenset(("vllm", "sglang", "tensorrt-llm", "nim", "tgi", "lmdeploy", "deepspeed-mii"))
"""Engines that serve many users at once; the others are for one's own machine."""

QUANTITIES = {
    "token": "time per output token",
    "first-token": "time to first token",
    "prompt": "prompt alone",
    "request": "whole request",
    "rate": "requests per second",
}

EXCEEDS = "exceeds_physical_bound"
"""The flag of rows that the collectors found to beat physics: each has another explanation."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """One published figure beside its estimate. Times are in ms, rates in requests per second.

    ``floor`` is the bound of physics and ``never_seen`` the envelope: of a rate, both are upper limits.
    ``typical`` is ``None`` where the load that the figure hangs on is not stated.
    """

    measured: Measured
    floor: float
    never_seen: float
    typical: Estimate | None

    @property
    def _upward(self) -> bool:
        return self.measured.quantity == "rate"

    @property
    def room(self) -> float:
        """How many times the bound the figure is: below 1 it cannot be."""
        return self.floor / self.measured.value if self._upward else self.measured.value / self.floor

    @property
    def impossible(self) -> bool:
        """Whether physics forbids the figure."""
        return self.floor > 0 and self.room < 1

    @property
    def unseen(self) -> bool:
        """Whether the figure lies beyond the envelope of production engines."""
        if self._upward:
            return self.measured.value > self.never_seen
        return self.measured.value < self.never_seen

    @property
    def comparison(self) -> Comparison | None:
        """The usual value beside the published one."""
        if self.typical is None:
            return None
        name = QUANTITIES[self.measured.quantity]
        low, expected, high = self.typical.low, self.typical.expected, self.typical.high
        return Comparison(name, self.measured.value, low, expected, high)


@dataclass(frozen=True, slots=True)
class Judged:
    """A row with a verdict on each of its figures. ``line`` counts from 1 in the measurement file."""

    line: int
    row: Row
    reading: Reading
    verdicts: tuple[Verdict, ...]

    @property
    def counts(self) -> bool:
        """Whether the row counts: nothing speaks against it."""
        return not self.row.get("band_excluded") and not self.row.get("spec_decode")

    @property
    def impossible(self) -> bool:
        """Whether any of its figures is said to be impossible."""
        return any(each.impossible for each in self.verdicts)

    @property
    def unseen(self) -> bool:
        """Whether any of its figures is said never to have been seen."""
        return any(each.unseen for each in self.verdicts)

    @property
    def exceeds(self) -> bool:
        """Whether its collectors found that it beats physics."""
        return EXCEEDS in self.row.get("quality_flags", ())

    @property
    def engine(self) -> str:
        """The engine's id, or what the row calls it."""
        engine = self.reading.request.memory.engine
        return engine.id if engine else str(self.row["engine"])

    @property
    def accelerator(self) -> str:
        """The accelerator's id."""
        return self.reading.request.memory.accelerators[0].id


@dataclass(frozen=True, slots=True)
class Miss:
    """A row of which something is said that is not so, and why."""

    judged: Judged
    what: str
    reason: str


@dataclass(frozen=True)
class LatencyAccuracy:
    """What a run over published rows found. ``left_out`` counts rows that cannot be judged, by reason."""

    judged: tuple[Judged, ...]
    left_out: Counter[str]
    undecided: Counter[str]

    @cached_property
    def counting(self) -> tuple[Judged, ...]:
        """The rows that count."""
        return tuple(each for each in self.judged if each.counts)

    @cached_property
    def falsely_impossible(self) -> tuple[Judged, ...]:
        """Rows that count and are called impossible: each would be a false error."""
        return tuple(each for each in self.judged if not each.row.get("band_excluded") and each.impossible)

    @cached_property
    def exceeding(self) -> tuple[Judged, ...]:
        """Rows that beat physics as their collectors found."""
        return tuple(each for each in self.judged if each.exceeds)

    @cached_property
    def not_caught(self) -> tuple[Judged, ...]:
        """Of those, the rows that are not called impossible."""
        return tuple(each for each in self.exceeding if not each.impossible)

    @cached_property
    def unseen(self) -> tuple[Judged, ...]:
        """Rows that count and are said never to have been seen."""
        return tuple(each for each in self.counting if each.unseen)

    @property
    def unseen_share(self) -> float:
        """The share of the rows that count which are said never to have been seen."""
        return len(self.unseen) / len(self.counting) if self.counting else 0.0

    def errors(self, quantity: str | None, keep: Callable[[Judged], bool] = bool) -> Distribution | None:
        """Describe the errors of the usual values: of one quantity or of all, in the rows that are kept."""
        return distribution(
            comparison
            for judged in self.counting
            if keep(judged)
            for verdict in judged.verdicts
            if quantity in (None, verdict.measured.quantity)
            for comparison in [verdict.comparison]
            if comparison is not None
        )

    def server_errors(self, quantity: str | None = None) -> Distribution | None:
        """Describe the errors of the usual values for engines that serve many."""
        return self.errors(quantity, lambda judged: judged.engine in SERVERS)

    def tightness(self, by: Callable[[Judged], str]) -> dict[str, tuple[int, float]]:
        """Return, by class, rows that decode one sequence and how many times the floor the best of them is.

        Decode times are taken, or whole requests where nothing else is published.
        """
        found: dict[str, list[float]] = {}
        for judged in self.counting:
            room = _single(judged)
            if room is not None:
                found.setdefault(by(judged), []).append(room)
        return {name: (len(rooms), min(rooms)) for name, rooms in sorted(found.items())}

    @cached_property
    def misses(self) -> tuple[Miss, ...]:
        """Every verdict that is wrong on a row that counts, and every row that beats physics unnoticed."""
        return (
            *(Miss(each, "called impossible", _reason(each)) for each in self.falsely_impossible),
            *(Miss(each, "not called impossible", _reason(each)) for each in self.not_caught),
            *(Miss(each, "called never seen", _reason(each)) for each in self.unseen),
        )


def evaluate(rows: Iterable[Row], knowledge: KnowledgeBase) -> LatencyAccuracy:
    """Judge every row that can be read."""
    judged: list[Judged] = []
    left_out: Counter[str] = Counter()
    undecided: Counter[str] = Counter()
    for line, row in enumerate(rows, 1):
        reading = read_row(row, knowledge)
        if isinstance(reading, str):
            left_out[reading] += 1
            continue
        try:
            judged.append(Judged(line, row, reading, verdicts(reading)))
        except Undecided as open_question:
            undecided[open_question.reason] += 1
    return LatencyAccuracy(tuple(judged), left_out, undecided)


def verdicts(reading: Reading) -> tuple[Verdict, ...]:
    """Judge each figure of a row."""
    latency = estimate_latency(reading.request)
    return tuple(_verdict(each, reading, latency) for each in reading.measured)


def _verdict(measured: Measured, reading: Reading, latency: Latency) -> Verdict:
    loaded = reading.in_flight is not None
    if measured.quantity == "token":
        band = latency.time_per_output_token
        known = loaded and (measured.single or reading.whole)
        return Verdict(measured, band.floor.expected, band.never_seen, band.typical if known else None)
    if measured.quantity == "first-token":
        band = latency.time_to_first_token
        return Verdict(measured, band.floor.expected, band.never_seen, band.typical if loaded else None)
    if measured.quantity == "prompt":
        band = latency.time_to_first_token
        return Verdict(measured, band.floor.expected, latency.prompt_never_seen, latency.prompt_typical)
    if measured.quantity == "request":
        band = latency.request
        known = loaded and reading.whole
        return Verdict(measured, band.floor.expected, band.never_seen, band.typical if known else None)
    return _rate_verdict(measured, reading, latency)


def _rate_verdict(measured: Measured, reading: Reading, latency: Latency) -> Verdict:
    """Judge a rate: with a stated number in flight by Little's law, else as the most that can be held."""
    typical = latency.rate.typical if reading.in_flight is None else None
    bound, never_seen = latency.rate.bound.expected, latency.rate.never_seen
    if reading.in_flight is not None:
        whole, in_flight = latency.request, reading.in_flight * 1e3
        bound = min(bound, in_flight / whole.floor.expected)
        never_seen = min(never_seen, in_flight / whole.never_seen)
        low, expected, high = (
            in_flight / end for end in (whole.typical.high, whole.typical.expected, whole.typical.low)
        )
        typical = Estimate("rate", low, expected, high, "requests/s", "in flight / latency")
    if not reading.whole or not reading.saturated:
        typical = None
    return Verdict(measured, bound, never_seen, typical)


def _single(judged: Judged) -> float | None:
    rooms = {
        verdict.measured.quantity: verdict.room
        for verdict in judged.verdicts
        if verdict.measured.single and verdict.floor > 0
    }
    if "token" in rooms:
        return rooms["token"]
    return rooms.get("request") if judged.reading.whole else None


def _reason(judged: Judged) -> str:
    """Say what the row itself tells about a wrong verdict: computed, never chosen by hand."""
    row, flags = judged.row, judged.row.get("quality_flags", ())
    said = [_FLAGS[flag] for flag in flags if flag in _FLAGS]
    if row.get("precision_kv") is None and judged.impossible:
        said.append("the type of the KV cache is not stated")
    tight = min(judged.verdicts, key=lambda each: each.room)
    figure = f"{QUANTITIES[tight.measured.quantity]} {tight.measured.value:.3g}, bound {tight.floor:.3g}"
    number = re.sub(r"\s+", " ", f"{row.get('concurrency_or_batch') or 'an unstated number'} in flight")
    return "; ".join([figure, number, *said])


_FLAGS = {
    "gpu_variant_unstated": "the variant of the GPU is not stated",
    "gpu_variant_inferred": "the variant of the GPU is inferred",
    "precision_label_doubtful": "the format's label is doubtful",
    "prefix_cache_suspected": "the prompt may have been cached",
    "research_kernel": "a research kernel, no production engine",
    "latency_rounded_0.1s": "published to 0.1 s",
    "input_is_suite_median": "the input's length is a median",
    "throughput_definition_inferred": "what the throughput counts is inferred",
    "moe_identical_prompts_suspected": "identical prompts use the same experts",
    "self_inconsistent": "the row's own figures contradict each other",
    "gpu_count_conflict": "the number of GPUs is contradicted elsewhere",
    "disaggregated": "prompts are computed elsewhere",
}
