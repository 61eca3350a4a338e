"""MS704."""

from __future__ import annotations

from collections.abc import Iterator

from modelspec_lint.knowledge_base import KnowledgeBase
from modelspec_lint.linter import (
    Finding,
    Outline,
    Place,
    Project,
    Reference,
    Related,
    Severity,
    finding,
    printable,
    rule,
)
from modelspec_lint.rules.fields import DEPENDENCIES, TASK
from modelspec_lint.rules.quantities import listed


@rule(
    "MS704",
    "interface-mismatch",
    severity=Severity.WARNING,
    tags=("pipeline", "contradiction"),
    on="project",
    certainty="high",
)
def interface_mismatch(project: Project) -> Iterator[Finding]:
    """A dependency takes what nothing gives, or gives what its model cannot.

    ## What it does
    Compares the declared types of `interface`, as far as the knowledge base has them: text, image, audio,
    video, embedding, score, label, boxes, mask. Words that it does not have are not compared.

    - With the referenced specification: the task there has to be able to give `outputType`, and to take
      `inputType`. A reranker gives scores, no images.
    - With what comes before, in the order of the list: an `inputType` has to be given by something. The
      request gives what this deployment's own task takes, what its first dependency takes, and what those
      of the role `input` take; the model gives what its task gives; every dependency gives its
      `outputType`. Nothing is said behind a dependency that does not declare its `outputType`, or where
      steps of preprocessing run.

    ## Why it matters
    The two ends are built by different people. What one sends and the other cannot read shows on the first
    request, or worse: text where a vector is wanted is often accepted, and means nothing.

    ## Bad
    ```yaml
    spec:
      pipeline:
        dependencies:
          - id: question-guard
            role: guardrail
            interface:
              inputType: text
              outputType: text
          - id: passage-search
            role: custom
            interface:
              inputType: embedding
              outputType: text
    ```

    ## Good
    ```yaml
    spec:
      pipeline:
        dependencies:
          - id: question-embedder
            role: input
            interface:
              inputType: text
              outputType: embedding
          - id: passage-search
            role: custom
            interface:
              inputType: embedding
              outputType: text
    ```

    ## Options
    None.

    ## Sources
    - The ModelSpec format: an `inputType` should be what the step before it gives
    - Hugging Face, Tasks: what models of a task take and give, <https://huggingface.co/tasks>
    """
    declaring = [outline for outline in project.outlines if _declares(outline)]
    if not declaring:
        return
    vocabulary = {
        each
        for workload in project.knowledge.workloads
        for each in (*workload.input_types, *workload.output_types)
    }
    for outline in declaring:
        yield from _along(outline, project.knowledge, vocabulary)
    for reference in project.references.all if project.references else ():
        yield from _at_the_end(reference, project.knowledge, vocabulary)


def _along(outline: Outline, knowledge: KnowledgeBase, vocabulary: set[str]) -> Iterator[Finding]:
    """Compare what each dependency takes with what is given before it."""
    task = knowledge.workloads.resolve(outline.task).fact if outline.task else None
    if task is None or outline.preprocessed:
        return
    given = {*task.input_types, *task.output_types}
    given |= {_type(each.input_type) for each in outline.dependencies if each.role == "input"}
    for position, dependency in enumerate(outline.dependencies):
        taken = _type(dependency.input_type)
        if position and taken in vocabulary and taken not in given:
            before = outline.dependencies[position - 1]
            pointer = f"{DEPENDENCIES}/{position}/interface/inputType"
            earlier = f"{DEPENDENCIES}/{position - 1}/interface/outputType"
            gives = f"`{_name(before.id)}` before it gives {_type(before.output_type)}"
            yield finding(
                Place(pointer, document=outline.document),
                f"`{_name(dependency.id)}` takes {taken}, which nothing before it gives, nor the request.",
                related=[Related(Place(earlier, document=outline.document), gives)],
                help=f"a dependency before it that gives {taken}, or another order",
            )
        result = _type(dependency.output_type)
        if result not in vocabulary:
            return
        given |= {taken, result} if not position else {result}


def _at_the_end(reference: Reference, knowledge: KnowledgeBase, vocabulary: set[str]) -> Iterator[Finding]:
    """Compare what a dependency gives and takes with what the referenced specification's task can."""
    target = reference.target
    task = knowledge.workloads.resolve(target.task).fact if target is not None and target.task else None
    if target is None or task is None:
        return
    dependency = reference.dependency
    for field, written, able, verb in (
        ("inputType", dependency.input_type, task.input_types, "takes"),
        ("outputType", dependency.output_type, task.output_types, "gives"),
    ):
        kind = _type(written)
        if kind in vocabulary and able and kind not in able:
            yield finding(
                reference.place(f"interface/{field}"),
                f"`{_name(dependency.id)}` {verb} {kind} here, and its task {task.id} {verb} {listed(able)}.",
                related=[Related(Place(TASK, document=target.document), "its task")],
                help=f"{field}: {able[0]}, or a reference to another specification",
            )


def _declares(outline: Outline) -> bool:
    return any(each.input_type or each.output_type for each in outline.dependencies)


def _type(written: str | None) -> str:
    return (written or "").strip().casefold()


def _name(name: str | None) -> str:
    return printable(name or "?", 60)
