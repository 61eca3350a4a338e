"""Parameters of layers that keep a state instead of a cache: Mamba, linear attention, short convolutions.

Counted as the classes of Hugging Face's transformers (5.23.0) lay them out.
"""

from __future__ import annotations

from modelspec_lint.knowledge_base.recount.part import Dimensions, Part, Parts


def mamba1(dimensions: Dimensions, *, inner_norms: bool = False) -> Parts:
    """Count one Mamba layer (``modeling_mamba.py``); Jamba normalises dt, B and C within it."""
    hidden, state = dimensions.hidden, dimensions.stated("d_state")
    inner, rank = dimensions.stated("expand") * hidden, dimensions.stated("dt_rank")
    convolution = inner * dimensions.stated("d_conv") + inner
    selection = inner * (rank + 2 * state) + rank * inner + inner
    norms = rank + 2 * state if inner_norms else 0
    decay = inner * state + inner  # A and D
    return _mixer(2 * hidden * inner + convolution + selection + decay + inner * hidden + norms)


def mamba2(dimensions: Dimensions, inner: int, *, conv_bias: bool, norm: bool) -> Parts:
    """Count one Mamba-2 layer (``modeling_mamba2.py``): ``inner`` is heads x head width."""
    hidden, heads = dimensions.hidden, dimensions.stated("mamba_heads")
    groups = 2 * dimensions.stated("n_groups") * dimensions.stated("d_state")
    channels = inner + groups
    entry = hidden * (inner + channels + heads)
    convolution = channels * (dimensions.stated("d_conv") + (1 if conv_bias else 0))
    return _mixer(entry + convolution + 3 * heads + (inner if norm else 0) + inner * hidden)


def gated_delta_net(dimensions: Dimensions) -> Parts:
    """Count one gated DeltaNet layer (``modeling_qwen3_next.py``)."""
    hidden, value_heads = dimensions.hidden, dimensions.stated("lin_v_heads")
    keys = dimensions.stated("lin_k_heads") * dimensions.stated("lin_k_dim")
    values = value_heads * dimensions.stated("lin_v_dim")
    entry = hidden * (2 * keys + 2 * values + 2 * value_heads)
    convolution = (2 * keys + values) * dimensions.stated("conv")
    return _mixer(entry + convolution + 2 * value_heads + dimensions.stated("lin_v_dim") + values * hidden)


def kimi_delta_attention(dimensions: Dimensions) -> Parts:
    """Count one layer of Kimi delta attention (``modeling_kimi_linear.py``): gates of one head's rank."""
    hidden, heads = dimensions.hidden, dimensions.stated("lin_heads")
    width = dimensions.stated("lin_head_dim")
    inner = heads * width
    convolution = 3 * inner * dimensions.stated("conv")
    gates = 2 * (hidden * width + width * inner) + hidden * heads
    return _mixer(4 * hidden * inner + convolution + gates + inner + heads + width)


def lightning(dimensions: Dimensions) -> Parts:
    """Count one lightning-attention layer (``modeling_minimax.py``): a fused QKV, a gate, a norm."""
    width = dimensions.heads * dimensions.head_dim
    return _mixer(5 * dimensions.hidden * width + width)


def short_convolution(dimensions: Dimensions) -> Parts:
    """Count one gated short convolution (``modeling_lfm2.py``)."""
    hidden = dimensions.hidden
    return _mixer(4 * hidden * hidden + hidden * dimensions.stated("conv_kernel"))


def _mixer(count: int) -> Parts:
    return (Part.of("state-space layers", "state-space", count),)
