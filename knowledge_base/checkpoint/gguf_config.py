"""A GGUF file's metadata, said in the keys of ``config.json``."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from modelspec_lint.knowledge_base.checkpoint.gguf_header import Listed, Metadata, vocabulary
from modelspec_lint.knowledge_base.checkpoint.tensors import Tensors

Values = dict[str, Any]


def configuration(metadata: Metadata, kind: str, tensors: Tensors) -> Values:
    """Return the configuration that a file of this architecture states; what has no key is left out."""
    known = vocabulary()
    stated = known["architectures"].get(kind, {"type": kind})
    values: Values = {
        key: metadata[f"{kind}.{name}"] for name, key in known["keys"].items() if f"{kind}.{name}" in metadata
    }
    for name, value in stated.get("with", {}).items():
        values.setdefault(name, value)
    values["model_type"] = stated["type"]
    values["tie_word_embeddings"] = not any(group.name == "output.weight" for group in tensors)
    if "vocab_size" not in values:
        values["vocab_size"] = _rows(metadata, tensors)
    scaling = metadata.get(f"{kind}.rope.scaling.type")
    if isinstance(scaling, str) and scaling not in ("none", ""):
        values["rope_scaling"] = {
            "type": scaling,
            "factor": metadata.get(f"{kind}.rope.scaling.factor"),
            "original_max_position_embeddings": metadata.get(f"{kind}.rope.scaling.original_context_length"),
        }
    if kind == "llama" and values.get("num_local_experts"):
        values["model_type"] = "mixtral"
    _layer_types(metadata, kind, values)
    change = _CHANGES.get(stated["type"])
    if change is not None:
        change(values, metadata, kind)
    return values


def _rows(metadata: Metadata, tensors: Tensors) -> int | None:
    """Count the rows of the token table: by its tensor, else by the list of tokens."""
    for group in tensors:
        if group.name == "token_embd.weight" and len(group.shape) == 2:
            return group.shape[0]
    tokens = metadata.get("tokenizer.ggml.tokens")
    return tokens.count if isinstance(tokens, Listed) else None


def _layer_types(metadata: Metadata, kind: str, values: Values) -> None:
    """Say in ``layer_types`` what lists of one value per layer say: no KV heads, a window."""
    heads = values.get("num_key_value_heads")
    pattern = metadata.get(f"{kind}.attention.sliding_window_pattern")
    if isinstance(pattern, list) and all(type(each) is bool for each in pattern):
        values["layer_types"] = ["sliding_attention" if each else "full_attention" for each in pattern]
        if isinstance(heads, list) and len(heads) == len(pattern):
            _by_window(values, heads, pattern)
    elif isinstance(heads, list) and 0 in heads:
        values["layer_types"] = ["attention" if each else "mamba" for each in heads]
        values["num_key_value_heads"] = [each for each in heads if each] or None


def _by_window(values: Values, heads: list[Any], pattern: list[bool]) -> None:
    """Give sliding and full layers each their number of KV heads (Gemma 4)."""
    wide = [each for each, slides in zip(heads, pattern, strict=True) if not slides]
    narrow = [each for each, slides in zip(heads, pattern, strict=True) if slides]
    values["num_key_value_heads"] = narrow or wide
    if wide and len(set(wide)) == 1:
        values["num_global_key_value_heads"] = wide[0]


def _latent(values: Values, metadata: Metadata, kind: str) -> None:
    """Tell the parts of a latent key apart: what turns with the position, what does not."""
    rope = values.get("qk_rope_head_dim")
    keys = metadata.get(f"{kind}.attention.key_length_mla", values.get("head_dim"))
    value_dim = metadata.get(f"{kind}.attention.value_length_mla", values.get("v_head_dim"))
    if isinstance(keys, int) and isinstance(rope, int) and isinstance(value_dim, int) and keys > rope:
        values |= {"qk_nope_head_dim": keys - rope, "v_head_dim": value_dim}
    values["num_key_value_heads"] = values.get("num_attention_heads")


def _windows_of_their_own(values: Values, metadata: Metadata, kind: str) -> None:
    """Gemma 4 states the head of full layers plainly, and that of sliding ones beside it."""
    narrow = metadata.get(f"{kind}.attention.key_length_swa")
    if narrow is not None:
        values["global_head_dim"], values["head_dim"] = values.get("head_dim"), narrow


def _delta(values: Values, metadata: Metadata, kind: str) -> None:
    heads, inner = values.get("time_step_rank"), values.get("ssm_inner_size")
    if isinstance(heads, int) and isinstance(inner, int) and heads > 0 and inner % heads == 0:
        values |= {"linear_num_value_heads": heads, "linear_value_head_dim": inner // heads}
    values |= {
        "linear_num_key_heads": values.get("n_groups"),
        "linear_key_head_dim": values.get("state_size"),
        "linear_conv_kernel_dim": values.get("conv_kernel"),
    }


def _mamba(values: Values, metadata: Metadata, kind: str) -> None:
    inner, hidden = values.get("ssm_inner_size"), values.get("hidden_size")
    if isinstance(inner, int) and isinstance(hidden, int) and hidden > 0 and inner % hidden == 0:
        values["expand"] = inner // hidden


def _mamba2(values: Values, metadata: Metadata, kind: str) -> None:
    heads, inner = values.get("time_step_rank"), values.get("ssm_inner_size")
    if not isinstance(heads, int) or not isinstance(inner, int) or heads < 1 or inner % heads:
        return
    values |= {
        **{"mamba_n_heads": heads, "mamba_d_head": inner // heads, "mamba_d_ssm": inner},
        **{"mamba_d_state": values.get("state_size"), "mamba_n_groups": values.get("n_groups")},
        **{"mamba_d_conv": values.get("conv_kernel"), "shared_intermediate_size": _shared(values)},
    }
    if values["model_type"] == "mamba2":
        values |= {"num_heads": heads, "head_dim": inner // heads}


def _nemotron_h(values: Values, metadata: Metadata, kind: str) -> None:
    """Nemotron-H: a layer without KV heads is a feed-forward where it has a width, else Mamba-2."""
    heads, widths = (
        metadata.get(f"{kind}.attention.head_count_kv"),
        metadata.get(f"{kind}.feed_forward_length"),
    )
    _mamba2(values, metadata, kind)
    if isinstance(heads, list) and isinstance(widths, list) and len(heads) == len(widths):
        wide = "E" if values.get("num_local_experts") else "-"
        signs = ("*" if kv else wide if width else "M" for kv, width in zip(heads, widths, strict=True))
        values["hybrid_override_pattern"] = "".join(signs)
        values["intermediate_size"] = [each for each in widths if each] or None
    values.pop("layer_types", None)
    values |= {
        **{"mamba_num_heads": values.get("mamba_n_heads"), "mamba_head_dim": values.get("mamba_d_head")},
        **{"ssm_state_size": values.get("state_size"), "n_routed_experts": values.get("num_local_experts")},
        **{"moe_shared_expert_intermediate_size": values.get("shared_expert_intermediate_size")},
    }


def _encoder(values: Values, metadata: Metadata, kind: str) -> None:
    values["num_key_value_heads"] = values.get("num_attention_heads")


def _shared(values: Values) -> Any:
    """Granite without experts names its only feed-forward layer after the shared one."""
    return values.get("shared_expert_intermediate_size") or values.get("intermediate_size")


_CHANGES: dict[str, Callable[[Values, Metadata, str], None]] = {
    **dict.fromkeys(("deepseek_v2", "glm_moe_dsa", "mistral4"), _latent),
    **dict.fromkeys(("gemma3n_text", "gemma4_text"), _windows_of_their_own),
    **dict.fromkeys(("qwen3_next", "qwen3_5_text", "qwen3_5_moe_text"), _delta),
    **dict.fromkeys(("mamba2", "granitemoehybrid", "falcon_h1"), _mamba2),
    **dict.fromkeys(("bert", "nomic_bert", "modernbert"), _encoder),
    "mamba": _mamba,
    "nemotron_h": _nemotron_h,
}
