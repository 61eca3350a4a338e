"""MS009."""

from __future__ import annotations

from collections.abc import Iterator

from modelspec_lint.linter import (
    KNOWN_ANNOTATIONS,
    Deployment,
    Finding,
    Place,
    Severity,
    finding,
    nearest,
    printable,
    rule,
)
from modelspec_lint.rules.quantities import listed


@rule("MS009", "bad-annotation", severity=Severity.WARNING, tags=("file", "annotations"))
def bad_annotation(deployment: Deployment) -> Iterator[Finding]:
    """An annotation under `modelspec-lint/` has a key or a value that says nothing.

    ## What it does
    Looks at the annotations under `modelspec-lint/`, which state what the format has no field for. Names the
    key that was probably meant, or what its value has to be. Annotations of other tools are theirs.

    ## Why it matters
    An annotation that is not understood changes nothing: the estimates go on with the engine's defaults, and
    say with numbers that a deployment fits, or that it does not, which is not the one that was declared.

    ## Bad
    ```yaml
    metadata:
      annotations:
        modelspec-lint/tensor-paralel: "2"
    ```

    ```yaml
    metadata:
      annotations:
        modelspec-lint/gpu-memory-utilization: "95"
    ```

    ## Good
    ```yaml
    metadata:
      annotations:
        modelspec-lint/tensor-parallel: "1"
        modelspec-lint/gpu-memory-utilization: "0.95"
        example.com/reviewed-by: ml-platform
    ```

    ## Options
    None.

    ## Sources
    - The annotations that the linter reads (`modelspec explain metadata.annotations`)
    """
    annotations = deployment.spec.metadata.annotations
    if not annotations:
        return
    for key in deployment.settings.unknown:
        near = nearest(key, KNOWN_ANNOTATIONS)
        yield finding(
            Place(_pointer(key), part="key"),
            f"{printable(key, 80)} is no annotation that the linter reads.",
            help=f"did you mean {listed([each.name for each in near[:3]])}?"
            if near
            else f"there are {listed(KNOWN_ANNOTATIONS, 'and')}",
        )
    for key, wanted in deployment.settings.bad.items():
        yield finding(_pointer(key), f"{key} is {_shown(annotations[key])}: {wanted}.")


def _shown(value: str) -> str:
    return f'"{printable(value, 40)}"' if value.strip() else "empty"


def _pointer(key: str) -> str:
    return "/metadata/annotations/" + key.replace("~", "~0").replace("/", "~1")
