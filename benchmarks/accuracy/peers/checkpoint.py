"""A model as its publisher stores it, as far as estimators read it: ``config.json`` and a safetensors header.

Estimators read models from a hub; here they get these files instead, made from the knowledge base's facts,
for checkpoints of 16 bits, whose size is the number of their parameters times two.
"""

from __future__ import annotations

import json
import re
import struct
from pathlib import Path
from typing import Any

from modelspec_lint.knowledge_base import Model

_TYPES = {"OPT": "opt", "GPTJ": "gptj", "MPT": "mpt"}
_STORED = {"bfloat16": "BF16", "float16": "F16"}


def config(model: Model) -> dict[str, Any]:
    """Write a model's dimensions in the names that ``config.json`` has for them."""
    architecture = model.architecture or ""
    recipe = model.recipe
    said: dict[str, Any] = {
        "architectures": [architecture],
        "model_type": _model_type(architecture),
        "num_hidden_layers": model.layers,
        "hidden_size": model.hidden,
        "intermediate_size": model.ffn,
        "num_attention_heads": model.heads,
        "num_key_value_heads": model.kv_heads or model.heads,
        "head_dim": model.head_dim,
        "vocab_size": model.vocabulary,
        "max_position_embeddings": model.context,
        "tie_word_embeddings": model.tied_embeddings,
        "torch_dtype": model.dtype,
        "kv_lora_rank": recipe.get("kv_lora_rank"),
        "qk_rope_head_dim": recipe.get("qk_rope_head_dim"),
        "qk_nope_head_dim": recipe.get("qk_nope_head_dim"),
        "v_head_dim": recipe.get("v_head_dim"),
        **_experts(model, architecture),
        **_layers(model),
    }
    return {name: value for name, value in said.items() if value is not None}


def write_checkpoint(model: Model, folder: Path) -> None:
    """Write both files; the tensors' bytes are a hole in the file, which takes no room."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "config.json").write_text(json.dumps(config(model), indent=1), encoding="utf-8")
    header = json.dumps(tensors(model)).encode()
    with (folder / "model.safetensors").open("wb") as file:
        file.write(struct.pack("<Q", len(header)) + header)
        file.truncate(8 + len(header) + 2 * stored_parameters(model))


def stored_parameters(model: Model) -> int:
    """Count the parameters in the files: all, also those that an engine leaves unread."""
    return int(model.recipe.get("stored_parameters", model.parameters))


def tensors(model: Model) -> dict[str, Any]:
    """Spread the parameters over an embedding and one tensor a layer; the last holds what is left."""
    kind, layers = _STORED.get(model.dtype or "", "BF16"), model.layers or 1
    embedding = (model.vocabulary or 0) * (model.hidden or 0)
    counts = {"model.embed_tokens.weight": [model.vocabulary or 0, model.hidden or 0]} if embedding else {}
    each, rest = divmod(stored_parameters(model) - embedding, layers)
    for layer in range(layers):
        counts[f"model.layers.{layer}.mlp.weight"] = [each + (rest if layer == layers - 1 else 0)]
    header: dict[str, Any] = {"__metadata__": {"format": "pt"}}
    end = 0
    for name, shape in counts.items():
        size = 2
        for length in shape:
            size *= length
        header[name] = {"dtype": kind, "shape": shape, "data_offsets": [end, end + size]}
        end += size
    return header


def _model_type(architecture: str) -> str:
    stem = re.sub(r"(LMHeadModel|For[A-Z]\w*)\Z", "", architecture)
    spaced = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", stem)
    return _TYPES.get(stem, spaced.lower())


def _experts(model: Model, architecture: str) -> dict[str, Any]:
    if model.experts is None:
        return {}
    routed = "n_routed_experts" if "Deepseek" in architecture else None
    local = "num_local_experts" if architecture.startswith(("Mixtral", "GptOss")) else "num_experts"
    shared = {"shared_expert_intermediate_size": model.experts.shared_width or None}
    deepseek = {"n_shared_experts": 2, "first_k_dense_replace": model.recipe.get("first_dense_layers")}
    return {
        routed or local: model.experts.count,
        "num_experts_per_tok": model.experts.per_token,
        "moe_intermediate_size": None if local == "num_local_experts" else model.experts.width,
        **(deepseek if routed else shared),
    }


def _layers(model: Model) -> dict[str, Any]:
    """Name the layers' kinds where they differ, and the window of those that slide."""
    kinds = {each.kind: each for each in model.cache or ()}
    window = kinds["sliding"].window if "sliding" in kinds else None
    if "state" in kinds:
        names = {"full": "full_attention", "state": "linear_attention"}
    elif len(kinds) > 1 and "sliding" in kinds:
        names = {"full": "full_attention", "sliding": "sliding_attention"}
    else:
        return {"sliding_window": window}
    types = [names[each.kind] for each in model.cache or () if each.kind in names for _ in range(each.layers)]
    return {"layer_types": types, "sliding_window": window}
