"""Why a checkpoint's files hold more numbers than the model has parameters.

The total that a hub reports for a checkpoint counts every stored tensor. What is stored beside the model's
own parameters is derived here, as far as dimensions say it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from modelspec_lint.knowledge_base.facts import Model

_CLOSE = 0.02  # an extra is there when the files hold at least 98 % of it
_SCALED_BLOCK = {"fp8": 128, "mxfp4": 32, "fp8-mxfp4-experts": 32}
"""Weights that share one stored scale, at least: fp8 per channel or 128 x 128 block, mxfp4 per 32."""
_KEPT_MASKS = ("GPT2LMHeadModel", "GPTNeoXForCausalLM")
"""Architectures whose checkpoints keep the causal mask of every layer, as large as the context squared."""


@dataclass(frozen=True, slots=True)
class Extra:
    """Numbers that the files hold beside the model's own parameters."""

    name: str
    count: int


@dataclass(frozen=True, slots=True)
class Stored:
    """A checkpoint's stored total, what it holds beside the model, and what is left unexplained."""

    total: int
    extras: tuple[Extra, ...]
    unexplained: int


def stored_of(model: Model) -> Stored | None:
    """Explain a checkpoint's stored total; ``None`` where the entry has none."""
    total = model.recipe.get("stored_parameters")
    if total is None:
        return None
    left = total - model.parameters
    extras = []
    for extra in _possible(model):
        if 0 < extra.count * (1 - _CLOSE) <= left:
            extras.append(extra)
            left -= extra.count
    scales = model.parameters // _SCALED_BLOCK.get(model.precision, model.parameters + 1)
    if 0 < left <= scales * (1 + _CLOSE):
        extras.append(Extra("quantisation scales and buffers", left))
        left = 0
    return Stored(total, tuple(extras), left)


def _possible(model: Model) -> Iterator[Extra]:
    """List what may be stored beside the parameters, largest claims first."""
    yield Extra(
        "layers that predict further tokens", model.recipe.get("multi_token_prediction_parameters") or 0
    )
    table = (model.vocabulary or 0) * (model.hidden or 0)
    if model.tied_embeddings or model.recipe.get("kind") == "t5":
        yield Extra("a second copy of the token table", table)
    if model.architecture in _KEPT_MASKS:
        yield Extra("causal masks", (model.layers or 0) * (model.context or 0) ** 2)
