"""What a model reads and multiplies to answer: the numerators of every latency."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from modelspec_lint.knowledge_base.estimate import Undecided
from modelspec_lint.knowledge_base.facts import CacheLayers, Model, Precision
from modelspec_lint.knowledge_base.memory.parameters import ParameterClasses, parameter_classes
from modelspec_lint.knowledge_base.memory.state import state_bytes
from modelspec_lint.knowledge_base.once import cached_property

_HALF = 2.0
_SPARSE_TOKENS = 2048
"""Tokens that sparse attention picks with its indexer (DeepSeek-V3.2's ``index_topk``, GLM-5 likewise)."""
_PROMPT = 4
"""Tokens with which the decoder of a speech model is started."""


@dataclass(frozen=True)
class Work:
    """Bytes and operations of one model in one format, over all accelerators.

    ``hard``: the least that any implementation needs (smallest published format, the experts of one token
    only); otherwise what is expected. ``cache_bytes`` are bytes per element of the KV cache,
    ``plain_bytes`` per parameter that a format of experts leaves as it is.
    """

    model: Model
    precision: Precision
    cache_bytes: float
    hard: bool
    plain_bytes: float = _HALF

    @cached_property
    def generates(self) -> bool:
        """Whether the model answers token by token."""
        return self.model.cache is None or bool(self.model.cache)

    @property
    def layers(self) -> int:
        """Layers that a generated token passes."""
        return int(self.model.recipe.get("decoder_layers") or self.model.layers or 0)

    @property
    def encodes(self) -> bool:
        """Whether an encoder reads the input and a decoder of its own writes the output."""
        return bool(self.model.recipe.get("encoder_layers"))

    @cached_property
    def _classes(self) -> ParameterClasses:
        return _classes_of(self.model)

    @cached_property
    def _bytes(self) -> tuple[float, float, float]:
        """Bytes per parameter of linear layers, of experts, and of the head."""
        precision = self.precision
        bits = (precision.bits_low if self.hard else precision.bits) / 8
        if precision.scope == "experts":
            return self.plain_bytes, bits, self.plain_bytes
        if precision.scope == "linears":
            return bits, bits, min(bits, _HALF) if self.hard else _HALF
        return bits, bits, bits

    @cached_property
    def head_parameters(self) -> float:
        """Parameters that turn a state into a token: the head, or the embedding that serves as one."""
        model = self.model
        if not self.generates:
            return 0.0
        return self._classes.head or float((model.vocabulary or 0) * (model.hidden or 0))

    @cached_property
    def _streamed(self) -> tuple[float, float]:
        """Parameters of all layers that every token uses, and of the experts of which it uses some."""
        model, classes = self.model, self._classes
        rest = classes.linears + classes.key_value + classes.latent_down + classes.fixed
        if model.experts and not classes.experts:
            if model.active_parameters is None:
                raise Undecided(
                    f"how many parameters of {model.id} a token uses is not known", "/spec/identity/model/id"
                )
            rest = max(0.0, model.active_parameters - self.head_parameters)
        elif not classes.embedding:  # the classes are not known apart: the table is among them
            table = float((model.vocabulary or 0) * (model.hidden or 0))
            rest = max(0.0, rest - table - (0.0 if model.tied_embeddings else self.head_parameters))
        effective = model.recipe.get("effective_parameters")  # tables per layer are looked up, not streamed
        if effective is None and model.experts is None:
            effective = model.active_parameters
        if effective is not None and not classes.experts:
            rest = min(rest, float(effective))
        return rest, classes.experts

    @cached_property
    def _decoder_share(self) -> float:
        """The share of the layers' parameters that stands in the decoder (1 without an encoder).

        A decoder layer attends twice, to what was written and to what was read.
        """
        model, recipe = self.model, self.model.recipe
        if not self.encodes or not model.hidden:
            return 1.0
        inner = (model.heads or 1) * (
            model.head_dim or recipe.get("dk") or model.hidden // (model.heads or 1)
        )
        attention = 4.0 * model.hidden * inner
        ffn = (3.0 if recipe.get("gated") else 2.0) * model.hidden * (model.ffn or 4 * model.hidden)
        decoder = recipe["decoder_layers"] * (2 * attention + ffn)
        return float(decoder / (decoder + recipe["encoder_layers"] * (attention + ffn)))

    @cached_property
    def stored(self) -> float:
        """Bytes of all weights that stand beside the cache; tables that are looked up are left out."""
        rest, experts = self._streamed
        linear, expert, head = self._bytes
        return rest * linear + experts * expert + self.head_parameters * head

    def distinct_experts(self, tokens: float) -> float:
        """Return how many of a layer's experts a step of ``tokens`` reads.

        At least those of one token; with uniform routing ``E (1 - (1 - k/E)^tokens)`` are expected
        (``estimates.md`` section 6).
        """
        experts = self.model.experts
        assert experts is not None
        if self.hard:
            return float(experts.per_token)
        missed = (1.0 - experts.per_token / experts.count) ** max(1.0, tokens)
        return float(experts.count * (1.0 - missed))

    def weights_read(self, tokens: float) -> float:
        """Return the bytes of weights that a step of ``tokens`` generated tokens reads."""
        return self._layer_weights(tokens, self._decoder_share) + self.head_parameters * self._bytes[2]

    def prompt_weights_read(self, tokens: float) -> float:
        """Return the bytes of weights that the prompt's pass reads; that of an encoder-decoder, all."""
        return self._layer_weights(tokens, 1.0) + self.head_parameters * self._bytes[2]

    def _layer_weights(self, tokens: float, share: float) -> float:
        rest, experts = self._streamed
        size = rest * share * self._bytes[0]
        if experts and self.model.experts is not None:
            size += experts * self.distinct_experts(tokens) / self.model.experts.count * self._bytes[1]
        return size

    @cached_property
    def active_parameters(self) -> float:
        """Parameters of all layers that one token is multiplied with, the head left out."""
        rest, experts = self._streamed
        if experts and self.model.experts is not None:
            rest += experts * self.model.experts.per_token / self.model.experts.count
        return rest

    def cache_read(self, context: float, input_tokens: float) -> float:
        """Return the bytes that one sequence's next token reads of its cache, at a length of ``context``."""
        kinds = self.model.cache
        if kinds is None:
            if self.hard:
                return 0.0
            raise Undecided(
                f"how {self.model.id} lays out its KV cache is not known", "/spec/identity/model/id"
            )
        return sum(each.layers * self._layer_read(each, context, input_tokens) for each in kinds)

    def cache_held(self, context: float, input_tokens: float) -> float:
        """Return the bytes that one sequence holds of the cache at a length of ``context``."""
        size = 0.0
        for each in self.model.cache or ():
            token = each.elements * self.cache_bytes + each.indexer_bytes
            if each.kind == "state":
                size += each.layers * state_bytes(self.model, each, 1)[0 if self.hard else 1]
            elif each.kind == "cross":
                size += each.layers * token * (each.window or input_tokens)
            else:
                size += each.layers * token * _attended(each, context)
        return size

    def _layer_read(self, each: CacheLayers, context: float, input_tokens: float) -> float:
        token = each.elements * self.cache_bytes
        if each.kind == "state":  # read and written whole
            return 2 * state_bytes(self.model, each, 1)[0 if self.hard else 1]
        if each.kind == "cross":
            return token * (each.window or input_tokens)
        if each.indexer_bytes:
            return each.indexer_bytes * context + token * min(context, _SPARSE_TOKENS)
        return token * _attended(each, context)

    def token_operations(self, context: float) -> float:
        """Return the operations that generate one token after ``context`` others."""
        weights = self.active_parameters * self._decoder_share + self.head_parameters
        per_pair = self._operations_per_pair
        return 2 * weights + per_pair * sum(
            each.layers * _attended(each, context) for each in self._attention if not each.indexer_bytes
        )

    def prompt_operations(self, tokens: float) -> float:
        """Return the operations of a prompt's pass: every layer, attention, and the head once.

        Causal attention forms half of the pairs; windows cut them (``estimates.md`` section 6).
        """
        if self.encodes:
            return self._encoder_operations(tokens)
        per_pair = self._operations_per_pair
        if not self.generates:
            pairs = (self.model.layers or 0) * tokens * tokens
        else:
            pairs = sum(each.layers * _pairs(each, tokens) for each in self._attention)
        return 2 * (self.active_parameters * tokens + self.head_parameters) + per_pair * pairs

    def _encoder_operations(self, tokens: float) -> float:
        share = self._decoder_share
        encoder = 2 * self.active_parameters * (1 - share) * tokens
        attention = self._operations_per_pair * self.model.recipe["encoder_layers"] * tokens * tokens
        decoder = 2 * (self.active_parameters * share * _PROMPT + self.head_parameters)
        return float(encoder + attention + decoder)

    @cached_property
    def _attention(self) -> tuple[CacheLayers, ...]:
        return tuple(each for each in self.model.cache or () if each.kind not in {"state", "cross"})

    @cached_property
    def _operations_per_pair(self) -> float:
        """Operations per pair of tokens and layer: scores and weighted sum, over all query heads."""
        model, recipe = self.model, self.model.recipe
        if not model.heads:
            return 0.0
        if recipe.get("kind") == "mla":
            size = recipe["qk_nope_head_dim"] + recipe["qk_rope_head_dim"] + recipe["v_head_dim"]
            return float(2.0 * model.heads * size)
        return 4.0 * model.heads * (model.head_dim or (model.hidden or 0) // model.heads)


def _attended(each: CacheLayers, context: float) -> float:
    """Return how many tokens one token attends to; a chunk is half full in the mean."""
    if each.kind == "sliding" and each.window:
        return min(context, float(each.window))
    if each.kind == "chunked" and each.window:
        return min(context, each.window / 2)
    return context


def _pairs(each: CacheLayers, tokens: float) -> float:
    """Return the pairs of tokens that a prompt's causal attention forms in one layer."""
    if each.indexer_bytes and tokens > _SPARSE_TOKENS:
        return tokens * _SPARSE_TOKENS - _SPARSE_TOKENS**2 / 2
    window = each.window
    if each.kind == "sliding" and window and tokens > window:
        return tokens * window - window * window / 2
    if each.kind == "chunked" and window and tokens > window:
        return tokens * window / 2
    return tokens * tokens / 2


@lru_cache(maxsize=1024)
def _classes_of(model: Model) -> ParameterClasses:
    return parameter_classes(model)
