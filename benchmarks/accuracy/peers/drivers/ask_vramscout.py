"""vramscout: its plan for a local folder, per rank; it knows no pipeline parallelism."""

from vramscout.modern_core import plan_modern

from benchmarks.accuracy.peers.drivers.questions import Answer, Question, answer_all

STATE = ("kv", "cache", "mla", "state", "latent")


def answer(question: Question) -> Answer:
    """Answer one question."""
    if question["pipeline_parallel"] > 1:
        raise ValueError("no pipeline parallelism")
    plan = plan_modern(
        question["folder"],
        context=question["context"],
        weight_dtype="bf16",
        kv_dtype="fp8" if question["kv"] == "fp8" else "auto",
        tp=question["tensor_parallel"],
        vram_gib=question["memory_gib"],
        engine="vllm" if question["engine"] == "vllm" else "generic",
        gpu_memory_utilization=question["utilization"] or 0.9,
    )
    parts = plan.parts_gib
    weights = sum(size for name, size in parts.items() if "weight" in name.lower())
    cache = sum(size for name, size in parts.items() if any(word in name.lower() for word in STATE))
    return {
        "weights_gib": weights,
        "kv_bytes_per_token": cache * 2**30 / question["context"],
        "kv_pool_gib": plan.memory_budget_gib - plan.total_gib + cache,
        "starts": plan.fits,
    }


answer_all(answer)
