"""MS004."""

from __future__ import annotations

from collections.abc import Iterator

from modelspec_lint.linter import Finding, Severity, SourceFile, rule
from modelspec_lint.rules.file.problems import problems_of


@rule("MS004", "duplicate-key", severity=Severity.ERROR, tags=("file", "yaml", "contradiction"), on="file")
def duplicate_key(source: SourceFile) -> Iterator[Finding]:
    """A key stands twice in the same map.

    ## What it does
    Reports the later of two equal keys of one map, with the place of the earlier one.

    ## Why it matters
    YAML forbids it, and parsers disagree on what it means: some take the last value, some the first, some
    refuse. The specification says two things, and which of them is deployed depends on the tool.

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
          framework: vllm
          precision: bf16
      runtime:
        accelerator:
          vendor: nvidia
          type: a100-sxm4-80gb
          count: 1
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
    - YAML 1.2.2, 3.2.1.1 Nodes: "mapping ... with the restriction that each of the keys is unique",
      <https://yaml.org/spec/1.2.2/#3211-nodes>
    """
    yield from problems_of(source, "duplicate-key")
