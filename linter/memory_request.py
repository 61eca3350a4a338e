"""From a deployment to the question that the memory arithmetic answers.

A field of the spec goes before an annotation's default, an annotation before the environment, the
environment before the engine's default. What is declared but cannot be read leaves the question undecided: a
default in its place would be a guess.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from modelspec_lint.knowledge_base import (
    Accelerator,
    MemoryRequest,
    Model,
    Precision,
    Undecided,
    model_of_size,
)
from modelspec_lint.linter.document.printable import printable
from modelspec_lint.linter.settings import fraction, whole_number

if TYPE_CHECKING:
    from modelspec_lint.linter.deployment import Deployment

MODEL = "/spec/identity/model"
ACCELERATOR = "/spec/runtime/accelerator"
BATCH = "/spec/runtime/batch"
_READ = (
    f"{MODEL}/id",
    f"{MODEL}/framework",
    f"{MODEL}/precision",
    f"{ACCELERATOR}/type",
    f"{ACCELERATOR}/count",
    f"{BATCH}/maxBatchSize",
    f"{BATCH}/maxSequenceLengthTokens",
    "/metadata/annotations",
    "/spec/runtime/environment/variables",
)


def memory_request(deployment: Deployment) -> MemoryRequest:
    """Put the question; raises :class:`Undecided` where a part of it is unknown, ambiguous or broken."""
    broken = deployment.broken.first(_READ)
    if broken is not None:
        raise Undecided("a field that the arithmetic needs cannot be read", broken)
    settings, spec = deployment.settings, deployment.spec
    for key in settings.bad:
        raise Undecided(
            f"the annotation {key} cannot be read", f"/metadata/annotations/{key.replace('/', '~1')}"
        )
    if "config-file" in deployment.environment:
        variable = deployment.environment["config-file"][1]
        raise Undecided("the engine's settings stand in a file of its own", _variable(variable))
    if "cpu-offload" in deployment.environment:
        raise Undecided(
            "a part of the weights is offloaded to the host", "/spec/runtime/environment/variables"
        )
    model = _model(deployment)
    count = spec.runtime.accelerator.count or 1
    pipeline = settings.pipeline_parallel or _whole(deployment, "pipeline-parallel") or 1
    replicas = _whole(deployment, "data-parallel") or 1
    if "data-parallel-attention" in deployment.environment:
        replicas = 1  # only attention is repeated, within the same ranks
    tensor = settings.tensor_parallel or _whole(deployment, "tensor-parallel")
    engine = deployment.engine.fact if deployment.engine else None
    if tensor is None:
        shards = engine is None or engine.tensor_parallel
        tensor = max(1, count // (pipeline * replicas)) if shards else 1
        if not shards and engine is not None and engine.offloads:
            pipeline = max(pipeline, count)  # it spreads whole layers over all that it is given
    batch = spec.runtime.batch
    return MemoryRequest(
        model=model,
        accelerators=_accelerators(deployment),
        precisions=_precisions(deployment, model),
        engine=engine,
        count=count,
        mig=deployment.accelerator.mig if deployment.accelerator else None,
        engine_version=settings.engine_version,
        tensor_parallel=tensor,
        pipeline_parallel=pipeline,
        sequence_length=batch.max_sequence_length_tokens or _whole(deployment, "max-model-len"),
        batch=batch.max_batch_size or _whole(deployment, "max-num-seqs"),
        utilization=settings.gpu_memory_utilization or _fraction(deployment, "gpu-memory-utilization"),
        batched_tokens=settings.max_batched_tokens or _whole(deployment, "max-batched-tokens"),
        kv_cache_dtype=settings.kv_cache_dtype or _cache_type(deployment),
    )


def _model(deployment: Deployment) -> Model:
    match = deployment.model
    if match is None:
        raise Undecided("no model is declared", f"{MODEL}/id")
    if match.fact is not None:
        return match.fact
    if match.facts:
        names = ", ".join(model.id for model in match.facts[:3])
        raise Undecided(f"'{printable(match.name, 60)}' may be one of several models: {names}", f"{MODEL}/id")
    if deployment.settings.parameters is not None:
        return model_of_size(match.name, deployment.settings.parameters)
    raise Undecided(f"the model '{printable(match.name, 60)}' is not known", f"{MODEL}/id")


def _accelerators(deployment: Deployment) -> tuple[Accelerator, ...]:
    match = deployment.accelerator
    if match is None or not match.facts:
        name = f"'{printable(match.name, 60)}'" if match else "that is not declared"
        raise Undecided(f"the accelerator {name} is not known", f"{ACCELERATOR}/type")
    if match.certainty == "ambiguous" and len(match.facts) == 1:
        raise Undecided(
            f"'{printable(match.name, 60)}' may be a variant that is not known", f"{ACCELERATOR}/type"
        )
    return match.facts


def _precisions(deployment: Deployment, model: Model) -> tuple[Precision, ...]:
    """Return every format that the weights may have, the likeliest first.

    A checkpoint that is published quantised keeps its format whatever 16-bit type the spec declares (that is
    then the type of its activations), and so does one whose name or address carries a format. A quantisation
    in the environment is done at load.
    """
    known = deployment.knowledge.precisions
    declared = deployment.precision
    if declared is not None and declared.fact is None:
        raise Undecided(f"the precision '{printable(declared.name, 60)}' is not known", f"{MODEL}/precision")
    published = _published(deployment, model)
    at_load = deployment.environment.get("quantization")
    if at_load is not None:
        quantised = known.resolve(at_load[0]).fact
        if quantised is None:
            raise Undecided(
                f"{at_load[1]} quantises the weights in a way that is not known", _variable(at_load[1])
            )
        return (quantised, declared.fact) if declared and declared.fact else (quantised,)
    if declared is None or declared.fact is None:
        engine = deployment.engine.fact if deployment.engine else None
        default = engine.facts.get("undeclared_precision") if engine else None
        if default == "any":
            raise Undecided("no precision is declared, and this engine runs several", f"{MODEL}/precision")
        carried = deployment.model.precision_hint if deployment.model else None
        stored = carried or default or published
        if stored is None:  # a model of which only the size is known: 16 bits is usual, 4 the least
            return known.get("16bit"), known.get("4bit")
        return (known.get(stored),)
    if published is not None and published in known:
        smaller = known.get(published)
        if smaller.bits_low < min(16, declared.fact.bits_low):
            # 16 bits declared over a quantised checkpoint names the activations
            return (smaller, declared.fact) if declared.fact.scope == "all" else (declared.fact, smaller)
    return (declared.fact,)


def _published(deployment: Deployment, model: Model) -> str | None:
    """Return the id of the format that the weights are published in, by address, by name, or by the facts."""
    uri = deployment.spec.model.model_uri
    if uri is not None:
        artifact = deployment.knowledge.models.resolve(uri)
        addressed = artifact.precision_hint or (artifact.fact.precision if artifact.fact else None)
        if addressed is not None:
            return addressed
    carried = deployment.model.precision_hint if deployment.model else None
    return carried or model.precision


def _cache_type(deployment: Deployment) -> str:
    stated = deployment.environment.get("kv-cache-dtype", ("auto", ""))[0].lower()
    for kind in ("fp8", "int8", "bf16", "fp16"):
        if stated.startswith(kind):
            return kind
    return {"bfloat16": "bf16", "float16": "fp16"}.get(stated, "auto")


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
    return "/spec/runtime/environment/variables/" + name.replace("~", "~0").replace("/", "~1")
