"""Published latency measurements, read as requests and as the figures that estimates are held against."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from modelspec_lint.knowledge_base import (
    Engine,
    KnowledgeBase,
    LatencyRequest,
    Match,
    MemoryRequest,
    Model,
    Precision,
)

Row = Mapping[str, Any]

_FORMATS = {
    "w8a8-int8": "w8a8",
    "awq-int4": "awq",
    "awq-uint4": "awq",
    "int4-g64": "int4",
    "int4-g32": "int4",
    "fp6": "mxfp6",
}
"""Spellings of formats in the rows that are no aliases: a group's size does not change what is multiplied."""
_NO_FORMAT = re.compile(r"sparse|kv4|bpw|w4a4")


@dataclass(frozen=True, slots=True)
class Measured:
    """One published figure. ``quantity``: ``token``, ``first-token``, ``request`` or ``prompt``, in ms, or
    ``rate``, in requests per second; ``single``: measured with one request in flight."""

    quantity: str
    value: float
    single: bool


@dataclass(frozen=True, slots=True)
class Reading:
    """A row as a request, with what was measured.

    ``in_flight``: how many requests were in flight, where it is stated. ``whole``: the lengths of input and
    output are both stated. ``saturated``: the server was given as many requests as it could take, or a stated
    number at once; a rate that a client chose says nothing of the server.
    """

    request: LatencyRequest
    measured: tuple[Measured, ...]
    in_flight: float | None
    whole: bool
    saturated: bool


def read_row(row: Row, knowledge: KnowledgeBase) -> Reading | str:
    """Read a row; a reason, where the model, the GPU, the format or the load cannot be known."""
    match, model = _model(row, knowledge)
    if model is None or match is None:
        return "model not known"
    accelerators = knowledge.accelerators.resolve(str(row.get("gpu") or row.get("gpu_as_given") or "")).facts
    if not accelerators:
        return "accelerator not known"
    if "precision_label_doubtful" in row.get("quality_flags", ()):
        return "precision not known"
    precision = _precision(row, match, model, knowledge)
    if precision is None:
        return "precision not known"
    count = int(row.get("num_gpus") or row.get("tp") or 1)
    stages = int(row.get("pp") or 1)
    copies = int(row.get("dp") or 1)
    ranks = int(row.get("tp") or max(1, count // (stages * copies)))
    memory = MemoryRequest(
        model=model,
        accelerators=accelerators,
        precisions=(precision,),
        engine=_engine(row, knowledge),
        count=max(count, ranks * stages),
        tensor_parallel=ranks,
        pipeline_parallel=stages,
        engine_version=_version(row),
        kv_cache=_cache(row, knowledge),
    )
    batch = row.get("concurrency_or_batch")
    request = LatencyRequest(
        memory=memory,
        input_tokens=float(row.get("input_tokens") or 1),
        output_tokens=float(row.get("output_tokens") or 1),
        concurrency=float(batch or 1),
        speculative=bool(row.get("spec_decode")),
        disaggregated="disaggregated" in row.get("quality_flags", ()),
    )
    measured = tuple(_figures(row))
    if not measured:
        return "no figure to judge"
    whole = bool(row.get("input_tokens") and row.get("output_tokens"))
    saturated = row.get("request_rate") in (None, "inf", "max")
    return Reading(request, measured, float(batch) if batch else None, whole, saturated)


def _model(row: Row, knowledge: KnowledgeBase) -> tuple[Match[Model] | None, Model | None]:
    """Resolve the model as it is written, then without remarks, then by the rows' own key."""
    name = str(row["model"])
    plain = re.sub(r"\s*\(.*\)|\s*\.gguf$", "", name)
    for spelling in (name, plain, plain.replace("_", "/", 1), str(row.get("model_key") or "")):
        match = knowledge.models.resolve(spelling) if spelling else None
        if match is None or not match.facts:
            continue
        if match.fact is not None or _alike(match.facts):
            return match, match.facts[0]
    return None, None


def _alike(models: tuple[Model, ...]) -> bool:
    """Whether models are one to the arithmetic: the same layers, and sizes within a hundredth."""
    shapes = {(each.layers, each.hidden, each.heads, each.kv_heads) for each in models}
    sizes = [each.parameters for each in models]
    return len(shapes) == 1 and max(sizes) <= 1.01 * min(sizes)


def _precision(row: Row, match: Match[Model], model: Model, knowledge: KnowledgeBase) -> Precision | None:
    stated = row.get("precision_weights")
    if stated is None:
        return knowledge.precisions.get(match.precision_hint or model.precision)
    if _NO_FORMAT.search(stated):
        return None
    return knowledge.precisions.resolve(str(_FORMATS.get(stated, stated))).fact


def _engine(row: Row, knowledge: KnowledgeBase) -> Engine | None:
    return knowledge.engines.resolve(re.sub(r" \(.*| / .*", "", str(row["engine"]))).fact


def _version(row: Row) -> str | None:
    version = re.match(r"v?(\d+\.\d+(\.\d+)?)", str(row.get("engine_version") or ""))
    return version[1] if version else None


def _cache(row: Row, knowledge: KnowledgeBase) -> Precision | None:
    stated = row.get("precision_kv")
    return knowledge.precisions.resolve(str(stated)).fact if stated else None


def _figures(row: Row) -> Iterator[Measured]:
    """Yield what a row states.

    Under load a mean is preferred: clients that fall behind read several tokens at once, so that half of
    their requests seem to be written in no time and a few take the rest.
    """
    single = row.get("concurrency_or_batch") == 1
    middle, mean = ("tpot_p50_ms", "itl_p50_ms"), ("tpot_mean_ms", "itl_mean_ms")
    tokens = _first(row, *middle, *mean) if single else _first(row, *mean, *middle)
    if single and row.get("decode_tokens_per_s"):
        tokens = 1e3 / float(row["decode_tokens_per_s"])
    if tokens:
        yield Measured("token", tokens, single)
    first = _first(row, "ttft_p50_ms", "ttft_mean_ms")
    if first and row.get("input_tokens"):
        yield Measured("first-token", first, single)
    if row.get("prefill_tokens_per_s") and row.get("input_tokens") and single:
        yield Measured(
            "prompt", float(row["input_tokens"]) / float(row["prefill_tokens_per_s"]) * 1e3, single
        )
    whole = _first(row, "e2e_latency_mean_ms", "e2e_latency_p50_ms")
    if whole and row.get("output_tokens"):
        yield Measured("request", whole, single)
    rate = _rate(row)
    if rate:
        yield Measured("rate", rate, single)


def _rate(row: Row) -> float | None:
    """Requests per second: as published, or as tokens per second over the tokens of a request."""
    out = row.get("output_tokens")
    if not out:
        return None
    if row.get("requests_per_s"):
        return float(row["requests_per_s"])
    if row.get("output_tokens_per_s"):
        return float(row["output_tokens_per_s"]) / float(out)
    if row.get("total_tokens_per_s") and row.get("input_tokens") and not row.get("e2e_latency_mean_ms"):
        return float(row["total_tokens_per_s"]) / (float(row["input_tokens"]) + float(out))
    return None


def _first(row: Row, *names: str) -> float | None:
    return next((float(row[name]) for name in names if row.get(name)), None)
