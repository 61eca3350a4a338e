"""What an engine refuses about parallelism before it looks at memory."""

from __future__ import annotations

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
    if t == 1 or not model.cache:
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


def _source(facts: dict[str, Any], key: str) -> str:
    return str((facts.get("sources") or {}).get(key, "the engine's own start-up checks"))
