"""The report for programs: JSON of version "1", described by ``schema/fit.v1.json``.

Within a version fields are added, never renamed or removed. Numbers are not rounded; a bound that is not
finite is ``null``. What is undecided stands as ``{"undecided": reason, "field": pointer}`` where its figures
would.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Sequence
from dataclasses import fields
from pathlib import PurePath
from typing import Any, TypeVar

from modelspec_lint.knowledge_base import Band, Cost, Estimate, MemoryRequest, Rate, Rental
from modelspec_lint.linter.fit.answer import Unknown
from modelspec_lint.linter.fit.curves import batch_by_length
from modelspec_lint.linter.fit.fit import Fit
from modelspec_lint.linter.fit.limits import Limit, Limits
from modelspec_lint.linter.fit.memory_sum import Bar, MemorySum
from modelspec_lint.linter.fit.others import Other, Others
from modelspec_lint.linter.fit.speed import Speed, Times
from modelspec_lint.linter.report.interface import ReportOptions
from modelspec_lint.linter.report.wellformed import well_formed
from modelspec_lint.linter.version import version

VERSION = "1"
T = TypeVar("T")


def render(fits: Sequence[Fit], options: ReportOptions) -> str:
    """Render all fits; the options change nothing."""
    knowledge = fits[0].question.binding.knowledge.version if fits else None
    report = {
        "version": VERSION,
        "tool": {"name": "modelspec-lint", "version": version(), "knowledge": knowledge},
        "fits": [_fit(fit) for fit in fits],
    }
    return json.dumps(_safe(report), indent=2, allow_nan=False) + "\n"


def _fit(fit: Fit) -> dict[str, Any]:
    verdict = fit.verdict
    return {
        "name": fit.question.name,
        "place": fit.question.place,
        "declared": {
            each.name: getattr(fit.question.declaration, each.name)
            for each in fields(fit.question.declaration)
        },
        "understood": [
            {"what": each.what, "value": each.value, "reason": each.reason} for each in fit.understood
        ],
        "request": _or_reason(fit.request, _request),
        "verdict": {
            "starts": verdict.starts,
            "holds": verdict.holds,
            "word": verdict.word,
            "reason": verdict.reason,
        },
        "cautions": list(fit.cautions),
        "memory": _or_reason(fit.memory, _memory),
        "bar": _bar(fit.bar),
        "limits": _or_reason(fit.limits, _limits),
        "frontier": _frontier(fit),
        "tokens": _or_reason(
            fit.tokens, lambda each: {"input": each.input, "output": each.output, "source": each.source}
        ),
        "latency": _or_reason(fit.speed, _speed),
        "cost": _or_reason(fit.cost, _cost),
        "alternatives": _or_reason(fit.others, _others),
    }


def _or_reason(answer: T | Unknown, write: Callable[[T], Any]) -> Any:
    if isinstance(answer, Unknown):
        return {"undecided": answer.reason, "field": answer.field or None}
    return write(answer)


def estimate_json(estimate: Estimate) -> dict[str, Any]:
    """Return an estimate with its terms, numbers as they are."""
    return {
        "name": estimate.name,
        "low": estimate.low,
        "expected": estimate.expected,
        "high": estimate.high,
        "unit": estimate.unit,
        "source": estimate.source,
        "terms": [estimate_json(each) for each in estimate.terms],
    }


def _request(request: MemoryRequest) -> dict[str, Any]:
    return {
        "model": request.model.id,
        "accelerators": [each.id for each in request.accelerators],
        "mig": request.mig,
        "fraction": request.fraction,
        "precisions": [each.id for each in request.precisions],
        "engine": request.engine.id if request.engine else None,
        "engine_version": request.engine_version,
        "count": request.count,
        "tensor_parallel": request.tensor_parallel,
        "pipeline_parallel": request.pipeline_parallel,
        "replicas": request.replicas,
        "kv_cache": request.kv_cache.id if request.kv_cache else None,
    }


def _memory(parts: MemorySum) -> dict[str, Any]:
    estimates = (
        "visible",
        "usable",
        "weights",
        "left",
        "one_sequence",
        "admission",
        "load",
        "slots",
        "kv_tokens",
    )
    return {
        "keeps_cache": parts.keeps_cache,
        **{name: _or_reason(getattr(parts, name), estimate_json) for name in estimates},
        "taken": [estimate_json(each) for each in parts.taken],
    }


def _bar(bar: Bar | None) -> dict[str, Any] | None:
    if bar is None:
        return None
    segments = [{"name": each.name, "role": each.role, "gib": each.size} for each in bar.segments]
    return {"device_gib": bar.device, "missing_gib": bar.missing, "segments": segments}


def _limit(limit: Limit) -> dict[str, Any]:
    return {"expected": limit.expected, "guaranteed": limit.guaranteed}


def _limits(limits: Limits) -> dict[str, Any]:
    return {
        "at_length": limits.at_length,
        "at_batch": limits.at_batch,
        "largest_batch": _limit(limits.batch),
        "longest_sequence": _limit(limits.length),
        "longest_single_sequence": _limit(limits.alone),
        "context": limits.context,
    }


def _frontier(fit: Fit) -> list[dict[str, Any]]:
    if isinstance(fit.limits, Unknown) or isinstance(fit.request, Unknown):
        return []
    points = batch_by_length(fit.request, fit.limits, per_octave=1)
    return [{"length": point.length, "batch": _limit(point.batch)} for point in points]


def _band(band: Band) -> dict[str, Any]:
    return {
        "floor": estimate_json(band.floor),
        "never_seen": band.never_seen,
        "typical": estimate_json(band.typical),
    }


def _times(times: Times) -> dict[str, Any]:
    return {
        "concurrency": times.concurrency,
        "time_to_first_token": _or_reason(times.first, _band),
        "time_per_output_token": _or_reason(times.token, _band),
        "request": _or_reason(times.request, _band),
    }


def _rate(rate: Rate) -> dict[str, Any]:
    return {
        "bound": estimate_json(rate.bound),
        "never_seen": rate.never_seen,
        "typical": estimate_json(rate.typical),
        "sequences": rate.sequences,
    }


def _speed(speed: Speed) -> dict[str, Any]:
    return {
        "source": speed.source,
        "loaded": _times(speed.loaded),
        "alone": _times(speed.alone),
        "rate": _or_reason(speed.rate, _rate),
        "notes": list(speed.notes),
    }


def _cost(cost: Cost) -> dict[str, Any]:
    return {
        "rental": _rental(cost.rental),
        "usd_per_hour": estimate_json(cost.per_hour),
        "spot_usd_per_hour": estimate_json(cost.spot_per_hour) if cost.spot_per_hour else None,
        "usd_per_1000_output_tokens": {
            "floor": estimate_json(cost.floor) if cost.floor else None,
            "typical": estimate_json(cost.typical) if cost.typical else None,
        },
    }


def _others(others: Others) -> dict[str, Any]:
    return {"found": others.found, "rows": [_other(each) for each in others.rows]}


def _other(other: Other) -> dict[str, Any]:
    return {
        **_request(other.request),
        "declared": other.declared,
        "smaller_precision": other.smaller_precision,
        "largest_batch": _or_reason(other.batch, _limit),
        "typical_request_ms": None if isinstance(other.latency, Unknown) else other.latency,
        "bar": _bar(other.bar),
        "rental": _rental(other.rental) if other.rental else None,
    }


def _rental(rental: Rental) -> dict[str, Any]:
    instance = rental.instance
    return {
        "instance": instance.id if instance else None,
        "cloud": instance.cloud if instance else None,
        "machines": rental.machines,
        "accelerators": rental.accelerators,
        "usd_per_hour": rental.usd_per_hour,
        "region": instance.region if instance else None,
        "price_date": instance.price_date if instance else None,
        "sources": list(instance.sources) if instance else [],
    }


def _safe(value: Any) -> Any:
    """Make a value fit for JSON: text that is well formed, and ``null`` for what is not finite."""
    if isinstance(value, str):
        return well_formed(value)
    if isinstance(value, PurePath):
        return well_formed(value.as_posix())
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, dict):
        return {name: _safe(each) for name, each in value.items()}
    if isinstance(value, list):
        return [_safe(each) for each in value]
    return value
