"""The same rows put to every estimator in one run: who answers, and how far off."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.accuracy.distribution import quantile
from benchmarks.accuracy.memory import Judged, MemoryAccuracy
from benchmarks.accuracy.peers.checkpoint import stored_parameters, write_checkpoint
from benchmarks.accuracy.peers.environment import PEERS, Peer, ask, installed
from benchmarks.accuracy.rows import started

OURS = "modelspec fit"
QUANTITIES = ("weights_gib", "kv_bytes_per_token", "kv_pool_gib", "activation_gib")
_SIXTEEN_BITS = {"bf16", "fp16"}


@dataclass
class Standing:
    """What one estimator said about the rows: relative errors by quantity, and verdicts."""

    name: str
    errors: dict[str, list[float]] = field(default_factory=lambda: {name: [] for name in QUANTITIES})
    answered: int = 0
    right: int = 0
    wrong: int = 0
    falsely_refused: int = 0
    silent: Counter[str] = field(default_factory=Counter)

    def add(self, measured: dict[str, float], said: dict[str, Any], starts: bool) -> None:
        """Count one answer beside what was measured."""
        if "error" in said:
            self.silent[str(said["error"])] += 1
            return
        self.answered += 1
        for name, value in measured.items():
            if said.get(name) is not None:
                self.errors[name].append(abs(said[name] - value) / value)
        verdict = said.get("starts")
        if verdict is not None:
            self.right += verdict == starts
            self.wrong += verdict != starts
            self.falsely_refused += starts and not verdict

    def spread(self, name: str) -> tuple[int, float, float] | None:
        """Return how many values of a quantity there are, their median error and 95th percentile."""
        errors = sorted(self.errors[name])
        return (len(errors), quantile(errors, 0.5), quantile(errors, 0.95)) if errors else None


def comparable(accuracy: MemoryAccuracy) -> list[Judged]:
    """Choose the rows that every estimator can be asked: 16-bit weights, a known length and device."""
    return [
        each
        for each in accuracy.answered
        if each.model is not None
        and set(each.answer.get("precisions", ())) <= _SIXTEEN_BITS
        and each.model.layers
        and each.model.hidden
        and _context(each)
        and memory_gib(each)
    ]


@dataclass(frozen=True, slots=True)
class Pair:
    """One estimator, and ours on the rows that it answered."""

    peer: Peer
    theirs: Standing
    ours: Standing


def compare(accuracy: MemoryAccuracy, folder: Path) -> list[Pair]:
    """Ask every installed estimator about the comparable rows."""
    rows = comparable(accuracy)
    with tempfile.TemporaryDirectory(prefix="modelspec-accuracy-") as name:
        questions = [question(each, Path(name)) for each in rows]
        return [_pair(peer, rows, ask(peer, folder, questions)) for peer in PEERS if installed(peer, folder)]


def question(judged: Judged, folder: Path) -> dict[str, Any]:
    """Put a row's request as other estimators are asked; write the model's files where they look."""
    model, request = judged.model, judged.request
    assert model is not None
    home = folder / model.id.replace("/", "--")
    if not home.exists():
        write_checkpoint(model, home)
    return {
        "model": model.id,
        "folder": str(home),
        "parameters": stored_parameters(model),
        "context": _context(judged),
        "tensor_parallel": request.get("tensor_parallel", 1),
        "pipeline_parallel": request.get("pipeline_parallel", 1),
        "memory_gib": memory_gib(judged),
        "accelerators": judged.answer["accelerators"],
        "utilization": request.get("gpu_memory_utilization"),
        "sequences": request.get("max_batch_size"),
        "tokens_per_step": request.get("max_batched_tokens"),
        "engine": request["engine"],
        "kv": "fp8" if request.get("kv_cache_dtype") == "fp8" else "auto",
    }


def measured(judged: Judged) -> dict[str, float]:
    """Return what the row measured, in the quantities of the comparison."""
    found = {each.term: each.measured for each in judged.comparisons}
    values = {
        "weights_gib": found.get("weights"),
        "kv_pool_gib": found.get("KV cache, GiB"),
        "activation_gib": found.get("activation peak"),
    }
    if "KV cache, GiB" in found and "KV cache, tokens" in found:
        values["kv_bytes_per_token"] = found["KV cache, GiB"] * 2**30 / found["KV cache, tokens"]
    return {name: value for name, value in values.items() if value is not None}


def ours(judged: Judged) -> dict[str, Any]:
    """Return our answer in the same quantities."""
    given = judged.answer
    said = {
        "weights_gib": given["weights_gib"],
        "kv_pool_gib": given.get("kv_cache_gib"),
        "activation_gib": given.get("activation_gib"),
    }
    values: dict[str, Any] = {name: end["expected"] for name, end in said.items() if end is not None}
    tokens = given.get("kv_cache_tokens")
    if tokens and tokens["expected"] and "kv_pool_gib" in values:
        values["kv_bytes_per_token"] = values["kv_pool_gib"] * 2**30 / tokens["expected"]
    return {**values, "starts": given["starts"]}


def memory_gib(judged: Judged) -> float | None:
    """Return what a framework sees of one device: as the row prints it, else as the facts say."""
    stated = judged.request.get("device_memory_gib")
    if stated is not None:
        return float(stated)
    usable, share = judged.answer.get("usable_gib"), judged.request.get("gpu_memory_utilization")
    return usable["expected"] / share if usable and share else None


def _context(judged: Judged) -> int | None:
    length = judged.request.get("max_sequence_length")
    return length or (judged.model.context if judged.model else None)


def _pair(peer: Peer, rows: Sequence[Judged], answers: Sequence[dict[str, Any]]) -> Pair:
    pair = Pair(peer, Standing(f"{peer.name} {peer.version}"), Standing(OURS))
    for row, said in zip(rows, answers, strict=True):
        values, starts = measured(row), started(row.row)
        pair.theirs.add(values, said, starts)
        if "error" not in said:
            shared = {name: value for name, value in values.items() if said.get(name) is not None}
            pair.ours.add(shared, ours(row), starts)
    return pair
