"""MS701."""

from __future__ import annotations

from collections.abc import Iterator

from modelspec_lint.linter import Doubt, Finding, Project, Reference, Severity, finding, printable, rule


@rule(
    "MS701",
    "spec-ref-not-found",
    severity=Severity.WARNING,
    tags=("pipeline",),
    on="project",
    certainty="high",
)
def spec_ref_not_found(project: Project) -> Iterator[Finding | Doubt]:
    """A dependency refers to a specification that is not there.

    ## What it does
    Follows every `specRef`. With a `/`, or with the suffix `.yaml`, `.yml` or `.json`, it is a path,
    relative to the file that it stands in; anything else is a `metadata.name`. A path leads to a file of
    the run, or to one that lies on disk. A name is looked for among the specifications of the run, then
    among the files of the repository that are named `*.modelspec.yaml`. It speaks where there is neither,
    and where the file holds no ModelSpec.

    Undecided are references that a template fills in (`{{ .Values.guard }}`), addresses such as
    `https://...`, and paths in a text on standard input that has no name.

    ## Why it matters
    What the dependency needs, how fast it is and what it takes is written in its own specification. A
    reference that leads nowhere hides all of that from review, and from the rules that compare the two.

    ## Bad
    ```yaml
    spec:
      pipeline:
        dependencies:
          - id: prompt-guard
            role: guardrail
            specRef: guards/prompt-gaurd.modelspec.yaml
    ```

    ## Good
    ```yaml
    spec:
      pipeline:
        dependencies:
          - id: prompt-guard
            role: guardrail
    ```

    ## Options
    None.

    ## Sources
    - The ModelSpec format: `specRef` is a path relative to the file, or a `metadata.name`
    """
    if project.references is None:
        return
    for reference in project.references.all:
        if reference.status == "open":
            yield Doubt(reference.place(), reference.reason)
        elif reference.status in ("missing", "no-spec"):
            yield finding(reference.place(), _said(reference), help=_help(reference))


def _said(reference: Reference) -> str:
    written = f"`{printable(reference.written, 100)}`"
    if reference.status == "no-spec":
        return f"{written} leads to a file that holds no ModelSpec."
    if reference.is_path:
        return f"{written} leads to no file."
    return f"No specification is named {written}."


def _help(reference: Reference) -> tuple[str, ...]:
    if reference.reason:
        return (reference.reason,)
    if reference.status == "no-spec":
        return ("a file with `kind: ModelSpec`",)
    if reference.is_path:
        return ("a path is relative to the file that it stands in",)
    return (
        "the `metadata.name` of a specification of the same run, or a path such as `guard.modelspec.yaml`",
    )
