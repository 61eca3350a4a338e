"""MS105."""

from __future__ import annotations

from collections.abc import Iterator

from modelspec_lint.linter import Document, Finding, Severity, rule
from modelspec_lint.rules.structure.violations import violations_of


@rule("MS105", "value-out-of-range", severity=Severity.ERROR, tags=("structure",), on="document")
def value_out_of_range(document: Document) -> Iterator[Finding]:
    """A number is smaller or larger than the field can be.

    ## What it does
    Reports a number below a field's minimum (`count: 0`, a negative timeout), above its maximum (a port above
    65535), and any that is infinite or has more than 18 digits.

    ## Why it matters
    No accelerators, no tokens, port 70000: such a deployment cannot exist, and the number is usually a slip
    that hides another one.

    ## Bad
    ```yaml
    spec:
      operations:
        serving:
          port: 80000
    ```

    ## Good
    ```yaml
    spec:
      operations:
        serving:
          port: 8000
    ```

    ## Options
    None.

    ## Sources
    - The schema of ModelSpec v0.1 (`modelspec explain spec.operations.serving.port`)
    - RFC 9293, 3.1: a TCP port has 16 bits, <https://www.rfc-editor.org/rfc/rfc9293#section-3.1>
    """
    yield from violations_of(document, "value-out-of-range")
