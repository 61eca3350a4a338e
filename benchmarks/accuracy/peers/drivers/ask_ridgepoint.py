"""ridgepoint: the Rust core, with the dimensions that its adapter reads from a config; A100 and H100 only."""

import json
from pathlib import Path
from typing import Any

import ridgepoint.hf
from ridgepoint import _core

from benchmarks.accuracy.peers.drivers.questions import Answer, Question, answer_all

DEVICES = {"h100-sxm5-80gb": "h100-80gb", "a100-sxm4-80gb": "a100-80gb"}


def shape(question: Question) -> dict[str, Any]:
    """Let the adapter read the local files instead of downloading them."""
    folder = Path(question["folder"])
    ridgepoint.hf._download_json = lambda repo, name, revision: json.loads((folder / name).read_text())
    ridgepoint.hf._params_from_index = lambda repo, revision, cfg, tc: question["parameters"]
    dims: dict[str, Any] = ridgepoint.hf.fetch_shape(question["model"])
    return dims


def answer(question: Question) -> Answer:
    """Answer one question."""
    if question["pipeline_parallel"] > 1:
        raise ValueError("no pipeline parallelism")
    device = next(DEVICES[each] for each in question["accelerators"] if each in DEVICES)
    dims, ranks = shape(question), question["tensor_parallel"]
    names = ("head_dim", "n_heads", "n_kv_heads", "d_c", "d_rope")
    said = json.loads(
        _core.fit_shape(
            dims["id"],
            dims["layers"],
            dims["kv_layers"],
            dims["d_model"],
            dims["n_params"],
            dims["active_params"],
            dims["geom"],
            *(dims.get(name, 0) for name in names),
            device,
            ranks,
            "sglang" if question["engine"] == "sglang" else "vllm",
            "fp16",
            "fp8" if question["kv"] == "fp8" else "fp16",
            question["context"],
            2048,
            True,
        )
    )
    memory = said["memory"]
    return {
        "weights_gib": memory["weights_bytes"]["best"] / ranks / 2**30,
        "kv_bytes_per_token": said["capacity"]["bytes_per_seq"] / question["context"] / ranks,
        "kv_pool_gib": memory["kv_pool_bytes"]["best"] / ranks / 2**30,
        "starts": said["verdict"]["serves"],
    }


answer_all(answer)
