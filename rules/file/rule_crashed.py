"""MS001."""

from __future__ import annotations

from collections.abc import Iterator

from modelspec_lint.linter import Crash, Finding, Place, Severity, finding, printable, rule


@rule("MS001", "rule-crashed", severity=Severity.ERROR, tags=("run",), on="crash")
def rule_crashed(crash: Crash) -> Iterator[Finding]:
    """A rule failed while it looked at a document, so its judgement is missing.

    ## What it does
    Stands for a rule whose code raised an error, gave something that is no finding, changed the document that
    it was shown, or did not come to an end. It names the rule, the pack that it came from, and the place in
    the rule's code. All other rules have run, and the exit code is 3. The same is said of a pack's hook that
    changes findings: the finding that it failed on is reported as it was.

    ## Why it matters
    A run that lost a rule has not checked what it says it has. The specification may be right or wrong:
    nobody looked. The mistake is in the rule, not in the specification.

    ## Bad
    A rule that takes for granted what a specification may leave out:

    ```python
    @rule("ACME001", "latency-target-low", severity=Severity.WARNING, tags=("acme",))
    def latency_target_low(deployment):
        if deployment.spec.operations.scaling.target_latency_ms_p95 < 100:  # None < 100 raises TypeError
            yield finding(TARGET, "The latency target is below 100 ms.")
    ```

    ## Good
    ```python
    @rule("ACME001", "latency-target-low", severity=Severity.WARNING, tags=("acme",))
    def latency_target_low(deployment):
        target = deployment.spec.operations.scaling.target_latency_ms_p95
        if target is not None and target < 100:
            yield finding(TARGET, "The latency target is below 100 ms.")
    ```

    ## Options
    None.

    ## Sources
    - The promise of this program that a crash is never a traceback and never hides other findings
    """
    pack, failed = crash.pack, crash.rule
    way_out = f"tell the authors of pack {pack.name}"
    if crash.hook is None:
        crashed = f"Rule {failed.code} {failed.name} of pack {pack.name} {pack.version}"
        way_out += f"; leave the rule out with --ignore {failed.code}"
    else:
        crashed = (
            f"Hook {crash.hook} of pack {pack.name} {pack.version}, asked of a finding of {failed.code},"
        )
    yield finding(
        Place("", part="key") if crash.document else Place(span=crash.source.span(0, 0)),
        f"{crashed} crashed at {printable(crash.place)}: {printable(crash.error)}",
        help=way_out,
    )
