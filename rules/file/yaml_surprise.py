"""MS006."""

from __future__ import annotations

from collections.abc import Iterator

from modelspec_lint.linter import Document, Finding, Severity, rule
from modelspec_lint.rules.structure.violations import violations_of


@rule("MS006", "yaml-surprise", severity=Severity.WARNING, tags=("file", "yaml"), on="document")
def yaml_surprise(document: Document) -> Iterator[Finding]:
    """A value means something else to YAML than it looks like.

    ## What it does
    Looks at plain values where the format wants text or a number. Text that YAML 1.1 takes for something
    else, and would write differently: `no` (false), `2026-03-31` (a date), `1.10` (1.1), `1:30` (90), `017`
    (15). Numbers that it takes for text, `1e3`, or counts in another base, `017` and `1:30`. Where text is
    wanted there is a safe fix: quotes. What is merely of the wrong type, such as `8` or `true` for text, is
    MS103.

    ## Why it matters
    YAML 1.1, which most tools still read, has more than one way of writing a number, a date and a truth value
    than people think of, and YAML 1.2 others. The country code `no` becomes false, version `1.10` becomes
    1.1, and two tools read two different values from one file.

    ## Bad
    ```yaml
    apiVersion: piqc.ai/v1alpha1
    kind: ModelSpec
    metadata:
      name: chat
      labels:
        country: no
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
      operations:
        serving:
          timeoutSeconds: 060
    ```

    ## Good
    ```yaml
    metadata:
      labels:
        country: "no"
    spec:
      operations:
        serving:
          timeoutSeconds: 60
    ```

    ## Options
    None.

    ## Sources
    - YAML 1.1, types: <https://yaml.org/type/bool.html>, <https://yaml.org/type/int.html>,
      <https://yaml.org/type/float.html>, <https://yaml.org/type/timestamp.html>
    - YAML 1.2.2, core schema, <https://yaml.org/spec/1.2.2/#103-core-schema>
    """
    yield from violations_of(document, "yaml-surprise")
