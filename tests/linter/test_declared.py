"""What a spec asks of the arithmetic, where its fields leave a thing open."""

import pytest
import yaml

from modelspec_lint.knowledge_base import KnowledgeBase, Undecided, estimate_memory
from modelspec_lint.linter.deployment import Deployment
from modelspec_lint.linter.document import read_source
from modelspec_lint.linter.testing import merge

KNOWLEDGE = KnowledgeBase.load()


def request(fragment):
    text = merge(yaml.safe_dump(fragment))
    return Deployment(read_source("x.modelspec.yaml", text.encode()).documents[0], KNOWLEDGE).memory_request


def spec(model=None, count=8, type="h100-sxm5-80gb", variables=None, annotations=None):
    return {
        "metadata": {"annotations": annotations or {}},
        "spec": {
            "identity": {"model": {"id": "meta-llama/Llama-3.1-8B-Instruct", **(model or {})}},
            "runtime": {
                "accelerator": {"count": count, "type": type},
                "environment": {"variables": variables or {}},
            },
        },
    }


@pytest.mark.parametrize(
    ("variables", "annotations", "parallel"),
    [
        ({}, {}, (8, 1)),
        ({}, {"modelspec-lint/tensor-parallel": "2"}, (2, 1)),
        ({}, {"modelspec-lint/pipeline-parallel": "2"}, (4, 2)),
        ({"TENSOR_PARALLEL_SIZE": "4"}, {}, (4, 1)),
        ({"VLLM_ARGS": "--data-parallel-size 8"}, {}, (1, 1)),
        ({"VLLM_ARGS": "-dp=4"}, {}, (2, 1)),
        ({"TENSOR_PARALLEL_SIZE": "4"}, {"modelspec-lint/tensor-parallel": "8"}, (8, 1)),
    ],
)
def test_parallelism_is_what_is_declared_and_else_the_count(variables, annotations, parallel):
    asked = request(spec(variables=variables, annotations=annotations))
    assert (asked.tensor_parallel, asked.pipeline_parallel) == parallel


@pytest.mark.parametrize(
    ("model", "variables", "precisions"),
    [
        ({"precision": "bf16"}, {}, ["bf16"]),
        ({"precision": None}, {}, ["bf16"]),
        ({"precision": "fp32"}, {}, ["fp32"]),
        ({"precision": "fp8"}, {}, ["fp8"]),
        ({"id": "deepseek-v3", "precision": "bf16"}, {}, ["fp8", "bf16"]),
        ({"id": "TheBloke/Llama-2-13B-chat-AWQ", "precision": "fp16"}, {}, ["awq", "fp16"]),
        ({"precision": "bf16"}, {"QUANTIZATION": "fp8"}, ["fp8", "bf16"]),
    ],
)
def test_weights_may_have_the_declared_format_or_the_published_one(model, variables, precisions):
    asked = request(spec(model=model, variables=variables))
    assert [each.id for each in asked.precisions] == precisions


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"variables": {"CPU_OFFLOAD_GB": "80"}}, "offloaded to the host"),
        ({"variables": {"VLLM_CONFIG": "/etc/vllm.yaml"}}, "a file of its own"),
        ({"variables": {"MAX_MODEL_LEN": "auto"}}, "no whole number"),
        ({"variables": {"QUANTIZATION": "house-format"}}, "quantises the weights in a way that is not known"),
        ({"annotations": {"modelspec-lint/tensor-parallel": "two"}}, "cannot be read"),
        ({"model": {"id": "acme/nobody-knows"}}, "is not known"),
        ({"type": "A800"}, "may be a variant that is not known"),
        ({"type": "quantum-9000"}, "is not known"),
    ],
)
def test_what_is_open_is_undecided_and_not_a_default(changes, reason):
    fragment = spec(**{"count": 1, **changes})
    if "batch" not in fragment["spec"]["runtime"]:
        fragment["spec"]["runtime"]["batch"] = {"maxSequenceLengthTokens": None}
    with pytest.raises(Undecided, match=reason):
        request(fragment)


def test_data_parallel_attention_repeats_no_weights():
    sglang = {"framework": "sglang"}
    attention = request(spec(model=sglang, variables={"ARGS": "--dp 8 --enable-dp-attention"}))
    replicas = request(spec(model=sglang, variables={"ARGS": "--dp 8"}))
    assert (attention.tensor_parallel, replicas.tensor_parallel) == (8, 1)


def test_an_instance_type_that_holds_a_part_of_an_accelerator_cuts_its_memory():
    def visible(instance, count=1):
        fragment = spec(type="l4-24gb", count=count)
        fragment["spec"]["governance"] = {"cost": {"pricingHints": {"instanceType": instance}}}
        return request(fragment)

    assert visible("g6f.xlarge").fraction == 0.125
    assert visible("g6.xlarge").fraction == 1
    assert visible("g6f.xlarge", count=2).fraction == 1
    assert visible("g5.xlarge").fraction == 1
    memory = estimate_memory(visible("g6f.xlarge"))
    assert memory.visible.expected == pytest.approx(2.755, abs=0.05)  # 2861 MiB by the EC2 API
    assert memory.largest == pytest.approx(2.8125)
