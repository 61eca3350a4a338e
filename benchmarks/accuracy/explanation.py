"""What a miss comes from, as far as the row itself tells: computed, never chosen by hand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from benchmarks.accuracy.distribution import Comparison
from benchmarks.accuracy.memory import TERMS, Judged, MemoryAccuracy

LIMITS = {
    "weights": 0.04,
    "KV cache, GiB": 0.10,
    "KV cache, tokens": 0.10,
    "activation peak": 0.25,
}
"""The relative error from which a value counts as a miss although it lies inside its interval."""

_BUDGET = ("weights", "activation peak", "non-torch")
_NOTICED = 0.15  # GiB; less is rounding and the spread of the driver's share


@dataclass(frozen=True, slots=True)
class Miss:
    """Something said about a row that is not so: a value, or the outcome (no ``comparison``)."""

    judged: Judged
    comparison: Comparison | None
    reasons: tuple[str, ...]


def misses(accuracy: MemoryAccuracy) -> Iterator[Miss]:
    """List every wrong outcome, every value outside its interval, and every error above its limit."""
    for judged in accuracy.answered:
        if judged.right is False:
            yield Miss(judged, None, tuple(_reasons(judged, None)))
        for each in judged.comparisons:
            if not each.inside or each.error > LIMITS.get(each.term, float("inf")):
                yield Miss(judged, each, tuple(_reasons(judged, each)))


def _reasons(judged: Judged, comparison: Comparison | None) -> Iterator[str]:
    """Yield what the row leaves open or says otherwise, the most telling first."""
    row = judged.row
    if comparison is None:
        yield f"the source: {row['outcome']}"
        if "free memory on startup" in row["outcome"]:
            yield "something else held memory on that GPU, which no declaration tells"
    elif comparison.term.startswith("KV") or comparison.term == "sequences that fit":
        yield from _of_the_budget(judged)
    unstated = [
        name
        for name, field in (
            ("utilisation", "gpu_memory_utilization"),
            ("release", "engine_version"),
            ("sequences in flight", "max_num_seqs"),
            ("tokens per step", "max_num_batched_tokens"),
        )
        if field not in row
    ]
    if unstated and (comparison is None or comparison.term != "weights"):
        yield f"not stated: {', '.join(unstated)}"
    if "precision" not in judged.request and "quantization" in row:
        yield f"the format of the weights is read from the name ({row['quantization']!r} is stated)"
    if judged.model is not None and judged.model.text_parameters is not None and _hangs_on_peak(comparison):
        yield "the vision encoder's peak is not modelled, the interval allows for it"
    inferred = [each for each in row.get("inferred", ()) if _bears(each)]
    if inferred:
        yield f"inferred: {'; '.join(inferred)}"
    if "notes" in row:
        yield f"the row's note: {row['notes']}"


def _hangs_on_peak(comparison: Comparison | None) -> bool:
    return comparison is None or comparison.term not in ("weights", "non-torch", "CUDA graphs")


def _of_the_budget(judged: Judged) -> Iterator[str]:
    """Say which terms of the budget make the error: expected less measured, GiB per GPU."""
    row = judged.row
    apart = []
    for term in _BUDGET:
        compared = judged.compared(term)
        if compared is not None and abs(compared.expected - compared.measured) >= _NOTICED:
            apart.append(f"{term} {compared.expected - compared.measured:+.2f}")
    if apart:
        yield f"expected less measured, GiB: {', '.join(apart)}"
    if "gpu_memory_utilization" in row and "gpu_total_gib" in row:
        measured = [row.get(TERMS[term][1]) for term in (*_BUDGET, "KV cache, GiB")]
        if all(isinstance(each, (int, float)) for each in measured):
            budget = row["gpu_memory_utilization"] * row["gpu_total_gib"]
            rest = budget - sum(float(each) for each in measured if each is not None)
            if abs(rest) >= _NOTICED:
                yield f"the log's own terms leave {rest:+.2f} GiB of its budget unexplained"
    usable, cache = judged.answer.get("usable_gib"), row.get(TERMS["KV cache, GiB"][1])
    if (
        usable is not None
        and cache is not None
        and cache + judged.answer["weights_gib"]["low"] > usable["high"]
    ):
        yield "the cache it printed leaves no room for these weights: how they are stored is not stated"
    tokens, gib = judged.compared("KV cache, tokens"), judged.compared("KV cache, GiB")
    if tokens is not None and gib is not None and gib.measured > 0:
        per_token = gib.measured * 2**30 / tokens.measured
        ours = gib.expected * 2**30 / tokens.expected if tokens.expected > 0 else per_token
        if abs(ours / per_token - 1) > 0.02:
            yield f"bytes a token: {per_token:,.0f} measured, {ours:,.0f} expected"


def _bears(inferred: str) -> bool:
    """Whether something inferred can move an estimate: a block size cannot."""
    return not inferred.startswith(("block_size", "num_gpus", "tensor_parallel", "observed_", "gpu variant"))
