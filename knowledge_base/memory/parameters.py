"""A model's parameters by class: what an engine shards and quantises alike stands together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from modelspec_lint.knowledge_base.facts import Model


@dataclass(frozen=True, slots=True)
class ParameterClasses:
    """Counts of parameters by class; they sum to all parameters of the model.

    ``key_value`` are the projections that tensor parallelism repeats once there are more ranks than KV
    heads, ``latent_down`` MLA's down projections and ``fixed`` routers and norms, which both stand on every
    rank. ``linears`` are all other layers of the language model, ``tower`` a vision or audio encoder with
    its projector.
    """

    embedding: float
    head: float
    key_value: float
    latent_down: float
    experts: float
    fixed: float
    linears: float
    tower: float


def parameter_classes(model: Model) -> ParameterClasses:
    """Count the classes from the model's dimensions; what these do not tell apart counts as linear layers."""
    recipe, hidden, layers = model.recipe, model.hidden or 0, model.layers or 0
    text = float(model.text_parameters or model.parameters)
    tower = max(0.0, model.parameters - text)
    rows = (model.vocabulary or 0) + recipe.get("learned_pos", 0) + recipe.get("extra_vocab", 0)
    embedding = float(rows * hidden)
    has_head = bool(model.heads) and not model.tied_embeddings and not recipe.get("no_lm_head")
    head = float((model.vocabulary or 0) * hidden) if has_head and model.cache else 0.0
    key_value, latent_down = _attention(model, recipe, hidden, layers)
    experts = routers = 0.0
    expert_layers = (model.experts.layers or layers) if model.experts else 0
    if model.experts and expert_layers:
        gates = 3 if recipe.get("mlp", "gated") == "gated" else 2
        inner = model.experts.latent_width or hidden
        experts = float(expert_layers * model.experts.count * gates * inner * model.experts.width)
        routers = float(expert_layers * model.experts.count * hidden)
    fixed = routers + float(layers * recipe.get("norms_per_layer", 2) * hidden)
    known = embedding + head + key_value + latent_down + experts + fixed
    if known > text:  # the dimensions are those of another part, or do not fit: only the whole is sure
        return ParameterClasses(0.0, 0.0, 0.0, 0.0, 0.0, 0.0, text, tower)
    return ParameterClasses(embedding, head, key_value, latent_down, experts, fixed, text - known, tower)


def _attention(model: Model, recipe: dict[str, Any], hidden: int, layers: int) -> tuple[float, float]:
    if recipe.get("kind") == "mla":
        rank, latent = recipe.get("q_lora_rank") or 0, recipe["kv_lora_rank"]
        return 0.0, float(layers * hidden * (latent + recipe["qk_rope_head_dim"] + rank))
    if recipe.get("kind") != "decoder" or not model.heads or not hidden:
        return 0.0, 0.0
    size = model.head_dim or hidden // model.heads
    return float(layers * 2 * hidden * (model.kv_heads or model.heads) * size), 0.0
