"""What a spec declares: its fields, its annotations and its environment as one declaration.

A field of the spec goes before an annotation's default, an annotation before the environment, the
environment before the engine's default.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from modelspec_lint.knowledge_base import Declaration, Undecided
from modelspec_lint.linter.settings import fraction, whole_number

if TYPE_CHECKING:
    from modelspec_lint.linter.deployment import Deployment

_MODEL = "/spec/identity/model"
_ACCELERATOR = "/spec/runtime/accelerator"
_BATCH = "/spec/runtime/batch"
_VARIABLES = "/spec/runtime/environment/variables"
_READ = (
    f"{_MODEL}/id",
    f"{_MODEL}/framework",
    f"{_MODEL}/precision",
    f"{_ACCELERATOR}/type",
    f"{_ACCELERATOR}/count",
    f"{_BATCH}/maxBatchSize",
    f"{_BATCH}/maxSequenceLengthTokens",
    "/metadata/annotations",
    _VARIABLES,
)


def declared(deployment: Deployment) -> Declaration:
    """Read a spec as a declaration; raises :class:`Undecided` where a part of it is broken or elsewhere."""
    _refuse_unreadable(deployment)
    settings, spec, environment = deployment.settings, deployment.spec, deployment.environment
    batch, accelerator = spec.runtime.batch, spec.runtime.accelerator
    replicas = _whole(deployment, "data-parallel")
    if "data-parallel-attention" in environment:
        replicas = None  # only attention is repeated, within the same ranks
    return Declaration(
        model=spec.model.id,
        model_uri=spec.model.model_uri,
        folder=Path(deployment.document.file.path).parent,
        confined=True,
        accelerator=accelerator.type,
        count=accelerator.count or 1,
        precision=spec.model.precision,
        engine=spec.model.framework,
        engine_version=settings.engine_version,
        tensor_parallel=settings.tensor_parallel or _whole(deployment, "tensor-parallel"),
        pipeline_parallel=settings.pipeline_parallel or _whole(deployment, "pipeline-parallel"),
        data_parallel=replicas,
        sequence_length=batch.max_sequence_length_tokens or _whole(deployment, "max-model-len"),
        batch=batch.max_batch_size or _whole(deployment, "max-num-seqs"),
        utilization=settings.gpu_memory_utilization or _fraction(deployment, "gpu-memory-utilization"),
        batched_tokens=settings.max_batched_tokens or _whole(deployment, "max-batched-tokens"),
        kv_cache_dtype=settings.kv_cache_dtype
        or deployment.environment.get("kv-cache-dtype", ("auto", ""))[0],
        quantization=_quantization(deployment),
        instance=spec.cost.instance_type,
        parameters=settings.parameters,
    )


def _refuse_unreadable(deployment: Deployment) -> None:
    broken = deployment.broken.first(_READ)
    if broken is not None:
        raise Undecided("a field that the arithmetic needs cannot be read", broken)
    for key in deployment.settings.bad:
        raise Undecided(
            f"the annotation {key} cannot be read", f"/metadata/annotations/{key.replace('/', '~1')}"
        )
    if "config-file" in deployment.environment:
        variable = deployment.environment["config-file"][1]
        raise Undecided("the engine's settings stand in a file of its own", _variable(variable))
    if "cpu-offload" in deployment.environment:
        raise Undecided("a part of the weights is offloaded to the host", _VARIABLES)


def _quantization(deployment: Deployment) -> str | None:
    """Return what the environment tells the engine to do to the weights at load."""
    stated = deployment.environment.get("quantization")
    if stated is None:
        return None
    if deployment.knowledge.precisions.resolve(stated[0]).fact is None:
        raise Undecided(f"{stated[1]} quantises the weights in a way that is not known", _variable(stated[1]))
    return stated[0]


def _whole(deployment: Deployment, setting: str) -> int | None:
    stated = deployment.environment.get(setting)
    if stated is None:
        return None
    value = whole_number(stated[0])
    if value is None:
        raise Undecided(
            f"{stated[1]} sets {setting} to something that is no whole number", _variable(stated[1])
        )
    return value


def _fraction(deployment: Deployment, setting: str) -> float | None:
    stated = deployment.environment.get(setting)
    return fraction(stated[0]) if stated else None


def _variable(name: str) -> str:
    return f"{_VARIABLES}/" + name.replace("~", "~0").replace("/", "~1")
