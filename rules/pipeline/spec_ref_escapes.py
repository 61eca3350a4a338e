"""MS708."""

from __future__ import annotations

from collections.abc import Iterator

from modelspec_lint.linter import Finding, Project, Severity, finding, printable, rule


@rule(
    "MS708",
    "spec-ref-escapes",
    severity=Severity.ERROR,
    tags=("pipeline", "security"),
    on="project",
)
def spec_ref_escapes(project: Project) -> Iterator[Finding]:
    """A dependency refers to a file outside of the repository.

    ## What it does
    Speaks of a `specRef` that is an absolute path (`/etc/specs/guard.yaml`, `~/guard.yaml`,
    `C:\\\\guard.yaml`, `file:///...`), and of one that leads out of the repository by its `..`. The
    repository is the nearest folder with `.git`; without one, the folder that the run was started in, where
    the file lies below it.

    ## Why it matters
    Such a file is not part of what is reviewed, versioned and deployed together. On another machine it is
    missing, or it is another file, and a program that follows the reference reads what it was not meant to.

    ## Bad
    ```yaml
    spec:
      pipeline:
        dependencies:
          - id: prompt-guard
            role: guardrail
            specRef: ../../shared/prompt-guard.modelspec.yaml
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
    - The ModelSpec format: `specRef` is a path relative to the file, inside the repository
    - CWE-22: Improper Limitation of a Pathname to a Restricted Directory,
      <https://cwe.mitre.org/data/definitions/22.html>
    """
    if project.references is None:
        return
    for reference in project.references.all:
        written = printable(reference.written, 100)
        if reference.status == "absolute":
            said = f"`{written}` is a path of one machine, and no part of the repository."
        elif reference.status == "outside":
            said = f"`{written}` leads out of the repository."
        else:
            continue
        yield finding(
            reference.place(),
            said,
            help="keep the dependency's specification in the repository, and refer to it by a relative path",
        )
