"""MS311."""

from __future__ import annotations

from collections.abc import Iterator

from modelspec_lint.knowledge_base import Engine, Precision, Undecided
from modelspec_lint.linter import Deployment, Finding, Severity, finding, rule
from modelspec_lint.rules.fields import FRAMEWORK, MODEL_ID, MODEL_URI, PRECISION
from modelspec_lint.rules.identity.named import named_precision
from modelspec_lint.rules.quantities import listed


@rule(
    "MS311",
    "precision-unsupported-by-framework",
    severity=Severity.ERROR,
    tags=("identity", "precision"),
    fields=(PRECISION, FRAMEWORK, MODEL_ID, MODEL_URI),
)
def precision_unsupported_by_framework(deployment: Deployment) -> Iterator[Finding]:
    """The serving framework has no reader for the format of the weights.

    ## What it does
    Asks whether the engine reads the declared precision; where none is declared, the format that the
    model's id or URI names (`...-GGUF`, `...-AWQ`). An error only where the engine is known to refuse it.
    Where that is not known, the rule is undecided.

    ## Why it matters
    The server stops while it loads the weights, after the download of all of them.

    ## Bad
    ```yaml
    spec:
      identity:
        model:
          framework: tensorrt-llm
          precision: q4_k_m
    ```

    ## Good
    ```yaml
    spec:
      identity:
        model:
          framework: tensorrt-llm
          precision: fp8
      runtime:
        accelerator:
          type: h100-sxm5-80gb
    ```

    ## Options
    None.

    ## Sources
    - TensorRT-LLM, Numerical Precision, <https://nvidia.github.io/TensorRT-LLM/reference/precision.html>
    - llama.cpp, Obtaining and quantizing models: GGUF files only, <https://github.com/ggml-org/llama.cpp>
    - What each engine reads and refuses, with sources: `knowledge_base/facts/engines/`
    """
    engine = deployment.engine.fact if deployment.engine else None
    if engine is None:
        return
    declared = deployment.precision
    if declared is not None:
        precision, place = declared.fact, PRECISION
    else:
        named = named_precision(deployment)
        precision, place = (None, PRECISION) if named is None else (named.precision, named.place)
    if precision is None or precision.scope == "all":
        return
    said = _said(engine, precision)
    if said == "reads":
        return
    if said is None:
        raise Undecided(f"whether {engine.name} reads {precision.id} is not known", FRAMEWORK)
    reads = [each for each, answer in engine.precisions.items() if answer == "reads"]
    yield finding(
        place,
        f"{engine.name} cannot read weights in {precision.id}.",
        related=[(FRAMEWORK, f"reads {listed(reads, 'and')}")],
        help="publish the weights in a format that it reads, or serve them with another framework",
    )


def _said(engine: Engine, precision: Precision) -> str | None:
    """Return what is known of a format: ``reads``, ``refuses`` or nothing; GGUF mixes are one format."""
    said = engine.precisions.get(precision.id)
    return engine.precisions.get("gguf") if said is None and precision.scope == "file-mean" else said
