"""SGLang's reserve: what it leaves of a device beside weights and cache."""

from __future__ import annotations

from modelspec_lint.knowledge_base.estimate import Estimate
from modelspec_lint.knowledge_base.memory.engine import EngineMemory
from modelspec_lint.knowledge_base.memory.request import MemoryRequest


def static_reserve(request: MemoryRequest, engine: EngineMemory, visible: Estimate) -> Estimate:
    """Return what is kept free for activations and graphs, in GiB; 0 where the static fraction is declared.

    MiB = base + per token of a prefill chunk + per eight GPUs + per graph batch, with a floor on large
    devices.
    """
    facts = engine.facts.get("reserve") or {}
    if request.utilization is not None or not facts:
        return Estimate("reserve", 0.0, 0.0, 0.0, "GiB", "inside the declared static fraction")
    size = visible.high * 1.073741824
    tier = next(each for each in facts["tiers"] if size < each.get("below_gb", float("inf")))
    chunk = max(request.batched_tokens or tier["chunk"], 2048)
    mib = (
        facts["base_mib"]
        + facts["per_chunk_token_mib"] * chunk
        + request.tensor_parallel * request.pipeline_parallel / 8 * facts["per_8_gpus_mib"]
        + facts["per_graph_batch_mib"] * tier["graph_batch"]
    )
    if size > facts["floor_above_gb"]:
        mib = max(mib, facts["floor_mib"])
    low = 0.02 * visible.expected
    return Estimate("reserve", low, mib / 1024, mib / 1024 * 1.5, "GiB", "SGLang's default static fraction")
