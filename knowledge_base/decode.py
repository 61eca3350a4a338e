"""Compiled records back into facts. A record leaves out what is unknown or empty."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from modelspec_lint.knowledge_base.facts import (
    Accelerator,
    CacheLayers,
    Control,
    EfficiencyBand,
    Engine,
    Experts,
    Instance,
    Licence,
    MigProfile,
    Model,
    Precision,
    Workload,
)

Record = Mapping[str, Any]

_LISTS = frozenset(
    (
        *("aliases", "ambiguous_aliases", "unverified", "notes", "sources", "vendors", "tasks"),
        *("unsupported_precisions", "unknown_precisions", "input_types", "output_types"),
        *("paragraphs", "conditions", "covers", "adapts_to"),
        *("engines", "devices"),
    )
)
_MAPS = frozenset(
    (
        *("recipe", "checkpoints", "kubernetes_labels", "tflops", "precisions", "facts"),
        "overflows",
    )
)


def decode_model(record: Record) -> Model:
    """Make a model of its record."""
    values = _values(Model, record)
    cache, experts = record.get("cache"), record.get("experts")
    values["cache"] = None if cache is None else tuple(CacheLayers(**layers) for layers in cache)
    values["experts"] = None if experts is None else Experts(**{"layers": None, **experts})
    return Model(**values)


def decode_accelerator(record: Record) -> Accelerator:
    """Make an accelerator of its record."""
    values = _values(Accelerator, record)
    capability = record.get("compute_capability")
    values["compute_capability"] = None if capability is None else tuple(capability)
    values["visible_memory_gib"] = tuple(record["visible_memory_gib"])
    values["kubernetes_labels"] = {
        label: tuple(spellings) for label, spellings in record.get("kubernetes_labels", {}).items()
    }
    values["mig_profiles"] = tuple(
        MigProfile(each["name"], each.get("memory_gib"), each.get("instances"), each["basis"])
        for each in record.get("mig_profiles", ())
    )
    return Accelerator(**values)


def decode_precision(record: Record) -> Precision:
    """Make a precision of its record."""
    return Precision(**_values(Precision, record))


def decode_engine(record: Record) -> Engine:
    """Make an engine of its record; keys that are numbers (a tensor-parallel size) become numbers again."""
    values = _values(Engine, record)
    values["facts"] = _with_numbers(values["facts"])
    return Engine(**values)


def decode_band(record: Record) -> EfficiencyBand:
    """Make a band of its record; keys that are numbers (a tensor-parallel size) become numbers again."""
    values = _values(EfficiencyBand, record)
    values["facts"] = _with_numbers(values["facts"])
    return EfficiencyBand(**values)


def decode_workload(record: Record) -> Workload:
    """Make a workload of its record."""
    return Workload(**_values(Workload, record))


def decode_instance(record: Record) -> Instance:
    """Make an instance type of its record."""
    return Instance(**_values(Instance, record))


def decode_control(record: Record) -> Control:
    """Make a control of its record."""
    return Control(**_values(Control, record))


def decode_licence(record: Record) -> Licence:
    """Make a licence of its record."""
    return Licence(**_values(Licence, record))


def _values(shape: type, record: Record) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for name in shape.__slots__:  # type: ignore[attr-defined]  # every fact has slots
        if name in _LISTS:
            values[name] = tuple(record.get(name, ()))
        elif name in _MAPS:
            values[name] = record.get(name, {})
        else:
            values[name] = record.get(name)
    return values


def _with_numbers(value: Any) -> Any:
    if isinstance(value, dict):
        return {int(name) if name.isdigit() else name: _with_numbers(each) for name, each in value.items()}
    return value
