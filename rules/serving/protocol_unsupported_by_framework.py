"""MS506."""

from __future__ import annotations

from collections.abc import Iterator

from modelspec_lint.linter import Deployment, Finding, Severity, finding, rule
from modelspec_lint.rules.fields import FRAMEWORK, PROTOCOL


@rule(
    "MS506",
    "protocol-unsupported-by-framework",
    severity=Severity.WARNING,
    tags=("serving", "contradiction"),
    fields=(PROTOCOL, FRAMEWORK),
    certainty="high",
)
def protocol_unsupported_by_framework(deployment: Deployment) -> Iterator[Finding]:
    """The engine's server does not speak the declared protocol.

    ## What it does
    Compares `serving.protocol` with what the engine's own server speaks. Says nothing of libraries that come
    without a server of note, nor of servers of one's own.

    ## Why it matters
    Clients, probes and gateways are set up by the declared protocol. Where the engine does not speak it, the
    port is open and every call fails, unless a proxy in between translates.

    ## Bad
    ```yaml
    spec:
      identity:
        model:
          framework: tgi
      operations:
        serving:
          protocol: grpc
    ```

    ## Good
    ```yaml
    spec:
      identity:
        model:
          framework: tgi
      operations:
        serving:
          protocol: http
    ```

    ## Options
    None.

    ## Sources
    - The engines' documentation, as named by the facts (`modelspec kb show engine tgi`)
    """
    protocol = deployment.spec.operations.serving.protocol
    engine = deployment.engine.fact if protocol and deployment.engine else None
    if engine is None:
        return
    spoken = engine.facts.get("protocols")
    if not spoken or protocol in spoken:
        return
    yield finding(
        PROTOCOL,
        f"The protocol is {protocol}, and {engine.name} serves over {' and '.join(spoken)} alone.",
        related=[(FRAMEWORK, "the engine")],
        help=f"protocol: {spoken[0]}, unless a proxy in front of the engine translates",
    )
