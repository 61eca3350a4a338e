"""MS103."""

from __future__ import annotations

from collections.abc import Iterator

from modelspec_lint.linter import Document, Finding, Severity, rule
from modelspec_lint.rules.structure.violations import violations_of


@rule("MS103", "wrong-type", severity=Severity.ERROR, tags=("structure",), on="document")
def wrong_type(document: Document) -> Iterator[Finding]:
    """A value is of another type than the field's.

    ## What it does
    Reports text where a number is wanted, a number where text is wanted, a list where an object is wanted, a
    key without a value, and so on. Where only quotes are wrong (`"8000"` for a port, `1` for an environment
    variable) there is a safe fix.

    ## Why it matters
    Tools convert or refuse such values, each in its own way: `count: "8"` is one accelerator to one reader
    and eight to another. A key without a value (`batch:`) is null, not an empty object.

    ## Bad
    ```yaml
    spec:
      operations:
        serving:
          port: "8000"
    ```

    ```yaml
    spec:
      runtime:
        environment:
          variables:
            VLLM_USE_V1: 1
    ```

    ## Good
    ```yaml
    spec:
      operations:
        serving:
          port: 8000
      runtime:
        environment:
          variables:
            VLLM_USE_V1: "1"
    ```

    ## Options
    None.

    ## Sources
    - The schema of ModelSpec v0.1 (`modelspec explain spec.operations.serving.port`)
    """
    yield from violations_of(document, "wrong-type")
