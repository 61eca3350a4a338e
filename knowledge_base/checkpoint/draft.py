"""The dimensions of a language model as its configuration states them, before they become facts."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from modelspec_lint.knowledge_base.checkpoint.architecture import Architecture
from modelspec_lint.knowledge_base.checkpoint.config import Config, layer_count
from modelspec_lint.knowledge_base.estimate import Undecided

_UNSCALED = ("default", "none", "proportional")
"""Rotary positions that are not stretched; ``proportional`` turns only a part of each head."""


class Draft:
    """A configuration read by its architecture; what is missing or impossible raises ``Undecided``."""

    def __init__(self, config: Config, architecture: Architecture) -> None:
        self.config = config
        self.architecture = architecture

    @cached_property
    def hidden(self) -> int:
        """The width of the residual stream."""
        return self.config.stated("hidden")

    @cached_property
    def layers(self) -> int:
        """How many layers there are; of an encoder-decoder model, in the decoder."""
        if self.config.count("layers") is None:  # Nemotron-H of late says it by its list of layers alone
            listed = self.config.texts("layers_block_type")
            if listed:
                return len(listed)
        return layer_count(self.config)

    @cached_property
    def heads(self) -> int:
        """How many query heads a layer has."""
        return self.config.stated("heads")

    @cached_property
    def kv_heads(self) -> int:
        """How many key-value heads a layer has."""
        found = self.config.count("kv_heads")
        if found is not None:
            return found
        otherwise = self.architecture.facts.get("kv-heads")
        if otherwise == "heads":
            return self.heads
        if otherwise is not None:  # a key that says whether all query heads share one
            return 1 if self.config.flag(otherwise) in (None, True) else self.heads
        return self.config.stated("kv_heads")

    @cached_property
    def head_dim(self) -> int:
        """The width of a head: stated, or an equal share of the hidden width."""
        found = self.config.count("head_dim")
        if found is not None:
            return found
        if self.hidden % self.heads:
            raise self.config.wrong("hidden_size", f"does not divide by its {self.heads} heads")
        return self.hidden // self.heads

    @cached_property
    def ffn(self) -> int | None:
        """The width of a dense feed-forward layer."""
        rule = self.architecture.facts.get("ffn")
        if rule == "always-4":
            return 4 * self.hidden
        if rule == "expansion_ratio":
            return self.config.stated("expansion_ratio") * self.hidden
        found = self.config.count("ffn")
        if rule == "halved" and found is not None:  # Qwen-1 states the gate and the way up together
            return found // 2
        return found if found is not None or rule is None else int(rule) * self.hidden

    @cached_property
    def vocabulary(self) -> int:
        """How many rows the token table has."""
        return self.config.stated("vocabulary")

    @cached_property
    def context(self) -> int | None:
        """How many positions there are; ``None`` where that is not stated or unlimited."""
        return self.config.count("context")

    @cached_property
    def gated(self) -> bool:
        """Whether feed-forward layers have a gate."""
        return bool(self.architecture.facts.get("mlp", "gated") == "gated")

    @cached_property
    def position(self) -> str:
        """How positions are told."""
        by_hidden = self.architecture.facts.get("position-by-hidden", {})
        return str(by_hidden.get(self.hidden, self.architecture.facts.get("position", "rope")))

    @cached_property
    def rope_scaling(self) -> dict[str, Any] | None:
        """How rotary positions are stretched: type, factor, original context."""
        stated = self.config.part("rope_scaling") or self.config.part("rope_parameters")
        if stated is None:
            return None
        if stated.values and all(isinstance(each, dict) for each in stated.values.values()):
            # one entry by kind of layer: the scaling is that of the layers that attend to everything
            stated = stated.part("full_attention")
        if stated is None:
            return None
        kind = stated.text("rope_type") or stated.text("type")
        sections = stated.numbers("mrope_section")
        if sections is not None:  # positions in an image, none of them stretched
            interleaved = stated.flag("mrope_interleaved")
            return {"type": "mrope-interleaved" if interleaved else "mrope", "mrope_section": sections}
        if kind is None or kind in _UNSCALED:
            return None
        found: dict[str, Any] = {"type": kind}
        for name in ("factor", "original_max_position_embeddings"):
            value = stated.values.get(name)
            if isinstance(value, (int, float)) and not isinstance(value, bool) and 0 < value < 2**40:
                found[name] = value
        return found

    @cached_property
    def attention(self) -> str:
        """What queries share: MHA, GQA or MQA."""
        if self.kv_heads == self.heads:
            return "MHA"
        return "MQA" if self.kv_heads == 1 else "GQA"

    def layer_list(self, name: str) -> list[str] | None:
        """Give a list of one text per layer; layers for predicting several tokens may follow."""
        found = self.config.texts(name)
        if found is None:
            return None
        extra = (
            self.config.number("num_nextn_predict_layers") or self.config.number("mtp_num_hidden_layers") or 0
        )
        if len(found) not in (self.layers, self.layers + extra):
            raise self.config.wrong(name, f"does not have one entry for each of the {self.layers} layers")
        return found[: self.layers]

    def decided(self, name: str) -> bool:
        """Decide whether a layer has something (see :meth:`Architecture.decided`)."""
        return self.architecture.decided(name, self.config)

    def required(self, value: int | None, key: str) -> int:
        """Give a value that must be stated."""
        if value is None:
            raise Undecided(f"{self.config.label} does not state {key}")
        return value
