"""What was understood of a declaration: which facts its names mean, and how that is known."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from modelspec_lint.knowledge_base import Binding, LocalCheckpoint, Match, Memory, MemoryRequest
from modelspec_lint.linter.fit.answer import Unknown, asked
from modelspec_lint.linter.fit.figures import sequences, tokens
from modelspec_lint.linter.fit.question import Question
from modelspec_lint.linter.tokens import Tokens


@dataclass(frozen=True, slots=True)
class Understood:
    """One thing that was declared: ``what`` it is, the ``value`` that was understood, and why."""

    what: str
    value: str
    reason: str


def understood(
    question: Question,
    request: MemoryRequest | Unknown,
    memory: Memory | Unknown,
    asked_for: Tokens | Unknown,
) -> tuple[Understood, ...]:
    """Say what was understood, in the order in which people think of it."""
    binding = question.binding
    return (
        _model(binding, request),
        _accelerator(binding),
        _precision(binding, request),
        _engine(binding, request),
        *_parallelism(request),
        *_load(memory),
        *_settings(request),
        *([] if isinstance(asked_for, Unknown) else [_request(asked_for)]),
    )


def _model(binding: Binding, request: MemoryRequest | Unknown) -> Understood:
    match = binding.model
    checkpoint = asked(lambda: binding.checkpoint)
    if isinstance(checkpoint, LocalCheckpoint):
        size = f"{_billions(checkpoint.model.parameters)} parameters"
        return Understood("model", checkpoint.model.id, f"{size}; read from {checkpoint.source}")
    if match is None:
        return Understood("model", "unknown", "no model is declared")
    model = match.fact if match.fact or isinstance(request, Unknown) else request.model
    if model is None:
        near = binding.knowledge.models.suggest(match.name) if not match.facts else ()
        return Understood("model", match.name, _with_suggestion(match.reason, near))
    size = f"{_billions(model.parameters)} parameters"
    if model.active_parameters and model.active_parameters < model.parameters:
        size += f", {_billions(model.active_parameters)} active"
    return Understood("model", model.id, _why(match, size))


def _accelerator(binding: Binding) -> Understood:
    match, count = binding.accelerator, binding.declaration.count
    stated = binding.declaration.device_memory_gib
    if stated is not None and (match is None or not match.facts):
        return Understood("accelerator", f"{count:,} x {stated:g} GiB", "of which only the memory is known")
    if match is None:
        return Understood("accelerator", "unknown", "no accelerator is declared")
    if not match.facts:
        near = binding.knowledge.accelerators.suggest(match.name)
        return Understood("accelerator", match.name, _with_suggestion(match.reason, near))
    one = match.facts[0]
    name = one.id if len(match.facts) == 1 else match.name
    if match.mig:
        name = f"{match.mig} of {name}"
    said = one.name if len(match.facts) == 1 else "the figures span all of them"
    return Understood("accelerator", f"{count:,} x {name}", _why(match, said))


def _precision(binding: Binding, request: MemoryRequest | Unknown) -> Understood:
    match = binding.precision
    if isinstance(request, Unknown) or not request.precisions:
        if match is None:
            return Understood("precision", "unknown", "no precision is declared")
        near = binding.knowledge.precisions.suggest(match.name) if not match.facts else ()
        value = match.fact.id if match.fact else match.name
        reason = "declared" if match.certainty == "exact" else _with_suggestion(match.reason, near)
        return Understood("precision", value, reason)
    names = [each.id for each in request.precisions]
    hint = binding.model.precision_hint if binding.model else None
    if binding.declaration.quantization is not None:
        reason = "quantised when it is loaded"
    elif hint == names[0]:
        reason = f"the name {binding.declaration.model} says so"
    elif match is not None and match.fact is not None and match.fact.id == names[0]:
        reason = "declared" if match.certainty == "exact" else f"declared as {match.name}"
    elif match is not None:
        reason = f"published so; the declared {match.name} is the type of its activations"
    else:
        reason = "not declared: as it is published" if names[0] == request.model.precision else "not declared"
    return Understood("precision", " or ".join(names), f"{reason}; {request.precisions[0].bits:g} bits each")


def _engine(binding: Binding, request: MemoryRequest | Unknown) -> Understood:
    match = binding.engine
    version = binding.declaration.engine_version if isinstance(request, Unknown) else request.engine_version
    if match is None:
        return Understood("engine", "unknown", "no engine is declared, so only the weights are computed")
    if match.fact is None:
        near = binding.knowledge.engines.suggest(match.name)
        return Understood("engine", match.name, _with_suggestion(match.reason, near))
    release = f"release {version}" if version else "no release is declared: the figures span those known"
    return Understood("engine", match.fact.id, _why(match, release))


def _parallelism(request: MemoryRequest | Unknown) -> Iterator[Understood]:
    if isinstance(request, Unknown) or request.count == request.tensor_parallel == 1:
        return
    sizes = [f"tensor {request.tensor_parallel:,}"]
    if request.pipeline_parallel > 1:
        sizes.append(f"pipeline {request.pipeline_parallel:,}")
    if request.replicas > 1:
        sizes.append(f"data {request.replicas:,}")
    yield Understood(
        "parallelism",
        " x ".join(sizes),
        "over 1 accelerator" if request.count == 1 else f"over {request.count:,} accelerators",
    )


def _load(memory: Memory | Unknown) -> Iterator[Understood]:
    if isinstance(memory, Unknown) or not memory.keeps_cache:
        return
    length = asked(lambda: (memory.sequence_length, memory.length_source))
    batch = asked(lambda: (memory.batch, memory.batch_source))
    if not isinstance(length, Unknown):
        yield Understood("length", tokens(length[0]), length[1])
    if not isinstance(batch, Unknown):
        yield Understood("batch", sequences(batch[0]), batch[1])


def _settings(request: MemoryRequest | Unknown) -> Iterator[Understood]:
    if isinstance(request, Unknown):
        return
    said = []
    if request.kv_cache is not None:
        said.append(f"{request.kv_cache.id} KV cache")
    if request.utilization is not None:
        said.append(f"utilisation {request.utilization:g}")
    if request.batched_tokens is not None:
        said.append(f"{request.batched_tokens:,} tokens a step")
    if request.device_memory_gib is not None:
        said.append(f"{request.device_memory_gib:g} GiB a device")
    if request.fraction < 1:
        said.append(f"{request.fraction:.3g} of an accelerator")
    if request.enforce_eager:
        said.append("no CUDA graphs")
    if said:
        yield Understood("settings", ", ".join(said), "declared")


def _request(asked_for: Tokens) -> Understood:
    said = f"{tokens(asked_for.input)} in, {asked_for.output:,} out"
    return Understood("request", said, asked_for.source)


def _why(match: Match[Any], said: str) -> str:
    """Add how a name was understood, where it is not the very id."""
    return said if match.certainty == "exact" else f"{said}; {match.reason.rstrip('.')}"


def _with_suggestion(reason: str, near: tuple[str, ...]) -> str:
    return f"{reason.rstrip('.')}; did you mean {' or '.join(near)}?" if near else reason.rstrip(".")


def _billions(parameters: int) -> str:
    if parameters >= 1e9:
        return f"{parameters / 1e9:.1f} billion"
    return f"{parameters / 1e6:.0f} million"
