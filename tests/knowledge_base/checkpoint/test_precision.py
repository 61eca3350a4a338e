"""In which precision weights are stored, and how many weights packed tensors hold."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from modelspec_lint.knowledge_base import KnowledgeBase, LocalCheckpoint, Undecided, read_checkpoint

Write = Callable[..., Any]
LLAMA = {
    "architectures": ["LlamaForCausalLM"],
    "model_type": "llama",
    "hidden_size": 64,
    "intermediate_size": 128,
    "num_hidden_layers": 1,
    "num_attention_heads": 8,
    "num_key_value_heads": 2,
    "vocab_size": 1000,
    "max_position_embeddings": 4096,
    "torch_dtype": "bfloat16",
}
FLOAT8 = {"num_bits": 8, "type": "float", "strategy": "tensor"}


def group(weights: dict[str, Any], inputs: dict[str, Any] | None = None, **more: Any) -> dict[str, Any]:
    scheme = {"targets": ["Linear"], "weights": weights, "input_activations": inputs, **more}
    return {"quant_method": "compressed-tensors", "config_groups": {"group_0": scheme}}


@pytest.mark.parametrize(
    ("quantization", "precision", "cache", "description"),
    [
        ({"quant_method": "gptq", "bits": 4, "group_size": 128}, "gptq-int4", None, "gptq int4 group 128"),
        (
            {"quant_method": "gptq", "bits": 8, "group_size": -1},
            "gptq-int8",
            None,
            "gptq int8 (weights only)",
        ),
        ({"quant_method": "awq", "bits": 4, "group_size": 64}, "awq", None, "awq int4 group 64"),
        (
            {"quant_method": "auto-round", "bits": 4, "group_size": 128},
            "autoround-int4",
            None,
            "auto-round int4",
        ),
        ({"quant_method": "fp8", "weight_block_size": [128, 128]}, "fp8", None, "fp8 block 128x128"),
        ({"quant_method": "fbgemm_fp8"}, "fp8", None, "fp8"),
        ({"quant_method": "mxfp4"}, "mxfp4", None, "mxfp4 on the experts"),
        ({"quant_method": "bitsandbytes", "load_in_4bit": True}, "bnb-4bit", None, "bitsandbytes fp4"),
        ({"quant_method": "bitsandbytes", "load_in_8bit": True}, "bnb-8bit", None, "bitsandbytes int8"),
        (
            {
                "quant_method": "bitsandbytes",
                "load_in_4bit": True,
                "bnb_4bit_quant_type": "nf4",
                "llm_int8_skip_modules": ["lm_head", "model.layers.3.mlp"],
            },
            "unsloth-bnb-4bit",
            None,
            "bitsandbytes nf4",
        ),
        (group(FLOAT8, FLOAT8), "fp8", None, "float8"),
        ({**group(FLOAT8, FLOAT8), "kv_cache_scheme": FLOAT8}, "fp8-kv", "fp8", "float8"),
        (group({"num_bits": 8, "type": "int"}, {"num_bits": 8, "type": "int"}), "w8a8", None, "int8"),
        (group({"num_bits": 8, "type": "int"}), "w8a16", None, "int8"),
        (group({"num_bits": 4, "type": "int", "group_size": 128}), "w4a16", None, "int4 group 128"),
        (group({"num_bits": 4, "type": "int"}, {"num_bits": 8, "type": "float"}), "w4a8", None, "int4"),
        (
            group({"num_bits": 4, "type": "float", "group_size": 16}, format="nvfp4-pack-quantized"),
            "nvfp4",
            None,
            "float4 group 16",
        ),
        (
            group({"num_bits": 4, "type": "float", "group_size": 32}, format="mxfp4-pack-quantized"),
            "mxfp4",
            None,
            "float4 group 32",
        ),
        ({"quant_method": "modelopt", "quant_algo": "NVFP4"}, "nvfp4", None, "NVFP4 (modelopt)"),
        (
            {"quant_method": "quark", "global_quant_config": {"weight": {"dtype": "fp8_e4m3"}}},
            "fp8",
            None,
            "fp8_e4m3 (quark)",
        ),
    ],
)
def test_the_stated_quantisation_is_a_precision_of_the_knowledge_base(
    tmp_path: Path,
    write_json: Write,
    quantization: dict[str, Any],
    precision: str,
    cache: str | None,
    description: str,
) -> None:
    write_json(tmp_path / "config.json", {**LLAMA, "quantization_config": quantization})

    checkpoint = read_checkpoint(tmp_path)

    assert (checkpoint.precision, checkpoint.cache_precision) == (precision, cache)
    assert checkpoint.model.recipe["quantization"].startswith(description)
    assert precision in KnowledgeBase.load().precisions


@pytest.mark.parametrize(
    ("quantization", "reason"),
    [
        ({"quant_method": "vptq"}, "what weights quantised by vptq take is not known"),
        ({"quant_method": "gptq", "bits": 5}, "gptq with 5 bits is no format"),
        ({"quant_method": "gptq", "bits": "4"}, "bits is not a possible number"),
        ({"quant_method": "compressed-tensors"}, "states none that is known"),
        ({"quant_method": "compressed-tensors", "config_groups": []}, "config_groups is not an object"),
        (group({"num_bits": 5, "type": "int"}), "weights of 5 bits"),
        ({"quant_method": "bitsandbytes"}, "states neither load_in_4bit nor load_in_8bit"),
        ([1], "quantization_config is not an object"),
    ],
)
def test_a_quantisation_that_is_not_known_is_undecided(
    tmp_path: Path, write_json: Write, quantization: Any, reason: str
) -> None:
    write_json(tmp_path / "config.json", {**LLAMA, "quantization_config": quantization})

    with pytest.raises(Undecided, match=reason):
        read_checkpoint(tmp_path)


def test_what_modelopt_writes_beside_the_configuration_counts(tmp_path: Path, write_json: Write) -> None:
    write_json(tmp_path / "config.json", LLAMA)
    stated = {"quantization": {"quant_algo": "FP8", "kv_cache_quant_algo": "FP8"}}
    write_json(tmp_path / "hf_quant_config.json", stated)
    checkpoint = read_checkpoint(tmp_path)
    assert (checkpoint.precision, checkpoint.cache_precision) == ("fp8-kv", "fp8")

    layers = {"a": {"quant_algo": "FP8"}, "b": {"quant_algo": "NVFP4", "group_size": 16}}
    mixed = {"quant_algo": "MIXED_PRECISION", "kv_cache_quant_algo": "FP8", "quantized_layers": layers}
    write_json(tmp_path / "hf_quant_config.json", {"quantization": mixed})
    checkpoint = read_checkpoint(tmp_path)
    assert (checkpoint.precision, checkpoint.cache_precision) == ("nvfp4", "fp8")


def test_an_older_gptq_file_counts(tmp_path: Path, write_json: Write) -> None:
    write_json(tmp_path / "config.json", LLAMA)
    write_json(tmp_path / "quantize_config.json", {"bits": 4, "group_size": 128, "desc_act": True})

    assert read_checkpoint(tmp_path).precision == "gptq-int4"


def linear(
    tmp_path: Path, write_safetensors: Write, write_json: Write, quantization: Any, tensors: Any
) -> LocalCheckpoint:
    """Write a model of one quantised linear layer of 64 x 128 weights beside its token table."""
    changes = {} if quantization is None else {"quantization_config": quantization}
    write_json(tmp_path / "config.json", {**LLAMA, **changes})
    at = "model.layers.0.mlp.up_proj"
    table = {"model.embed_tokens.weight": ("BF16", (1000, 64))}
    write_safetensors(
        tmp_path / "model.safetensors", {**table, **{at + name: each for name, each in tensors.items()}}
    )
    return read_checkpoint(tmp_path)


@pytest.mark.parametrize(
    ("quantization", "tensors", "size"),
    [
        (
            {"quant_method": "gptq", "bits": 4, "group_size": 32},
            {
                ".qweight": ("I32", (8, 128)),
                ".qzeros": ("I32", (2, 16)),
                ".scales": ("F16", (2, 128)),
                ".g_idx": ("I32", (64,)),
            },
            4096 + 128 + 512 + 256,
        ),
        (
            {"quant_method": "awq", "bits": 4, "group_size": 32},
            {".qweight": ("I32", (64, 16)), ".qzeros": ("I32", (2, 16)), ".scales": ("F16", (2, 128))},
            4096 + 128 + 512,
        ),
        (
            group({"num_bits": 4, "type": "int", "group_size": 32}),
            {
                ".weight_packed": ("I32", (128, 8)),
                ".weight_scale": ("BF16", (128, 2)),
                ".weight_shape": ("I64", (2,)),
            },
            4096 + 512 + 16,
        ),
        (
            {"quant_method": "modelopt", "quant_algo": "NVFP4"},
            {
                ".weight": ("U8", (128, 32)),
                ".weight_scale": ("F8_E4M3", (128, 4)),
                ".weight_scale_2": ("F32", ()),
                ".input_scale": ("F32", ()),
            },
            4096 + 512 + 8,
        ),
        (
            {"quant_method": "bitsandbytes", "load_in_4bit": True},
            {
                ".weight": ("U8", (4096, 1)),
                ".weight.absmax": ("U8", (128,)),
                ".weight.quant_map": ("F32", (16,)),
                ".weight.quant_state.bitsandbytes__nf4": ("U8", (80,)),
            },
            4096 + 128 + 64 + 80,
        ),
        (
            {"quant_method": "fp8", "weight_block_size": [128, 128]},
            {".weight": ("F8_E4M3", (128, 64)), ".weight_scale_inv": ("F32", (1, 1))},
            8192 + 4,
        ),
        (None, {".weight": ("F32", (128, 64))}, 32768),
    ],
)
def test_packed_weights_are_counted_one_by_one_and_their_scales_as_bytes(
    tmp_path: Path, write_safetensors: Write, write_json: Write, quantization: Any, tensors: Any, size: int
) -> None:
    checkpoint = linear(tmp_path, write_safetensors, write_json, quantization, tensors)

    counts, sizes = checkpoint.parameters_by_class, checkpoint.bytes_by_class
    assert counts is not None
    assert sizes is not None
    assert (counts.linears, sizes.linears) == (64 * 128, size)
    assert (counts.embedding, sizes.embedding) == (64_000, 128_000)


def test_experts_in_mxfp4_are_counted_by_their_blocks(
    tmp_path: Path, write_safetensors: Write, write_json: Write
) -> None:
    tensors = {
        "model.layers.0.mlp.experts.gate_up_proj_blocks": ("U8", (4, 64, 2, 16)),
        "model.layers.0.mlp.experts.gate_up_proj_scales": ("U8", (4, 64, 2)),
        "model.layers.0.mlp.experts.gate_up_proj_bias": ("BF16", (4, 64)),
    }
    write_json(tmp_path / "config.json", {**LLAMA, "quantization_config": {"quant_method": "mxfp4"}})
    write_safetensors(tmp_path / "model.safetensors", tensors)

    checkpoint = read_checkpoint(tmp_path)

    assert checkpoint.parameters_by_class is not None
    assert checkpoint.bytes_by_class is not None
    assert checkpoint.parameters_by_class.experts == 4 * 64 * 64 + 4 * 64
    assert checkpoint.bytes_by_class.experts == 4 * 64 * 32 + 4 * 64 * 2 + 4 * 64 * 2


def test_a_fused_projection_is_shared_out_by_heads(
    tmp_path: Path, write_safetensors: Write, write_json: Write
) -> None:
    write_json(
        tmp_path / "config.json", {**LLAMA, "model_type": "phi3", "architectures": ["Phi3ForCausalLM"]}
    )
    at = "model.layers.0.self_attn.qkv_proj.weight"
    write_safetensors(tmp_path / "model.safetensors", {at: ("BF16", (96, 64))})

    checkpoint = read_checkpoint(tmp_path)

    assert checkpoint.parameters_by_class is not None
    assert checkpoint.parameters_by_class.key_value == pytest.approx(2 * 2 * 8 * 64)
    assert checkpoint.parameters_by_class.linears == pytest.approx(8 * 8 * 64)


def test_a_vision_tower_stands_apart(tmp_path: Path, write_safetensors: Write, write_json: Write) -> None:
    config = {
        "architectures": ["LlavaForConditionalGeneration"],
        "model_type": "llava",
        "text_config": LLAMA,
        "vision_config": {"model_type": "clip_vision_model"},
    }
    write_json(tmp_path / "config.json", config)
    tensors = {
        "language_model.model.embed_tokens.weight": ("BF16", (1000, 64)),
        "language_model.lm_head.weight": ("BF16", (1000, 64)),
        "vision_tower.vision_model.encoder.layers.5.self_attn.k_proj.weight": ("BF16", (32, 32)),
        "vision_tower.vision_model.embeddings.position_embedding.weight": ("BF16", (10, 32)),
        "multi_modal_projector.linear_1.weight": ("BF16", (64, 32)),
    }
    write_safetensors(tmp_path / "model.safetensors", tensors)

    checkpoint = read_checkpoint(tmp_path)

    model, counts = checkpoint.model, checkpoint.parameters_by_class
    assert counts is not None
    assert (counts.tower, counts.embedding, counts.head) == (1024 + 320 + 2048, 64_000, 64_000)
    assert (model.task, model.text_parameters) == ("vision-language", 128_000)
    assert model.parameters == 128_000 + 1024 + 320 + 2048
