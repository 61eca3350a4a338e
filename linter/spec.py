"""The typed, read-only view of a document.

Named tuples, not dataclasses: sixteen of these would cost every run nine milliseconds.

Every object is always there; a value that the document does not declare, or declares with the wrong shape,
is ``None`` (lists and maps: empty). So a rule writes ``spec.runtime.batch.max_batch_size is None`` and
never asks three times.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, NamedTuple

_NOTHING: Mapping[str, Any] = {}
_NO_TEXTS: Mapping[str, str] = MappingProxyType({})


class Metadata(NamedTuple):
    """``/metadata``."""

    name: str | None = None
    version: str | None = None
    description: str | None = None
    labels: Mapping[str, str] = _NO_TEXTS
    annotations: Mapping[str, str] = _NO_TEXTS


class ModelIdentity(NamedTuple):
    """``/spec/identity/model``."""

    id: str | None = None
    family: str | None = None
    task: str | None = None
    framework: str | None = None
    precision: str | None = None
    model_uri: str | None = None
    tokenizer_uri: str | None = None


@dataclass(frozen=True, slots=True)  # a named tuple has a method `count` already
class AcceleratorRequest:
    """``/spec/runtime/accelerator``; ``count`` is per replica."""

    vendor: str | None = None
    type: str | None = None
    count: int | None = None


class Batch(NamedTuple):
    """``/spec/runtime/batch``; ``max_batch_size`` in sequences, the length in tokens."""

    max_batch_size: int | None = None
    max_sequence_length_tokens: int | None = None


class Resources(NamedTuple):
    """``/spec/runtime/resources``; GB are 10**9 bytes."""

    cpu_cores: int | None = None
    memory_gb: float | None = None
    ephemeral_storage_gb: float | None = None


class Runtime(NamedTuple):
    """``/spec/runtime``."""

    accelerator: AcceleratorRequest = AcceleratorRequest()
    batch: Batch = Batch()
    resources: Resources = Resources()
    variables: Mapping[str, str] = _NO_TEXTS


class Probe(NamedTuple):
    """A readiness or liveness probe."""

    path: str | None = None
    timeout_seconds: int | None = None


class Serving(NamedTuple):
    """``/spec/operations/serving``; a probe that is not declared is ``None``."""

    protocol: str | None = None
    port: int | None = None
    readiness_probe: Probe | None = None
    liveness_probe: Probe | None = None
    max_concurrency: int | None = None
    timeout_seconds: int | None = None


class WarmPool(NamedTuple):
    """``/spec/operations/scaling/warmPool``."""

    size: int | None = None
    strategy: str | None = None


class Scaling(NamedTuple):
    """``/spec/operations/scaling``."""

    min_replicas: int | None = None
    max_replicas: int | None = None
    strategy: str | None = None
    target_latency_ms_p95: float | None = None
    target_rps: float | None = None
    warm_pool: WarmPool | None = None


class Observability(NamedTuple):
    """``/spec/operations/observability``."""

    metrics_enabled: bool | None = None
    metrics_provider: str | None = None
    metrics_port: int | None = None
    logging_level: str | None = None
    tracing_enabled: bool | None = None


class Operations(NamedTuple):
    """``/spec/operations``."""

    serving: Serving = Serving()
    scaling: Scaling = Scaling()
    observability: Observability = Observability()


class Step(NamedTuple):
    """One step of pre- or postprocessing."""

    name: str | None
    type: str | None
    enabled: bool | None


class Dependency(NamedTuple):
    """One entry of ``/spec/pipeline/dependencies``; ``required`` defaults to true."""

    id: str | None
    role: str | None
    spec_ref: str | None
    required: bool
    input_type: str | None
    output_type: str | None
    max_latency_ms: float | None


class Pipeline(NamedTuple):
    """``/spec/pipeline``."""

    preprocess: tuple[Step, ...] = ()
    postprocess: tuple[Step, ...] = ()
    dependencies: tuple[Dependency, ...] = ()


class Governance(NamedTuple):
    """``/spec/governance/compliance``."""

    pii_allowed: bool | None = None
    pii_policy: str | None = None
    logs_days: int | None = None
    artifacts_days: int | None = None
    change_approval: str | None = None
    owner: str | None = None


class Cost(NamedTuple):
    """``/spec/governance/cost``."""

    target_per_1k_tokens_usd: float | None = None
    cloud_provider: str | None = None
    instance_type: str | None = None
    spot_allowed: bool | None = None


class Spec(NamedTuple):
    """A whole ModelSpec."""

    metadata: Metadata
    model: ModelIdentity
    runtime: Runtime
    operations: Operations
    pipeline: Pipeline
    governance: Governance
    cost: Cost


def read_spec(data: Any) -> Spec:
    """Make the view of a parsed document; never fails, whatever the document holds."""
    metadata = _map(data, "metadata")
    spec = _map(data, "spec")
    runtime = _map(spec, "runtime")
    governance = _map(spec, "governance")
    return Spec(
        metadata=Metadata(
            name=_text(metadata, "name"),
            version=_text(metadata, "version"),
            description=_text(metadata, "description"),
            labels=_texts(metadata, "labels"),
            annotations=_texts(metadata, "annotations"),
        ),
        model=_model(_map(_map(spec, "identity"), "model")),
        runtime=_runtime(runtime),
        operations=_operations(_map(spec, "operations")),
        pipeline=_pipeline(_map(spec, "pipeline")),
        governance=_governance(_map(governance, "compliance")),
        cost=_cost(_map(governance, "cost")),
    )


def _model(model: Mapping[str, Any]) -> ModelIdentity:
    artifacts = _map(model, "artifacts")
    return ModelIdentity(
        id=_text(model, "id"),
        family=_text(model, "family"),
        task=_text(model, "task"),
        framework=_text(model, "framework"),
        precision=_text(model, "precision"),
        model_uri=_text(artifacts, "modelUri"),
        tokenizer_uri=_text(artifacts, "tokenizerUri"),
    )


def _runtime(runtime: Mapping[str, Any]) -> Runtime:
    accelerator = _map(runtime, "accelerator")
    batch = _map(runtime, "batch")
    resources = _map(runtime, "resources")
    return Runtime(
        accelerator=AcceleratorRequest(
            vendor=_text(accelerator, "vendor"),
            type=_text(accelerator, "type"),
            count=_whole(accelerator, "count", 1),
        ),
        batch=Batch(
            max_batch_size=_whole(batch, "maxBatchSize", 1),
            max_sequence_length_tokens=_whole(batch, "maxSequenceLengthTokens", 1),
        ),
        resources=Resources(
            cpu_cores=_whole(resources, "cpuCores"),
            memory_gb=_number(resources, "memoryGb"),
            ephemeral_storage_gb=_number(resources, "ephemeralStorageGb"),
        ),
        variables=_texts(_map(runtime, "environment"), "variables"),
    )


def _operations(operations: Mapping[str, Any]) -> Operations:
    serving = _map(operations, "serving")
    scaling = _map(operations, "scaling")
    observability = _map(operations, "observability")
    metrics = _map(observability, "metrics")
    warm_pool = scaling.get("warmPool")
    return Operations(
        serving=Serving(
            protocol=_text(serving, "protocol"),
            port=_whole(serving, "port", 1),
            readiness_probe=_probe(serving, "readinessProbe"),
            liveness_probe=_probe(serving, "livenessProbe"),
            max_concurrency=_whole(serving, "maxConcurrency", 1),
            timeout_seconds=_whole(serving, "timeoutSeconds"),
        ),
        scaling=Scaling(
            min_replicas=_whole(scaling, "minReplicas"),
            max_replicas=_whole(scaling, "maxReplicas"),
            strategy=_text(scaling, "strategy"),
            target_latency_ms_p95=_number(scaling, "targetLatencyMsP95"),
            target_rps=_number(scaling, "targetRps"),
            warm_pool=WarmPool(_whole(warm_pool, "size"), _text(warm_pool, "strategy"))
            if isinstance(warm_pool, dict)
            else None,
        ),
        observability=Observability(
            metrics_enabled=_flag(metrics, "enabled"),
            metrics_provider=_text(metrics, "provider"),
            metrics_port=_whole(metrics, "port", 1),
            logging_level=_text(_map(observability, "logging"), "level"),
            tracing_enabled=_flag(_map(observability, "tracing"), "enabled"),
        ),
    )


def _probe(serving: Mapping[str, Any], name: str) -> Probe | None:
    probe = serving.get(name)
    if not isinstance(probe, dict):
        return None
    return Probe(_text(probe, "path"), _whole(probe, "timeoutSeconds"))


def _pipeline(pipeline: Mapping[str, Any]) -> Pipeline:
    return Pipeline(
        preprocess=_steps(_map(pipeline, "preprocess")),
        postprocess=_steps(_map(pipeline, "postprocess")),
        dependencies=tuple(_dependency(entry) for entry in _list(pipeline, "dependencies")),
    )


def _steps(stage: Mapping[str, Any]) -> tuple[Step, ...]:
    return tuple(
        Step(_text(entry, "name"), _text(entry, "type"), _flag(entry, "enabled"))
        for entry in _list(stage, "steps")
    )


def _dependency(entry: Mapping[str, Any]) -> Dependency:
    interface = _map(entry, "interface")
    return Dependency(
        id=_text(entry, "id"),
        role=_text(entry, "role"),
        spec_ref=_text(entry, "specRef"),
        required=_flag(entry, "required") is not False,
        input_type=_text(interface, "inputType"),
        output_type=_text(interface, "outputType"),
        max_latency_ms=_number(interface, "maxLatencyMs"),
    )


def _governance(compliance: Mapping[str, Any]) -> Governance:
    pii = _map(compliance, "pii")
    retention = _map(compliance, "retention")
    governance = _map(compliance, "governance")
    return Governance(
        pii_allowed=_flag(pii, "allowed"),
        pii_policy=_text(pii, "policy"),
        logs_days=_whole(retention, "logsDays"),
        artifacts_days=_whole(retention, "artifactsDays"),
        change_approval=_text(governance, "changeApproval"),
        owner=_text(governance, "owner"),
    )


def _cost(cost: Mapping[str, Any]) -> Cost:
    hints = _map(cost, "pricingHints")
    return Cost(
        target_per_1k_tokens_usd=_number(cost, "targetCostPer1kTokensUsd"),
        cloud_provider=_text(hints, "cloudProvider"),
        instance_type=_text(hints, "instanceType"),
        spot_allowed=_flag(hints, "spotAllowed"),
    )


def _map(parent: Any, name: str) -> Mapping[str, Any]:
    value = parent.get(name) if isinstance(parent, dict) else None
    return value if isinstance(value, dict) else _NOTHING


def _list(parent: Mapping[str, Any], name: str) -> list[Any]:
    value = parent.get(name)
    return value if isinstance(value, list) else []


def _text(parent: Any, name: str) -> str | None:
    value = parent.get(name) if isinstance(parent, dict) else None
    return value if isinstance(value, str) else None


def _texts(parent: Mapping[str, Any], name: str) -> Mapping[str, str]:
    texts = {
        key: value
        for key, value in _map(parent, name).items()
        if isinstance(key, str) and isinstance(value, str)
    }
    return MappingProxyType(texts) if texts else _NO_TEXTS


def _flag(parent: Any, name: str) -> bool | None:
    value = parent.get(name) if isinstance(parent, dict) else None
    return value if isinstance(value, bool) else None


def _whole(parent: Any, name: str, least: int = 0) -> int | None:
    value = _number(parent, name)
    if value is None or value < least or value != int(value):
        return None
    return int(value)


def _number(parent: Any, name: str) -> float | int | None:
    value = parent.get(name) if isinstance(parent, dict) else None
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return value if 0 <= value < 1e18 else None
