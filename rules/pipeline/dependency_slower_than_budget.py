"""MS706."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

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
from modelspec_lint.rules.fields import DEPENDENCIES, LATENCY_TARGET
from modelspec_lint.rules.quantities import number


class _Declared(NamedTuple):
    """How long a specification may take by its own word, in ms, and where it says so.

    ``through`` are the dependencies that it waits for on the way, ``waits_for`` the one whose budget it is
    (``None``: a target).
    """

    milliseconds: float
    place: Place
    waits_for: str | None = None
    through: tuple[str, ...] = ()

    def said(self) -> str:
        """Say it in half a sentence."""
        time = f"{number(self.milliseconds)} ms"
        if not self.through:
            return (
                f"it may itself wait {time} for `{self.waits_for}`"
                if self.waits_for
                else f"its own target is {time}"
            )
        way = ", which waits for ".join(f"`{name}`" for name in self.through)
        end = f"which may wait {time} for `{self.waits_for}`" if self.waits_for else f"whose target is {time}"
        return f"it waits for {way}, {end}"


@rule(
    "MS706",
    "dependency-slower-than-budget",
    severity=Severity.ERROR,
    tags=("pipeline", "latency", "contradiction"),
    on="project",
)
def dependency_slower_than_budget(project: Project) -> Iterator[Finding]:
    """A dependency promises less speed than the budget that it is given.

    ## What it does
    Follows `specRef`, and compares `interface.maxLatencyMs` with `targetLatencyMsP95` of the specification
    at its end. Where that has no target, the budgets that it gives its own required dependencies take its
    place, however long the chain: whoever may wait 600 ms for another cannot answer within 500 ms. Silent
    where a name or file stands for several specifications.

    ## Why it matters
    Both numbers are promises, and they contradict each other: the dependency may use all the time that its
    own target allows, keep its promise, and break the one that was built on it. Which of the two is wrong
    is for their owners to say.

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
      pipeline:
        dependencies:
          - id: rewriter
            role: input
            specRef: rewriter
            interface:
              maxLatencyMs: 8000
    ---
    apiVersion: piqc.ai/v1alpha1
    kind: ModelSpec
    metadata:
      name: rewriter
      annotations:
        modelspec-lint/input-tokens: "512"
        modelspec-lint/output-tokens: "128"
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
        observability:
          metrics:
            enabled: true
        scaling:
          targetLatencyMsP95: 10000
    ```

    ## Good
    ```yaml
    spec:
      pipeline:
        dependencies:
          - id: rewriter
            role: input
            interface:
              maxLatencyMs: 10000
    ```

    ## Options
    None.

    ## Sources
    - Google, The Site Reliability Workbook, "Managing Load": budgets along a call chain,
      <https://sre.google/workbook/managing-load/>
    - Dean, Barroso, "The Tail at Scale", CACM 56(2), 2013, <https://doi.org/10.1145/2408776.2408794>
    """
    if project.references is None:
        return
    known: dict[int, _Declared | None] = {}
    for reference in project.references.all:
        budget = reference.dependency.max_latency_ms
        if budget is None:
            continue
        declared = _declared(project, reference, known)
        if declared is not None and declared.milliseconds > budget:
            yield finding(
                reference.place("interface/maxLatencyMs"),
                f"`{_name(reference.dependency.id)}` has {number(budget)} ms, and {declared.said()}.",
                related=[Related(declared.place, f"{number(declared.milliseconds)} ms")],
                help=f"a budget of {number(declared.milliseconds)} ms or more here, or a faster target there",
            )


def _declared(project: Project, reference: Reference, known: dict[int, _Declared | None]) -> _Declared | None:
    """Return how long the specification at the end of a reference may take, as it declares it."""
    target = reference.target
    if target is None:
        return None
    if target.latency_target is not None:
        return _Declared(target.latency_target, Place(LATENCY_TARGET, document=target.document))
    identity = id(target.document)
    if identity not in known:
        known[identity] = None  # what it waits for may lead back to it
        known[identity] = max(
            _waits(project, target, known), key=lambda each: each.milliseconds, default=None
        )
    return known[identity]


def _waits(project: Project, target: Outline, known: dict[int, _Declared | None]) -> Iterator[_Declared]:
    """Yield how long a specification may wait for each of its required dependencies."""
    for position, dependency in enumerate(target.dependencies):
        if dependency.required and dependency.max_latency_ms is not None:
            pointer = f"{DEPENDENCIES}/{position}/interface/maxLatencyMs"
            place = Place(pointer, document=target.document)
            yield _Declared(dependency.max_latency_ms, place, _name(dependency.id))
    for following in project.references.of(target) if project.references else ():
        if following.dependency.required and following.dependency.max_latency_ms is None:
            declared = _declared(project, following, known)
            if declared is not None:
                yield declared._replace(through=(_name(following.dependency.id), *declared.through))


def _name(name: str | None) -> str:
    return printable(name or "?", 60)
