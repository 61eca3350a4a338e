"""Settings that the environment states otherwise than the spec: one function for each kind."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from modelspec_lint.knowledge_base import Precision
from modelspec_lint.linter import Deployment, Severity, printable
from modelspec_lint.rules.fields import (
    BATCH,
    COUNT,
    LENGTH,
    MODEL_ID,
    MODEL_URI,
    PRECISION,
    annotation,
)
from modelspec_lint.rules.identity.named import named_difference
from modelspec_lint.rules.memory.parallelism_place import environment_exceeds_count
from modelspec_lint.rules.quantities import counted, number

_WHOLE = re.compile(r"[0-9]{1,12}\Z")
_FRACTION = re.compile(r"[0-9]*\.?[0-9]{1,12}\Z")
_DEVICE = re.compile(r"(?:[0-9]{1,4}|(?:GPU|MIG)-[0-9a-fA-F/-]+|-1)\Z")


class Contradiction(NamedTuple):
    """A variable that says otherwise than the spec: what to say, and where the other side stands."""

    variable: str
    message: str
    other: str
    severity: Severity | None = None


def limits(deployment: Deployment) -> Iterator[Contradiction]:
    """Compare the longest sequence and the batch."""
    engine = deployment.engine.fact if deployment.engine else None
    batch = deployment.spec.runtime.batch
    shared = bool(engine and engine.facts.get("context_shared_by_slots"))
    for setting, declared, pointer in (
        ("max-model-len", batch.max_sequence_length_tokens, LENGTH),
        ("max-num-seqs", batch.max_batch_size, BATCH),
    ):
        text, variable = deployment.environment.get(setting, ("", ""))
        if declared is None or not _WHOLE.match(text) or int(text) == declared:
            continue
        if shared and setting == "max-model-len" and int(text) > declared:
            continue  # what the slots share is more than what one sequence has
        field = pointer.rpartition("/")[2]
        said = f"{variable} sets {_name(setting)} to {int(text)}, but {field} is {declared}."
        yield Contradiction(variable, said, pointer)


def annotated(deployment: Deployment) -> Iterator[Contradiction]:
    """Compare what annotations declare of the engine with what the environment tells it."""
    settings = deployment.settings
    for setting, key, declared in (
        ("tensor-parallel", "tensor-parallel", settings.tensor_parallel),
        ("pipeline-parallel", "pipeline-parallel", settings.pipeline_parallel),
        ("max-batched-tokens", "max-batched-tokens", settings.max_batched_tokens),
        ("gpu-memory-utilization", "gpu-memory-utilization", settings.gpu_memory_utilization),
    ):
        text, variable = deployment.environment.get(setting, ("", ""))
        if declared is None or not _FRACTION.match(text) or float(text) == declared:
            continue
        if setting == "gpu-memory-utilization" and float(text) > 1:
            continue  # no share: a percentage, or a mistake
        said = f"{variable} sets {_name(setting)} to {text}, but the annotation says {number(declared)}."
        yield Contradiction(variable, said, annotation(key))
    text, variable = deployment.environment.get("kv-cache-dtype", ("", ""))
    known = deployment.knowledge.precisions
    stated = known.resolve(text).fact if text else None
    written = known.resolve(settings.kv_cache_dtype).fact if settings.kv_cache_dtype else None
    if stated is not None and written is not None and stated.id != written.id:
        said = f"{variable} keeps the KV cache in {stated.id}, but the annotation says {written.id}."
        yield Contradiction(variable, said, annotation("kv-cache-dtype"))


def parallelism(deployment: Deployment) -> Iterator[Contradiction]:
    """Compare the tensor-parallel size with the count."""
    found, count = environment_exceeds_count(deployment), deployment.spec.runtime.accelerator.count
    if found is not None:
        variable, size = found
        said = f"{variable} cuts the model over {counted(size, 'accelerator')}, but the count is {count}."
        yield Contradiction(variable, said, COUNT)


def devices(deployment: Deployment) -> Iterator[Contradiction]:
    """Compare the accelerators that the process sees with the count."""
    count, match = deployment.spec.runtime.accelerator.count, deployment.accelerator
    if count is None or match is None or not match.facts:
        return
    makers = {accelerator.vendor for accelerator in match.facts}
    variables = deployment.spec.runtime.variables
    for variable, maker in deployment.knowledge.visible_devices.items():
        listed = [each.strip() for each in variables.get(variable, "").split(",")]
        if makers != {maker} or not all(_DEVICE.match(each) for each in listed):
            continue
        seen = listed.index("-1") if "-1" in listed else len(listed)
        if seen != count:
            said = f"{variable} shows {counted(seen, 'accelerator')} to the engine, but the count is {count}."
            yield Contradiction(variable, said, COUNT, None if seen < count else Severity.WARNING)


def types(deployment: Deployment) -> Iterator[Contradiction]:
    """Compare the type of the activations, and what is done to the weights, with the precision."""
    declared = deployment.precision.fact if deployment.precision else None
    if declared is None:
        return
    known = deployment.knowledge.precisions
    for setting in ("dtype", "quantization"):
        text, variable = deployment.environment.get(setting, ("", ""))
        stated = known.resolve(text).fact if text else None
        if stated is None or stated.id == declared.id:
            continue
        said = (
            f"{variable} sets {_name(setting)} to {printable(text, 40)}, but the precision is {declared.id}."
        )
        if setting == "dtype" and _is_plain(declared) and _is_plain(stated):
            yield Contradiction(variable, said, PRECISION)
        elif setting == "quantization" and (
            stated.bits_high < declared.bits_low or stated.bits_low > declared.bits_high
        ):
            yield Contradiction(variable, said, PRECISION, Severity.WARNING)


def models(deployment: Deployment) -> Iterator[Contradiction]:
    """Compare the model that the engine is told to load with the id and the URI of the spec."""
    text, variable = deployment.environment.get("model", ("", ""))
    declared = deployment.spec.model
    if "/" not in text or deployment.model is None or text in (declared.id, declared.model_uri):
        return
    known = deployment.knowledge.models
    told = known.resolve(text)
    for name, pointer in ((declared.model_uri, MODEL_URI), (declared.id, MODEL_ID)):
        match = known.resolve(name) if name else None
        if match is None or match.fact is None:
            continue
        if not named_difference(match, told, deployment.knowledge):
            return
        assert told.fact is not None
        sure = all(each.certainty in ("exact", "alias") for each in (match, told))
        said = f"{variable} makes the engine load {told.fact.id}, but the spec names {match.fact.id}."
        yield Contradiction(variable, said, pointer, None if sure else Severity.WARNING)
        return


def _is_plain(precision: Precision) -> bool:
    """Whether a precision is a type of its own, not a name that leaves open which."""
    return precision.scope == "all" and precision.compute is not None


def _name(setting: str) -> str:
    return _NAMES.get(setting, setting.replace("-", " "))


_NAMES = {
    "max-model-len": "the longest sequence",
    "max-num-seqs": "the batch",
    "tensor-parallel": "tensor parallelism",
    "pipeline-parallel": "pipeline parallelism",
    "max-batched-tokens": "the tokens of a step",
    "gpu-memory-utilization": "the share of memory",
    "dtype": "the type",
    "quantization": "quantisation",
}
