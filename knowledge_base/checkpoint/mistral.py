"""A folder as Mistral publishes it: ``params.json`` beside ``consolidated*.safetensors``."""

from __future__ import annotations

from typing import Any

from modelspec_lint.knowledge_base.checkpoint.architecture import table
from modelspec_lint.knowledge_base.checkpoint.config import Config
from modelspec_lint.knowledge_base.checkpoint.files import Files
from modelspec_lint.knowledge_base.checkpoint.folder import read_described
from modelspec_lint.knowledge_base.checkpoint.local import LocalCheckpoint
from modelspec_lint.knowledge_base.checkpoint.shards import Stored

PARAMS = "params.json"
_KEYS = {
    **{"dim": "hidden_size", "n_layers": "num_hidden_layers", "hidden_dim": "intermediate_size"},
    **{"n_heads": "num_attention_heads", "n_kv_heads": "num_key_value_heads", "head_dim": "head_dim"},
    **{
        "vocab_size": "vocab_size",
        "sliding_window": "sliding_window",
        "tied_embeddings": "tie_word_embeddings",
    },
    **{"max_position_embeddings": "max_position_embeddings", "max_seq_len": "max_position_embeddings"},
    **{"q_lora_rank": "q_lora_rank", "kv_lora_rank": "kv_lora_rank", "v_head_dim": "v_head_dim"},
    **{"qk_nope_head_dim": "qk_nope_head_dim", "qk_rope_head_dim": "qk_rope_head_dim"},
}
_EXPERTS = {
    **{"num_experts": "num_local_experts", "num_experts_per_tok": "num_experts_per_tok"},
    **{"expert_hidden_dim": "moe_intermediate_size", "num_shared_experts": "n_shared_experts"},
    **{"first_k_dense_replace": "first_k_dense_replace"},
}


def read_mistral(files: Files, name: str, stored: Stored | None) -> LocalCheckpoint:
    """Read ``params.json`` in the words of a configuration, then as one."""
    stated = Config(files.json(PARAMS), files.shown(PARAMS), table().spellings)
    values: dict[str, Any] = {new: stated.values[old] for old, new in _KEYS.items() if old in stated.values}
    experts = stated.part("moe")
    if experts is not None:
        values |= {new: experts.values[old] for old, new in _EXPERTS.items() if old in experts.values}
    kind = "mixtral" if experts is not None else "mistral"
    values["model_type"] = "mistral4" if "kv_lora_rank" in values else kind
    values["architectures"] = ["MistralForCausalLM" if kind == "mistral" else "MixtralForCausalLM"]
    values["torch_dtype"] = stated.values.get("dtype") or "bfloat16"
    quantized = stated.part("quantization")
    if quantized is not None and (quantized.text("qformat_weight") or "").startswith("fp8"):
        values["quantization_config"] = {"quant_method": "fp8"}
    if stated.part("vision_encoder") is not None:
        values["vision_config"] = stated.values["vision_encoder"]
    return read_described(files, name, stored, Config(values, files.shown(PARAMS), table().spellings))
