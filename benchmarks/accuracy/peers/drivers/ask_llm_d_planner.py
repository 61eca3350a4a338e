"""llm-d-planner: its capacity planner on a local config and parameter count."""

import json
from pathlib import Path
from types import SimpleNamespace

from planner import capacity_planner as planner

from benchmarks.accuracy.peers.drivers.questions import Answer, Question, answer_all


def answer(question: Question) -> Answer:
    """Answer one question."""
    config = json.loads((Path(question["folder"]) / "config.json").read_text())
    if question["kv"] == "fp8":
        raise ValueError("no choice of the KV cache's type")
    planner.model_params_by_dtype = lambda name, token=None: {"BF16": question["parameters"]}
    model, tensor, pipeline = (
        SimpleNamespace(**config),
        question["tensor_parallel"],
        question["pipeline_parallel"],
    )
    name, context = question["model"], question["context"]
    ranks = tensor * pipeline
    memory, share = question["memory_gib"], question["utilization"] or 0.9
    pool = planner.allocatable_kv_cache_memory(
        name, model, memory, share, tensor, pipeline, max_model_len=context
    )
    one = planner.kv_cache_req(name, model, context)
    return {
        "weights_gib": planner.per_gpu_model_memory_required(name, model, tensor, pipeline),
        "kv_bytes_per_token": one * 2**30 / context / ranks,
        "kv_pool_gib": pool / ranks,
        "activation_gib": planner.estimate_vllm_activation_memory(model, tensor),
        "starts": pool >= one,
    }


answer_all(answer)
