"""MS106."""

from __future__ import annotations

from collections.abc import Iterator

from modelspec_lint.linter import (
    Document,
    Finding,
    Place,
    Project,
    Related,
    Severity,
    finding,
    printable,
    rule,
)

NAME = "/metadata/name"


@rule("MS106", "duplicate-name", severity=Severity.WARNING, tags=("structure",), on="project")
def duplicate_name(project: Project) -> Iterator[Finding]:
    """Two specifications of one run have the same name.

    ## What it does
    Compares `metadata.name` over all documents of the run. The later one in path order is reported, with the
    place of the first one of that name.

    ## Why it matters
    Deployments, references (`specRef`) and baselines find a specification by its name. With two of them, one
    overwrites the other when both are applied, and a reference means either.

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
          maxBatchSize: 32
          maxSequenceLengthTokens: 8192
    ---
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
          type: h100-sxm5-80gb
          count: 1
        batch:
          maxBatchSize: 32
          maxSequenceLengthTokens: 8192
    ```

    ## Good
    ```yaml
    metadata:
      name: chat-on-h100
    ```

    ## Options
    None.

    ## Sources
    - Kubernetes, Object Names and IDs: a name is unique for its kind,
      <https://kubernetes.io/docs/concepts/overview/working-with-objects/names/>
    """
    first: dict[str, Document] = {}
    for document in project.documents:
        name = document.name
        if name is None:
            continue
        earlier = first.setdefault(name, document)
        if earlier is document:
            continue
        yield finding(
            Place(NAME, document=document),
            f"The name `{printable(name, 60)}` is taken: {_where(earlier)} has it too.",
            related=[Related(Place(NAME, document=earlier), "the first specification of this name")],
            help="give each specification of a run a name of its own",
        )


def _where(document: Document) -> str:
    return f"{document.file.path} line {document.span(NAME).line}"
