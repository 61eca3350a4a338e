"""The estimates against start-up logs that others published (``tests/measurements``)."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from statistics import median

import pytest

from modelspec_lint.knowledge_base import KnowledgeBase, Memory, MemoryRequest, Undecided, estimate_memory

MEASUREMENTS = Path(__file__).parents[2] / "measurements" / "memory.jsonl"
FORMATS = {
    "fp8": "fp8",
    "awq": "awq",
    "gptq": "gptq-int4",
    "mxfp4": "mxfp4",
    "nvfp4": "nvfp4",
    "bitsandbytes": "bnb-4bit",
    "int8 class": "int8",
    "autoround": "autoround-int4",
    "w4a16": "w4a16",
}
"""How the rows begin a quantisation, and the precision that is; other rows name it in the model's id."""


@dataclass
class Errors:
    """Relative errors of one term, and how many measured values lie inside the interval."""

    relative: list[float] = field(default_factory=list)
    inside: int = 0

    def add(self, observed: float, estimate) -> None:
        self.relative.append(abs(estimate.expected - observed) / observed)
        self.inside += estimate.low * 0.999 <= observed <= estimate.high * 1.001

    def quantile(self, share: float) -> float:
        return sorted(self.relative)[int(share * (len(self.relative) - 1))]


@dataclass
class Accuracy:
    """What a run over all measurements found."""

    left_out: int = 0
    undecided: int = 0
    decided: int = 0
    weights: Errors = field(default_factory=Errors)
    cache: Errors = field(default_factory=Errors)
    activation: Errors = field(default_factory=Errors)
    falsely_refused: list[str] = field(default_factory=list)


def request_of(row, knowledge) -> MemoryRequest | None:
    """Read a row as a request; ``None`` where it names no model, GPU or engine that can be known."""
    model = knowledge.models.resolve(re.sub(r" \(.*", "", row["model_id"]))
    accelerators = knowledge.accelerators.resolve(re.sub(r" \(.*", "", row.get("gpu", ""))).facts
    engine = knowledge.engines.resolve(row["engine"].split(" ")[0]).fact
    if row.get("doubtful") or model.fact is None or not accelerators or engine is None:
        return None
    stored = row.get("quantization", "")
    format = next((known for word, known in FORMATS.items() if stored.startswith(word)), None)
    precision = format or model.precision_hint or model.fact.precision
    if row.get("dtype") == "float32":
        precision = "fp32"
    ranks = row.get("tensor_parallel") or row.get("num_gpus") or 1
    stages = row.get("pipeline_parallel") or 1
    version = re.match(r"\d+\.\d+(\.\d+)?", row.get("engine_version", ""))
    return MemoryRequest(
        model=model.fact,
        accelerators=accelerators,
        precisions=(knowledge.precisions.get(precision),),
        engine=engine,
        count=max(row.get("num_gpus") or 1, ranks * stages),
        engine_version=version[0] if version else None,
        tensor_parallel=ranks,
        pipeline_parallel=stages,
        sequence_length=row.get("max_model_len"),
        batch=row.get("max_num_seqs"),
        utilization=row.get("gpu_memory_utilization"),
        batched_tokens=row.get("max_num_batched_tokens"),
        kv_cache_dtype="fp8" if row.get("kv_cache_dtype", "").startswith("fp8") else "auto",
    )


@cache
def measured() -> Accuracy:
    knowledge, accuracy = KnowledgeBase.load(), Accuracy()
    for line in MEASUREMENTS.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        request = request_of(row, knowledge)
        if request is None:
            accuracy.left_out += 1
            continue
        try:
            compare(row, estimate_memory(request), accuracy)
            accuracy.decided += 1
        except Undecided:
            accuracy.undecided += 1
    return accuracy


def compare(row, memory: Memory, accuracy: Accuracy) -> None:
    stated = "gpu_memory_utilization" in row and "max_num_seqs" in row
    refused = memory.weights_exceed or memory.cannot_start
    if refused and row["outcome"].startswith("started"):
        accuracy.falsely_refused.append(row["model_id"])
    if row.get("observed_weights_gib_per_gpu", 0) > 0:
        accuracy.weights.add(row["observed_weights_gib_per_gpu"], memory.weights)
    if stated and row.get("observed_activation_gib", 0) > 0 and memory.request.model.text_parameters is None:
        accuracy.activation.add(row["observed_activation_gib"], memory.activation)
    if stated and row.get("observed_kv_cache_gib_per_gpu", 0) > 0 and memory.request.engine_version:
        accuracy.cache.add(row["observed_kv_cache_gib_per_gpu"], memory.kv_available)


def test_no_server_that_started_is_refused():
    assert measured().falsely_refused == []


def test_nine_of_ten_rows_that_can_be_judged_are_decided():
    accuracy = measured()
    assert accuracy.left_out < 70
    assert accuracy.decided >= 0.9 * (accuracy.decided + accuracy.undecided)


@pytest.mark.parametrize(
    ("term", "least", "middle"),
    [("weights", 70, 0.005), ("cache", 30, 0.02), ("activation", 30, 0.06)],
)
def test_the_median_error_of_a_term_is_small(term, least, middle):
    errors = getattr(measured(), term)
    assert len(errors.relative) >= least
    assert median(errors.relative) <= middle


def test_nine_of_ten_measured_weights_lie_inside_the_interval_or_within_one_percent():
    errors = measured().weights
    assert errors.quantile(0.9) <= 0.04
    assert errors.inside >= 0.85 * len(errors.relative)
