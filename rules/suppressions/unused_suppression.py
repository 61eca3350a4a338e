"""MS007."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from modelspec_lint.linter import Finding, Fix, Place, Severity, Suppressions, finding, rule

_COVERED = {"line": "on the line that it covers", "document": "in this document", "file": "in this file"}


@rule("MS007", "unused-suppression", severity=Severity.WARNING, tags=("suppressions",), on="suppressions")
def unused_suppression(suppressions: Suppressions) -> Iterator[Finding]:
    """A suppression names a rule that finds nothing where the suppression counts.

    ## What it does
    Reports a comment `# modelspec: ignore[...]` or `ignore-file[...]`, or an annotation
    `modelspec-lint/ignore`, that names a rule which has found nothing on the line, in the document or in the
    file that it covers. It speaks only where the rule was selected, ran there, and came to a judgement: a
    rule that could not decide, or was passed over because a deeper finding explains its own, may still need
    the suppression.

    ## Why it matters
    The line has been mended, or the comment stands on the wrong one. Left where it is, it accepts the next
    mistake there before anybody has looked at it.

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
          maxBatchSize: 32  # modelspec: ignore[MS203] reason: load test only
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
          maxBatchSize: 512  # modelspec: ignore[MS203] reason: load test only
          maxSequenceLengthTokens: 8192
    ```

    ## Options
    None.

    ## Sources
    - The promise that a run in which nothing is reported has nothing to report: what is accepted, is accepted
      by name and place
    """
    for unused in suppressions.unused:
        named = _listed(unused.codes)
        finds = "finds" if len(unused.codes) == 1 else "find"
        title = "Remove the suppression." if unused.all else f"Remove {named} from the suppression."
        yield finding(
            Place(span=unused.span),
            f"Nothing is suppressed here: {named} {finds} nothing {_COVERED[unused.form]}.",
            help=title,
            fixes=[Fix(title, unused.edits, safe=True)] if unused.edits else (),
        )


def _listed(codes: Sequence[str]) -> str:
    *before, last = codes
    return f"{', '.join(before)} and {last}" if before else last
