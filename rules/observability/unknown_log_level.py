"""MS604."""

from __future__ import annotations

from collections.abc import Iterator

from modelspec_lint.linter import Deployment, Finding, Severity, finding, nearest, printable, rule
from modelspec_lint.rules.fields import LOG_LEVEL
from modelspec_lint.rules.quantities import listed

_USUAL = ("trace", "debug", "info", "warning", "error", "critical")


@rule(
    "MS604",
    "unknown-log-level",
    severity=Severity.NOTE,
    tags=("observability",),
    fields=(LOG_LEVEL,),
    certainty="high",
)
def unknown_log_level(deployment: Deployment) -> Iterator[Finding]:
    """The log level is none that an engine knows.

    ## What it does
    Compares `logging.level` with the levels of the engines' loggers, whatever the case. Numbers and lists of
    levels by module (`info,tower=warn`) are let pass.

    ## Why it matters
    Some engines refuse to start on such a level, others fall back to their default without a word: the logs
    then hold more than they should, or less than they must.

    ## Bad
    ```yaml
    spec:
      operations:
        observability:
          logging:
            level: inof
    ```

    ## Good
    ```yaml
    spec:
      operations:
        observability:
          logging:
            level: info
    ```

    ## Options
    None.

    ## Sources
    - Python, logging levels, <https://docs.python.org/3/library/logging.html#logging-levels>
    - Rust, tracing, Level, <https://docs.rs/tracing/latest/tracing/struct.Level.html>
    """
    declared = deployment.spec.operations.observability.logging_level
    if declared is None:
        return
    level = declared.strip().lower()
    known = deployment.knowledge.vocabulary("log-levels")
    if level in known or level.isdigit() or any(sign in level for sign in ",="):
        return
    near = nearest(level, known)
    yield finding(
        LOG_LEVEL,
        f"{printable(declared, 60) or 'An empty text'} is no log level that an engine is known to have.",
        help=f"did you mean {listed([each.name for each in near[:3]])}?"
        if near
        else f"one of {listed(_USUAL)}",
    )
