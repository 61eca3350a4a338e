import pytest

from modelspec_lint.linter.testing import brief, lint_fragment
from modelspec_lint.rules.identity.env_contradicts_spec import env_contradicts_spec


def judged(
    variables, *, framework="vllm", id=None, precision="bf16", count=1, type="a100-sxm4-80gb", notes=""
):
    vendor = "amd" if type.startswith("mi") else "nvidia"
    named = f", id: {id!r}" if id else ""
    fragment = (
        f"{{metadata: {{annotations: {{{notes}}}}}, spec: {{"
        f"identity: {{model: {{framework: {framework}, precision: {precision}{named}}}}}, "
        f"runtime: {{accelerator: {{vendor: {vendor}, type: {type}, count: {count}}}, "
        f"environment: {{variables: {{{variables}}}}}}}}}}}"
    )
    return lint_fragment(fragment, env_contradicts_spec)


def messages(*args, **parts):
    return [each.message for each in judged(*args, **parts)]


def test_another_length_is_an_error_at_the_variable_with_the_field_beside_it():
    (verdict,) = judged('MAX_MODEL_LEN: "4096"')
    assert brief([verdict]) == [
        "24:24 error[MS318] MAX_MODEL_LEN sets the longest sequence to 4096, but maxSequenceLengthTokens "
        "is 8192."
    ]
    assert [(each.message, each.span.line) for each in verdict.related] == [("what the spec declares", 21)]


@pytest.mark.parametrize(
    ("variables", "framework", "message"),
    [
        (
            'VLLM_ARGS: "--max-num-seqs 256"',
            "vllm",
            "VLLM_ARGS sets the batch to 256, but maxBatchSize is 32.",
        ),
        (
            'MAX_TOTAL_TOKENS: "2048"',
            "tgi",
            "MAX_TOTAL_TOKENS sets the longest sequence to 2048, but maxSequenceLengthTokens is 8192.",
        ),
        (
            'LLAMA_ARG_CTX_SIZE: "4096"',
            "llama.cpp",
            "LLAMA_ARG_CTX_SIZE sets the longest sequence to 4096, but maxSequenceLengthTokens is 8192.",
        ),
        ("DTYPE: half", "vllm", "DTYPE sets the type to half, but the precision is bf16."),
        (
            "MODEL_ID: Qwen/Qwen2.5-7B-Instruct",
            "vllm",
            "MODEL_ID makes the engine load Qwen/Qwen2.5-7B-Instruct, but the spec names "
            "meta-llama/Meta-Llama-3-8B-Instruct.",
        ),
    ],
)
def test_limits_types_and_models_are_compared(variables, framework, message):
    found = judged(variables, framework=framework)
    assert [(each.severity.label, each.message) for each in found] == [("error", message)]


@pytest.mark.parametrize(
    ("variables", "note", "message"),
    [
        (
            'TENSOR_PARALLEL_SIZE: "2"',
            'modelspec-lint/tensor-parallel: "4"',
            "TENSOR_PARALLEL_SIZE sets tensor parallelism to 2, but the annotation says 4.",
        ),
        (
            'GPU_MEMORY_UTILIZATION: "0.85"',
            'modelspec-lint/gpu-memory-utilization: "0.9"',
            "GPU_MEMORY_UTILIZATION sets the share of memory to 0.85, but the annotation says 0.9.",
        ),
        (
            'MAX_NUM_BATCHED_TOKENS: "2048"',
            'modelspec-lint/max-batched-tokens: "8192"',
            "MAX_NUM_BATCHED_TOKENS sets the tokens of a step to 2048, but the annotation says 8192.",
        ),
        (
            "KV_CACHE_DTYPE: fp8_e5m2",
            "modelspec-lint/kv-cache-dtype: bf16",
            "KV_CACHE_DTYPE keeps the KV cache in fp8, but the annotation says bf16.",
        ),
    ],
)
def test_annotations_are_compared(variables, note, message):
    assert messages(variables, notes=note, count=4) == [message]


def test_more_parts_than_accelerators_are_an_error():
    assert messages('TENSOR_PARALLEL_SIZE: "4"', count=2) == [
        "TENSOR_PARALLEL_SIZE cuts the model over 4 accelerators, but the count is 2."
    ]
    assert messages('TENSOR_PARALLEL_SIZE: "2"', count=4) == []


def test_annotations_that_say_the_same_are_silent():
    assert messages("KV_CACHE_DTYPE: fp8_e5m2", notes="modelspec-lint/kv-cache-dtype: fp8") == []
    assert messages("KV_CACHE_DTYPE: auto", notes="modelspec-lint/kv-cache-dtype: fp8") == []
    assert (
        messages('GPU_MEMORY_UTILIZATION: "90"', notes='modelspec-lint/gpu-memory-utilization: "0.9"') == []
    )
    assert (
        messages('GPU_MEMORY_UTILIZATION: "0.90"', notes='modelspec-lint/gpu-memory-utilization: "0.9"') == []
    )


def test_fewer_visible_accelerators_than_the_count_are_an_error():
    found = judged('CUDA_VISIBLE_DEVICES: "0,1"', count=4)
    assert [(each.severity.label, each.message) for each in found] == [
        ("error", "CUDA_VISIBLE_DEVICES shows 2 accelerators to the engine, but the count is 4.")
    ]


def test_more_visible_accelerators_than_the_count_are_a_warning():
    found = judged('CUDA_VISIBLE_DEVICES: "0,1,2,3"', count=2)
    assert [(each.severity.label, each.message) for each in found] == [
        ("warning", "CUDA_VISIBLE_DEVICES shows 4 accelerators to the engine, but the count is 2.")
    ]


def test_no_visible_accelerator_is_an_error():
    assert messages('CUDA_VISIBLE_DEVICES: "-1"') == [
        "CUDA_VISIBLE_DEVICES shows 0 accelerators to the engine, but the count is 1."
    ]


@pytest.mark.parametrize(
    ("variables", "type", "count"),
    [
        ('CUDA_VISIBLE_DEVICES: "2,3"', "a100-sxm4-80gb", 2),
        ('CUDA_VISIBLE_DEVICES: "GPU-8932f937-d72c-4106-c12f-20bd9faed9f6"', "a100-sxm4-80gb", 1),
        ("NVIDIA_VISIBLE_DEVICES: all", "a100-sxm4-80gb", 4),
        ('CUDA_VISIBLE_DEVICES: ""', "a100-sxm4-80gb", 4),
        ('CUDA_VISIBLE_DEVICES: "$(DEVICES)"', "a100-sxm4-80gb", 4),
        ('CUDA_VISIBLE_DEVICES: "0"', "mi300x", 4),  # not the variable of that driver
        ('HIP_VISIBLE_DEVICES: "0,1,2,3"', "mi300x", 4),
        ('CUDA_VISIBLE_DEVICES: "0"', "no-such-thing", 4),
    ],
)
def test_lists_that_fit_and_those_that_say_nothing_are_silent(variables, type, count):
    assert messages(variables, type=type, count=count) == []


def test_another_format_of_the_same_weights_is_the_same_model():
    told = "MODEL_ID: nvidia/Llama-3.1-8B-Instruct-FP8"
    assert messages(told, id="meta-llama/Llama-3.1-8B-Instruct") == []


def test_parts_are_compared_of_models_that_are_not_known_too():
    assert messages('NUM_SHARD: "8"', framework="tgi", id="acme/own", count=4) == [
        "NUM_SHARD cuts the model over 8 accelerators, but the count is 4."
    ]


def test_weights_quantised_below_the_declared_precision_are_a_warning():
    found = judged("QUANTIZE: bitsandbytes-nf4", framework="tgi")
    assert [(each.severity.label, each.message) for each in found] == [
        ("warning", "QUANTIZE sets quantisation to bitsandbytes-nf4, but the precision is bf16.")
    ]


@pytest.mark.parametrize(
    ("variables", "parts"),
    [
        ('MAX_MODEL_LEN: "8192"', {}),
        ("MAX_MODEL_LEN: auto", {}),
        ('MAX_MODEL_LEN: "$(CONTEXT)"', {}),
        ('LLAMA_ARG_CTX_SIZE: "65536"', {"framework": "llama.cpp"}),  # shared by the slots
        ("DTYPE: auto", {}),
        ("DTYPE: bfloat16", {}),
        ("DTYPE: half", {"precision": "awq"}),  # what 4-bit weights are multiplied in
        ("QUANTIZATION: awq", {"precision": "int4"}),
        ("QUANTIZATION: fp8", {"precision": "fp8"}),
        ("MODEL_ID: /models/llama", {}),
        ("MODEL_NAME: chat", {}),
        ("MODEL_ID: hf-mirror/Meta-Llama-3-8B-Instruct", {}),
        ('TENSOR_PARALLEL_SIZE: "2"', {"count": 4}),
        ("HF_HOME: /cache", {}),
        ('MAX_MODEL_LEN: "4096"', {"framework": "no-such-engine"}),
    ],
)
def test_values_that_agree_and_those_that_say_nothing_are_silent(variables, parts):
    assert messages(variables, **parts) == []
