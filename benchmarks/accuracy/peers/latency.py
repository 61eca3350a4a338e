"""Latency: aiconfigurator and ours against the same published figures, where it has tables of the system."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.accuracy.distribution import quantile
from benchmarks.accuracy.latency_rows import Measured, Reading, Row, read_row
from benchmarks.accuracy.peers.checkpoint import write_checkpoint
from benchmarks.accuracy.peers.environment import PEERS, Peer, ask, installed
from modelspec_lint.knowledge_base import KnowledgeBase, Undecided, estimate_latency

_ENGINES = {"vllm", "sglang", "tensorrt-llm"}
_FORMATS = {"bf16", "fp16", "fp8"}
_PEER = next(peer for peer in PEERS if peer.name == "aiconfigurator")
_ASKED = Peer(_PEER.name, _PEER.requirements, "ask_aiconfigurator_latency.py", _PEER.reached)


@dataclass
class Ratios:
    """Estimate over measured, of one quantity, by both estimators, figure by figure."""

    theirs: list[float] = field(default_factory=list)
    ours: list[float] = field(default_factory=list)

    @staticmethod
    def spread(ratios: list[float]) -> tuple[float, float]:
        """Return the median ratio, which tells the bias, and the median error."""
        errors = sorted(abs(ratio - 1) for ratio in ratios)
        return quantile(sorted(ratios), 0.5), quantile(errors, 0.5)


def compare_latency(rows: Iterable[Row], knowledge: KnowledgeBase, folder: Path) -> dict[str, Ratios] | None:
    """Put every row that counts to both; ``None`` where aiconfigurator is not installed."""
    if not installed(_ASKED, folder):
        return None
    readings = list(comparable(rows, knowledge))
    with tempfile.TemporaryDirectory(prefix="modelspec-accuracy-") as name:
        answers = ask(_ASKED, folder, [question(each, Path(name)) for each in readings])
    found: dict[str, Ratios] = {}
    for reading, said in zip(readings, answers, strict=True):
        own = _ours(reading)
        if "error" in said or own is None:
            continue
        said["request"] = said["first-token"] + (reading.request.output_tokens - 1) * said["token"]
        for measured in reading.measured:
            if measured.quantity in said and measured.quantity in own:
                ratios = found.setdefault(_name(measured), Ratios())
                ratios.theirs.append(said[measured.quantity] / measured.value)
                ratios.ours.append(own[measured.quantity] / measured.value)
    return found


def comparable(rows: Iterable[Row], knowledge: KnowledgeBase) -> Iterator[Reading]:
    """Choose the rows that both can be asked: that count, a stated load, one replica, 16 or 8 bits."""
    for row in rows:
        stated = row.get("input_tokens") and row.get("output_tokens")
        if row.get("band_excluded") or row.get("spec_decode") or not stated:
            continue
        reading = read_row(row, knowledge)
        if isinstance(reading, str) or reading.in_flight is None or not reading.whole:
            continue
        memory = reading.request.memory
        model = memory.model
        known = memory.engine is not None and memory.engine.id in _ENGINES and model.layers and model.hidden
        if known and memory.precisions[0].id in _FORMATS and memory.pipeline_parallel * memory.replicas == 1:
            yield reading


def question(reading: Reading, folder: Path) -> dict[str, Any]:
    """Put a reading as aiconfigurator is asked."""
    memory, request = reading.request.memory, reading.request
    home = folder / memory.model.id.replace("/", "--")
    if not home.exists():
        write_checkpoint(memory.model, home)
    return {
        "folder": str(home),
        "accelerators": [each.id for each in memory.accelerators],
        "engine": memory.engine.id if memory.engine else None,
        "precision": memory.precisions[0].id,
        "tensor_parallel": memory.tensor_parallel,
        "experts": memory.model.experts is not None,
        "input_tokens": round(request.input_tokens),
        "output_tokens": round(request.output_tokens),
        "concurrency": round(request.concurrency),
    }


def _ours(reading: Reading) -> dict[str, float] | None:
    try:
        latency = estimate_latency(reading.request)
        bands = {
            "token": latency.time_per_output_token,
            "first-token": latency.time_to_first_token,
            "request": latency.request,
        }
    except Undecided:
        return None
    return {name: band.typical.expected for name, band in bands.items()}


def _name(measured: Measured) -> str:
    quantity = {"token": "time per token", "first-token": "time to first token", "request": "whole request"}
    return f"{quantity[measured.quantity]}, {'one request' if measured.single else 'several in flight'}"
