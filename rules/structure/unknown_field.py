"""MS101."""

from __future__ import annotations

from collections.abc import Iterator

from modelspec_lint.linter import Document, Finding, Severity, rule
from modelspec_lint.rules.structure.violations import violations_of


@rule("MS101", "unknown-field", severity=Severity.ERROR, tags=("structure",), on="document")
def unknown_field(document: Document) -> Iterator[Finding]:
    """A field is not one of the format's.

    ## What it does
    Reports a key that the object it stands in does not have, and names the field that was meant: the nearest
    spelling, or the place in the document where a field of this name belongs. A spelling that is one letter
    away, or differs only in case or separators, has a safe fix. What the format cannot say but an annotation
    can (`tensorParallel`) is told with the annotation.

    ## Why it matters
    Every object of the format is closed. A tool that reads the specification passes a misspelt key over in
    silence, and the deployment runs with a default that nobody chose.

    ## Bad
    ```yaml
    spec:
      operations:
        serving:
          timoutSeconds: 120
    ```

    ```yaml
    spec:
      operations:
        port: 8000
    ```

    ## Good
    ```yaml
    spec:
      operations:
        serving:
          port: 8000
          timeoutSeconds: 120
    ```

    ## Options
    None.

    ## Sources
    - The schema of ModelSpec v0.1, in which every object is closed (`modelspec explain spec`)
    """
    yield from violations_of(document, "unknown-field")
