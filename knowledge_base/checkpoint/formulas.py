"""The formulas by name, as the table of architectures names them."""

from __future__ import annotations

from collections.abc import Callable

from modelspec_lint.knowledge_base.checkpoint import (
    attention,
    encoders,
    latent_attention,
    linear_attention,
    mamba,
    mixed_attention,
)
from modelspec_lint.knowledge_base.checkpoint.draft import Draft
from modelspec_lint.knowledge_base.checkpoint.layout import Layout

FORMULAS: dict[str, Callable[[Draft], Layout]] = {
    "decoder": attention.decoder,
    "decoder-uncounted": attention.uncounted_decoder,
    "falcon": attention.falcon,
    "opt": attention.opt,
    "per-layer-embedding": mixed_attention.per_layer_embedding_decoder,
    "two-heads": mixed_attention.two_head_decoder,
    "latent": latent_attention.latent,
    "searched": mixed_attention.searched,
    "uncached": attention.uncached,
    "gated-delta-net": linear_attention.gated_delta_net,
    "kimi-linear": linear_attention.kimi_linear,
    "lightning": linear_attention.lightning,
    "short-convolution": linear_attention.short_convolution,
    "mamba": mamba.mamba,
    "mamba2": mamba.mamba2,
    "jamba": mamba.jamba,
    "nemotron-h": mamba.nemotron_h,
    "granite-hybrid": mamba.granite_hybrid,
    "bamba": mamba.bamba,
    "falcon-h1": mamba.falcon_h1,
    "bert": encoders.bert,
    "mpnet": encoders.mpnet,
    "modernbert": encoders.modern_bert,
    "nomic": encoders.nomic_bert,
    "encoder": encoders.encoder,
    "t5": encoders.t5,
    "t5-uncounted": encoders.t5,
    "whisper": encoders.whisper,
    "bart": encoders.bart,
}
ENCODERS = frozenset({"bert", "mpnet", "modernbert", "nomic", "encoder"})
"""Formulas of models that read a text at once and write none."""
