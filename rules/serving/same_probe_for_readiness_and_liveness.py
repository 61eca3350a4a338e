"""MS503."""

from __future__ import annotations

from collections.abc import Iterator

from modelspec_lint.linter import Deployment, Finding, Option, Options, Severity, finding, rule
from modelspec_lint.rules.fields import LIVENESS, READINESS
from modelspec_lint.rules.serving.probes import paths, plain


@rule(
    "MS503",
    "same-probe-for-readiness-and-liveness",
    severity=Severity.NOTE,
    tags=("serving", "startup"),
    fields=(READINESS, LIVENESS),
    certainty="medium",
    options=(
        Option(
            "grace-seconds",
            30,
            "How long the platform lets a liveness probe fail before it restarts.",
            least=0,
        ),
    ),
)
def same_probe_for_readiness_and_liveness(deployment: Deployment, options: Options) -> Iterator[Finding]:
    """One path answers both probes, and the model takes longer to load than a liveness probe may fail.

    ## What it does
    Where both probes ask the same path, estimates how long a replica reads its weights: the size of the
    checkpoint over the rates that were published, from the fastest network storage to a shared file system.
    Speaks where the usual time exceeds the grace that the platform gives.

    ## Why it matters
    A path that says whether requests may come does not answer while the model loads. As a liveness probe it
    then makes the platform restart the replica in the middle of loading, again and again, unless a startup
    probe or a delay, which the format cannot express, holds it off. Kubernetes restarts after three failures,
    ten seconds apart.

    ## Bad
    ```yaml
    spec:
      identity:
        model:
          id: meta-llama/Llama-3.3-70B-Instruct
          family: llama-3.3
      runtime:
        accelerator:
          count: 4
      operations:
        serving:
          readinessProbe:
            path: /health
          livenessProbe:
            path: /health
    ```

    ## Good
    ```yaml
    spec:
      identity:
        model:
          id: meta-llama/Llama-3.3-70B-Instruct
          family: llama-3.3
      runtime:
        accelerator:
          count: 4
      operations:
        serving:
          readinessProbe:
            path: /v1/models
          livenessProbe:
            path: /ping
    ```

    ## Options
    - `grace-seconds` (30): how long the platform lets a liveness probe fail before it restarts the replica.

    ## Sources
    - Kubernetes, Configure Probes: three failures, ten seconds apart; startup probes hold the others off,
      <https://kubernetes.io/docs/tasks/configure-pod-container/configure-liveness-readiness-startup-probes/>
    - Loading times: vLLM pull request 10647 (local NVMe), fastsafetensors (arXiv:2505.23072), Amazon EBS gp3
    """
    declared = {name: (pointer, plain(path)) for name, pointer, path in paths(deployment)}
    if len(declared) < 2:
        return
    (ready_at, ready), (alive_at, alive) = declared["readiness"], declared["liveness"]
    if ready != alive:
        return
    from modelspec_lint.knowledge_base import estimate_load_time  # loads the arithmetic of checkpoints

    grace = options.whole("grace-seconds")
    loading = estimate_load_time(deployment.memory_request)
    if loading.expected <= grace:
        return
    yield finding(
        alive_at,
        f"Both probes ask {ready}, and reading the weights alone takes about {loading.expected:.0f} s: a "
        f"liveness probe that fails for {grace} s has the replica restarted while it loads.",
        related=[(ready_at, "the same path")],
        evidence=[loading],
        help="a startup probe, or a delay of the liveness probe, in the platform's own configuration",
    )
