import pytest

from modelspec_lint.linter.testing import brief, lint_fragment
from modelspec_lint.rules.memory.indivisible_parallelism import indivisible_parallelism

HEADS = "The 32 attention heads of meta-llama/Meta-Llama-3-8B-Instruct do not divide by 3."


def judged(
    count, *, size=None, model="meta-llama/Meta-Llama-3-8B-Instruct", engine="vllm", type="h100-sxm5-80gb"
):
    fragment = (
        f"spec: {{identity: {{model: {{id: {model}, framework: {engine}}}}}, "
        f"runtime: {{accelerator: {{type: {type}, count: {count}}}}}}}"
    )
    if size is not None:
        fragment = f"{{metadata: {{annotations: {{modelspec-lint/tensor-parallel: '{size}'}}}}, {fragment}}}"
    return lint_fragment(fragment, indivisible_parallelism)


def test_heads_that_do_not_divide_are_an_error_at_the_count():
    (verdict,) = judged(3)
    assert brief([verdict]) == [f"17:14 error[MS206] {HEADS}"]
    assert verdict.help == ("count 4", 'annotation modelspec-lint/tensor-parallel: "2"')
    assert [(each.name, each.value) for each in verdict.evidence] == [
        ("tensor parallelism", 3),
        ("refused by", "vLLM"),
    ]


def test_a_size_in_an_annotation_is_judged_there():
    (verdict,) = judged(3, size=3)
    assert brief([verdict]) == [f"6:37 error[MS206] {HEADS}"]
    assert [(each.message, each.span.line, each.span.column) for each in verdict.related] == [
        ("the accelerators", 19, 14)
    ]


def test_a_size_in_the_environment_is_judged_there():
    fragment = "spec: {runtime: {accelerator: {count: 4}, environment: {variables: {ARGS: '-tp 3'}}}}"
    (verdict,) = lint_fragment(fragment, indivisible_parallelism)
    assert verdict.pointer == "/spec/runtime/environment/variables/ARGS"
    assert verdict.message == HEADS


def test_sizes_need_their_accelerators():
    assert brief(judged(2, size=4)) == [
        "6:37 error[MS206] Tensor parallelism 4 times pipeline parallelism 1 needs 4 accelerators; "
        "2 are declared."
    ]


def test_a_variable_that_contradicts_the_count_is_left_to_its_own_rule():
    fragment = "spec: {runtime: {accelerator: {count: 2}, environment: {variables: {ARGS: '-tp 4'}}}}"
    assert lint_fragment(fragment, indivisible_parallelism) == ()


def test_a_size_below_the_count_is_data_parallelism():
    assert judged(3, size=1) == ()
    assert judged(8, size=2) == ()


def test_the_padded_vocabulary_must_divide_too():
    assert brief(judged(5, model="Qwen/Qwen1.5-4B-Chat")) == [
        "17:14 error[MS206] The vocabulary of Qwen/Qwen1.5-4B-Chat, 151936 rows after padding, "
        "does not divide by 5."
    ]


def test_an_absurd_size_is_answered_at_once():
    (verdict,) = judged(1, size=999999999999)
    assert verdict.help == ('annotation modelspec-lint/tensor-parallel: "1"',)


@pytest.mark.parametrize("engine", ["llama.cpp", "transformers", "triton", "homegrown"])
def test_engines_that_split_by_layers_wrap_or_are_not_known_are_silent(engine):
    assert judged(3, engine=engine) == ()


@pytest.mark.parametrize(("vendor", "type"), [("aws", "trainium1-32gb"), ("google", "tpu-v5e")])
def test_accelerators_that_are_several_devices_are_left_alone(vendor, type):
    fragment = (
        "{metadata: {annotations: {modelspec-lint/tensor-parallel: '24'}}, spec: {runtime: "
        f"{{accelerator: {{vendor: {vendor}, type: {type}, count: 12}}}}}}}}"
    )
    assert lint_fragment(fragment, indivisible_parallelism) == ()


def test_sizes_that_divide_are_silent():
    for count in (1, 2, 4, 8):
        assert judged(count) == ()
