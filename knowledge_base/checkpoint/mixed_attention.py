"""Decoders whose layers attend with different heads: by the kind of layer, or as a search found them."""

from __future__ import annotations

from typing import Any

from modelspec_lint.knowledge_base.checkpoint.attention import decoder_recipe, mark_windows
from modelspec_lint.knowledge_base.checkpoint.draft import Draft
from modelspec_lint.knowledge_base.checkpoint.experts import read_experts
from modelspec_lint.knowledge_base.checkpoint.layers import layer_kinds, window_of
from modelspec_lint.knowledge_base.checkpoint.layout import Layout
from modelspec_lint.knowledge_base.facts import CacheLayers


def per_layer_embedding_decoder(draft: Draft) -> Layout:
    """Read Gemma 3n and Gemma 4: full layers with heads of their own; the last layers share their cache.

    Sources: ``modeling_gemma3n.py``, ``modeling_gemma4.py`` (``num_kv_shared_layers``, ``global_head_dim``).
    """
    config, kinds = draft.config, layer_kinds(draft)
    experts, mixture = read_experts(draft)
    shared = config.number("num_kv_shared_layers") or 0
    if shared >= draft.layers:
        raise config.wrong("num_kv_shared_layers", f"leaves none of the {draft.layers} layers a cache")
    keeping = kinds[: draft.layers - shared]
    wide = config.count("global_head_dim") or draft.head_dim
    same = config.flag("attention_k_eq_v")
    heads = (config.count("num_global_key_value_heads") if same or same is None else None) or draft.kv_heads
    windows = window_of(draft, keeping)
    recipe = _per_layer_recipe(draft, shared)
    if recipe["kind"] == "gemma4" or wide != draft.head_dim:
        recipe["global_head_dim"] = wide
    if heads != draft.kv_heads:
        recipe["global_kv_heads"] = heads
    if same:
        recipe["keys_are_values"] = True
    if mixture:
        recipe["moe"] = mixture
    mark_windows(recipe, kinds)
    full, sliding = keeping.count("full"), keeping.count("sliding")
    cache = (
        *((CacheLayers("full", full, 2 * heads * wide, heads),) if full else ()),
        *(
            (
                CacheLayers(
                    "sliding",
                    sliding,
                    2 * draft.kv_heads * draft.head_dim,
                    draft.kv_heads,
                    windows["sliding"],
                ),
            )
            if sliding
            else ()
        ),
    )
    return Layout(recipe, cache, draft.attention, experts)


def _per_layer_recipe(draft: Draft, shared: int) -> dict[str, Any]:
    """Return the recipe of Gemma 3n and 4, of which a recount knows the sizes that were published."""
    config, kind = draft.config, "gemma3n" if draft.architecture.name == "gemma3n_text" else "gemma4"
    width, rows = config.number("hidden_size_per_layer_input"), config.number("vocab_size_per_layer_input")
    published = not width or (width == 256 and rows in (None, 262144))
    if kind == "gemma3n":
        streams = config.number("altup_num_inputs"), config.number("laurel_rank")
        published = published and bool(width) and streams == (4, 64)
    recipe: dict[str, Any] = {"kind": kind if published else "none", "qk_norm": "head"}
    if kind == "gemma4" and width:
        recipe["per_layer_embeddings"] = True
    if config.flag("use_double_wide_mlp"):
        recipe["double_width_layers"] = shared
    return recipe


def two_head_decoder(draft: Draft) -> Layout:
    """Read MiMo-V2: full and sliding layers with different KV heads, keys wider than values."""
    config = draft.config
    pattern = config.numbers("hybrid_layer_pattern")
    if pattern is None or len(pattern) != draft.layers:
        raise config.wrong(
            "hybrid_layer_pattern", f"does not have one entry for each of the {draft.layers} layers"
        )
    experts, mixture = read_experts(draft)
    values = config.count("v_head_dim") or draft.head_dim
    swa_heads = config.count("swa_num_key_value_heads") or draft.kv_heads
    swa_width = (config.count("swa_head_dim") or draft.head_dim) + (config.count("swa_v_head_dim") or values)
    full = sum(1 for each in pattern if not each)
    sliding = draft.layers - full
    same = swa_width == draft.head_dim + values and config.flag("add_full_attention_sink_bias") is not True
    recipe = decoder_recipe(draft) | {
        "kind": "two_attentions" if same else "none",
        "full_layers": full,
        "sliding_layers": sliding,
        "sliding_kv_heads": swa_heads,
        "v_head_dim": values,
    }
    if mixture:
        recipe["moe"] = mixture
    cache = (
        CacheLayers("full", full, draft.kv_heads * (draft.head_dim + values), draft.kv_heads),
        CacheLayers("sliding", sliding, swa_heads * swa_width, swa_heads, config.stated("sliding_window")),
    )
    return Layout(recipe, tuple(each for each in cache if each.layers), draft.attention, experts)


def searched(draft: Draft) -> Layout:
    """Read layers found by search (Nemotron-NAS): some without attention, some with one linear layer."""
    config = draft.config
    blocks = config.items("block_configs")
    if blocks is None or len(blocks) != draft.layers:
        raise config.wrong("block_configs", f"does not have one entry for each of the {draft.layers} layers")
    found: list[tuple[int | str | None, int | str | None]] = []
    for block in blocks:
        match block:
            case {"attention": dict() as attending, "ffn": dict() as feeding}:
                found.append((_searched_heads(draft, attending), _searched_width(draft, feeding)))
            case _:
                raise config.wrong("block_configs", "does not describe attention and ffn of each layer")
    heads = [each for each, _ in found if isinstance(each, int)]
    draft.kv_heads = max(heads, default=draft.heads)
    cache = tuple(
        CacheLayers("full", heads.count(each), 2 * each * draft.head_dim, each)
        for each in sorted(set(heads), reverse=True)
    )
    kind = "GQA (heterogeneous NAS: some layers have no attention or a linear)"
    return Layout(
        {"kind": "deci", "nas_layers": [list(each) for each in found]}, cache, kind, None, {"ffn": None}
    )


def _searched_heads(draft: Draft, block: dict[str, Any]) -> int | str | None:
    if block.get("no_op"):
        return None
    if block.get("replace_with_linear"):
        return "linear"
    group = block.get("n_heads_in_group")
    if type(group) is not int or group < 1 or draft.heads % group:
        raise draft.config.wrong("block_configs", "does not state n_heads_in_group of a layer that attends")
    return draft.heads // group


def _searched_width(draft: Draft, block: dict[str, Any]) -> int | str | None:
    if block.get("no_op"):
        return None
    if block.get("replace_with_linear"):
        return "linear"
    ratio = block.get("ffn_mult")
    if isinstance(ratio, bool) or not isinstance(ratio, (int, float)) or not 0 < ratio < 1000:
        raise draft.config.wrong("block_configs", "does not state ffn_mult of a feed-forward layer")
    width = int(2 * ratio * draft.hidden / 3)  # modeling_decilm.py: _ffn_mult_to_intermediate_size
    return width + -width % 256
