from modelspec_lint.linter.testing import brief, lint_fragment
from modelspec_lint.rules.latency.timeout_below_target import timeout_below_target


def judged(timeout, target):
    return lint_fragment(
        f"spec: {{operations: {{serving: {{timeoutSeconds: {timeout}}}, "
        f"scaling: {{targetLatencyMsP95: {target}}}}}}}",
        timeout_below_target,
    )


def test_a_timeout_below_the_target_is_an_error_at_the_timeout():
    (verdict,) = judged(5, 8000)
    assert brief([verdict]) == [
        "23:23 error[MS411] Requests are cut off after 5000 ms, before the latency target of 8000 ms."
    ]
    assert [(each.message, each.span.line, each.span.column) for each in verdict.related] == [
        ("the target", 25, 27)
    ]
    assert verdict.help == ("a timeout of at least 8 s",)


def test_the_timeout_that_is_offered_is_rounded_up():
    (verdict,) = judged(1, 1000.5)
    assert verdict.message == "Requests are cut off after 1000 ms, before the latency target of 1000.5 ms."
    assert verdict.help == ("a timeout of at least 2 s",)


def test_large_numbers_are_written_out():
    assert judged(5, 12000000)[0].message.endswith("target of 12000000 ms.")


def test_equal_is_enough_and_none_is_no_timeout():
    assert judged(8, 8000) == ()
    assert judged(30, 8000) == ()
    assert judged(0, 8000) == ()


def test_one_of_the_two_alone_says_nothing():
    assert lint_fragment("spec: {operations: {serving: {timeoutSeconds: 1}}}", timeout_below_target) == ()
    assert (
        lint_fragment("spec: {operations: {scaling: {targetLatencyMsP95: 9000}}}", timeout_below_target) == ()
    )
