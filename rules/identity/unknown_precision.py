"""MS306."""

from __future__ import annotations

from collections.abc import Iterator

from modelspec_lint.linter import Deployment, Finding, Severity, finding, printable, rule
from modelspec_lint.rules.fields import PRECISION
from modelspec_lint.rules.quantities import listed

_OPEN = ("auto", "default", "native", "original", "mixed", "none")
"""Words that leave the format to the weights, or to the engine."""


@rule(
    "MS306", "unknown-precision", severity=Severity.NOTE, tags=("identity", "knowledge"), fields=(PRECISION,)
)
def unknown_precision(deployment: Deployment) -> Iterator[Finding]:
    """The precision is not known, so the size of the weights is not computed from it.

    ## What it does
    Looks `model.precision` up among the known formats: types (`bf16`, `torch.float16`), methods (`awq`,
    `gptq-int4`, `w8a8`) and GGUF mixes (`q4_k_m`). A remark in brackets after it does no harm.

    ## Why it matters
    Bits per weight decide whether the model fits, how fast it decodes and whether the accelerator can
    multiply at all. Without them those questions stay open: they are counted as undecided, never passed.

    ## Bad
    ```yaml
    spec:
      identity:
        model:
          precision: fp7
    ```

    ## Good
    ```yaml
    spec:
      identity:
        model:
          precision: fp16
    ```

    ## Options
    None.

    ## Sources
    - The formats that are known, with their own sources: `knowledge_base/facts/precisions.yaml`
    """
    match = deployment.precision
    if match is None or match.facts:
        return
    yield finding(
        PRECISION,
        f"The precision '{printable(match.name, 60)}' is not known, so nothing is computed from it.",
        help=_help(deployment, match.name),
    )


def _help(deployment: Deployment, name: str) -> str | tuple[()]:
    if name.strip().casefold() in _OPEN:
        return "leave precision out: the format that the weights are published in is taken then"
    near = deployment.knowledge.precisions.suggest(name)
    return f"did you mean {listed(near)}?" if near else ()
