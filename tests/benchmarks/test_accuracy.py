"""The accuracy benchmark itself: how rows are read, compared, explained and written down."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from benchmarks.accuracy.__main__ import main
from benchmarks.accuracy.distribution import Comparison, distribution, quantile
from benchmarks.accuracy.explanation import misses
from benchmarks.accuracy.latency import evaluate as evaluate_latency
from benchmarks.accuracy.memory import engine_band, evaluate, kind
from benchmarks.accuracy.rows import LeftOut, read_rows, request_of
from benchmarks.accuracy.targets import latency_targets
from modelspec_lint.knowledge_base import KnowledgeBase

ROW: dict[str, Any] = {
    "engine": "vllm",
    "engine_version": "0.19.0",
    "model_id": "meta-llama/Llama-3.1-8B-Instruct",
    "gpu": "NVIDIA H100 80GB",
    "gpu_total_gib": 79.19,
    "num_gpus": 1,
    "tensor_parallel": 1,
    "gpu_memory_utilization": 0.95,
    "max_model_len": 8192,
    "max_num_seqs": 1024,
    "max_num_batched_tokens": 8192,
    "observed_weights_gib_per_gpu": 14.99,
    "observed_kv_cache_gib_per_gpu": 58.11,
    "observed_kv_cache_tokens": 476016,
    "outcome": "started",
}


def test_a_row_is_put_in_the_names_of_the_flags():
    assert request_of({**ROW, "kv_cache_dtype": "fp8_e4m3", "quantization": "fp8 block"}) == {
        "model": "meta-llama/Llama-3.1-8B-Instruct",
        "accelerator": "NVIDIA H100 80GB",
        "count": 1,
        "precision": "fp8",
        "engine": "vllm",
        "engine_version": "0.19.0",
        "max_sequence_length": 8192,
        "max_batch_size": 1024,
        "tensor_parallel": 1,
        "kv_cache_dtype": "fp8",
        "gpu_memory_utilization": 0.95,
        "max_batched_tokens": 8192,
        "device_memory_gib": 79.19,
    }


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"doubtful": True}, "marked doubtful where it was collected"),
        ({"model_id": "Qwen 27B (release not stated)"}, "the source does not say which model"),
        ({"gpu": None, "gpu_total_gib": None}, "the source names no GPU"),
    ],
)
def test_a_row_that_does_not_tell_what_ran_is_left_out_with_its_reason(
    change: dict[str, Any], reason: str, tmp_path: Path
) -> None:
    file = tmp_path / "rows.jsonl"
    file.write_text(json.dumps({**ROW, **change}) + "\n", encoding="utf-8")

    (row,) = read_rows(file)

    assert request_of(row) == LeftOut(reason)


def test_null_means_the_same_as_absent(tmp_path: Path) -> None:
    file = tmp_path / "rows.jsonl"
    file.write_text(json.dumps({**ROW, "kv_cache_dtype": None, "doubtful": False}) + "\n\n", encoding="utf-8")

    assert request_of(read_rows(file)[0]) == request_of(ROW)


def test_a_model_that_no_catalogue_holds_counts_as_undecided_not_as_left_out():
    accuracy = evaluate([{**ROW, "model_id": "nobody/Unheard-Of-9B"}], KnowledgeBase.load())

    assert accuracy.left_out.total() == 0
    assert dict(accuracy.undecided) == {"the model 'nobody/Unheard-Of-9B' is not known": 1}
    assert accuracy.decided == ()


def test_a_row_is_compared_term_by_term():
    (judged,) = evaluate([ROW], KnowledgeBase.load()).judged

    assert [each.term for each in judged.comparisons] == ["weights", "KV cache, GiB", "KV cache, tokens"]
    assert kind(judged) == "dense"
    assert engine_band(judged) == "vLLM 0.17 to 0.20"
    assert judged.right is True


def test_an_error_is_relative_to_what_was_measured_and_rounding_does_not_make_a_miss():
    one = Comparison("weights", 14.99, 14.993, 15.29, 15.3, resolution=0.005)

    assert one.error == pytest.approx(0.30 / 14.99)
    assert one.inside
    assert not Comparison("weights", 14.99, 14.997, 15.29, 15.3, resolution=0.005).inside


def test_quantiles_lie_between_the_values_around_them():
    assert quantile([1.0, 2.0, 3.0, 5.0], 0.5) == 2.5
    assert quantile([4.0], 0.95) == 4.0
    assert distribution([]) is None


def test_a_miss_says_which_term_of_the_budget_made_it():
    row = {**ROW, "observed_activation_gib": 9.37, "observed_kv_cache_gib_per_gpu": 50.6}

    found = [each for each in misses(evaluate([row], KnowledgeBase.load())) if each.comparison]

    (cache,) = (each for each in found if each.comparison and each.comparison.term == "KV cache, GiB")
    assert any(
        reason.startswith("expected less measured, GiB: activation peak -7.") for reason in cache.reasons
    )


def test_a_wrong_outcome_is_told_with_the_words_of_the_source():
    row = {**ROW, "outcome": "refused: free memory on startup (60.85/79.19 GiB) less than desired"}

    (miss,) = misses(evaluate([row], KnowledgeBase.load()))

    assert miss.comparison is None
    assert "something else held memory on that GPU, which no declaration tells" in miss.reasons


def test_other_measurements_are_judged_by_the_same_command(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file, nothing = tmp_path / "rows.jsonl", tmp_path / "nothing.jsonl"
    file.write_text(json.dumps(ROW) + "\n", encoding="utf-8")
    nothing.write_text("", encoding="utf-8")

    assert main(["--memory", str(file), "--latency", str(nothing), "--no-peers"]) == 0

    assert "met   rows decided: 100.0% (at least 90%), 1" in capsys.readouterr().out


def test_latency_targets_count_what_they_are_about():
    row = {
        "engine": "vllm",
        "model": "meta-llama/Meta-Llama-3-8B-Instruct",
        "precision_weights": "bf16",
        "gpu": "H100-SXM-80GB",
        "num_gpus": 1,
        "tp": 1,
        "pp": 1,
        "input_tokens": 128,
        "output_tokens": 128,
        "concurrency_or_batch": 1,
        "tpot_p50_ms": 7.0,
    }
    beats_physics = {
        **row,
        "tpot_p50_ms": 0.5,
        "band_excluded": True,
        "quality_flags": ["exceeds_physical_bound"],
    }

    targets = list(latency_targets(evaluate_latency([row, beats_physics], KnowledgeBase.load())))

    assert [(each.measured, each.rows, each.met) for each in targets[:3]] == [
        ("0", 1, True),
        ("1", 1, True),
        ("0.00%", 1, True),
    ]
