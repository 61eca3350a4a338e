"""Parameters of feed-forward layers: dense, and mixtures of experts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from modelspec_lint.knowledge_base.recount.part import Dimensions, NotRecountable, Part, Parts


def dense(hidden: int, width: int, *, gated: bool = True, bias: bool = False) -> Parts:
    """Count one dense layer: up and down, and a gate where there is one."""
    ups = 2 if gated else 1
    return (
        Part.of(
            "feed-forward", "feed-forward", (ups + 1) * hidden * width + (ups * width + hidden if bias else 0)
        ),
    )


def experts(
    hidden: int, mixture: Mapping[str, Any], *, gated: bool = True, width: int | None = None
) -> Parts:
    """Count one layer of experts: the routed ones, their router, the shared ones.

    ``mixture`` states ``E`` experts of which a token uses ``k``, their width ``inter`` (else ``width``), and
    what else there is: ``shared_inter``, ``shared_gate``, ``latent`` (the routed experts work in a narrower
    space, entered and left through one projection each), biases.
    """
    count, used, inter = mixture["E"], mixture["k"], mixture.get("inter") or width
    if inter is None:
        raise NotRecountable("the recipe does not state the width of the experts")
    matrices = 3 if gated else 2
    inside = mixture.get("latent") or hidden
    one = matrices * inside * inter + (2 * inter + hidden if mixture.get("expert_bias") else 0)
    bias = count if mixture.get("router_bias") or mixture.get("router_linear_bias") else 0
    shared = matrices * hidden * (mixture.get("shared_inter") or 0)
    shared += hidden if mixture.get("shared_gate") else 0
    projections = 2 * hidden * mixture["latent"] if mixture.get("latent") else 0
    return (
        Part("experts", "expert", count * one, used * one),
        Part.of("shared experts", "shared-expert", shared + projections),
        Part.of("routers", "router", hidden * count + bias),
    )


def experts_of(dimensions: Dimensions) -> Parts:
    """Count one layer of experts as the entry's recipe describes it."""
    mixture = dimensions.stated("moe")
    return experts(
        dimensions.hidden,
        mixture,
        gated=dimensions.gated,
        width=None if mixture.get("inter") else dimensions.ffn,
    )


def expert_layers(dimensions: Dimensions) -> int:
    """Count the layers that hold experts."""
    mixture = dimensions.recipe.get("moe")
    return int(mixture.get("layers") or dimensions.layers) if mixture and mixture.get("E") else 0
