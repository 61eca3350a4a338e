"""``modelspec fit --jsonl``: one request a line in, one answer a line out, in the same order.

A request's keys are the flags of ``modelspec fit``, with underscores. A request that cannot be read, or that
the facts cannot answer, is answered with its reason; the lines after it are answered all the same.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from modelspec_lint.knowledge_base import (
    Band,
    Binding,
    Declaration,
    Estimate,
    KnowledgeBase,
    LatencyRequest,
    Memory,
    Rate,
    Undecided,
    bind,
    estimate_latency,
    estimate_memory,
)
from modelspec_lint.linter.fit.answer import Unknown, asked

Answer = dict[str, Any]

_LONGEST = 65_536  # characters: no request is longer
_LARGEST = 10**12

_TEXTS = ("model", "accelerator", "precision", "engine", "engine_version", "kv_cache_dtype", "model_uri")
_COUNTS = {
    "count": "count",
    "tensor_parallel": "tensor_parallel",
    "pipeline_parallel": "pipeline_parallel",
    "data_parallel": "data_parallel",
    "max_sequence_length": "sequence_length",
    "max_batched_tokens": "batched_tokens",
    "parameters": "parameters",
}
_BATCHES = ("max_num_seqs", "max_batch_size")
_FRACTIONS = {"gpu_memory_utilization": "utilization"}
_SIZES = {"device_memory_gib": "device_memory_gib"}
_FLAGS = ("enforce_eager",)
_TOKENS = ("input_tokens", "output_tokens", "concurrency")
KEYS = (*_TEXTS, *_COUNTS, *_BATCHES, *_FRACTIONS, *_SIZES, *_FLAGS, *_TOKENS)


def answers(lines: Iterable[str], knowledge: KnowledgeBase) -> Iterator[str]:
    """Answer each line that is not blank with a line of JSON."""
    for line in lines:
        if line.strip():
            yield json.dumps(_answer_line(line, knowledge), ensure_ascii=False, allow_nan=False)


def _answer_line(line: str, knowledge: KnowledgeBase) -> Answer:
    if len(line) > _LONGEST:
        return _undecided(f"a request of {len(line):,} characters is not read")
    try:
        request = json.loads(line)
    except (ValueError, RecursionError) as error:
        return _undecided(f"not JSON: {error}")
    if not isinstance(request, dict):
        return _undecided("a request is an object: its keys are the flags, with underscores")
    return answer(request, knowledge)


def answer(request: Mapping[str, Any], knowledge: KnowledgeBase) -> Answer:
    """Answer one request: memory per GPU in GiB, each as low, expected and high; ``starts`` is tri-state.

    Keys that mean nothing are listed under ``ignored``. ``status`` is ``ok`` where the sum is known, down to
    what is left for the KV cache; where more than that, or a part of it, is not known there is ``null``, and
    ``reason`` says why.
    """
    ignored = [key for key in request if key not in KEYS]
    try:
        binding = bind(read_declaration(request), knowledge)
        found = {**_bound(binding), **_speed(request, binding)}
    except Undecided as undecided:
        found = _undecided(undecided.reason)
    return {**found, "ignored": ignored} if ignored else found


def _bound(binding: Binding) -> Answer:
    try:
        return _answer(estimate_memory(binding.memory_request))
    except Undecided as undecided:  # of the device, say: the weights may be known all the same
        found = _answer(estimate_memory(binding.weights_request))
        return {**found, "status": "undecided", "reason": undecided.reason}


def _speed(request: Mapping[str, Any], binding: Binding) -> Answer:
    """Answer how fast, where the request says how many tokens it is: times in ms, requests per second."""
    if not _given(request, "input_tokens"):
        return {}
    prompt = _number(request, "input_tokens", _LARGEST)
    answered = _number(request, "output_tokens", _LARGEST) if _given(request, "output_tokens") else 1.0
    at_once = _number(request, "concurrency", _LARGEST) if _given(request, "concurrency") else 1.0
    latency = asked(
        lambda: estimate_latency(
            LatencyRequest(
                memory=binding.memory_request,
                input_tokens=prompt,
                output_tokens=answered,
                concurrency=at_once,
            )
        )
    )
    if isinstance(latency, Unknown):
        return dict.fromkeys(_TIMES)
    return {
        "time_to_first_token_ms": _band(asked(lambda: latency.time_to_first_token)),
        "time_per_output_token_ms": _band(asked(lambda: latency.time_per_output_token)),
        "request_ms": _band(asked(lambda: latency.request)),
        "requests_per_second": _band(asked(lambda: latency.rate)),
    }


_TIMES = ("time_to_first_token_ms", "time_per_output_token_ms", "request_ms", "requests_per_second")


def _band(found: Band | Rate | Unknown) -> dict[str, float | None] | None:
    if isinstance(found, Unknown):
        return None
    bound = found.floor if isinstance(found, Band) else found.bound
    name = "floor" if isinstance(found, Band) else "bound"
    return {
        name: _finite(bound.expected),
        "never_seen": _finite(found.never_seen),
        **(_interval(found.typical) or {}),
    }


def read_declaration(request: Mapping[str, Any]) -> Declaration:
    """Read a request's keys; raises :class:`Undecided` for a value that is none of its kind."""
    values: dict[str, Any] = {}
    for key in _TEXTS:
        if _given(request, key):
            values[key] = _text(request, key)
    for key, name in _COUNTS.items():
        if _given(request, key):
            values[name] = _count(request, key)
    for key in _BATCHES:
        if _given(request, key):
            values.setdefault("batch", _count(request, key))
    for key, name in _FRACTIONS.items():
        if _given(request, key):
            values[name] = _number(request, key, 1.0)
    for key, name in _SIZES.items():
        if _given(request, key):
            values[name] = _number(request, key, 1e6)
    for key in _FLAGS:
        if _given(request, key):
            values[key] = _flag(request, key)
    values.setdefault("count", values.get("tensor_parallel", 1) * values.get("pipeline_parallel", 1))
    return Declaration(**{"model": None, "accelerator": None, **values})


def _answer(memory: Memory) -> Answer:
    terms = {
        "weights_gib": asked(lambda: memory.weights),
        "usable_gib": asked(lambda: memory.usable),
        "activation_gib": asked(lambda: memory.activation),
        "non_torch_gib": asked(lambda: memory.non_torch),
        "graph_gib": asked(lambda: memory.graphs),
        "counted_graph_gib": asked(lambda: memory.counted_graphs),
        "kv_cache_gib": asked(lambda: memory.kv_available),
    }
    if memory.keeps_cache:
        terms["kv_cache_tokens"] = asked(lambda: memory.kv_tokens)
        terms["sequence_gib"] = asked(lambda: memory.admission)
        terms["slots"] = asked(lambda: memory.slots)
    starts = asked(lambda: memory.starts)
    reasons = [each.reason for each in (*terms.values(), starts) if isinstance(each, Unknown)]
    summed = not any(isinstance(terms[name], Unknown) for name in ("weights_gib", "kv_cache_gib"))
    return {
        "status": "ok" if summed else "undecided",
        "reason": reasons[0] if reasons else None,
        **{name: _interval(each) for name, each in terms.items()},
        "starts": None if isinstance(starts, Unknown) else starts,
        "model": memory.request.model.id,
        "accelerators": [each.id for each in memory.request.accelerators],
        "precisions": [each.id for each in memory.request.precisions],
    }


def _interval(found: Estimate | Unknown) -> dict[str, float | None] | None:
    if isinstance(found, Unknown):
        return None
    ends = {"low": found.low, "expected": found.expected, "high": found.high}
    return {name: _finite(end) for name, end in ends.items()}


def _finite(value: float) -> float | None:
    return round(value, 6) if math.isfinite(value) else None


def _undecided(reason: str) -> Answer:
    return {"status": "undecided", "reason": reason, "starts": None}


def _given(request: Mapping[str, Any], key: str) -> bool:
    return request.get(key) not in (None, "")


def _text(request: Mapping[str, Any], key: str) -> str:
    value = request[key]
    if not isinstance(value, str):
        raise Undecided(f"{key} is no text")
    return value


def _count(request: Mapping[str, Any], key: str) -> int:
    value = _number(request, key, _LARGEST)
    if value < 1 or value != int(value):
        raise Undecided(f"{key} is no whole number of at least 1")
    return int(value)


def _number(request: Mapping[str, Any], key: str, largest: float) -> float:
    value = request[key]
    if isinstance(value, str):
        try:
            value = float(value)
        except ValueError:
            raise Undecided(f"{key} is no number") from None
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value <= largest:
        raise Undecided(f"{key} is no number above 0 and at most {largest:g}")
    return float(value)


def _flag(request: Mapping[str, Any], key: str) -> bool:
    value = request[key]
    if not isinstance(value, bool):
        raise Undecided(f"{key} is neither true nor false")
    return value
