"""Other estimators: what they are given to read, and how their answers are counted."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from benchmarks.accuracy.memory import evaluate
from benchmarks.accuracy.peers.checkpoint import config, write_checkpoint
from benchmarks.accuracy.peers.comparison import Standing, comparable, question
from benchmarks.accuracy.peers.environment import DRIVERS, PEERS, Peer, ask, installed
from modelspec_lint.knowledge_base import KnowledgeBase

ROW = {
    "engine": "vllm",
    "engine_version": "0.19.0",
    "model_id": "meta-llama/Llama-3.1-8B-Instruct",
    "gpu": "NVIDIA H100 80GB",
    "gpu_total_gib": 79.19,
    "num_gpus": 2,
    "tensor_parallel": 2,
    "gpu_memory_utilization": 0.95,
    "max_model_len": 8192,
    "outcome": "started",
}


def test_the_header_of_a_checkpoint_adds_up_to_the_file(tmp_path: Path) -> None:
    model = KnowledgeBase.load().models.get("meta-llama/Llama-3.1-8B-Instruct")

    write_checkpoint(model, tmp_path)

    with (tmp_path / "model.safetensors").open("rb") as file:
        length = int.from_bytes(file.read(8), "little")
        header = json.loads(file.read(length))
    ends = [each["data_offsets"][1] for name, each in header.items() if name != "__metadata__"]
    assert max(ends) == 2 * 8_030_261_248
    assert (tmp_path / "model.safetensors").stat().st_size == 8 + length + max(ends)


def test_a_config_has_the_names_that_estimators_read():
    found = config(KnowledgeBase.load().models.get("Qwen/Qwen3-30B-A3B"))

    assert found["model_type"] == "qwen3_moe"
    assert found["num_key_value_heads"] == 4
    assert found["num_experts"] == 128
    assert found["moe_intermediate_size"] == 768
    assert "kv_lora_rank" not in found


def test_layers_that_slide_are_told_from_those_that_do_not():
    found = config(KnowledgeBase.load().models.get("google/gemma-2-9b-it"))

    assert found["sliding_window"] == 4096
    assert sorted(found["layer_types"]) == ["full_attention"] * 21 + ["sliding_attention"] * 21


def test_only_rows_with_16_bit_weights_are_put_to_others(tmp_path: Path) -> None:
    rows = [ROW, {**ROW, "quantization": "fp8"}, {**ROW, "model_id": "openai/gpt-oss-20b"}]

    chosen = comparable(evaluate(rows, KnowledgeBase.load()))

    assert [each.line for each in chosen] == [1]
    asked = question(chosen[0], tmp_path)
    assert (asked["tensor_parallel"], asked["memory_gib"], asked["kv"]) == (2, 79.19, "auto")
    assert Path(asked["folder"], "config.json").exists()


def test_a_refusal_of_a_server_that_ran_is_counted_apart():
    standing = Standing("other")

    standing.add({"weights_gib": 10.0}, {"weights_gib": 11.0, "starts": False}, True)
    standing.add({"weights_gib": 10.0}, {"error": "no such model"}, True)

    assert standing.spread("weights_gib") == (1, pytest.approx(0.1), pytest.approx(0.1))
    assert (standing.answered, standing.right, standing.wrong, standing.falsely_refused) == (1, 0, 1, 1)
    assert dict(standing.silent) == {"no such model": 1}


def test_an_estimator_that_cannot_be_loaded_answers_with_its_last_words(tmp_path: Path) -> None:
    peer = Peer("absent", ("absent==1",), "ask_ridgepoint.py", "")
    interpreter = tmp_path / "absent" / "bin" / "python"
    interpreter.parent.mkdir(parents=True)
    interpreter.symlink_to(sys.executable)

    assert installed(peer, tmp_path)
    (answer,) = ask(peer, tmp_path, [{"model": "any"}])
    assert answer == {"error": "ModuleNotFoundError: No module named 'ridgepoint'"}


def test_every_estimator_has_its_driver_and_a_pinned_version():
    for peer in PEERS:
        assert (DRIVERS / peer.driver).exists()
        assert peer.version[0].isdigit()
