"""MS412."""

from __future__ import annotations

from collections.abc import Iterator

from modelspec_lint.linter import Deployment, Finding, Severity, finding, rule
from modelspec_lint.rules.fields import COUNT, MODEL_ID, PRECISION, TIMEOUT, TYPE
from modelspec_lint.rules.latency.proof import least_tokens
from modelspec_lint.rules.latency.wording import INPUT, OUTPUT, hardware, places, request_of
from modelspec_lint.rules.quantities import milliseconds


@rule(
    "MS412",
    "timeout-below-generation",
    severity=Severity.WARNING,
    tags=("latency", "serving"),
    fields=(TIMEOUT, MODEL_ID, PRECISION, TYPE, COUNT, INPUT, OUTPUT),
)
def timeout_below_generation(deployment: Deployment) -> Iterator[Finding]:
    """Requests are cut off before an answer of the declared length can be written.

    ## What it does
    Computes the least time in which the accelerators can write the tokens that the annotation
    `modelspec-lint/output-tokens` declares, and compares it with `serving.timeoutSeconds`. Without a declared
    length, and with a timeout of 0 (none), the rule is silent; so it is where something is declared that
    loosens the bounds of physics, such as speculative decoding.

    ## Why it matters
    The accelerator works for the whole timeout, and the client gets an error. Clients that try again double
    the load with requests that end the same way.

    ## Bad
    ```yaml
    metadata:
      annotations:
        modelspec-lint/output-tokens: "4096"
    spec:
      operations:
        serving:
          timeoutSeconds: 20
    ```

    ## Good
    ```yaml
    metadata:
      annotations:
        modelspec-lint/output-tokens: "4096"
    spec:
      operations:
        serving:
          timeoutSeconds: 180
    ```

    ## Options
    None.

    ## Sources
    - How the floor is computed: `docs/estimates.md`, "The floor"
    - Google, Site Reliability Engineering, "Addressing Cascading Failures", Latency and Deadlines,
      <https://sre.google/sre-book/addressing-cascading-failures/>
    """
    timeout = deployment.spec.operations.serving.timeout_seconds
    if not timeout or deployment.settings.output_tokens is None or deployment.loosened_by is not None:
        return
    prompt, answer = least_tokens(deployment)
    latency = deployment.latency_of(prompt, answer)
    band = latency.request
    if not latency.generates or latency.question.loosened or timeout * 1000 >= band.floor.expected:
        return
    usual = band.typical.expected / 1000
    yield finding(
        TIMEOUT,
        f"{request_of(prompt, answer)} takes at least {milliseconds(band.floor.expected)} on "
        f"{hardware(deployment)}, and is cut off after {timeout * 1000} ms.",
        related=places(deployment),
        evidence=[band.floor],
        help=f"a timeout above {int(usual) + 1} s, which an idle replica usually takes, or shorter answers",
    )
