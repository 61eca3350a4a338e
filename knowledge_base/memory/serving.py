"""How many tokens and sequences a step works on: declared, or an engine's default by release and device."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from modelspec_lint.knowledge_base.memory.engine import EngineMemory
from modelspec_lint.knowledge_base.memory.request import MemoryRequest

_TOKENS, _SEQUENCES = 2048, 256


@dataclass(frozen=True, slots=True)
class Serving:
    """Tokens per step, sequences in flight, and of these how many the profiling run samples for at least."""

    tokens: int
    sequences: int
    sampled_at_least: int


def serving(request: MemoryRequest, engine: EngineMemory, length: int | None) -> Serving:
    """Return what the newest release that may be meant works on, on the first device that may be meant."""
    return servings(engine.releases[-1], request, engine, length)[0]


def servings(
    release: Mapping[str, Any], request: MemoryRequest, engine: EngineMemory, length: int | None
) -> list[Serving]:
    """Return what one release works on, by device that may be meant, for sequences of ``length`` tokens.

    vLLM's first engine took a prompt as one step. Above a length it cut prompts into chunks, whose rows the
    profiling run does not sample.
    """
    defaults = engine.serving_defaults(release, request) or [(_TOKENS, _SEQUENCES)]
    return [_serving(each, release, request, length) for each in defaults]


def _serving(
    default: tuple[int, int], release: Mapping[str, Any], request: MemoryRequest, length: int | None
) -> Serving:
    tokens, sequences = default
    sequences = request.batch if request.batch is not None else sequences
    sampled = sequences
    whole = release.get("whole_prompts")
    if whole and _applies(whole, request) and length is not None:
        if length > whole["up_to"]:
            sampled = 0
        elif request.batched_tokens is None:
            tokens = max(tokens, length)
    if request.batched_tokens is not None:
        tokens = request.batched_tokens
    return Serving(tokens, min(sequences, tokens), min(sampled, tokens))


def _applies(whole: Mapping[str, Any], request: MemoryRequest) -> bool:
    """Return whether a rule that is limited to old devices holds on all that may be meant."""
    limit = whole.get("below_compute_capability")
    if limit is None:
        return True
    capabilities = [each.compute_capability for each in request.accelerators]
    return bool(capabilities) and all(
        each is not None and each < (limit[0], limit[1]) for each in capabilities
    )
