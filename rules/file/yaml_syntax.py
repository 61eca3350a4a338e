"""MS003."""

from __future__ import annotations

from collections.abc import Iterator

from modelspec_lint.linter import Finding, Severity, SourceFile, rule
from modelspec_lint.rules.file.problems import problems_of


@rule("MS003", "yaml-syntax", severity=Severity.ERROR, tags=("file", "yaml"), on="file")
def yaml_syntax(source: SourceFile) -> Iterator[Finding]:
    """The file is not YAML.

    ## What it does
    Reports the place at which the YAML parser gave up, what it expected there, and the usual cause: a tab in
    the indentation, no space after a colon, a quote or bracket that is never closed.

    ## Why it matters
    Documents before that place have been checked, nothing after it has. No other tool can load the file
    either.

    ## Bad
    ```yaml
    apiVersion: piqc.ai/v1alpha1
    kind: ModelSpec
    metadata:
      name: "chat
    ```

    ## Good
    ```yaml
    apiVersion: piqc.ai/v1alpha1
    kind: ModelSpec
    metadata:
      name: "chat"
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
    - YAML 1.1, <https://yaml.org/spec/1.1/>, as PyYAML and the Kubernetes tools read it
    """
    yield from problems_of(source, "syntax")
