"""In which precision a checkpoint's weights are stored, by what it says of its quantisation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from modelspec_lint.knowledge_base.checkpoint.config import Config
from modelspec_lint.knowledge_base.checkpoint.files import Files, shown
from modelspec_lint.knowledge_base.checkpoint.tensors import Tensors
from modelspec_lint.knowledge_base.estimate import Undecided

_PLAIN = {
    **{"bfloat16": "bf16", "float16": "fp16", "half": "fp16", "float32": "fp32", "float": "fp32"},
    **{"BF16": "bf16", "F16": "fp16", "F32": "fp32"},
    **{"F8_E4M3": "fp8", "F8_E5M2": "fp8", "F8_E4M3FNUZ": "fp8", "F8_E5M2FNUZ": "fp8"},
}
_MODELOPT = {
    **{"FP8": "fp8", "FP8_PB_WO": "fp8", "FP8_PER_CHANNEL_PER_TOKEN": "fp8", "FP8_PB_REAL": "fp8"},
    **{"NVFP4": "nvfp4", "NVFP4_AWQ": "nvfp4", "NVFP4_SVDQUANT": "nvfp4", "W4A16_NVFP4": "nvfp4"},
    **{"MXFP8": "mxfp8", "MXFP4": "mxfp4", "W4A8_AWQ": "w4a8", "W4A16_AWQ": "awq", "INT8_SQ": "w8a8"},
    **{"W8A16": "w8a16", "W4A16": "w4a16", "W8A8_SQ_PER_CHANNEL": "w8a8"},
}
_FP8_CACHE = ("FP8", "fp8", "float8_e4m3fn", "fp8_e4m3")


@dataclass(frozen=True, slots=True)
class Stated:
    """What a checkpoint says of its precision.

    ``precision`` is the id of a precision of the knowledge base, ``bits`` those of packed weights.
    ``cache`` is ``fp8`` where the checkpoint carries a scheme for an 8-bit KV cache. ``description`` says in
    words what is quantised, with its groups or blocks.
    """

    precision: str
    cache: str | None = None
    bits: int | None = None
    description: str | None = None


def stated_precision(files: Files, config: Config, text: Config) -> Stated | None:
    """Read the quantisation that the configuration states; ``None`` where it states none.

    ``Undecided`` for a method whose precision the knowledge base does not hold.
    """
    for part in (config, text):
        for name in ("quantization_config", "compression_config"):
            stated = part.part(name)
            if stated is not None and stated.values:
                found = _by_method(files, stated, config)
                if found is not None:
                    return found
    if files.holds("hf_quant_config.json"):
        return _modelopt_file(files, config)
    if files.holds("quantize_config.json"):
        stated = Config(files.json("quantize_config.json"), "quantize_config.json", config.spellings)
        return _weight_only(stated, (stated.text("quant_method") or "gptq").lower())
    return None


def stored_precision(tensors: Tensors) -> str:
    """Return the precision that most bytes are stored in."""
    sizes: dict[str, int] = {}
    for group in tensors:
        sizes[group.dtype] = sizes.get(group.dtype, 0) + group.bytes
    most = max(sizes, key=lambda each: sizes[each], default="")
    return plain_precision(most)


def plain_precision(dtype: str) -> str:
    """Return the precision of weights that are not quantised, by the name of their type."""
    precision = _PLAIN.get(dtype)
    if precision is None:
        raise Undecided(f"the precision of weights of type {shown(dtype)} is not known")
    return precision


def _by_method(files: Files, stated: Config, config: Config) -> Stated | None:
    method = (stated.text("quant_method") or "").lower().replace("_", "-")
    if method in {"gptq", "awq", "auto-round", "autoround", "intel/auto-round", "gptq-marlin", "awq-marlin"}:
        return _weight_only(stated, method)
    if method in {"fp8", "fbgemm-fp8", "ptpc-fp8"}:
        return _fp8(stated, config)
    if method == "compressed-tensors":
        return _compressed(stated)
    if method.startswith("modelopt"):
        algorithm = stated.text("quant_algo")
        if algorithm is None:
            return _modelopt_file(files, config) if files.holds("hf_quant_config.json") else None
        return _modelopt(algorithm, _cache_of(stated), files)
    if method == "bitsandbytes":
        return _bitsandbytes(stated)
    if method == "mxfp4":
        return Stated("mxfp4", bits=4, description="mxfp4 on the experts, group 32")
    if method == "quark":
        return _quark(stated)
    if not method and stated.text("quant_algo"):
        return _modelopt(stated.text("quant_algo") or "", _cache_of(stated), files)
    if not method:
        return None
    raise Undecided(f"{stated.label}: what weights quantised by {shown(method)} take is not known")


def _weight_only(stated: Config, method: str) -> Stated:
    bits = stated.count("bits") or stated.count("w_bit") or 4
    group = stated.values.get("group_size", stated.values.get("q_group_size"))
    ids = {
        ("gptq", 4): "gptq-int4",
        ("gptq", 8): "gptq-int8",
        ("awq", 4): "awq",
        ("auto-round", 4): "autoround-int4",
        ("auto-round", 8): "gptq-int8",
    }
    family = next((each for each in ("awq", "gptq") if each in method), "auto-round")
    precision = ids.get((family, bits)) or {2: "2bit", 3: "3bit"}.get(bits)
    if precision is None:
        raise Undecided(
            f"{stated.label}: {family} with {bits} bits is no format that the knowledge base holds"
        )
    return Stated(precision, None, bits, f"{family} int{bits}{_grouped(group)} (weights only)")


def _fp8(stated: Config, config: Config) -> Stated:
    block = stated.numbers("weight_block_size")
    words = f"fp8 block {block[0]}x{block[1]}" if block and len(block) == 2 else "fp8"
    if (config.text("expert_dtype") or "").lower() in {"fp4", "mxfp4"}:  # DeepSeek-V4
        return Stated("fp8-mxfp4-experts", None, 4, f"{words}, experts mxfp4")
    return Stated("fp8", None, 8, words)


def _compressed(stated: Config) -> Stated:
    """Read llm-compressor's scheme (github.com/vllm-project/compressed-tensors, ``quant_scheme.py``)."""
    groups = stated.part("config_groups")
    schemes = [groups.part(name) for name in groups.values] if groups is not None else []
    weights = [
        (scheme.part("weights"), scheme.part("input_activations"), scheme.text("format"))
        for scheme in schemes
        if scheme is not None
    ]
    found = {
        _scheme(weight, inputs, form or stated.text("format") or "")
        for weight, inputs, form in weights
        if weight is not None
    }
    cache = _cache_of(stated)
    if len(found) != 1:
        if {each[0] for each in found} == {"fp8", "nvfp4"}:
            return Stated("nvfp4", cache, 4, "nvfp4 and fp8, by layer")
        raise Undecided(f"{stated.label} mixes schemes, or states none that is known")
    precision, bits, words = found.pop()
    ignored = stated.texts("ignore") or []
    if precision == "w4a16" and _experts_alone(ignored):
        precision, words = "int4-g32-experts", f"{words} on the routed experts"
    if precision == "fp8" and cache:
        precision = "fp8-kv"
    return Stated(precision, cache, bits, words)


def _scheme(weights: Config, inputs: Config | None, form: str) -> tuple[str, int, str]:
    bits, kind, group = (
        weights.count("num_bits"),
        weights.text("type") or "int",
        weights.values.get("group_size"),
    )
    active = inputs.count("num_bits") if inputs is not None else None
    words = f"{kind}{bits}{_grouped(group)}"
    if kind == "float":
        if bits == 8:
            return "mxfp8" if "mxfp8" in form else "fp8", 8, words
        if bits == 4:
            return "mxfp4" if "mxfp4" in form or group == 32 else "nvfp4", 4, words
    elif kind == "int":
        precision = {(8, 8): "w8a8", (8, None): "w8a16", (4, None): "w4a16", (4, 8): "w4a8"}.get(
            (bits or 0, active)
        )
        if precision is not None and bits is not None:
            return precision, bits, words
    raise Undecided(f"{weights.label}: weights of {bits} bits ({shown(kind)}) are no format that is known")


def _experts_alone(ignored: list[str]) -> bool:
    """Whether everything but the routed experts is left out (Kimi-K2-Thinking)."""
    left_out = " ".join(each for each in ignored[:1000] if len(each) < 200)
    return "self_attn" in left_out and "shared_experts" in left_out


def _modelopt_file(files: Files, config: Config) -> Stated:
    whole = Config(files.json("hf_quant_config.json"), "hf_quant_config.json", config.spellings)
    stated = whole.part("quantization")
    algorithm = stated.text("quant_algo") if stated is not None else None
    if stated is None or algorithm is None:
        raise Undecided("hf_quant_config.json does not state quant_algo")
    cache = "fp8" if stated.text("kv_cache_quant_algo") in _FP8_CACHE else None
    return _modelopt(algorithm, cache, files, stated)


def _modelopt(algorithm: str, cache: str | None, files: Files, stated: Config | None = None) -> Stated:
    if algorithm == "MIXED_PRECISION":
        return Stated(_mixed(files, stated), cache, 4, "mixed precision, by layer")
    precision = _MODELOPT.get(algorithm.upper())
    if precision is None:
        raise Undecided(f"what weights quantised by ModelOpt's {shown(algorithm)} take is not known")
    if precision == "fp8" and cache:
        precision = "fp8-kv"
    bits = 8 if precision in {"fp8", "fp8-kv", "mxfp8", "w8a8", "w8a16"} else 4
    return Stated(precision, cache, bits, f"{algorithm} (modelopt)")


def _mixed(files: Files, stated: Config | None) -> str:
    """Return the precision of a mixture: the narrowest that it holds names it, as publishers do."""
    if stated is None and files.holds("hf_quant_config.json"):
        whole = Config(files.json("hf_quant_config.json"), "hf_quant_config.json", {})
        stated = whole.part("quantization")
    layers = stated.part("quantized_layers") if stated is not None else None
    kinds: set[str] = set()
    for layer in layers.values.values() if layers is not None else ():
        algorithm = layer.get("quant_algo") if isinstance(layer, dict) else None
        kinds.add(_MODELOPT.get(str(algorithm).upper(), "unknown"))
    narrow = [each for each in ("nvfp4", "mxfp4", "awq", "w4a8", "fp8", "mxfp8") if each in kinds]
    if not narrow or "unknown" in kinds:
        raise Undecided("hf_quant_config.json mixes precisions that are not known")
    return narrow[0]


def _cache_of(stated: Config) -> str | None:
    """Return the KV scheme that a ``quantization_config`` states."""
    if stated.text("kv_cache_quant_algo") in _FP8_CACHE:
        return "fp8"
    value = stated.values.get("kv_cache_scheme")
    if isinstance(value, dict):
        return "fp8" if value.get("num_bits") == 8 and value.get("type") in (None, "float") else None
    return "fp8" if value in _FP8_CACHE else None


def _bitsandbytes(stated: Config) -> Stated:
    if stated.flag("load_in_8bit") or stated.flag("_load_in_8bit"):
        return Stated("bnb-8bit", None, 8, "bitsandbytes int8")
    if not (stated.flag("load_in_4bit") or stated.flag("_load_in_4bit")):
        raise Undecided(f"{stated.label} states neither load_in_4bit nor load_in_8bit")
    skipped = [each for each in stated.texts("llm_int8_skip_modules") or () if ".layers." in each]
    name = stated.text("bnb_4bit_quant_type") or "fp4"
    words = f"bitsandbytes {shown(name)}"
    return Stated("unsloth-bnb-4bit" if skipped else "bnb-4bit", None, 4, words)


def _quark(stated: Config) -> Stated:
    """Read AMD Quark's scheme (``global_quant_config``)."""
    scheme = stated.part("global_quant_config")
    weight = scheme.values.get("weight") if scheme is not None else None
    weight = weight[0] if isinstance(weight, list) and weight else weight
    kind = weight.get("dtype") if isinstance(weight, dict) else None
    cache = stated.part("kv_cache_quant_config")
    eight = "fp8" if cache is not None and cache.values else None
    if isinstance(kind, str) and kind.startswith("fp8"):
        return Stated("fp8-kv" if eight else "fp8", eight, 8, f"{shown(kind)} (quark)")
    if kind == "fp4":
        return Stated("mxfp4", eight, 4, "mxfp4 (quark), group 32")
    if kind == "int8":
        return Stated("w8a8", eight, 8, "int8 (quark)")
    raise Undecided(f"{stated.label}: what weights quantised to {shown(kind)} take is not known")


def _grouped(group: Any) -> str:
    return f" group {group}" if type(group) is int and 0 < group < 2**20 else ""
