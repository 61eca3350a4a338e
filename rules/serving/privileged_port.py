"""MS505."""

from __future__ import annotations

from collections.abc import Iterator

from modelspec_lint.linter import Deployment, Finding, Severity, finding, rule
from modelspec_lint.rules.fields import FRAMEWORK, METRICS_PORT, PORT

_FIRST_FREE = 1024


@rule(
    "MS505",
    "privileged-port",
    severity=Severity.NOTE,
    tags=("serving", "security"),
    fields=(PORT, METRICS_PORT, FRAMEWORK),
    certainty="high",
)
def privileged_port(deployment: Deployment) -> Iterator[Finding]:
    """A port below 1024 is declared, which many systems give to root alone.

    ## What it does
    Looks at `serving.port` and `metrics.port`. Says nothing where the engine's own image serves on that port
    (Text Generation Inference and Text Embeddings Inference: 80).

    ## Why it matters
    A process that does not run as root cannot listen there without an extra capability or a changed system
    setting. The replica then fails to start on hardened clusters, or is made to run as root.

    ## Bad
    ```yaml
    spec:
      operations:
        serving:
          port: 443
    ```

    ## Good
    ```yaml
    spec:
      operations:
        serving:
          port: 8443
    ```

    ## Options
    None.

    ## Sources
    - Linux, ip(7): `ip_unprivileged_port_start`, <https://man7.org/linux/man-pages/man7/ip.7.html>
    - Kubernetes, Pod Security Standards, Restricted: running as non-root,
      <https://kubernetes.io/docs/concepts/security/pod-security-standards/>
    """
    operations = deployment.spec.operations
    for pointer, port in (
        (PORT, operations.serving.port),
        (METRICS_PORT, operations.observability.metrics_port),
    ):
        if port is None or port >= _FIRST_FREE:
            continue
        engine = deployment.engine.fact if deployment.engine else None
        if engine is not None and engine.facts.get("port") == port:
            continue
        yield finding(
            pointer,
            f"Port {port} is below {_FIRST_FREE}: a process that does not run as root may be refused it.",
            help=f"a port from {_FIRST_FREE}, and {port} at the service or gateway in front",
        )
