"""State-space and linear-attention layers: a state of fixed size per sequence, and the pages it takes."""

from __future__ import annotations

from typing import Any

from modelspec_lint.knowledge_base.facts import CacheLayers, Model

_HALF, _SINGLE = 2.0, 4.0


def state_elements(model: Model, each: CacheLayers) -> tuple[float, float]:
    """Return elements of one layer's recurrent state and of its convolution window, for one sequence.

    Shapes as in vLLM's ``MambaStateShapeCalculator``: the window is one shorter than the kernel.
    """
    recipe = model.recipe
    kind = recipe.get("kind")
    if kind == "qwen_gdn":
        keys = recipe["lin_k_heads"] * recipe["lin_k_dim"]
        values = recipe["lin_v_heads"] * recipe["lin_v_dim"]
        return float(values * recipe["lin_k_dim"]), float((recipe["conv"] - 1) * (2 * keys + values))
    if kind == "mamba2_hybrid":
        return _mamba2(recipe, recipe["mamba_heads"] * recipe["mamba_head_dim"])
    if kind == "falcon_h1":
        return _mamba2(recipe, recipe["d_ssm"])
    if kind in {"mamba1", "jamba"} and model.hidden:
        inner = recipe["expand"] * model.hidden
        return float(inner * recipe["d_state"]), float((recipe["d_conv"] - 1) * inner)
    return float(each.elements), 0.0


def _mamba2(recipe: dict[str, Any], inner: int) -> tuple[float, float]:
    channels = inner + 2 * recipe["n_groups"] * recipe["d_state"]
    return float(inner * recipe["d_state"]), float((recipe["d_conv"] - 1) * channels)


def state_bytes(model: Model, each: CacheLayers, ranks: int) -> tuple[float, float, float]:
    """Return bytes of one layer's state per sequence and rank (low, expected, high).

    The convolution window has the model's 16-bit type. The recurrent state has it too, unless the model's
    configuration asks for 32 bits (``mamba_ssm_dtype``), which engines may be told not to heed.
    """
    recurrent, window = state_elements(model, each)
    stated = (model.recipe.get("ssm") or {}).get("state_dtype")
    wide = _SINGLE if stated == "float32" else _HALF
    return (
        (recurrent * _HALF + window * _HALF) / ranks,
        (recurrent * wide + window * _HALF) / ranks,
        (recurrent * _SINGLE + window * _HALF) / ranks,
    )
