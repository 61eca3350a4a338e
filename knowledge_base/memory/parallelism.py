"""What an engine refuses about parallelism before it looks at memory."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from modelspec_lint.knowledge_base.memory.request import MemoryRequest


@dataclass(frozen=True, slots=True)
class Refusal:
    """A reason for which an engine refuses to start, as a sentence, and where that is known from."""

    reason: str
    source: str


def parallelism_refusals(request: MemoryRequest) -> tuple[Refusal, ...]:
    """Return all reasons for which the engine is known to refuse the sizes of the request."""
    engine = request.engine
    facts = engine.facts.get("parallelism") if engine and not engine.offloads else None
    if not facts or not facts.get("shards", True):
        return ()
    return tuple(Refusal(reason, _source(facts, key)) for key, reason in _refusals(request, facts))


def _refusals(request: MemoryRequest, facts: dict[str, Any]) -> Iterator[tuple[str, str]]:
    model, t, p = request.model, request.tensor_parallel, request.pipeline_parallel
    vendors = facts.get("count_may_be_below_parallelism", ())
    if t * p > request.count and not any(each.vendor in vendors for each in request.accelerators):
        yield (
            "count_may_be_below_parallelism",
            f"Tensor parallelism {t} times pipeline parallelism {p} needs {t * p} accelerators; "
            f"{request.count} {'is' if request.count == 1 else 'are'} declared.",
        )
    if t == 1 or model.cache is None:
        return
    heads, kv_heads = model.heads, model.kv_heads
    if facts.get("heads_must_divide") and heads and heads % t:
        yield "heads_must_divide", f"The {heads} attention heads of {model.id} do not divide by {t}."
    latent = any(each.kind == "latent" for each in model.cache)
    if facts.get("kv_heads_replicate") and kv_heads and not latent and kv_heads % t and t % kv_heads:
        yield (
            "kv_heads_replicate",
            f"The {kv_heads} KV heads of {model.id} neither divide by {t} nor repeat evenly over {t} ranks.",
        )
    padding = facts.get("vocabulary_padding")
    if padding and model.vocabulary:
        padded = -(-model.vocabulary // padding) * padding
        if padded % t:
            yield (
                "vocabulary_padding",
                f"The vocabulary of {model.id}, {padded} rows after padding, does not divide by {t}.",
            )
    if facts.get("quantization_groups"):
        yield from _groups(request)


_STATED_GROUP = re.compile(r"group (\d+)|block (\d+)x\d+")


def _groups(request: MemoryRequest) -> Iterator[tuple[str, str]]:
    """Refuse a rank's share of a dense layer that cuts through the groups or blocks of a checkpoint.

    Only where the model's own entry states them: others repack a model in groups of their own, with widths
    padded to suit. Experts need not be cut at all, so nothing is known of them.
    """
    model, t = request.model, request.tensor_parallel
    stated = _STATED_GROUP.search(str(model.recipe.get("quantization") or ""))
    own = len(request.precisions) == 1 and request.precisions[0].id == model.precision
    if stated is None or not own or model.experts or not model.ffn or model.ffn % t:
        return
    group = int(stated[1] or stated[2])
    if model.ffn // t % group:
        yield (
            "quantization_groups",
            f"A rank's share of the {model.ffn} columns of {model.id}'s layers is {model.ffn // t}, "
            f"which cuts through the quantisation's groups of {group}.",
        )


def _source(facts: dict[str, Any], key: str) -> str:
    return str((facts.get("sources") or {}).get(key, "the engine's own start-up checks"))
