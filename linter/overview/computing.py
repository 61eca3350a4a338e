"""Computes overviews; what cannot be decided is said, never guessed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TypeVar

from modelspec_lint.linter.declarative.estimates import cost_per_month, replicas_of
from modelspec_lint.linter.deployment import Deployment
from modelspec_lint.linter.fit.answer import Unknown, asked
from modelspec_lint.linter.fit.figures import tokens
from modelspec_lint.linter.fit.memory_sum import bar_of, memory_sum
from modelspec_lint.linter.fit.verdict import device_words, judge
from modelspec_lint.linter.overview.overview import Latency, Memory, Overview, Span, State

Clean = Callable[[str], str]
T = TypeVar("T")

DOES_NOT_RUN = Unknown("a deployment that does not run has no times")


def overview_of(deployment: Deployment, clean: Clean) -> Overview:
    """Compute the overview of a spec; ``clean`` goes over every text that the spec may have a part in."""
    document, spec = deployment.document, deployment.spec
    month, source = _month(deployment)
    memory, runs = _memory(deployment, clean)
    latency = asked(lambda: _latency(deployment)) if runs else DOES_NOT_RUN
    return Overview(
        document=document,
        name=clean(document.name or spec.model.id or "ModelSpec"),
        file=document.file.path,
        line=document.span("", "key").line,
        owner=clean(spec.governance.owner or ""),
        declares=tuple(map(clean, _declares(deployment))),
        accelerators=_accelerators(deployment),
        month=_cleaned(month, clean),
        month_source=clean(source),
        memory=memory,
        latency=_cleaned(latency, clean),
    )


def _cleaned(answer: T | Unknown, clean: Clean) -> T | Unknown:
    return Unknown(clean(answer.reason), answer.field) if isinstance(answer, Unknown) else answer


def _declares(deployment: Deployment) -> Iterator[str]:
    """Yield what is declared, in the spec's own words."""
    model, accelerator = deployment.spec.model, deployment.spec.runtime.accelerator
    batch = deployment.spec.runtime.batch
    yield from filter(None, (model.id, model.precision, model.framework))
    if accelerator.type:
        yield f"{accelerator.count or 1:,} × {accelerator.type}"
    if batch.max_batch_size:
        yield f"batch {batch.max_batch_size:,}"
    if batch.max_sequence_length_tokens:
        yield tokens(batch.max_sequence_length_tokens)


def _accelerators(deployment: Deployment) -> Span | Unknown:
    if not deployment.spec.runtime.accelerator.type:
        return Unknown("no accelerator is declared")
    count = deployment.spec.runtime.accelerator.count or 1
    least, most = (count * replicas_of(deployment, largest=largest) for largest in (False, True))
    return Span(least, max(least, most))


def _month(deployment: Deployment) -> tuple[Span | Unknown, str]:
    most = asked(lambda: cost_per_month(deployment, largest=True))
    if isinstance(most, Unknown):
        return most, ""
    least = cost_per_month(deployment, largest=False)
    return Span(min(least.expected, most.expected), most.expected), most.source


def _memory(deployment: Deployment, clean: Clean) -> tuple[Memory, bool]:
    """Return the verdict on memory with its bar, and whether anything is answered at all."""
    memory = asked(lambda: deployment.memory)
    if isinstance(memory, Unknown):
        return Memory("unknown", "Undecided", clean(memory.reason)), True
    verdict = judge(memory)
    state: State = "good"
    if verdict.starts is False:
        state = "bad"
    elif verdict.starts is None or verdict.holds is False:
        state = "warn"
    device = device_words(memory.request)
    bar = bar_of(memory_sum(memory))
    return Memory(state, verdict.word, clean(verdict.reason), clean(device), bar), verdict.runs


def _latency(deployment: Deployment) -> Latency:
    request = deployment.tokens
    said = f"{tokens(request.input)} in"
    if request.output:
        said += f", {request.output:,} out"
    band = deployment.latency.request
    band.never_seen, band.typical  # noqa: B018 (computed when first asked for: what is undecided is told here)
    return Latency(
        band=band,
        request=f"{said} ({request.source}), alone on its replica",
        target=deployment.spec.operations.scaling.target_latency_ms_p95,
        loosened_by=deployment.loosened_by,
    )
