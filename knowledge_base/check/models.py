"""Whether a model's counts follow from its dimensions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from modelspec_lint.knowledge_base.facts import Model
from modelspec_lint.knowledge_base.recount import (
    NotRecountable,
    prediction_layers,
    recount_parameters,
    stored_of,
)

TOLERANCE = 0.01
"""The share of the stated count by which a recount may differ."""

Verdict = Literal["exact", "within 1 %", "off", "not recountable"]


@dataclass(frozen=True, slots=True)
class CheckedModel:
    """A model's stated count against the recount.

    ``stated`` is the language model's share where the entry has one (``text_only``). ``problems`` are
    sentences; ``reason`` says why there is no recount.
    """

    identifier: str
    verdict: Verdict
    text_only: bool
    stated: int
    counted: int | None
    problems: tuple[str, ...]
    reason: str = ""


def check_model(model: Model) -> CheckedModel:
    """Recount a model and compare."""
    beside = model.recipe.get("non_text_parameters") or 0
    stated = model.text_parameters or model.parameters - beside
    text_only = stated != model.parameters
    problems = [*_stored(model), *_prediction(model), *_experts(model), *_cache(model)]
    try:
        counted = recount_parameters(model)
    except NotRecountable as error:
        return CheckedModel(
            model.id, "not recountable", text_only, stated, None, tuple(problems), error.reason
        )
    difference = counted.parameters - stated
    verdict: Verdict = "exact" if difference == 0 else "within 1 %"
    if abs(difference) > TOLERANCE * stated:
        verdict = "off"
        problems.insert(
            0, f"{stated:,} parameters are stated, {counted.parameters:,} follow from its dimensions"
        )
    if stated + beside != model.parameters:
        whole = f"{model.parameters:,} parameters"
        problems.append(f"{stated:,} of the language model and {beside:,} beside it are not its {whole}")
    active = model.active_parameters
    if active is not None and abs(counted.active_parameters - active) > TOLERANCE * active:
        problems.append(f"{active:,} active parameters are stated, {counted.active_parameters:,} follow")
    return CheckedModel(model.id, verdict, text_only, stated, counted.parameters, tuple(problems))


def _stored(model: Model) -> Iterator[str]:
    stored = stored_of(model)
    if stored is not None and abs(stored.unexplained) > TOLERANCE * model.parameters:
        held = f"its files hold {stored.total:,} numbers"
        yield f"{held}, of which {stored.unexplained:,} are neither parameters nor explained"


def _prediction(model: Model) -> Iterator[str]:
    """Compare the layer that predicts further tokens with what it must hold."""
    stated = model.recipe.get("multi_token_prediction_parameters")
    if not stated:
        return
    try:
        forms = prediction_layers(model)
    except NotRecountable:
        return
    if all(abs(form - stated) > TOLERANCE * stated for form in forms):
        nearest = min(forms, key=lambda form: abs(form - stated))
        said = f"its prediction layer is said to have {stated:,} parameters"
        yield f"{said}; {nearest:,} is the nearest that follows"


def _experts(model: Model) -> Iterator[str]:
    """Compare the experts with the recipe's, which a recount reads."""
    mixture = model.recipe.get("moe") or {}
    if not mixture.get("E"):
        return
    if model.experts is None:
        yield f"the recipe has {mixture['E']} experts, the entry none"
        return
    stated = {"E": model.experts.count, "k": model.experts.per_token, "inter": model.experts.width}
    for name, value in stated.items():
        if mixture.get(name, value) != value:
            yield f"the experts' `{name}` is {mixture[name]} in the recipe, {value} in the entry"


def _cache(model: Model) -> Iterator[str]:
    """Compare the cache with what attention by grouped queries or a latent has to keep."""
    if not model.cache or not model.layers:
        return
    kept = sum(layers.layers for layers in model.cache if layers.kind not in ("state", "cross"))
    if kept > model.layers:
        yield f"{kept} layers keep a cache, but it has {model.layers} layers"
    for layers in model.cache:
        wanted = _elements(model, layers.kind)
        if wanted is not None and layers.elements != wanted:
            yield f"a {layers.kind} layer keeps {layers.elements:,} elements per token; {wanted:,} follow"


def _elements(model: Model, kind: str) -> int | None:
    recipe = model.recipe
    if kind == "latent" and recipe.get("kind") == "mla":
        return int(recipe["kv_lora_rank"] + recipe["qk_rope_head_dim"])
    if kind == "full" and recipe.get("kind") in ("decoder", "jamba", "qwen_gdn", "falcon_h1", "deci"):
        return 2 * model.kv_heads * model.head_dim if model.kv_heads and model.head_dim else None
    return None
