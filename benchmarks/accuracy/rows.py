"""Measurement files: one JSON object a line, as published; absent and null both mean unknown."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

Row = dict[str, Any]
Request = dict[str, Any]
"""One line of ``modelspec fit --jsonl``: what is asked, in the names of the flags."""

FORMATS = {
    "fp8": "fp8",
    "awq": "awq",
    "gptq": "gptq-int4",
    "mxfp4": "mxfp4",
    "nvfp4": "nvfp4",
    "bitsandbytes": "bnb-4bit",
    "int8 class": "int8",
    "int8 w8a16": "int8",
    "autoround": "autoround-int4",
    "w4a16": "w4a16",
    "int4 w4a16": "w4a16",
    "int4 qat": "w4a16",
    "int4 (compressed-tensors": "w4a16",
}
"""How the rows begin a quantisation, and the precision that it is; elsewhere the model's name says it."""

CACHE_TYPES = {"fp8": "fp8", "bf": "bf16", "f16": "fp16", "float16": "fp16", "int8": "int8", "auto": "auto"}
"""How the rows begin a type of the KV cache, and the type that it is."""

_ASIDE = re.compile(r"\s*\(.*")
_UNSTATED = re.compile(r"not stated|not in the excerpt|\bclass\b", re.IGNORECASE)
_RELEASE = re.compile(r"\d+\.\d+(\.\d+)?")


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Why a row cannot be held against any estimate."""

    reason: str


def read_rows(path: Path) -> list[Row]:
    """Read a measurement file, without what is null."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return [
        {name: value for name, value in json.loads(line).items() if value is not None}
        for line in lines
        if line.strip()
    ]


def request_of(row: Row) -> Request | LeftOut:
    """Put a row's question; say why where the row itself does not tell what ran on what."""
    if row.get("doubtful"):
        return LeftOut("marked doubtful where it was collected")
    if _UNSTATED.search(row["model_id"]):
        return LeftOut("the source does not say which model")
    if "compressed checkpoint" in row.get("notes", ""):
        return LeftOut("the source does not say which checkpoint of the model")
    if "gpu" not in row and "gpu_total_gib" not in row:
        return LeftOut("the source names no GPU")
    tensor, pipeline = row.get("tensor_parallel"), row.get("pipeline_parallel")
    release = _RELEASE.match(row.get("engine_version", ""))
    asked = {
        "model": _ASIDE.sub("", row["model_id"]),
        "accelerator": _ASIDE.sub("", row["gpu"]) if "gpu" in row else None,
        "count": max(row.get("num_gpus") or 1, (tensor or 1) * (pipeline or 1)),
        "precision": _precision(row),
        "engine": row["engine"].split(" ")[0],
        "engine_version": release[0] if release else None,
        "max_sequence_length": row.get("max_model_len"),
        "max_batch_size": row.get("max_num_seqs"),
        "tensor_parallel": tensor,
        "pipeline_parallel": pipeline,
        "kv_cache_dtype": _cache_type(row),
        "gpu_memory_utilization": row.get("gpu_memory_utilization"),
        "max_batched_tokens": row.get("max_num_batched_tokens"),
        "device_memory_gib": row.get("gpu_total_gib"),
        "enforce_eager": row.get("enforce_eager"),
    }
    return {name: value for name, value in asked.items() if value is not None}


def started(row: Row) -> bool:
    """Whether the server of the row started."""
    return str(row["outcome"]).startswith("started")


def states_flags(row: Row) -> bool:
    """Whether the source states the two settings that the KV cache hangs on: utilisation and release."""
    return "gpu_memory_utilization" in row and _RELEASE.match(row.get("engine_version", "")) is not None


def _precision(row: Row) -> str | None:
    """Read a row's quantisation; ``None`` where the model's name or its publisher says it better."""
    if row.get("dtype") == "float32":
        return "fp32"
    if row["model_id"].startswith("unsloth"):
        return None  # a mix of formats that only the name tells apart
    stored = str(row.get("quantization", "")).casefold()
    return next((precision for word, precision in FORMATS.items() if stored.startswith(word)), None)


def _cache_type(row: Row) -> str | None:
    stored = str(row.get("kv_cache_dtype", "")).casefold()
    return next((name for word, name in CACHE_TYPES.items() if stored.startswith(word)), None)
