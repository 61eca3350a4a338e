import pytest

from modelspec_lint.linter.testing import brief, lint_fragment
from modelspec_lint.rules.file.bad_annotation import bad_annotation


def annotated(*entries):
    return lint_fragment(f"metadata: {{annotations: {{{', '.join(entries)}}}}}", bad_annotation)


def test_an_unknown_key_is_a_warning_at_the_key_with_the_nearest():
    (verdict,) = annotated("modelspec-lint/tensor-paralel: '2'")
    assert brief([verdict]) == [
        "6:5 warning[MS009] modelspec-lint/tensor-paralel is no annotation that the linter reads."
    ]
    assert verdict.help == ("did you mean modelspec-lint/tensor-parallel?",)


def test_a_key_that_is_like_none_gets_the_whole_list():
    (verdict,) = annotated("modelspec-lint/colour: blue")
    assert verdict.help[0].startswith("there are modelspec-lint/tensor-parallel, ")
    assert verdict.help[0].endswith(" and modelspec-lint/ignore")


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        (
            "modelspec-lint/gpu-memory-utilization: '95'",
            'is "95": a fraction above 0 and at most 1 is wanted, such as 0.9.',
        ),
        ("modelspec-lint/tensor-parallel: two", 'is "two": a whole number of at least 1 is wanted.'),
        ("modelspec-lint/input-tokens: ' '", "is empty: a whole number of at least 1 is wanted."),
        (
            "modelspec-lint/kv-cache-dtype: int3",
            'is "int3": one of auto, fp8, int8, bf16, fp16 is wanted.',
        ),
    ],
)
def test_an_unusable_value_is_a_warning_at_the_value(entry, said):
    (verdict,) = annotated(entry)
    key = entry.partition(":")[0]
    assert brief([verdict]) == [f"6:{len(key) + 7} warning[MS009] {key} {said}"]


@pytest.mark.parametrize(
    "entry",
    [
        "modelspec-lint/tensor-parallel: '2'",
        "modelspec-lint/ignore: 'MS203 reason: load test only'",
        "example.com/tensor-paralel: '2'",
        "tensor-paralel: '2'",
    ],
)
def test_known_annotations_and_those_of_others_are_silent(entry):
    assert annotated(entry) == ()


def test_a_spec_without_annotations_is_silent():
    assert lint_fragment("", bad_annotation) == ()
