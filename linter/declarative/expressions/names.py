"""The names that an expression may use, and what each of them holds: what a pack is checked against."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass

from modelspec_lint.knowledge_base import Accelerator, Engine, Model, Precision, Workload
from modelspec_lint.linter.structure.fields import Field, root

TYPE = "/spec/runtime/accelerator/type"
FACTS: dict[str, tuple[type, str]] = {
    "model": (Model, "/spec/identity/model/id"),
    "accelerator": (Accelerator, TYPE),
    "precision": (Precision, "/spec/identity/model/precision"),
    "engine": (Engine, "/spec/identity/model/framework"),
    "workload": (Workload, "/spec/identity/model/task"),
}
"""Names that stand for facts: their shape, and the field that says which fact is meant."""

MEMORY = (
    *("weights", "activation", "non_torch", "graphs", "kv_available", "usable", "visible"),
    *("admission", "steady", "slots", "kv_tokens", "total"),
)
MEMORY_NUMBERS = ("batch", "sequence_length")
BANDS = ("time_to_first_token", "time_per_output_token", "request")
RATE = ("bound", "typical")
COST = ("per_hour", "per_month", "floor_per_1k_tokens", "per_1k_tokens")
FILE = ("path", "name", "folder")
ENDS = ("low", "expected", "high", "unit")

_NESTED = ("dict", "CacheLayers", "Experts", "MigProfile")
_NOT_FOR_RULES = ("sources", "unverified", "notes", "aliases", "ambiguous_aliases")


@dataclass(frozen=True, slots=True)
class Value:
    """A value without parts."""


@dataclass(frozen=True, slots=True)
class Free:
    """A map whose keys are its owner's."""


@dataclass(frozen=True, slots=True)
class Parts:
    """Something with named parts; ``advice`` says what is wanted of it where a value is."""

    parts: Mapping[str, Value | Free | Parts | Field]
    advice: str


Shape = Value | Free | Parts | Field

_VALUE = Value()
_ESTIMATE = Parts(dict.fromkeys(ENDS, _VALUE), "is an estimate: its low, expected or high end is wanted")
_BAND = Parts(
    {"floor": _ESTIMATE, "never_seen": _VALUE, "typical": _ESTIMATE},
    "is a time with a floor, what was never_seen, and what is typical",
)


@functools.cache
def known_names() -> Mapping[str, Shape]:
    """Return every name with its shape."""
    document = root()
    return {
        "spec": document.fields["spec"],
        "metadata": document.fields["metadata"],
        "labels": Free(),
        "annotations": Free(),
        **{name: _fact(shape) for name, (shape, _) in FACTS.items()},
        "memory": Parts(
            {**dict.fromkeys(MEMORY, _ESTIMATE), **dict.fromkeys(MEMORY_NUMBERS, _VALUE)},
            "has parts: one of them is wanted",
        ),
        "latency": Parts(
            {
                **dict.fromkeys(BANDS, _BAND),
                "rate": Parts(dict.fromkeys(RATE, _ESTIMATE), "is a rate: its bound or what is typical"),
            },
            "has parts: one of them is wanted",
        ),
        "cost": Parts(dict.fromkeys(COST, _ESTIMATE), "has parts: one of them is wanted"),
        "file": Parts(dict.fromkeys(FILE, _VALUE), "has parts: path, name or folder"),
    }


def fact_parts(shape: type) -> tuple[str, ...]:
    """Return the names of a fact's values: numbers, texts, flags and lists of texts."""
    fields = shape.__dataclass_fields__  # type: ignore[attr-defined]  # every fact is a dataclass
    return tuple(
        name
        for name, field in fields.items()
        if name not in _NOT_FOR_RULES and not any(word in field.type for word in _NESTED)
    )


def _fact(shape: type) -> Parts:
    return Parts(dict.fromkeys(fact_parts(shape), _VALUE), "is a fact: one of its values is wanted")
