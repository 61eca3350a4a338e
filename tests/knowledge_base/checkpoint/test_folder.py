"""Folders with a configuration and safetensors files, written on the fly."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from modelspec_lint.knowledge_base import CacheLayers, Undecided, read_checkpoint

Write = Callable[..., Any]
LLAMA = {
    "architectures": ["LlamaForCausalLM"],
    "model_type": "llama",
    "hidden_size": 64,
    "intermediate_size": 128,
    "num_hidden_layers": 2,
    "num_attention_heads": 8,
    "num_key_value_heads": 2,
    "vocab_size": 1000,
    "max_position_embeddings": 4096,
    "tie_word_embeddings": False,
    "torch_dtype": "bfloat16",
}
KV = 2 * 8  # heads times width


def llama(dtype: str = "BF16", layers: int = 2) -> dict[str, tuple[str, tuple[int, ...]]]:
    tensors: dict[str, tuple[str, tuple[int, ...]]] = {
        "model.embed_tokens.weight": (dtype, (1000, 64)),
        "lm_head.weight": (dtype, (1000, 64)),
        "model.norm.weight": (dtype, (64,)),
    }
    for layer in range(layers):
        at = f"model.layers.{layer}"
        tensors |= {
            f"{at}.self_attn.q_proj.weight": (dtype, (64, 64)),
            f"{at}.self_attn.k_proj.weight": (dtype, (KV, 64)),
            f"{at}.self_attn.v_proj.weight": (dtype, (KV, 64)),
            f"{at}.self_attn.o_proj.weight": (dtype, (64, 64)),
            f"{at}.mlp.gate_proj.weight": (dtype, (128, 64)),
            f"{at}.mlp.up_proj.weight": (dtype, (128, 64)),
            f"{at}.mlp.down_proj.weight": (dtype, (64, 128)),
            f"{at}.input_layernorm.weight": (dtype, (64,)),
            f"{at}.post_attention_layernorm.weight": (dtype, (64,)),
        }
    return tensors


PARAMETERS = 2 * 64_000 + 64 + 2 * (2 * 64 * 64 + 2 * KV * 64 + 3 * 128 * 64 + 2 * 64)


def test_a_dense_model_is_read_exactly(tmp_path: Path, write_safetensors: Write, write_json: Write) -> None:
    write_json(tmp_path / "config.json", LLAMA)
    size = write_safetensors(tmp_path / "model.safetensors", llama(), {"format": "pt"})

    checkpoint = read_checkpoint(tmp_path)

    model = checkpoint.model
    assert (model.parameters, checkpoint.weights_bytes, checkpoint.unloaded_bytes) == (PARAMETERS, size, 0)
    assert (checkpoint.precision, checkpoint.cache_precision, model.dtype) == ("bf16", None, "bfloat16")
    assert model.cache == (CacheLayers("full", 2, 2 * KV, 2),)
    assert (model.layers, model.hidden, model.ffn, model.heads, model.head_dim) == (2, 64, 128, 8, 8)
    assert (model.vocabulary, model.context, model.attention) == (1000, 4096, "GQA")
    assert checkpoint.source == "config.json, model.safetensors"
    assert model.sources == ("config.json", "model.safetensors")


def test_the_classes_are_told_by_the_names_of_the_tensors(
    tmp_path: Path, write_safetensors: Write, write_json: Write
) -> None:
    write_json(tmp_path / "config.json", LLAMA)
    size = write_safetensors(tmp_path / "model.safetensors", llama())

    checkpoint = read_checkpoint(tmp_path)

    found, counts = checkpoint.bytes_by_class, checkpoint.parameters_by_class
    assert found is not None
    assert counts is not None
    assert (found.embedding, found.head, found.key_value) == (128_000, 128_000, 2 * 2 * 2 * KV * 64)
    assert (found.fixed, found.experts, found.latent_down, found.tower) == (5 * 64 * 2, 0, 0, 0)
    assert found.linears == size - found.embedding - found.head - found.key_value - found.fixed
    assert (counts.embedding, counts.fixed) == (64_000, 5 * 64)


def test_without_tensors_the_dimensions_are_counted(tmp_path: Path, write_json: Write) -> None:
    write_json(tmp_path / "config.json", LLAMA)

    checkpoint = read_checkpoint(tmp_path)

    assert (checkpoint.model.parameters, checkpoint.precision) == (PARAMETERS, "bf16")
    assert (checkpoint.weights_bytes, checkpoint.bytes_by_class) == (None, None)


def test_shards_are_those_that_the_index_names(
    tmp_path: Path, write_safetensors: Write, write_json: Write
) -> None:
    write_json(tmp_path / "config.json", LLAMA)
    tensors = llama()
    halves = dict(list(tensors.items())[:8]), dict(list(tensors.items())[8:])
    names = [f"model-0000{number}-of-00002.safetensors" for number in (1, 2)]
    sizes = [write_safetensors(tmp_path / name, half) for name, half in zip(names, halves, strict=True)]
    write_safetensors(tmp_path / "consolidated.safetensors", tensors)
    places = {tensor: name for name, half in zip(names, halves, strict=True) for tensor in half}
    index = {"metadata": {"total_size": sum(sizes)}, "weight_map": places}
    write_json(tmp_path / "model.safetensors.index.json", index)

    checkpoint = read_checkpoint(tmp_path)

    assert (checkpoint.weights_bytes, checkpoint.model.parameters) == (sum(sizes), PARAMETERS)
    assert checkpoint.source == "config.json, model.safetensors.index.json, headers of 2 safetensors files"

    (tmp_path / names[1]).unlink()
    with pytest.raises(Undecided, match=r"model-00002-of-00002\.safetensors is missing, which model"):
        read_checkpoint(tmp_path)

    (tmp_path / names[0]).unlink()
    left = read_checkpoint(tmp_path)
    assert (left.weights_bytes, left.model.parameters, left.bytes_by_class) == (sum(sizes), PARAMETERS, None)


def test_pointers_of_git_lfs_leave_the_size_to_the_index(tmp_path: Path, write_json: Write) -> None:
    write_json(tmp_path / "config.json", LLAMA)
    pointer = "version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1234\n"
    (tmp_path / "model.safetensors").write_text(pointer)

    checkpoint = read_checkpoint(tmp_path)

    assert (checkpoint.weights_bytes, checkpoint.model.parameters) == (None, PARAMETERS)
    assert checkpoint.source == "config.json, model.safetensors (pointer of Git LFS)"


def test_numbered_files_without_an_index_must_all_be_there(
    tmp_path: Path, write_safetensors: Write, write_json: Write
) -> None:
    write_json(tmp_path / "config.json", LLAMA)
    write_safetensors(tmp_path / "model-00001-of-00003.safetensors", llama())

    with pytest.raises(Undecided, match="1 of the 3 files"):
        read_checkpoint(tmp_path)


def test_a_tied_head_that_is_stored_all_the_same_is_not_loaded(
    tmp_path: Path, write_safetensors: Write, write_json: Write
) -> None:
    write_json(tmp_path / "config.json", {**LLAMA, "tie_word_embeddings": True})
    size = write_safetensors(tmp_path / "model.safetensors", llama())

    checkpoint = read_checkpoint(tmp_path)

    assert (checkpoint.unloaded_bytes, checkpoint.model.parameters) == (128_000, PARAMETERS - 64_000)
    assert checkpoint.loaded_bytes == size - 128_000


def test_layers_for_predicting_several_tokens_are_not_loaded(
    tmp_path: Path, write_safetensors: Write, write_json: Write
) -> None:
    write_json(tmp_path / "config.json", {**LLAMA, "num_nextn_predict_layers": 1})
    write_safetensors(tmp_path / "model.safetensors", llama(layers=3))

    checkpoint = read_checkpoint(tmp_path)

    assert checkpoint.model.parameters == PARAMETERS
    assert checkpoint.unloaded_bytes == 2 * (2 * 64 * 64 + 2 * KV * 64 + 3 * 128 * 64 + 2 * 64)


def test_a_configuration_that_is_not_that_of_the_tensors_is_undecided(
    tmp_path: Path, write_safetensors: Write, write_json: Write
) -> None:
    write_safetensors(tmp_path / "model.safetensors", llama())

    write_json(tmp_path / "config.json", {**LLAMA, "num_hidden_layers": 4})
    with pytest.raises(Undecided, match=r"config\.json states 4 layers, the tensors have 2"):
        read_checkpoint(tmp_path)

    write_json(tmp_path / "config.json", {**LLAMA, "hidden_size": 128})
    with pytest.raises(Undecided, match="a width of 128, which the token table does not have"):
        read_checkpoint(tmp_path)


def test_tensors_of_an_architecture_without_a_formula_are_still_weighed(
    tmp_path: Path, write_safetensors: Write, write_json: Write
) -> None:
    write_json(tmp_path / "config.json", {**LLAMA, "model_type": "x", "architectures": ["XForCausalLM"]})
    with pytest.raises(Undecided, match="no formula is known for the architecture XForCausalLM"):
        read_checkpoint(tmp_path)

    size = write_safetensors(tmp_path / "model.safetensors", llama())
    checkpoint = read_checkpoint(tmp_path)
    assert (checkpoint.weights_bytes, checkpoint.model.parameters) == (size, PARAMETERS)
    assert (checkpoint.model.cache, checkpoint.model.architecture) == (None, "XForCausalLM")


def test_layer_types_that_are_not_known_leave_the_cache_unknown(
    tmp_path: Path, write_safetensors: Write, write_json: Write
) -> None:
    write_json(tmp_path / "config.json", {**LLAMA, "layer_types": ["full_attention", "quantum_attention"]})
    with pytest.raises(Undecided, match="what layers of type quantum_attention keep is not known"):
        read_checkpoint(tmp_path)

    write_safetensors(tmp_path / "model.safetensors", llama())
    assert read_checkpoint(tmp_path).model.cache is None


def test_one_file_is_read_with_the_configuration_beside_it(
    tmp_path: Path, write_safetensors: Write, write_json: Write
) -> None:
    size = write_safetensors(tmp_path / "model.safetensors", llama("F16"))

    bare = read_checkpoint(tmp_path / "model.safetensors")
    assert (bare.weights_bytes, bare.model.parameters, bare.precision) == (size, PARAMETERS, "fp16")
    assert bare.model.cache is None

    write_json(tmp_path / "config.json", LLAMA)
    described = read_checkpoint(tmp_path / "model.safetensors")
    assert described.model.cache == (CacheLayers("full", 2, 2 * KV, 2),)


def test_a_folder_for_embeddings_keeps_no_cache(
    tmp_path: Path, write_safetensors: Write, write_json: Write
) -> None:
    write_json(tmp_path / "config.json", LLAMA)
    write_json(tmp_path / "modules.json", {"modules": []})
    write_safetensors(tmp_path / "model.safetensors", llama())

    model = read_checkpoint(tmp_path).model

    assert (model.task, model.cache, model.embedding_width) == ("embedding", (), 64)


def test_a_snapshot_of_the_hub_cache_is_read_through_its_links(
    tmp_path: Path, write_safetensors: Write, write_json: Write
) -> None:
    repository = tmp_path / "models--org--name"
    snapshot = repository / "snapshots" / "abc"
    snapshot.mkdir(parents=True)
    write_json(repository / "blobs" / "1", LLAMA)
    write_safetensors(repository / "blobs" / "2", llama())
    (snapshot / "config.json").symlink_to("../../blobs/1")
    (snapshot / "model.safetensors").symlink_to("../../blobs/2")

    assert read_checkpoint(snapshot).model.parameters == PARAMETERS


def test_what_mistral_publishes_is_read(tmp_path: Path, write_safetensors: Write, write_json: Write) -> None:
    params = {"dim": 64, "n_layers": 2, "hidden_dim": 128, "n_heads": 8, "n_kv_heads": 2, "vocab_size": 1000}
    write_json(tmp_path / "params.json", {**params, "head_dim": 8, "max_seq_len": 4096})
    tensors = {
        "tok_embeddings.weight": ("BF16", (1000, 64)),
        "output.weight": ("BF16", (1000, 64)),
        "norm.weight": ("BF16", (64,)),
    }
    for layer in range(2):
        tensors |= {
            f"layers.{layer}.attention.wk.weight": ("BF16", (KV, 64)),
            f"layers.{layer}.attention.wq.weight": ("BF16", (64, 64)),
        }
    write_safetensors(tmp_path / "consolidated.safetensors", tensors)

    checkpoint = read_checkpoint(tmp_path)

    assert checkpoint.model.cache == (CacheLayers("full", 2, 2 * KV, 2),)
    assert checkpoint.bytes_by_class is not None
    assert (checkpoint.bytes_by_class.head, checkpoint.bytes_by_class.key_value) == (128_000, 2 * 2 * KV * 64)
    assert checkpoint.source == "params.json, consolidated.safetensors"


def test_a_pipeline_is_the_sum_of_its_networks(
    tmp_path: Path, write_safetensors: Write, write_json: Write
) -> None:
    index = {
        "_class_name": "FluxPipeline",
        "transformer": ["diffusers", "FluxTransformer2DModel"],
        "vae": ["diffusers", "AutoencoderKL"],
        "scheduler": ["diffusers", "FlowMatchEulerDiscreteScheduler"],
        "safety_checker": [None, None],
    }
    write_json(tmp_path / "model_index.json", index)
    weights = {"a.weight": ("BF16", (10, 20))}
    write_safetensors(tmp_path / "transformer" / "diffusion_pytorch_model.safetensors", weights)
    with pytest.raises(Undecided, match="the weights of vae"):
        read_checkpoint(tmp_path)

    write_safetensors(tmp_path / "vae" / "diffusion_pytorch_model.safetensors", {"b": ("BF16", (5,))})
    checkpoint = read_checkpoint(tmp_path)
    assert (checkpoint.model.task, checkpoint.model.cache) == ("diffusion", ())
    assert (checkpoint.model.parameters, checkpoint.weights_bytes, checkpoint.precision) == (205, 410, "bf16")
    assert checkpoint.model.recipe["components"] == {"transformer": 200, "vae": 5}


def test_experts_routers_and_shared_experts_are_told_apart(
    tmp_path: Path, write_safetensors: Write, write_json: Write
) -> None:
    config = {
        **LLAMA,
        "architectures": ["Qwen2MoeForCausalLM"],
        "model_type": "qwen2_moe",
        "num_experts": 4,
        "num_experts_per_tok": 2,
        "moe_intermediate_size": 32,
        "shared_expert_intermediate_size": 16,
    }
    write_json(tmp_path / "config.json", config)
    tensors = {name: shape for name, shape in llama().items() if ".mlp." not in name}
    for layer in range(2):
        mlp = f"model.layers.{layer}.mlp"
        for expert in range(4):
            tensors |= {
                f"{mlp}.experts.{expert}.{name}.weight": ("BF16", (32, 64)) for name in ("up", "gate")
            }
            tensors[f"{mlp}.experts.{expert}.down_proj.weight"] = ("BF16", (64, 32))
        tensors[f"{mlp}.gate.weight"] = ("BF16", (4, 64))
        tensors[f"{mlp}.shared_expert.up_proj.weight"] = ("BF16", (16, 64))
    write_safetensors(tmp_path / "model.safetensors", tensors)

    checkpoint = read_checkpoint(tmp_path)

    counts, experts = checkpoint.parameters_by_class, checkpoint.model.experts
    assert counts is not None
    assert counts.experts == 2 * 4 * 3 * 32 * 64
    assert counts.fixed == 5 * 64 + 2 * 4 * 64
    assert experts is not None
    assert (experts.count, experts.per_token, experts.width, experts.layers) == (4, 2, 32, 2)
    assert experts.shared_width == 16


@pytest.mark.parametrize("missing", ["hidden_size", "num_hidden_layers", "num_attention_heads", "vocab_size"])
def test_a_dimension_that_is_not_stated_is_not_guessed(
    tmp_path: Path, write_json: Write, missing: str
) -> None:
    write_json(tmp_path / "config.json", {name: value for name, value in LLAMA.items() if name != missing})

    with pytest.raises(Undecided, match=rf"config\.json does not state {missing}"):
        read_checkpoint(tmp_path)


def test_an_empty_folder_and_a_path_to_nothing_are_undecided(tmp_path: Path) -> None:
    with pytest.raises(Undecided, match=r"holds neither config\.json nor weights"):
        read_checkpoint(tmp_path)
    with pytest.raises(Undecided, match="there is no file or folder nothing"):
        read_checkpoint(tmp_path / "nothing")


def test_an_adapter_is_not_a_model(tmp_path: Path, write_safetensors: Write) -> None:
    write_safetensors(tmp_path / "adapter_model.safetensors", {"a": ("BF16", (2, 2))})

    with pytest.raises(Undecided, match="is an adapter"):
        read_checkpoint(tmp_path)


def test_an_encoder_that_only_calls_itself_bert_is_not_counted_as_one(
    tmp_path: Path, write_json: Write
) -> None:
    config = {
        **LLAMA,
        "architectures": ["BertModel"],
        "model_type": "bert",
        "max_position_embeddings": 512,
        "type_vocab_size": 2,
    }
    write_json(tmp_path / "config.json", config)
    model = read_checkpoint(tmp_path).model
    table = (1000 + 512 + 2) * 64 + 2 * 64
    layer = 4 * (64 * 64 + 64) + 2 * 64 * 128 + 128 + 64 + 4 * 64
    assert (model.parameters, model.cache) == (table + 2 * layer + 64 * 64 + 64, ())

    write_json(tmp_path / "config.json", {**config, "position_embedding_type": "alibi"})
    with pytest.raises(Undecided, match="parameters cannot be counted"):
        read_checkpoint(tmp_path)
