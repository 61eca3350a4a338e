"""How long reading the weights takes, against what was measured."""

import pytest

from modelspec_lint.knowledge_base import Declaration, KnowledgeBase, estimate_load_time, memory_request


def load(model, precision, **parts):
    declaration = Declaration(
        model=model, accelerator="a100-sxm4-80gb", engine="vllm", precision=precision, **parts
    )
    return estimate_load_time(memory_request(declaration, KnowledgeBase.load()))


@pytest.mark.parametrize(
    ("model", "seconds"),
    # vLLM's default loader, local NVMe, one A100: https://github.com/vllm-project/vllm/pull/10647
    [("meta-llama/Llama-2-7b-hf", 7.29), ("meta-llama/Llama-2-13b-hf", 16.04)],
)
def test_what_was_measured_from_a_local_disk_is_near_the_expected_time(model, seconds):
    estimate = load(model, "fp16")
    assert estimate.expected == pytest.approx(seconds, rel=0.15)
    assert estimate.low < seconds < estimate.high


def test_from_a_shared_file_system_it_is_within_the_interval():
    # 894 GiB of Qwen3-Coder-480B in bf16 from Amazon EFS in 43 min
    # https://github.com/modelplaneai/modelplane/issues/204
    estimate = load("Qwen/Qwen3-Coder-480B-A35B-Instruct", "bf16", count=16)
    assert estimate.expected < 43 * 60 < estimate.high


def test_parallelism_changes_nothing_and_narrower_weights_do():
    one = load("meta-llama/Llama-2-13b-hf", "fp16")
    assert load("meta-llama/Llama-2-13b-hf", "fp16", count=4) == one
    assert load("meta-llama/Llama-2-13b-hf", "int4").expected < one.expected / 2
