"""Parameters of encoders, and of models with an encoder and a decoder.

Counted as the classes of Hugging Face's transformers (5.23.0) lay them out: ``modeling_bert.py`` and its kin,
``modeling_modernbert.py``, ``modeling_t5.py``, ``modeling_whisper.py``.
"""

from __future__ import annotations

from modelspec_lint.knowledge_base.recount.feed_forward import dense, experts
from modelspec_lint.knowledge_base.recount.part import Dimensions, NotRecountable, Part, Parts, times

_RELATIVE_BUCKETS = 32  # T5's relative_attention_num_buckets
_AUDIO_FRAMES = 1500  # Whisper's max_source_positions
_TEXT_POSITIONS = 448  # Whisper's max_target_positions


def bert(dimensions: Dimensions) -> Parts:
    """Count BERT and its kin: learned positions, biases everywhere, a pooler or a classifier on top."""
    recipe, hidden = dimensions.recipe, dimensions.hidden
    rows = dimensions.vocabulary + dimensions.stated("pos") + dimensions.given("type_vocab")
    classes = dimensions.given("seq_cls")
    tops = dimensions.given("rel_bias") + classes * (hidden + 1)
    tops += hidden * hidden + hidden if recipe.get("pooler") else 0
    tops += hidden * hidden + 2 * hidden + 1 if recipe.get("cls_head") else 0
    return (
        *_table(rows, hidden, norms=2),
        *_layers(dimensions, attention=4 * (hidden * hidden + hidden), norms=4, matrices=2, bias=True),
        Part.of("pooler and classifier", "head", tops),
    )


def modern_bert(dimensions: Dimensions) -> Parts:
    """Count ModernBERT: rotary positions, gated layers, no biases; the first layer has one norm."""
    hidden = dimensions.hidden
    return (
        *_table(dimensions.vocabulary, hidden, norms=1),
        *_layers(dimensions, attention=4 * hidden * hidden, norms=2, matrices=3, bias=False),
    )


def mixture_bert(dimensions: Dimensions) -> Parts:
    """Count Nomic's BERT with experts: plain layers with biases, every second one a mixture.

    The experts of a layer share one bias; the router has none.
    """
    hidden, mixture = dimensions.hidden, dimensions.stated("moe")
    mixed = mixture["layers"]
    rows = dimensions.vocabulary + dimensions.given("type_vocab")
    bias = Part.of("experts' bias", "norm", hidden)
    return (
        *_table(rows, hidden, norms=2),
        Part.of("attention", "attention", dimensions.layers * 4 * (hidden * hidden + hidden)),
        *times(dimensions.layers - mixed, dense(hidden, dimensions.ffn, gated=False, bias=True)),
        *times(mixed, (*experts(hidden, mixture, gated=False), bias)),
        Part.of("norms", "norm", dimensions.layers * 4 * hidden),
    )


def nomic_bert(dimensions: Dimensions) -> Parts:
    """Count Nomic's BERT: rotary positions, gated layers without biases, layer norms with them."""
    hidden = dimensions.hidden
    return (
        *_table(dimensions.vocabulary + 2, hidden, norms=2),
        *_layers(dimensions, attention=4 * hidden * hidden, norms=4, matrices=3, bias=False),
    )


def jina_bert(dimensions: Dimensions) -> Parts:
    """Count Jina's BERT: ALiBi positions, gated layers of which only the way down has a bias, a pooler."""
    hidden = dimensions.hidden
    attention = 4 * (hidden * hidden + hidden) + hidden  # the bias of the way down
    return (
        *_table(dimensions.vocabulary + 2, hidden, norms=2),
        *_layers(dimensions, attention=attention, norms=4, matrices=3, bias=False),
        Part.of("pooler and classifier", "head", hidden * hidden + hidden),
    )


def t5(dimensions: Dimensions) -> Parts:
    """Count T5: relative positions kept once per stack, no biases."""
    hidden, heads = dimensions.hidden, dimensions.heads
    attention = 4 * hidden * heads * dimensions.stated("dk")
    wide = (3 if dimensions.recipe.get("gated") else 2) * hidden * dimensions.ffn
    encoder, decoder = dimensions.stated("encoder_layers"), dimensions.stated("decoder_layers")
    if dimensions.model.tied_embeddings is None:
        raise NotRecountable("the entry does not state `tied-embeddings`")
    table = dimensions.vocabulary * hidden
    return (
        Part.of("embeddings", "embedding", table),
        Part.of("encoder", "encoder", encoder * (attention + wide) + _RELATIVE_BUCKETS * heads),
        Part.of("attention", "attention", decoder * 2 * attention + _RELATIVE_BUCKETS * heads),
        Part.of("feed-forward", "feed-forward", decoder * wide),
        Part.of("norms", "norm", (2 * encoder + 3 * decoder + 2) * hidden),
        Part.of("head", "head", 0 if dimensions.model.tied_embeddings else table),
    )


def whisper(dimensions: Dimensions) -> Parts:
    """Count Whisper: two convolutions and an encoder over 1,500 frames; a decoder with cross-attention."""
    hidden, wide = dimensions.hidden, dimensions.ffn
    attention = 4 * hidden * hidden + 3 * hidden  # keys have no bias
    feed_forward = 2 * hidden * wide + wide + hidden
    encoder, decoder = dimensions.stated("encoder_layers"), dimensions.stated("decoder_layers")
    convolutions = dimensions.stated("mel") * hidden * 3 + hidden + hidden * hidden * 3 + hidden
    return (
        Part.of("convolutions", "encoder", convolutions),
        Part.of("encoder", "encoder", encoder * (attention + feed_forward)),
        Part.of("frame positions", "encoder", _AUDIO_FRAMES * hidden),
        Part.of("embeddings", "embedding", (dimensions.vocabulary + _TEXT_POSITIONS) * hidden),
        Part.of("attention", "attention", decoder * 2 * attention),
        Part.of("feed-forward", "feed-forward", decoder * feed_forward),
        Part.of("norms", "norm", (4 * encoder + 6 * decoder + 4) * hidden),
    )


def _table(rows: int, hidden: int, norms: int) -> Parts:
    return (
        Part.of("embeddings", "embedding", rows * hidden),
        Part.of("norms", "norm", norms * hidden),
    )


def _layers(dimensions: Dimensions, *, attention: int, norms: int, matrices: int, bias: bool) -> Parts:
    hidden, wide, layers = dimensions.hidden, dimensions.ffn, dimensions.layers
    feed_forward = matrices * hidden * wide + (wide + hidden if bias else 0)
    return (
        Part.of("attention", "attention", layers * attention),
        Part.of("feed-forward", "feed-forward", layers * feed_forward),
        Part.of("norms", "norm", layers * norms * hidden),
    )


def pipeline(dimensions: Dimensions) -> Parts:
    """Sum the networks of a diffusion pipeline, which its entry counts one by one."""
    return tuple(
        Part.of(name.replace("_", "-"), "component", count)
        for name, count in dimensions.stated("components").items()
    )
