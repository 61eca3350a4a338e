"""Encoders, and models with an encoder and a decoder."""

from __future__ import annotations

from typing import Any

from modelspec_lint.knowledge_base.checkpoint.config import Config
from modelspec_lint.knowledge_base.checkpoint.draft import Draft
from modelspec_lint.knowledge_base.checkpoint.layout import NO_CACHE, Layout
from modelspec_lint.knowledge_base.facts import CacheLayers

_BIDIRECTIONAL = "bidirectional MHA (no KV cache)"
_CROSSED = "encoder-decoder MHA"
_PADDING_ROWS = 2
"""Rows of RoBERTa's position table before the first position (``padding_idx + 1``)."""


def bert(draft: Draft) -> Layout:
    """Read BERT and its kin. What stands on top (pooler, classifier) the architecture's class says."""
    config, top = draft.config, architecture_class(draft.config)
    recipe: dict[str, Any] = {"kind": "bert", "pos": config.stated("max_position_embeddings")}
    recipe["type_vocab"] = config.number("type_vocab_size") or 0
    roberta = draft.architecture.name != "bert"
    labels = label_count(config)
    if top.endswith("ForSequenceClassification"):
        recipe["pooler"] = not roberta or labels != 1
        recipe |= {"cls_head": True} if roberta and labels == 1 else {"seq_cls": labels}
    elif top.endswith("Model"):
        recipe["pooler"] = True
    else:  # the head of a masked language model, or another that no recipe counts
        recipe["kind"] = "none"
    absolute = config.text("position_embedding_type") in (None, "absolute")
    if not absolute or "feed_forward_type" in config.values:  # Jina's BERT names itself plain `bert`
        recipe["kind"] = "none"
    changed = {"context": recipe["pos"] - _PADDING_ROWS} if roberta and recipe["pos"] > _PADDING_ROWS else {}
    return Layout(recipe, NO_CACHE, _BIDIRECTIONAL, None, changed)


def mpnet(draft: Draft) -> Layout:
    """Read MPNet: BERT with relative positions in buckets beside the learned ones."""
    config = draft.config
    positions = config.stated("max_position_embeddings")
    buckets = config.count("relative_attention_num_buckets") or 32
    recipe = {
        "kind": "bert",
        "pos": positions,
        "type_vocab": 0,
        "pooler": True,
        "rel_bias": buckets * draft.heads,
    }
    changed = {"context": positions - _PADDING_ROWS} if positions > _PADDING_ROWS else {}
    return Layout(recipe, NO_CACHE, _BIDIRECTIONAL, None, changed)


def modern_bert(draft: Draft) -> Layout:
    """Read ModernBERT: rotary positions, gated layers, no biases, windows in two layers of three."""
    return Layout({"kind": "modernbert"}, NO_CACHE, _BIDIRECTIONAL)


def nomic_bert(draft: Draft) -> Layout:
    """Read Nomic's BERT: rotary positions, gated layers; with experts no recipe counts it."""
    mixed = draft.config.number("num_experts")
    return Layout({"kind": "none" if mixed else "nomic_bert"}, NO_CACHE, _BIDIRECTIONAL)


def encoder(draft: Draft) -> Layout:
    """Read an encoder of which only the dimensions are known: it keeps no cache."""
    return Layout({"kind": "none"}, NO_CACHE, _BIDIRECTIONAL)


def t5(draft: Draft) -> Layout:
    """Read T5: as many decoder layers as encoder layers unless stated; a cache of both attentions."""
    config = draft.config
    decoders = config.count("num_decoder_layers") or draft.layers
    gated = (config.text("feed_forward_proj") or "relu").startswith("gated")
    counted = draft.architecture.formula == "t5"
    recipe = {
        "kind": "t5" if counted else "none",
        "dk": draft.head_dim,
        "encoder_layers": draft.layers,
        "decoder_layers": decoders,
        "gated": gated,
    }
    cache = _crossed(decoders, draft.heads, draft.head_dim, None)
    return Layout(recipe, cache, "MHA", None, {"kv_heads": draft.heads})


def whisper(draft: Draft) -> Layout:
    """Read Whisper: the decoder's cache, and that of its attention to 1,500 frames of the encoder."""
    config = draft.config
    heads, decoders = config.stated("decoder_attention_heads"), config.stated("decoder_layers")
    if draft.hidden % heads:
        raise config.wrong("d_model", f"does not divide by its {heads} heads")
    size = draft.hidden // heads
    recipe = {
        "kind": "whisper",
        "encoder_layers": config.stated("encoder_layers"),
        "decoder_layers": decoders,
        "mel": config.stated("num_mel_bins"),
    }
    changed = {
        **{"layers": decoders, "heads": heads, "kv_heads": heads, "head_dim": size},
        **{"ffn": config.stated("decoder_ffn_dim"), "context": config.count("max_target_positions")},
    }
    cache = _crossed(decoders, heads, size, config.count("max_source_positions"))
    return Layout(recipe, cache, _CROSSED, None, changed)


def bart(draft: Draft) -> Layout:
    """Read BART and its kin: learned positions, a decoder that attends to the encoder's output."""
    config = draft.config
    heads, decoders = config.stated("decoder_attention_heads"), config.stated("decoder_layers")
    if draft.hidden % heads:
        raise config.wrong("d_model", f"does not divide by its {heads} heads")
    size = draft.hidden // heads
    recipe = {"kind": "none", "encoder_layers": config.stated("encoder_layers"), "decoder_layers": decoders}
    changed = {
        **{"layers": decoders, "heads": heads, "kv_heads": heads, "head_dim": size},
        **{"ffn": config.stated("decoder_ffn_dim")},
    }
    return Layout(recipe, _crossed(decoders, heads, size, None), _CROSSED, None, changed)


def architecture_class(config: Config) -> str:
    """Return the class that ``architectures`` names first, empty where none is named."""
    named = config.texts("architectures")
    return named[0] if named else ""


def label_count(config: Config) -> int:
    """Count the classes that a classifier tells apart; two where nothing is stated, as transformers does."""
    labels = config.part("id2label")
    return (len(labels.values) if labels is not None else config.count("num_labels")) or 2


def _crossed(layers: int, heads: int, size: int, frames: int | None) -> tuple[CacheLayers, ...]:
    return (
        CacheLayers("full", layers, 2 * heads * size, heads),
        CacheLayers("cross", layers, 2 * heads * size, heads, frames),
    )
