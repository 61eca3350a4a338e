"""aiconfigurator: its KV-cache estimate, for the systems and architectures that it has data of."""

import logging
from typing import Any

from aiconfigurator_core.sdk.memory import estimate_kv_cache
from aiconfigurator_core.sdk.perf_database import get_latest_database_version

from benchmarks.accuracy.peers.drivers.questions import Answer, Question, answer_all

logging.disable(logging.CRITICAL)
SYSTEMS = {
    "h100-sxm5-80gb": "h100_sxm",
    "h100-pcie-80gb": "h100_pcie",
    "h200-sxm-141gb": "h200_sxm",
    "a100-sxm4-80gb": "a100_sxm",
    "a100-pcie-80gb": "a100_pcie",
    "l40s-48gb": "l40s",
    "l4-24gb": "l4",
    "a30-24gb": "a30",
    "b200-180gb": "b200_sxm",
    "b300-288gb": "b300_sxm",
    "gb200-186gb": "gb200",
    "gb300-288gb": "gb300",
    "rtx-pro-6000-blackwell-server-96gb": "rtx_pro_6000_server",
}
BACKENDS = {
    "vllm": ("vllm", "of_total"),
    "sglang": ("sglang", "of_total"),
    "tensorrt-llm": ("trtllm", "of_free"),
}


def answer(question: Question) -> Answer:
    """Answer one question."""
    system = next(SYSTEMS[each] for each in question["accelerators"] if each in SYSTEMS)
    backend, share = BACKENDS[question["engine"]]
    try:
        said = estimate(question, system, backend, share)
    except ValueError as error:
        if "budget" not in str(error):
            raise
        return {"starts": False}
    parts = said["memory_breakdown"]
    return {
        "weights_gib": parts["weights_bytes"] / 2**30,
        "kv_bytes_per_token": said["kv_size_per_token_bytes"],
        "kv_pool_gib": said["total_kv_size_bytes"] / 2**30,
        "activation_gib": parts["activations_bytes"] / 2**30,
        "starts": said["total_kv_size_tokens"] >= question["context"],
    }


def estimate(question: Question, system: str, backend: str, share: str) -> dict[str, Any]:
    """Estimate with the tables of the newest release of the engine that the wheel has."""
    said: dict[str, Any] = estimate_kv_cache(
        question["folder"],
        system,
        backend,
        get_latest_database_version(system, backend),
        max_num_tokens=question["tokens_per_step"] or 8192,
        max_batch_size=question["sequences"] or 256,
        memory_fraction_kind=share,
        memory_fraction_value=question["utilization"] or 0.9,
        tp_size=question["tensor_parallel"],
        pp_size=question["pipeline_parallel"],
        moe_tp_size=question["tensor_parallel"],
        moe_ep_size=1,
        kvcache_quant_mode="fp8" if question["kv"] == "fp8" else None,
        gpu_memory_capacity_bytes_override=int(question["memory_gib"] * 2**30),
    )
    return said


if __name__ == "__main__":
    answer_all(answer)
