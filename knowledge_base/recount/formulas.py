"""Recounting a model's parameters from its dimensions."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from modelspec_lint.knowledge_base.facts import Model
from modelspec_lint.knowledge_base.recount import decoder, encoder, gemma, hybrid
from modelspec_lint.knowledge_base.recount.part import Dimensions, NotRecountable, Parts, joined

_FORMULAS: dict[str, Callable[[Dimensions], Parts]] = {
    "decoder": decoder.decoder,
    "mla": decoder.latent_decoder,
    "two_attentions": decoder.two_attentions,
    "gemma3n": gemma.gemma3n,
    "gemma4": gemma.gemma4,
    "mamba1": hybrid.mamba1_decoder,
    "jamba": hybrid.jamba,
    "mamba2_hybrid": hybrid.mamba2_hybrid,
    "falcon_h1": hybrid.falcon_h1,
    "qwen_gdn": hybrid.gated_delta_net_hybrid,
    "minimax_lightning": hybrid.lightning_hybrid,
    "kimi_linear": hybrid.kimi_linear,
    "lfm2": hybrid.short_convolution_hybrid,
    "deci": hybrid.searched,
    "bert": encoder.bert,
    "modernbert": encoder.modern_bert,
    "nomic_bert": encoder.nomic_bert,
    "mixture_bert": encoder.mixture_bert,
    "jina_bert": encoder.jina_bert,
    "t5": encoder.t5,
    "whisper": encoder.whisper,
    "diffusion": encoder.pipeline,
}


@dataclass(frozen=True, slots=True)
class Recount:
    """A model's parameters, counted from its dimensions, part by part.

    Every weight tensor counts once: a tied head is the token table, and neither buffers (rotary frequencies,
    causal masks), quantisation scales nor layers for predicting several tokens are the model's own. Of a
    multimodal model this is the language model.
    """

    parts: Parts

    @property
    def parameters(self) -> int:
        """All parameters."""
        return sum(part.count for part in self.parts)

    @property
    def active_parameters(self) -> int:
        """The parameters that one token uses: of the experts only those it is sent to."""
        return sum(part.used for part in self.parts)


def recount_parameters(model: Model) -> Recount:
    """Count a model's parameters from its dimensions; ``NotRecountable`` says why that cannot be done."""
    formula = _FORMULAS.get(str(model.recipe.get("kind")))
    if formula is None:
        raise NotRecountable(f"no formula for its architecture ({model.architecture or 'unknown'})")
    return Recount(joined(formula(Dimensions(model))))
