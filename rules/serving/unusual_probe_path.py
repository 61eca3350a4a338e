"""MS510."""

from __future__ import annotations

from collections.abc import Iterator

from modelspec_lint.knowledge_base import Engine
from modelspec_lint.linter import Deployment, Finding, Severity, finding, printable, rule
from modelspec_lint.rules.fields import FRAMEWORK, LIVENESS, READINESS
from modelspec_lint.rules.quantities import listed
from modelspec_lint.rules.serving.probes import paths, plain

_SHOWN = 4


@rule(
    "MS510",
    "unusual-probe-path",
    severity=Severity.NOTE,
    tags=("serving",),
    fields=(READINESS, LIVENESS, FRAMEWORK),
    certainty="medium",
)
def unusual_probe_path(deployment: Deployment) -> Iterator[Finding]:
    """A probe asks a path that the engine's server is not known to answer.

    ## What it does
    Compares the paths of both probes with those at which the engine says how it is. A path that goes on from
    one of them, or has a prefix before it, is taken for the same. For servers that wrap an engine (Triton,
    KServe, Ray Serve) any engine's path will do.

    ## Why it matters
    A probe that gets 404 fails for ever: the replica never becomes ready, or is restarted without end. It is
    found out when the rollout hangs. A server of one's own, or a proxy in front, may of course answer
    elsewhere: then the note can be ignored.

    ## Bad
    ```yaml
    spec:
      operations:
        serving:
          readinessProbe:
            path: /healthz
    ```

    ## Good
    ```yaml
    spec:
      operations:
        serving:
          readinessProbe:
            path: /health
    ```

    ## Options
    None.

    ## Sources
    - The engines' documentation, as named by the facts (`modelspec kb show engine vllm`)
    """
    serving = deployment.spec.operations.serving
    if serving.readiness_probe is None and serving.liveness_probe is None:
        return
    engine = deployment.engine.fact if deployment.engine else None
    if engine is None or not engine.facts.get("health_paths"):
        return
    said: set[str] = set()
    for name, pointer, path in paths(deployment):
        if plain(path) in said or _known(deployment, engine, plain(path)):
            continue
        said.add(plain(path))
        yield finding(
            pointer,
            f"The {name} probe asks {printable(path, 60)}, where {engine.name} is not known to answer.",
            related=[(FRAMEWORK, "the engine")],
            help=f"{engine.name} answers at {listed(engine.facts['health_paths'][:_SHOWN], 'and')}",
        )


def _known(deployment: Deployment, engine: Engine, path: str) -> bool:
    engines = deployment.knowledge.engines if engine.facts.get("wraps") else (engine,)
    return any(
        plain(known) == path or (len(known) > 1 and known + "/" in path + "/")
        for each in engines
        for known in each.facts.get("health_paths", ())
    )
