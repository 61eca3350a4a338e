"""hf-mem: weights from the header, KV cache of one sequence; it knows no parallelism, so both are divided."""

import json
from pathlib import Path

from hf_mem.safetensors.kv_cache import compute_safetensors_kv_cache_size, resolve_kv_cache_dtype
from hf_mem.safetensors.metadata import parse_safetensors_metadata

from benchmarks.accuracy.peers.drivers.questions import Answer, Question, answer_all


def answer(question: Question) -> Answer:
    """Answer one question."""
    folder = Path(question["folder"])
    with (folder / "model.safetensors").open("rb") as file:
        header = json.loads(file.read(int.from_bytes(file.read(8), "little")))
    config = json.loads((folder / "config.json").read_text())
    metadata = parse_safetensors_metadata({"Transformer": header})
    ranks = question["tensor_parallel"] * question["pipeline_parallel"]
    dtype = resolve_kv_cache_dtype(config, question["kv"], metadata, question["model"])
    cache = compute_safetensors_kv_cache_size(config, dtype, question["context"])
    weights = metadata.bytes_count
    return {
        "weights_gib": weights / ranks / 2**30,
        "kv_bytes_per_token": cache / question["context"] / ranks,
        "starts": (weights + cache) / ranks / 2**30 <= question["memory_gib"],
    }


answer_all(answer)
