"""MS702."""

from __future__ import annotations

from collections.abc import Iterator

from modelspec_lint.linter import (
    Document,
    Finding,
    Project,
    Reference,
    Related,
    Severity,
    finding,
    printable,
    rule,
)


@rule(
    "MS702",
    "dependency-cycle",
    severity=Severity.ERROR,
    tags=("pipeline", "contradiction"),
    on="project",
)
def dependency_cycle(project: Project) -> Iterator[Finding]:
    """A specification depends on itself, directly or through others.

    ## What it does
    Follows `specRef` from specification to specification. Where a way leads back to where it began, the
    whole way is shown, and it is reported once, at the first specification in path order. An error where
    every dependency on the way is required, a warning where one of them is `required: false`.

    ## Why it matters
    A required dependency is asked before a request is answered. In a circle every deployment waits for the
    next: no request is ever answered, none of them can be started or rolled out before the others, and no
    latency budget adds up.

    ## Bad
    ```yaml
    metadata:
      name: chat
    spec:
      pipeline:
        dependencies:
          - id: rewriter
            role: input
            specRef: chat
    ```

    ## Good
    ```yaml
    metadata:
      name: chat
    spec:
      pipeline:
        dependencies:
          - id: rewriter
            role: input
    ```

    ## Options
    None.

    ## Sources
    - Google, Site Reliability Engineering, "Addressing Cascading Failures" (intra-layer communication),
      <https://sre.google/sre-book/addressing-cascading-failures/>
    """
    if project.references is None:
        return
    for cycle in project.references.cycles():
        names = [f"`{_name(reference.source.document)}`" for reference in cycle]
        optional = [reference for reference in cycle if not reference.dependency.required]
        yield finding(
            cycle[0].place(),
            f"{names[0]} depends on itself: {' -> '.join((*names, names[0]))}.",
            severity=Severity.WARNING if optional else None,
            related=[_step(reference) for reference in cycle[1:]],
            help="drop one of these dependencies, or move what two of them need into a third specification",
        )


def _step(reference: Reference) -> Related:
    assert reference.target is not None, "a cycle leads from one specification to one"
    names = f"`{_name(reference.source.document)}` depends on `{_name(reference.target.document)}`"
    optional = "" if reference.dependency.required else ", but can do without"
    return Related(reference.place(), f"{names}{optional}")


def _name(document: Document) -> str:
    return printable(document.name or document.file.path, 60)
