"""modelinfo-cli: a local checkpoint; its vLLM simulation for the pool, its plain sum for the verdict."""

from pathlib import Path
from typing import Any

from modelinfo.cli import analyze_model

from benchmarks.accuracy.peers.drivers.questions import Answer, Question, answer_all


def footprint(question: Question, **options: Any) -> dict[str, Any]:
    """Ask for the footprint on all GPUs together, as `--gpu NxNAME` does."""
    found: dict[str, Any] = analyze_model(
        str(Path(question["folder"]) / "model.safetensors"),
        question["context"],
        gpu_count=question["tensor_parallel"] * question["pipeline_parallel"],
        strategy="pp" if question["pipeline_parallel"] > 1 else "tp",
        topology="nvlink",
        **options,
    )["footprint"]
    return found


def answer(question: Question) -> Answer:
    """Answer one question."""
    if question["kv"] == "fp8":
        raise ValueError("no choice of the KV cache's type")
    ranks = question["tensor_parallel"] * question["pipeline_parallel"]
    memory = question["memory_gib"] * ranks
    share = question["utilization"] or 0.9
    plain = footprint(question)
    pool = footprint(question, is_vllm=True, gpu_vram_gb=memory, gpu_util=share)["vllm_metrics"]
    return {
        "weights_gib": plain["base_memory_bytes"] / ranks / 2**30,
        "kv_bytes_per_token": plain["kv_cache_bytes"] / question["context"] / ranks,
        "kv_pool_gib": pool["paged_kv_pool"] / ranks / 2**30,
        "starts": pool["max_serving_capacity"] >= question["context"],
    }


answer_all(answer)
