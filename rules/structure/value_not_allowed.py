"""MS104."""

from __future__ import annotations

from collections.abc import Iterator

from modelspec_lint.linter import Document, Finding, Severity, rule
from modelspec_lint.rules.structure.violations import violations_of


@rule("MS104", "value-not-allowed", severity=Severity.ERROR, tags=("structure",), on="document")
def value_not_allowed(document: Document) -> Iterator[Finding]:
    """A value is not one of the few that the field allows.

    ## What it does
    Reports a value outside the list of a field that has one (`protocol`, `scaling.strategy`, `role`), with
    the nearest that is in it, and an `apiVersion` that this release does not know: a newer version is called
    that. Another case (`HTTP`) has a safe fix.

    ## Why it matters
    A platform that meets a word it does not know falls back to a default or refuses the deployment. A
    document in another version of the format may mean something else by the same fields.

    ## Bad
    ```yaml
    spec:
      operations:
        serving:
          protocol: https
    ```

    ## Good
    ```yaml
    spec:
      operations:
        serving:
          protocol: http
    ```

    ## Options
    None.

    ## Sources
    - The schema of ModelSpec v0.1 (`modelspec explain spec.operations.serving.protocol`)
    - Kubernetes, order of API versions,
      <https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definition-versioning/#version-priority>
    """
    yield from violations_of(document, "value-not-allowed")
