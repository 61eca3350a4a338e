"""MS504."""

from __future__ import annotations

from collections.abc import Iterator

from modelspec_lint.linter import Deployment, Finding, Severity, finding, rule
from modelspec_lint.rules.fields import FRAMEWORK, METRICS, METRICS_PORT, PORT, PROTOCOL


@rule(
    "MS504",
    "port-conflict",
    severity=Severity.ERROR,
    tags=("serving", "observability", "contradiction"),
    fields=(PORT, PROTOCOL, METRICS, FRAMEWORK),
)
def port_conflict(deployment: Deployment) -> Iterator[Finding]:
    """Metrics and requests are declared on one port, and the engine needs two.

    ## What it does
    Compares `serving.port` with `metrics.port` for engines that export metrics from a server of their own:
    always (Triton, Ray Serve), or where requests come over gRPC (Text Embeddings Inference, TensorFlow
    Serving). Most engines export metrics as a page of the serving port, and there one number is right. Says
    nothing where metrics are not enabled.

    ## Why it matters
    Two servers cannot listen on one port. The second one fails to start, and with it the replica, or the
    metrics that the autoscaler and the alerts wait for.

    ## Bad
    ```yaml
    spec:
      identity:
        model:
          framework: triton
      operations:
        serving:
          port: 8000
        observability:
          metrics:
            enabled: true
            port: 8000
    ```

    ## Good
    ```yaml
    spec:
      identity:
        model:
          framework: triton
      operations:
        serving:
          port: 8000
        observability:
          metrics:
            enabled: true
            port: 8002
    ```

    ## Options
    None.

    ## Sources
    - Triton Inference Server, Metrics (`--metrics-port`, 8002),
      <https://docs.nvidia.com/deeplearning/triton-inference-server/user-guide/docs/user_guide/metrics.html>
    - Ray, Collecting and monitoring metrics (`--metrics-export-port`),
      <https://docs.ray.io/en/latest/cluster/metrics.html>
    - Text Embeddings Inference, CLI arguments (`--prometheus-port`),
      <https://huggingface.co/docs/text-embeddings-inference/cli_arguments>
    """
    serving, observability = deployment.spec.operations.serving, deployment.spec.operations.observability
    port = observability.metrics_port
    if port is None or port != serving.port or observability.metrics_enabled is False:
        return
    engine = deployment.engine.fact if deployment.engine else None
    if engine is None:
        return
    needs = engine.facts.get("metrics_own_port")
    if needs != "always" and (needs != "grpc" or serving.protocol != "grpc"):
        return
    usual = engine.facts.get("metrics_port")
    over = " over gRPC" if needs == "grpc" else ""
    yield finding(
        METRICS_PORT,
        f"Requests{over} and metrics are both on port {port}, and {engine.name} exports metrics from a "
        "server of its own.",
        related=[(PORT, "the port of requests")],
        help=f"metrics.port: {usual}, where {engine.name} exports them unless told otherwise"
        if isinstance(usual, int) and usual != port
        else "another port for the metrics",
    )
