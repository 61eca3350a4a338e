"""MS102."""

from __future__ import annotations

from collections.abc import Iterator

from modelspec_lint.linter import Document, Finding, Severity, rule
from modelspec_lint.rules.structure.violations import violations_of


@rule("MS102", "missing-field", severity=Severity.ERROR, tags=("structure",), on="document")
def missing_field(document: Document) -> Iterator[Finding]:
    """A required field is missing.

    ## What it does
    Reports a required field that is not there, at the key of the object it belongs to, with the lines to
    insert. An object that is missing as a whole is one finding, and so is a field that is there under a
    misspelt name (`unknown-field`).

    ## Why it matters
    Which model runs, on what, and how many of them is the least that a specification says. Nothing can be
    judged or deployed without it.

    ## Bad
    ```yaml
    apiVersion: piqc.ai/v1alpha1
    kind: ModelSpec
    metadata:
      name: chat
    spec:
      identity:
        model:
          id: meta-llama/Meta-Llama-3-8B-Instruct
          family: llama-3
          task: text-generation
      runtime:
        accelerator:
          vendor: nvidia
          type: a100-sxm4-80gb
          count: 1
    ```

    ## Good
    ```yaml
    spec:
      identity:
        model:
          framework: vllm
    ```

    ## Options
    None.

    ## Sources
    - The schema of ModelSpec v0.1 (`modelspec explain spec.identity.model` lists what is required)
    """
    yield from violations_of(document, "missing-field")
