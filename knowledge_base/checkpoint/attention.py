"""Decoders whose layers attend: grouped queries, windows, latent attention.

Cache elements per token and layer: K and V heads times their widths (``estimates.md`` section 2).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from modelspec_lint.knowledge_base.checkpoint.draft import Draft
from modelspec_lint.knowledge_base.checkpoint.experts import read_experts
from modelspec_lint.knowledge_base.checkpoint.layers import grouped_cache, layer_kinds, window_of
from modelspec_lint.knowledge_base.checkpoint.layout import Layout
from modelspec_lint.knowledge_base.estimate import Undecided
from modelspec_lint.knowledge_base.facts import CacheLayers

_INDEXER_BYTES = 132
"""Per token and layer: a key of 128 fp8 values and its scale (DeepSeek-V3.2; ``estimates.md`` section 2)."""


def decoder_recipe(draft: Draft) -> dict[str, Any]:
    """Return the recipe of a decoder's dense parts: biases, norms, embeddings."""
    facts = draft.architecture.facts
    recipe: dict[str, Any] = {
        "kind": "decoder",
        "mlp": "gated" if draft.gated else "plain",
        "norm": facts.get("norm", "rms"),
        "norms_per_layer": int(facts.get("norms", 2)),
    }
    for name, key in (
        ("qkv-bias", "qkv_bias"),
        ("o-bias", "o_bias"),
        ("mlp-bias", "mlp_bias"),
        ("head-bias", "lm_head_bias"),
        ("embedding-norm", "emb_norm"),
        ("sinks", "attn_sinks"),
        ("xielu", "xielu"),
    ):
        if draft.decided(name):
            recipe[key] = True
    norm = facts.get("qk-norm")
    if norm in ("head", "hidden"):
        recipe["qk_norm"] = norm
    elif norm is not None and draft.decided("qk-norm"):
        recipe["qk_norm"] = facts.get("qk-norm-over", "head")
    if draft.position == "learned" and draft.context is not None:
        recipe["learned_pos"] = draft.context + int(facts.get("offset", 0))
    if "extra-vocabulary" in facts:
        recipe["extra_vocab"] = facts["extra-vocabulary"]
    return recipe


def decoder(draft: Draft) -> Layout:
    """Read a decoder whose layers attend by grouped queries; some may attend to an encoder instead."""
    recipe = decoder_recipe(draft)
    experts, mixture = read_experts(draft)
    if mixture:
        recipe["moe"] = mixture
    kinds = layer_kinds(draft)
    if "state" in kinds:
        raise Undecided(
            f"{draft.config.label} states linear layers, which {draft.architecture.name} does not have"
        )
    crossing = _crossing(draft)
    if crossing:
        recipe["cross_attn_layers"] = crossing
        kinds = kinds[: draft.layers - crossing]
    _mark(recipe, kinds)
    cache = grouped_cache(draft, kinds)
    if crossing:
        # its window, the encoder's length, is the vision tower's to say
        cache = (*cache, CacheLayers("cross", crossing, draft.kv_heads * 2 * draft.head_dim, draft.kv_heads))
    return Layout(recipe, cache, draft.attention, experts)


def uncounted_decoder(draft: Draft) -> Layout:
    """Read a decoder whose cache is known but whose parameters no formula counts."""
    layout = decoder(draft)
    return Layout({**layout.recipe, "kind": "none"}, layout.cache, layout.attention, layout.experts)


def uncached(draft: Draft) -> Layout:
    """Read a decoder of whose cache no formula is known."""
    experts, _ = read_experts(draft)
    return Layout({"kind": "none"}, None, "", experts)


def falcon(draft: Draft) -> Layout:
    """Read Falcon: one KV head for all queries, or a group of them in the new architecture."""
    config = draft.config
    new, shared = config.flag("new_decoder_architecture") or False, config.flag("multi_query")
    kv_heads = draft.heads
    if new:
        kv_heads = config.count("kv_heads") or draft.heads
    elif shared or shared is None:
        kv_heads = 1
    draft.kv_heads = kv_heads
    recipe = decoder_recipe(draft)
    parallel = config.flag("parallel_attn")
    norms = config.count("num_ln_in_parallel_attn") or (2 if new else 1)
    recipe["norms_per_layer"] = norms if parallel or parallel is None else 2
    position = "alibi" if config.flag("alibi") else "rope"
    cache = grouped_cache(draft, ["full"] * draft.layers)
    return Layout(recipe, cache, draft.attention, None, {"position": position})


def opt(draft: Draft) -> Layout:
    """Read OPT, whose smallest models embed tokens in another width than they work in."""
    width = draft.config.count("word_embed_proj_dim")
    layout = decoder(draft)
    if width is not None and width != draft.hidden:
        return Layout({**layout.recipe, "kind": "none"}, layout.cache, layout.attention)
    return layout


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
    _mark(recipe, kinds)
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


def latent(draft: Draft) -> Layout:
    """Read multi-head latent attention: a compressed vector and a rotary key per token (arXiv 2405.04434)."""
    config = draft.config
    recipe = {**decoder_recipe(draft), **latent_recipe(draft), "kind": "mla"}
    experts, mixture = read_experts(draft)
    if mixture:
        recipe["moe"] = mixture
        recipe["first_dense_layers"] = draft.layers - mixture["layers"]
    cache = latent_cache(recipe, draft.layers)
    if draft.decided("indexer"):
        with_index = _indexed_layers(draft)
        recipe["dsa_indexer"] = {
            "n_heads": config.stated("index_n_heads"),
            "head_dim": config.stated("index_head_dim"),
            **({"layers": with_index} if with_index != draft.layers else {}),
        }
        cache = latent_cache(recipe, draft.layers, with_index)
    return Layout(recipe, cache, "MLA", experts, {"head_dim": None})


def latent_recipe(draft: Draft) -> dict[str, Any]:
    """Return the dimensions of latent attention."""
    config = draft.config
    names = ("kv_lora_rank", "qk_nope_head_dim", "qk_rope_head_dim", "v_head_dim")
    recipe: dict[str, Any] = {name: config.stated(name) for name in names}
    rank = config.count("q_lora_rank")
    return {**recipe, "q_lora_rank": rank} if rank else recipe


def latent_cache(recipe: dict[str, Any], layers: int, with_index: int = 0) -> tuple[CacheLayers, ...]:
    """Return the cache of latent layers, of which some may have a sparse indexer."""
    elements = recipe["kv_lora_rank"] + recipe["qk_rope_head_dim"]
    found = (
        CacheLayers("latent", with_index, elements, indexer_bytes=_INDEXER_BYTES),
        CacheLayers("latent", layers - with_index, elements),
    )
    return tuple(each for each in found if each.layers)


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


def _crossing(draft: Draft) -> int:
    key = draft.architecture.facts.get("cross")
    found = draft.config.numbers(key) if key else None
    return len({each for each in found if each < draft.layers}) if found else 0


def _indexed_layers(draft: Draft) -> int:
    """Count the layers with an indexer of their own; the others share one (GLM-5.2, ``indexer_types``)."""
    kinds = draft.layer_list("indexer_types")
    return draft.layers if kinds is None else sum(1 for each in kinds if each == "full")


def _mark(recipe: dict[str, Any], kinds: Sequence[str]) -> None:
    windowed = len(kinds) - kinds.count("full")
    if windowed:
        recipe["full_layers"], recipe["sliding_layers"] = kinds.count("full"), windowed
