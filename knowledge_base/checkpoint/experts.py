"""The mixture-of-experts part of a configuration."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from modelspec_lint.knowledge_base.checkpoint.draft import Draft
from modelspec_lint.knowledge_base.facts import Experts

_FLAGS = ("router-bias", "shared-gate", "expert-bias", "router-linear-bias")


def read_experts(draft: Draft) -> tuple[Experts | None, dict[str, Any]]:
    """Return the experts and what a recount needs of them; ``None`` for a model that has none."""
    rule: Mapping[str, Any] | None = draft.architecture.facts.get("experts")
    config = draft.config
    count = config.number("experts") if rule is not None else None
    if rule is None or not count:
        return None, {}
    layers = _layers(draft, str(rule["layers"]))
    if not layers:
        return None, {}
    width = config.count(str(rule["width"])) or config.count("expert_width") or config.count("ffn")
    width = draft.required(width, str(rule["width"]))
    used = config.stated("experts_per_token")
    if used > count:
        raise config.wrong(config.key("experts_per_token"), f"is more than the {count} experts")
    shared = _shared(draft, rule.get("shared"), width)
    recipe: dict[str, Any] = {"E": count, "k": used, "inter": width, "layers": layers}
    if shared:
        recipe["shared_inter"] = shared
    for flag in _FLAGS:
        if flag in rule:
            recipe[flag.replace("-", "_")] = rule[flag]
    return Experts(count, used, width, layers, shared), recipe


def _shared(draft: Draft, rule: str | None, width: int) -> int:
    if rule is None:
        return 0
    if rule == "width":
        return width
    if rule in ("count", "count-listed"):
        return (draft.config.number("shared_experts") or 0) * width
    return draft.config.number(rule) or 0


def _layers(draft: Draft, rule: str) -> int:
    """Count the layers that hold experts."""
    config, layers = draft.config, draft.layers
    listed = draft.layer_list("mlp_layer_types")
    if listed is not None:
        return sum(1 for each in listed if each == "sparse")
    if rule == "listed" or isinstance(config.values.get("moe_layer_freq"), list):
        flags = config.numbers("moe_layer_freq")
        if flags is None or len(flags) < layers:
            raise config.wrong("moe_layer_freq", f"does not have one entry for each of the {layers} layers")
        return sum(1 for each in flags[:layers] if each)
    if rule == "after-dense":
        first, every = config.number("first_dense") or 0, config.count("moe_layer_freq") or 1
        return sum(1 for index in range(first, layers) if index % every == 0)
    if rule == "sparse-step":
        plain, step = set(config.numbers("mlp_only_layers") or ()), config.count("decoder_sparse_step") or 1
        return sum(1 for index in range(layers) if index not in plain and (index + 1) % step == 0)
    if rule == "interleaved":
        named = config.numbers("moe_layers")
        if named is not None:
            return len({each for each in named if each < layers})
        return layers // (config.count("interleave_moe_layer_step") or 1)
    if rule == "interval":
        first, every = config.number("moe_layer_start_index") or 0, config.count("moe_layer_interval") or 1
        end = config.values.get("moe_layer_end_index")
        last = end if isinstance(end, int) and 0 <= end < layers else layers - 1
        return sum(1 for index in range(first, last + 1) if (index + 1) % every == 0)
    return layers
