"""The bytes and parameters of a checkpoint by class, told by the names of its tensors.

The classes are those of :class:`ParameterClasses`: what an engine shards and quantises alike stands together.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from modelspec_lint.knowledge_base.checkpoint.tensors import TensorGroup, Tensors
from modelspec_lint.knowledge_base.facts import Model
from modelspec_lint.knowledge_base.memory.parameters import ParameterClasses

_CLASSES = ("embedding", "head", "key_value", "latent_down", "experts", "fixed", "linears", "tower")

_TOWER = re.compile(
    r"^(model\.|thinker\.)?(vision_tower|vision_model|visual|vision_encoder|vision_adapter|vision_language_adapter"
    r"|patch_merger|pre_mm_projector_norm|multi_modal_projector|mm_projector|audio_tower|embed_vision|embed_audio"
    r"|vision_embed_tokens|vision_backbone|vpm|apm|resampler|mlp1|connector|aligner|img_processor|img_projection"
    r"|image_newline|sam_model|view_seperator|audio_encoder|audio_projection|mm\.|v\.|a\.)|\.(vision|visual|audio)_tower\."
)
_EXTRA = re.compile(r"(^|\.)(mtp|mtp_layers|mtp_block|nextn|enorm|hnorm|eh_proj|shared_head)\b")
_BUFFER = re.compile(
    r"(rotary_emb|rotary_pos_emb)\.inv_freq$|\.masked_bias$|attn\.bias$|attention\.bias$|position_ids$|rope_freqs"
)
_EMBEDDING = re.compile(
    r"(^|\.)(embed_tokens|embed_tokens_per_layer|wte|wpe|word_embeddings|tok_embeddings|embed_in|token_embd"
    r"|position_embeddings|token_type_embeddings|embed_positions|embeddings|shared|embedding|position_embd"
    r"|per_layer_token_embd|token_types|tok_embd|wpe)(\.|$)"
)
_HEAD = re.compile(
    r"^(model\.|language_model\.|transformer\.)*(lm_head|embed_out|output|output_layer|score|classifier|cls|proj_out)(\.|$)"
)
_NORM = re.compile(r"norm|(^|\.)ln_|\.ln\d?\.|_ln\.", re.IGNORECASE)
_EXPERTS = re.compile(r"\.experts\.|_exps(\.|$)")
_ROUTER = re.compile(
    r"(mlp|moe|block_sparse_moe|feed_forward|ffn|mixer)\.(gate|router)(\.|$)|router\.|e_score_correction_bias|ffn_gate_inp|exp_probs_b"
)
_LATENT = re.compile(
    r"kv_a_proj|q_a_proj|fused_qkv_a|attn_kv_a|attn_q_a|\.indexer\.|\.indexers?_|attn\.wq_a|attn\.wkv_a"
)
_KEY_VALUE = re.compile(r"\.(k_proj|v_proj|kv_proj|wk|wv|attn_k|attn_v|key_proj|value_proj)(\.|$)")
_FUSED = re.compile(r"\.(qkv_proj|query_key_value|c_attn|wqkv|qkv|attn_qkv|fused_qkv)(\.|$)", re.IGNORECASE)
_AUXILIARY = re.compile(
    r"\.(weight_scale|weight_scale_inv|weight_scale_#|input_scale|scales|qzeros|g_idx|weight_shape|weight_zero_point"
    r"|weight_g_idx|absmax|quant_map|nested_absmax|nested_quant_map|SCB|weight_format|input_global_scale|scale_inv"
    r"|weight_global_scale|k_scale|v_scale|q_scale|kv_scale|prob_output_scale|input_zero_point|scale|weight\.absmax"
    r"|output_scale)$|_scales$|_scale_inv$|_scale$|quant_state\.|\.weight\.(absmax|quant_map|nested)"
)
_PACKED = re.compile(r"\.(qweight|weight_packed)$|_blocks$|_packed$")


@dataclass(frozen=True, slots=True)
class WeightClasses:
    """What the tensors of a checkpoint weigh.

    ``bytes`` and ``parameters`` are by class; scales and zero points are bytes of their class and no
    parameters. ``unloaded`` are bytes that engines leave out: layers for predicting several tokens, a second
    copy of a tied table, buffers.
    """

    bytes: ParameterClasses
    parameters: ParameterClasses
    unloaded: int

    @property
    def count(self) -> int:
        """All parameters, each weight once."""
        return round(sum(float(getattr(self.parameters, name)) for name in _CLASSES))


def weight_classes(tensors: Tensors, model: Model | None, bits: int | None) -> WeightClasses:
    """Sort the tensors of a checkpoint; ``bits`` are those of packed weights, where there are any.

    Without a model the layers and heads are unknown: then fused projections count as linear layers.
    """
    sizes, counts, unloaded = dict.fromkeys(_CLASSES, 0.0), dict.fromkeys(_CLASSES, 0.0), 0
    tied = model is not None and bool(model.tied_embeddings)
    for group in tensors:
        kind = kind_of_tensor(group.name)
        if _left_out(group, kind, model, tied):
            unloaded += group.bytes
            continue
        parameters = 0 if _AUXILIARY.search(group.name) else group.count * unpacked(group, bits)
        share = _key_value_share(group.name, model) if kind == "linears" else 0.0
        for name, part in ((kind, 1.0 - share), ("key_value", share)):
            sizes[name] += group.bytes * part
            counts[name] += parameters * part
    return WeightClasses(ParameterClasses(**sizes), ParameterClasses(**counts), unloaded)


def unpacked(group: TensorGroup, bits: int | None) -> int:
    """Return how many weights one tensor of a group holds, where several share a word."""
    width = {"I32": 32, "U8": 8, "I8": 8, "U32": 32}.get(group.dtype)
    if width is None or bits is None or bits >= width:
        return group.elements
    packed = _PACKED.search(group.name) or (group.dtype == "U8" and group.name.endswith("weight"))
    return group.elements * width // bits if packed else group.elements


@lru_cache(maxsize=4096)
def kind_of_tensor(name: str) -> str:
    """Return the class of a tensor by its name."""
    if _TOWER.search(name):
        return "tower"
    if _EXPERTS.search(name):
        return "experts"
    if _ROUTER.search(name):
        return "fixed"
    if _HEAD.search(name):
        return "head"
    if _LATENT.search(name):
        return "latent_down"
    if _NORM.search(name):
        return "fixed"
    if _EMBEDDING.search(name):
        return "embedding"
    return "key_value" if _KEY_VALUE.search(name) else "linears"


def _left_out(group: TensorGroup, kind: str, model: Model | None, tied: bool) -> bool:
    if _BUFFER.search(group.name) and (len(group.shape) == 4 or not group.name.endswith(".bias")):
        return True  # a causal mask has four dimensions, a real bias of this name has one
    if kind == "tower":
        return False
    if _EXTRA.search(group.name):
        return True
    if model is None:
        return False
    beyond = model.layers is not None and group.layer is not None and group.layer >= model.layers
    encoders = model.recipe.get("encoder_layers")
    if beyond and not (encoders and group.layer is not None and group.layer < encoders):
        return True
    return (
        tied
        and kind == "head"
        and group.name.endswith(("lm_head.weight", "output.weight", "embed_out.weight"))
    )


def _key_value_share(name: str, model: Model | None) -> float:
    """Return which share of a fused projection are keys and values."""
    if model is None or not model.heads or not model.kv_heads or not model.cache or not _FUSED.search(name):
        return 0.0
    return 2 * model.kv_heads / (model.heads + 2 * model.kv_heads)
