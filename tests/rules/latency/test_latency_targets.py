"""MS401, MS402, MS403 and MS412: what is promised, against what physics allows, was seen, and is usual."""

import pytest

from modelspec_lint.linter.testing import brief, lint_fragment, lint_text, merge
from modelspec_lint.rules.latency.latency_ambitious import latency_ambitious
from modelspec_lint.rules.latency.latency_impossible import latency_impossible
from modelspec_lint.rules.latency.latency_never_seen import latency_never_seen
from modelspec_lint.rules.latency.timeout_below_generation import timeout_below_generation

TARGETS = (latency_impossible, latency_never_seen, latency_ambitious)
A100 = "NVIDIA A100 80GB SXM4"


def spec(
    target="null",
    tokens=(None, None),
    timeout="null",
    variables="",
    type="a100-sxm4-80gb",
    count=1,
    model="meta-llama/Meta-Llama-3-8B-Instruct",
    precision="bf16",
    task="text-generation",
    engine="vllm",
):
    names = ("modelspec-lint/input-tokens", "modelspec-lint/output-tokens")
    annotations = ", ".join(
        f'{name}: "{each}"' for name, each in zip(names, tokens, strict=True) if each is not None
    )
    return (
        f"metadata: {{annotations: {{{annotations}}}}}\n"
        f"spec: {{identity: {{model: {{id: {model}, precision: {precision}, task: {task}, "
        f"framework: {engine}}}}}, runtime: {{accelerator: {{type: {type}, count: {count}}}, "
        f"environment: {{variables: {{{variables}}}}}}}, operations: "
        f"{{serving: {{timeoutSeconds: {timeout}}}, scaling: {{targetLatencyMsP95: {target}}}}}}}"
    )


def judged(*args, **parts):
    return lint_fragment(spec(*args, **parts), TARGETS)


def test_a_target_below_the_floor_of_the_declared_request_is_an_error_at_the_target():
    (verdict,) = judged(800, (1024, 256))
    assert brief([verdict]) == [
        f"29:27 error[MS401] A request of 1024 tokens in and 256 out takes at least 1943 ms on {A100}, "
        "the target is 800 ms."
    ]
    assert [(each.message, each.span.line) for each in verdict.related] == [
        ("tokens in", 6),
        ("tokens out", 7),
        ("bfloat16 weights", 11),
        ("reads and multiplies them", 19),
        ("works alone", 20),
    ]
    assert [(each.name, round(each.expected)) for each in verdict.evidence] == [("request", 1943)]
    assert verdict.help == (
        "an idle replica usually takes 3402 ms; a smaller model or format, or more accelerators, take less",
    )


def test_without_declared_tokens_the_smallest_request_is_judged_and_no_assumed_one():
    assert brief(judged(5)) == [
        f"27:27 error[MS401] A request of 1 token in and 1 out takes at least 7.36 ms on {A100}, "
        "the target is 5 ms."
    ]
    assert brief(judged(800)) == [
        "27:27 note[MS403] A request of 1024 tokens in and 256 out (assumed for text generation and "
        "chat) usually "
        f"takes 3402 ms on an idle replica of {A100}, the target is 800 ms."
    ]


def test_one_declared_end_is_taken_as_it_is_and_the_other_as_small_as_can_be():
    assert brief(judged(800, (None, 256))) == [
        f"28:27 error[MS401] A request of 1 token in and 256 out takes at least 1887 ms on {A100}, "
        "the target is 800 ms."
    ]


def test_a_target_of_nothing_is_impossible():
    assert [each.severity.label for each in judged(0)] == ["error"]


def test_a_prompt_that_may_be_cached_proves_nothing():
    (verdict,) = judged(200, (20000, 2))
    assert brief([verdict]) == [
        f"29:27 warning[MS401] A request of 20000 tokens in and 2 out takes at least 1240 ms on {A100}, "
        "the target is 200 ms."
    ]
    assert verdict.help[0] == "it can hold only where most of each prompt is cached already"


@pytest.mark.parametrize(
    "flags",
    [
        "--speculative-config {}",
        "--num-speculative-tokens 3",
        "--enable-prefix-caching",
        "--kv-transfer-config {}",
        "--enable-expert-parallel",
    ],
)
def test_what_loosens_the_bound_makes_it_a_warning(flags):
    (verdict,) = judged(800, (1024, 256), variables=f'VLLM_ARGS: "{flags}"')
    assert verdict.severity.label == "warning"
    assert ("loosens the bound", 26) in [(each.message, each.span.line) for each in verdict.related]


def test_data_parallel_replicas_may_share_out_the_work():
    (verdict,) = judged(800, (1024, 256), variables='VLLM_ARGS: "-dp 2"', count=2)
    assert (verdict.code, verdict.severity.label) == ("MS401", "warning")


def test_layers_that_an_engine_spreads_might_be_cut_after_all():
    (verdict,) = judged(1500, (64, 256), engine="llama.cpp", count=2)
    assert brief([verdict]) == [
        f"29:27 warning[MS401] A request of 64 tokens in and 256 out takes at least 1888 ms on 2 x {A100}, "
        "the target is 1500 ms."
    ]


def test_the_fastest_variant_and_the_smallest_format_decide():
    assert [each.severity.label for each in judged(1000, (1024, 256), type="a100")] == ["error"]
    assert [
        each.severity.label
        for each in judged(1500, (1024, 256), model="llama-3-8b-instruct", precision="null")
    ] == ["warning"]


def test_a_model_of_which_only_the_size_is_known_is_undecided():
    text = merge(spec(1, (8, 8), model="acme/own")).replace(
        "annotations:", 'annotations:\n    modelspec-lint/parameters: "8B"'
    )
    result = lint_text(text, TARGETS)
    assert result.verdicts == ()
    assert [each.code for each in result.undecided] == ["MS401", "MS402", "MS403"]


def test_encoders_answer_with_one_pass_and_their_prompt_is_not_cached():
    encoder = {"model": "BAAI/bge-m3", "task": "embedding", "engine": "tei", "precision": "fp16"}
    assert brief(judged(0.1, **encoder)) == [
        f"27:27 error[MS401] A request of 1 token in takes at least 0.306 ms on {A100}, the target is 0.1 ms."
    ]
    assert [each.severity.label for each in judged(1, (4096, None), **encoder)] == ["error"]
    assert judged(50, (512, None), **encoder) == ()


def test_better_than_anything_published_is_a_warning():
    (verdict,) = judged(2150, (1024, 256))
    assert brief([verdict]) == [
        "29:27 warning[MS402] A request of 1024 tokens in and 256 out was never seen to take less than "
        "2332 ms "
        f"on {A100}, the target is 2150 ms."
    ]
    assert verdict.help == ("an idle replica usually takes 3402 ms",)


def test_speculation_is_not_what_was_published():
    flags = 'VLLM_ARGS: "--speculative-config {}"'
    assert [each.code for each in judged(2150, (1024, 256), variables=flags)] == ["MS403"]


def test_better_than_the_median_is_a_note_and_worse_is_nothing():
    (verdict,) = judged(2600, (1024, 256))
    assert brief([verdict]) == [
        "29:27 note[MS403] A request of 1024 tokens in and 256 out usually takes 3402 ms on an idle "
        "replica of "
        f"{A100}, the target is 2600 ms."
    ]
    assert verdict.help == ()
    assert judged(9000, (1024, 256)) == ()
    assert judged() == ()


def test_a_target_that_cannot_be_read_is_left_to_the_structure():
    assert judged("fast", (1024, 256)) == ()


def test_a_timeout_below_the_time_to_write_the_declared_answer_is_a_warning():
    (verdict,) = lint_fragment(spec(tokens=(None, 4096), timeout=20), timeout_below_generation)
    assert brief([verdict]) == [
        f"27:23 warning[MS412] A request of 1 token in and 4096 out takes at least 30691 ms on {A100}, "
        "and is cut off after 20000 ms."
    ]
    assert verdict.help == ("a timeout above 54 s, which an idle replica usually takes, or shorter answers",)


@pytest.mark.parametrize(
    "parts",
    [
        {"tokens": (None, 4096), "timeout": 0},
        {"tokens": (None, 4096), "timeout": 31},
        {"tokens": (4096, None), "timeout": 1},
        {"tokens": (None, 4096), "timeout": 20, "variables": 'VLLM_ARGS: "--speculative-config {}"'},
        {"tokens": (None, 4096), "timeout": 20, "variables": 'VLLM_ARGS: "-dp 2"', "count": 2},
    ],
)
def test_no_timeout_no_length_or_a_loose_bound_says_nothing(parts):
    assert lint_fragment(spec(**parts), timeout_below_generation) == ()
