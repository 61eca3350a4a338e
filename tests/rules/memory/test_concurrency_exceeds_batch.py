import pytest

from modelspec_lint.linter.testing import brief, lint_fragment
from modelspec_lint.rules.memory.concurrency_exceeds_batch import concurrency_exceeds_batch


def judged(concurrency, batch, task="text-generation"):
    return lint_fragment(
        f"spec: {{identity: {{model: {{task: {task}}}}}, runtime: {{batch: {{maxBatchSize: {batch}}}}}, "
        f"operations: {{serving: {{maxConcurrency: {concurrency}}}}}}}",
        concurrency_exceeds_batch,
    )


def test_more_requests_than_the_batch_are_a_warning_at_the_concurrency():
    (verdict,) = judged(128, 32)
    assert brief([verdict]) == [
        "23:23 warning[MS214] 128 requests are let in at once, 32 are worked on, 96 wait."
    ]
    assert [(each.message, each.span.line, each.span.column) for each in verdict.related] == [
        ("worked on at once", 19, 21)
    ]


def test_fewer_than_a_quarter_are_a_note():
    assert brief(judged(7, 32)) == [
        "23:23 note[MS214] 7 requests are let in at once, but the engine is set up for 32."
    ]


def test_between_a_quarter_and_the_batch_is_silent():
    for concurrency in (8, 16, 32):
        assert judged(concurrency, 32) == ()


@pytest.mark.parametrize(
    "task", ["feature-extraction", "text-to-image", "automatic-speech-recognition", "unheard-of"]
)
def test_engines_that_collect_requests_into_a_batch_want_more_of_them(task):
    assert judged(128, 32, task) == ()


def test_one_of_the_two_alone_says_nothing():
    assert judged("null", 32) == ()
    assert judged(128, "null") == ()
