"""MS008."""

from __future__ import annotations

from collections.abc import Iterator

from modelspec_lint.linter import Finding, Place, Severity, Suppressions, finding, rule


@rule("MS008", "bad-suppression", severity=Severity.WARNING, tags=("suppressions",), on="suppressions")
def bad_suppression(suppressions: Suppressions) -> Iterator[Finding]:
    """A suppression does not say what it has to say, has expired, or asks for what may not be suppressed.

    ## What it does
    Reports a suppression that names no rule, a rule that there is not, or a group of rules (a prefix, a tag,
    `ALL`); that has text which belongs to none of `reason`, `owner` and `until`; whose `until` is no date or
    has passed; that gives no reason where the profile or the configuration requires one; an `ignore-file`
    below the first line of content; and one for a rule that the configuration keeps from being suppressed.

    A suppression with a mistake in its text, without a required reason, or past its last day suppresses
    nothing. An unknown rule beside others leaves these in force.

    ## Why it matters
    A suppression is a decision that somebody made and others rely on. One that is misspelt either does
    nothing, and nobody knows why a finding comes back, or does more than was agreed on. That it must not
    name a group is for the same reason: it would accept what a later rule of the group finds, unseen.

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
        batch:
          maxBatchSize: 32  # modelspec: ignore
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
          maxBatchSize: 512  # modelspec: ignore[MS203] reason: load test only, owner: ml-platform
          maxSequenceLengthTokens: 8192
    ```

    ## Options
    None.

    ## Sources
    - The promise that a run in which nothing is reported has nothing to report: what is accepted, is accepted
      by name and place
    """
    for bad in suppressions.bad:
        yield finding(Place(span=bad.span), bad.message, help=bad.help)
