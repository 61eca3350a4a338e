import pytest

from modelspec_lint.linter.testing import brief, lint_fragment, lint_text, merge
from modelspec_lint.rules.memory.weights_exceed_memory import weights_exceed_memory

A10 = "The weights need 131.4 GiB, one NVIDIA A10 offers at most 23.2 GiB."


def spec(model="llama-3-70b-instruct", precision="bf16", engine="vllm", type="nvidia-a10", count=1):
    return (
        f"spec: {{identity: {{model: {{id: {model}, precision: {precision}, framework: {engine}}}}}, "
        f"runtime: {{accelerator: {{type: {type}, count: {count}}}}}}}"
    )


def judged(**parts):
    return lint_fragment(spec(**parts), weights_exceed_memory)


def test_weights_that_do_not_fit_are_an_error_at_the_accelerators_type():
    (verdict,) = judged()
    assert brief([verdict]) == [f"16:13 error[MS201] {A10}"]
    assert verdict.span.end_column == 23
    assert [(each.message, each.span.line, each.span.column) for each in verdict.related] == [
        ("70.6 billion parameters", 8, 11),
        ("16 bits each", 12, 18),
        ("not shared", 17, 14),
    ]
    assert [each.name for each in verdict.evidence] == ["weights", "usable"]
    assert verdict.help[0] == "8 x a10-24gb"


def test_each_of_several_accelerators_holds_its_share():
    assert brief(judged(count=2)) == [
        "16:13 error[MS201] The weights need 65.7 GiB on each of 2 accelerators, one NVIDIA A10 offers "
        "at most 23.2 GiB."
    ]
    assert judged(count=8) == ()


def test_the_place_is_right_in_flow_style():
    text = merge(spec()).replace("      type: nvidia-a10\n      count: 1\n", "")
    text = text.replace(
        "accelerator:\n      vendor: nvidia", "accelerator: {vendor: nvidia, type: nvidia-a10, count: 1}"
    )
    assert brief(lint_text(text, weights_exceed_memory).verdicts) == [f"14:41 error[MS201] {A10}"]


@pytest.mark.parametrize("engine", ["llama.cpp", "transformers", "ray-serve", "nim-operator", "homegrown"])
def test_engines_that_spill_wrap_or_are_not_known_get_a_warning(engine):
    assert [each.severity.label for each in judged(engine=engine)] == ["warning"]


@pytest.mark.parametrize(("memory", "severity"), [(64, "warning"), (192, "note")])
def test_what_the_declared_memory_of_the_host_holds_is_meant_to_spill(memory, severity):
    host = f"{spec(engine='transformers')[:-2]}, resources: {{memoryGb: {memory}}}}}}}"
    assert [each.severity.label for each in lint_fragment(host, weights_exceed_memory)] == [severity]
    host = host.replace("transformers", "vllm")
    assert [each.severity.label for each in lint_fragment(host, weights_exceed_memory)] == ["error"]


def test_an_engine_that_is_not_known_to_do_the_task_gets_a_warning():
    task = spec().replace("framework", "task: text-to-image, framework")
    assert [each.severity.label for each in lint_fragment(task, weights_exceed_memory)] == ["warning"]


def test_engines_that_spread_layers_use_the_memory_of_all_accelerators():
    assert judged(engine="transformers", type="a100-sxm4-80gb", count=2) == ()


def test_a_copy_of_open_format_is_judged_by_four_bits():
    assert [each.severity.label for each in judged(precision="null")] == ["error"]
    assert [each.severity.label for each in judged(precision="null", type="a100-sxm4-80gb")] == ["warning"]


@pytest.mark.parametrize("engine", ["vllm", "sglang"])
def test_weights_in_single_precision_are_halved_by_engines_that_do_so(engine):
    large = {"model": "Alibaba-NLP/gte-Qwen2-7B-instruct", "engine": engine, "type": "nvidia-a10g"}
    assert judged(precision="null", **large) == ()
    assert [each.severity.label for each in judged(precision="fp32", **large)] == ["error"]


def test_a_precision_that_is_left_to_the_engine_is_not_declared():
    for type in ("nvidia-a10", "a100-sxm4-80gb"):
        (left,), (absent,) = judged(precision="auto", type=type), judged(precision="null", type=type)
        assert (left.severity, left.message) == (absent.severity, absent.message)


def test_the_published_repository_has_its_published_format():
    (verdict,) = judged(model="meta-llama/Meta-Llama-3-70B-Instruct", precision="null", type="a100-sxm4-80gb")
    assert verdict.severity.label == "error"


@pytest.mark.parametrize("accelerator", ["a100-sxm4-80gb", "l4"])
def test_an_artifact_that_names_a_smaller_format_is_what_is_loaded(accelerator):
    found = lint_fragment(
        "spec: {identity: {model: {id: llama-3-70b-instruct, "
        "artifacts: {modelUri: 'hf://casperhansen/llama-3-70b-instruct-awq'}}}, "
        f"runtime: {{accelerator: {{type: {accelerator}}}}}}}",
        weights_exceed_memory,
    )
    assert [each.message.partition(", one")[0] for each in found] == (
        ["The weights need at least 33.6 GiB"] if accelerator == "l4" else []
    )


def test_weights_are_what_the_environment_makes_of_them_at_load():
    fragment = spec(type="a100-sxm4-80gb")[:-2] + ", environment: {variables: {ARGS: --quantization fp8}}}}"
    assert lint_fragment(fragment, weights_exceed_memory) == ()


def test_an_ambiguous_accelerator_breaks_only_when_every_variant_does():
    assert brief(judged(type="a100")) == [
        "16:13 error[MS201] The weights need 131.4 GiB, one a100 offers at most 78.4 GiB."
    ]
    assert judged(model="qwen2.5-32b-instruct", type="a100") == ()


def test_a_slice_has_the_memory_of_the_slice():
    assert brief(judged(model="llama-3-8b-instruct", type="NVIDIA-A100-SXM4-80GB-MIG-1g.10gb")) == [
        "16:13 error[MS201] The weights need 15.0 GiB, one 1g.10gb slice of NVIDIA A100 80GB SXM4 offers "
        "at most 9.3 GiB."
    ]


@pytest.mark.parametrize(
    ("parts", "pointer", "reason"),
    [
        ({"model": "acme/own"}, "/spec/identity/model/id", "the model 'acme/own' is not known"),
        ({"type": "gtx-9000"}, "/spec/runtime/accelerator/type", "the accelerator 'gtx-9000' is not known"),
        ({"precision": "fp7"}, "/spec/identity/model/precision", "the precision 'fp7' is not known"),
    ],
)
def test_what_is_not_known_leaves_the_question_open(parts, pointer, reason):
    result = lint_text(merge(spec(**parts)), weights_exceed_memory)
    assert result.verdicts == ()
    assert [(each.code, each.pointer, each.reason) for each in result.undecided] == [
        ("MS201", pointer, reason)
    ]


def test_a_broken_count_is_left_to_the_structure():
    result = lint_text(merge(spec(count="many")))
    assert "MS103" in [each.code for each in result.verdicts]
    assert "MS201" not in [each.code for each in (*result.verdicts, *result.undecided)]

    (alone,) = lint_text(merge(spec(count="many")), weights_exceed_memory).undecided
    assert (alone.code, alone.pointer) == ("MS201", "/spec/runtime/accelerator/count")


def test_a_model_of_which_only_the_declared_size_is_known_earns_a_warning():
    (verdict,) = lint_fragment(
        """
        metadata: {annotations: {modelspec-lint/parameters: 70B}}
        spec:
          identity: {model: {id: acme/house-model, precision: null}}
          runtime: {accelerator: {type: l4}}
        """,
        weights_exceed_memory,
    )
    assert verdict.severity.label == "warning"
    assert verdict.message == "The weights need at least 32.7 GiB, one NVIDIA L4 offers at most 22.1 GiB."
    assert verdict.help[0] == "8 x l4-24gb"


def test_a_small_share_of_the_memory_is_named_in_the_message():
    (verdict,) = lint_fragment(
        "{metadata: {annotations: {modelspec-lint/gpu-memory-utilization: '0.15'}}}", weights_exceed_memory
    )
    assert verdict.message.endswith(" to an engine that takes 15% of it.")


@pytest.mark.parametrize("engine", ["jetstream", "mlc-llm", "openvino", "onnxruntime"])
def test_engines_that_quantise_by_settings_of_their_own_prove_nothing_where_no_format_is_declared(engine):
    parts = spec(precision="null", engine=engine, type="l4")
    assert all(each.severity.label != "error" for each in lint_fragment(parts, weights_exceed_memory))


def test_jetstream_with_a_declared_format_is_held_to_it():
    parts = {"model": "llama-2-70b", "engine": "jetstream", "type": "tpu-v5e", "count": 8}
    assert judged(precision="null", **parts) == ()
    assert [each.severity.label for each in judged(precision="bf16", **parts)] == ["error"]
