"""``modelspec fit --jsonl``: one answer a line, whatever the line."""

from __future__ import annotations

import json
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from modelspec_lint.knowledge_base import KnowledgeBase
from modelspec_lint.linter.cli import main
from modelspec_lint.linter.fit.jsonl import KEYS, answer, answers

KNOWLEDGE = KnowledgeBase.load()
LLAMA = {
    "model": "meta-llama/Llama-3.1-8B-Instruct",
    "accelerator": "NVIDIA H100 80GB",
    "engine": "vllm",
    "engine_version": "0.19.0",
    "max_sequence_length": 8192,
    "max_num_seqs": 1024,
    "max_batched_tokens": 8192,
    "gpu_memory_utilization": 0.9,
    "device_memory_gib": 79.19,
}


def ask(**changes: Any) -> dict[str, Any]:
    return answer({**LLAMA, **changes}, KNOWLEDGE)


def test_a_server_that_states_its_flags_is_answered_as_its_log_says():
    # llm-d-planner, accuracy/results/v0.19.0: 14.99 GiB of weights, 1.88 GiB of activations at 0.9
    found = ask()
    assert found["status"] == "ok"
    assert found["starts"] is True
    assert found["weights_gib"]["expected"] == pytest.approx(14.99, abs=0.005)
    assert found["activation_gib"]["expected"] == pytest.approx(1.88, abs=0.02)
    assert found["kv_cache_tokens"]["expected"] == pytest.approx(
        found["kv_cache_gib"]["expected"] * 2**30 / 131072, rel=1e-6
    )
    assert found["slots"]["expected"] == found["kv_cache_tokens"]["expected"] // 8192


def test_what_cannot_start_is_said_so():
    assert (
        ask(accelerator="NVIDIA L4", device_memory_gib=22.04, max_sequence_length=131072)["starts"] is False
    )


def test_an_unknown_device_leaves_the_weights_known():
    found = ask(accelerator="quantum-9000", device_memory_gib=None)
    assert (found["status"], found["starts"]) == ("undecided", None)
    assert found["reason"] == "the accelerator 'quantum-9000' is not known"
    assert found["weights_gib"]["expected"] == pytest.approx(14.99, abs=0.005)
    assert found["kv_cache_gib"] is None


def test_a_cache_of_which_no_formula_is_known_leaves_the_sum_known():
    found = ask(model="deepseek-ai/DeepSeek-V4-Flash", tensor_parallel=4)
    assert found["status"] == "ok"
    assert found["kv_cache_gib"]["expected"] > 10
    assert found["kv_cache_tokens"] is None
    assert "lays out its KV cache is not known" in found["reason"]


def test_remarks_in_names_do_no_harm():
    plain, remarked = ask(), ask(engine="vllm (NVIDIA NIM)", accelerator="NVIDIA H100 80GB (SXM)")
    assert remarked == plain


def test_the_engines_limit_of_sequences_goes_before_the_batch():
    assert ask(max_batch_size=8) == ask()
    assert ask(max_num_seqs=None, max_batch_size=1024) == ask()


def test_a_format_that_the_models_name_carries_goes_before_a_looser_word():
    model = "RedHatAI/Meta-Llama-3.1-8B-Instruct-quantized.w8a8"
    assert ask(model=model, precision="compressed-tensors")["precisions"] == ["w8a8"]
    assert ask(model="Qwen/Qwen2.5-7B-Instruct-AWQ", precision="int4")["precisions"] == ["awq"]


def test_speed_is_answered_where_the_tokens_are_said():
    assert "request_ms" not in ask()
    found = ask(input_tokens=1024, output_tokens=128)
    for name in ("time_to_first_token_ms", "time_per_output_token_ms", "request_ms"):
        band = found[name]
        assert 0 < band["floor"] <= band["never_seen"] <= band["expected"] <= band["high"]
    assert found["requests_per_second"]["bound"] >= found["requests_per_second"]["expected"] > 0


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"count": 0}, "count is no number above 0 and at most 1e+12"),
        ({"count": 1.5}, "count is no whole number of at least 1"),
        ({"count": True}, "count is no number above 0 and at most 1e+12"),
        ({"count": 10**400}, "count is no number above 0 and at most 1e+12"),
        ({"model": 7}, "model is no text"),
        ({"enforce_eager": "yes"}, "enforce_eager is neither true nor false"),
        ({"gpu_memory_utilization": 90}, "gpu_memory_utilization is no number above 0 and at most 1"),
        ({"max_sequence_length": "many"}, "max_sequence_length is no number"),
        ({"kv_cache_dtype": "nvfp4_ds_mla"}, "the type 'nvfp4_ds_mla' of the KV cache is not known"),
        ({"model": ""}, "no model is declared"),
    ],
)
def test_a_value_that_will_not_do_is_told(changes: dict[str, Any], reason: str):
    found = ask(**changes)
    assert (found["status"], found["reason"], found["starts"]) == ("undecided", reason, None)


def test_numbers_may_be_texts_and_keys_that_mean_nothing_are_listed():
    found = ask(max_sequence_length="8192", note="x", max_seqence_length=1)
    assert found.pop("ignored") == ["note", "max_seqence_length"]
    assert found == ask()


def test_every_line_has_its_answer_in_order():
    lines = [json.dumps(LLAMA), "", "not json", "[1]", "{}", '{"model": NaN}', "[" * 100_000]
    found = [json.loads(each) for each in answers(lines, KNOWLEDGE)]
    assert [each["status"] for each in found] == ["ok", *["undecided"] * 5]
    assert found[1]["reason"].startswith("not JSON: ")
    assert found[2]["reason"].startswith("a request is an object")
    assert found[5]["reason"] == "a request of 100,000 characters is not read"


anything = (
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=30) | st.lists(st.integers())
)


@given(st.dictionaries(st.sampled_from(KEYS) | st.text(max_size=8), anything))
def test_no_request_makes_it_stumble(request: dict[str, Any]):
    found = answer({**LLAMA, **request}, KNOWLEDGE)
    assert found["status"] in {"ok", "undecided"}
    json.dumps(found, allow_nan=False)


def test_the_command_reads_standard_input_and_writes_a_file(tmp_path):
    written = tmp_path / "answers.jsonl"
    result = CliRunner().invoke(
        main, ["fit", "--jsonl", "-", "--output", str(written)], input=json.dumps(LLAMA) + "\n\n{}\n"
    )
    assert (result.exit_code, result.output) == (0, "")
    assert [json.loads(each)["status"] for each in written.read_text().splitlines()] == ["ok", "undecided"]
    printed = CliRunner().invoke(main, ["fit", "--jsonl", "-"], input=json.dumps(LLAMA))
    assert printed.output == written.read_text().splitlines()[0] + "\n"


def test_a_spec_beside_requests_is_a_usage_error():
    result = CliRunner().invoke(main, ["fit", "x.yaml", "--jsonl", "-"], input="{}")
    assert result.exit_code == 2
    assert "--jsonl holds the requests: it takes no SPEC" in result.output
