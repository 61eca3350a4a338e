"""MS005."""

from __future__ import annotations

from collections.abc import Iterator

from modelspec_lint.linter import Finding, Severity, SourceFile, rule
from modelspec_lint.rules.file.problems import problems_of


@rule("MS005", "yaml-over-budget", severity=Severity.ERROR, tags=("file", "yaml", "security"), on="file")
def yaml_over_budget(source: SourceFile) -> Iterator[Finding]:
    """The file asks for more than a specification ever needs, or for what no file may ask.

    ## What it does
    Reports a file that is nested too deep, has too many nodes or documents, expands too far through aliases,
    has an alias inside what it stands for, or has a tag that would make a parser build program objects.

    ## Why it matters
    Such files are attacks or accidents: a few lines of aliases grow to gigabytes in a parser that follows
    them, and a tag such as `!!python/object` runs code in one that believes it. They are refused before they
    are built.

    ## Bad
    ```yaml
    apiVersion: piqc.ai/v1alpha1
    kind: ModelSpec
    metadata:
      name: chat
      description: !!python/name:os.system
    spec:
      identity:
        model:
          id: meta-llama/Meta-Llama-3-8B-Instruct
          family: llama-3
          task: text-generation
          framework: vllm
          precision: bf16
      runtime:
        accelerator:
          vendor: nvidia
          type: a100-sxm4-80gb
          count: 1
        batch:
          maxBatchSize: 32
          maxSequenceLengthTokens: 8192
    ```

    ## Good
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
          framework: vllm
          precision: bf16
      runtime:
        accelerator:
          vendor: nvidia
          type: a100-sxm4-80gb
          count: 1
        batch:
          maxBatchSize: 32
          maxSequenceLengthTokens: 8192
    ```

    ## Options
    None.

    ## Sources
    - CWE-776, Improper Restriction of Recursive Entity References ("billion laughs"),
      <https://cwe.mitre.org/data/definitions/776.html>
    - CWE-502, Deserialization of Untrusted Data, <https://cwe.mitre.org/data/definitions/502.html>
    """
    yield from problems_of(source, "over-budget")
