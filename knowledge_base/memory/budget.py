"""What engines leave of a device for the KV cache."""

from __future__ import annotations

from modelspec_lint.knowledge_base.estimate import Estimate
from modelspec_lint.knowledge_base.memory.engine import EngineMemory, Interval
from modelspec_lint.knowledge_base.memory.request import MemoryRequest

_RULE = "share of what is free before the weights are loaded"


def left_for_cache(whole: Estimate, *taken: Estimate) -> Estimate:
    """Return what is left of ``whole``; negative where the rest does not fit. The terms are the sum."""
    return Estimate(
        "left for the KV cache",
        whole.low - sum(each.high for each in taken),
        whole.expected - sum(each.expected for each in taken),
        whole.high - sum(each.low for each in taken),
        "GiB",
        "usable less what stands above",
        (whole, *taken),
    )


def kept_free(free: Estimate, expected_share: float, largest_share: float) -> Estimate:
    """Return what an engine leaves of the free memory of which its cache takes a share (TensorRT-LLM)."""
    ends = (
        max(0.0, 1 - largest_share) * free.high,
        (1 - expected_share) * free.expected,
        (1 - expected_share) * free.low,
    )
    low, expected, high = sorted(max(0.0, end) for end in ends)
    source = f"the cache takes {expected_share:.3g} of what is free then"
    return Estimate("kept free", low, expected, high, "GiB", source)


def static_budget(
    request: MemoryRequest, engine: EngineMemory, visible: Estimate, largest: float, context: Estimate
) -> Estimate:
    """Return what weights and cache share, in GiB: ``fraction * (visible - context and NCCL)``.

    At the favourable end nothing is taken before, for how much is depends on the interconnect.

    The source is ``_profile_available_bytes`` in SGLang's ``model_runner_kv_cache_mixin.py``.
    """
    low, expected, high = _fraction(request, engine, visible)
    return Estimate(
        "usable",
        low * (visible.low - context.high),
        expected * (visible.expected - context.expected),
        high * largest,
        "GiB",
        f"{visible.source}; static fraction {expected:.3g}, {_RULE}",
    )


def _fraction(request: MemoryRequest, engine: EngineMemory, visible: Estimate) -> Interval:
    """Return the static fraction: declared, or what the default reserve leaves.

    Reserved MiB = base + per token of a prefill chunk + per eight GPUs + per graph batch, with a floor on
    large devices; the unfavourable end reserves half as much again (attention data parallelism, speculation).
    """
    if request.utilization is not None:
        return request.utilization, request.utilization, request.utilization
    ceiling = float(engine.facts.get("utilization_ceiling", 0.98))
    facts = engine.facts.get("reserve")
    if not facts:
        return 0.8, 0.88, ceiling
    size = visible.expected
    gb = size * 1.073741824
    tier = next(each for each in facts["tiers"] if gb < each.get("below_gb", float("inf")))
    mib = (
        facts["base_mib"]
        + facts["per_chunk_token_mib"] * max(request.batched_tokens or tier["chunk"], 2048)
        + request.tensor_parallel * request.pipeline_parallel / 8 * facts["per_8_gpus_mib"]
        + facts["per_graph_batch_mib"] * tier["graph_batch"]
    )
    if gb > facts["floor_above_gb"]:
        mib = max(mib, facts["floor_mib"])
    reserved = mib / 1024 / size
    return max(0.0, 1 - 1.5 * reserved), max(0.0, 1 - reserved), max(ceiling, 1 - reserved)
