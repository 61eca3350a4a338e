"""A template: a check in code whose parameters a pack fills in."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

from modelspec_lint.linter.declarative.fields import type_of
from modelspec_lint.linter.declarative.parameters import FIELD, Given, Kind, Parameter, Wrong
from modelspec_lint.linter.deployment import Deployment
from modelspec_lint.linter.document.node import Node
from modelspec_lint.linter.finding import Finding
from modelspec_lint.linter.structure.fields import Field, root

_LONGEST_VALUE = 100


class Misfit(NamedTuple):
    """What is wrong with parameters that are each as they should be: which one, its entry, and a sentence."""

    parameter: str
    entry: int | None
    message: str


def _no_misfit(given: Given) -> Iterable[Misfit]:
    return ()


@dataclass(frozen=True, slots=True)
class Template:
    """A check with parameters.

    ``look`` finds, ``fields`` are the JSON pointers that it reads, ``says`` is the sentence that a rule made
    of it stands for; each is asked with the parameters as given. ``misfits`` are wrong combinations.
    """

    name: str
    summary: str
    parameters: tuple[Parameter, ...]
    look: Callable[[Deployment, Given], Iterator[Finding]]
    fields: Callable[[Given], tuple[str, ...]]
    says: Callable[[Given], str]
    misfits: Callable[[Given], Iterable[Misfit]] = _no_misfit


def one_field(given: Given) -> tuple[str, ...]:
    """Return the field that the parameter of that name points to."""
    return (given.text("field"),)


def scalar_misfits(given: Given) -> Iterator[Misfit]:
    """Find values that the field can never have, so that the rule would always speak, or never."""
    field = field_at(given.text("field"))
    for number, value in enumerate(given.scalars("values")):
        if not field.accepts(value):
            wanted = f"one of {', '.join(field.allowed)}" if field.allowed else f"of type {field.type}"
            yield Misfit("values", number, f"the field can never hold {quoted(value)}: it is {wanted}")


def field_at(pointer: str) -> Field:
    """Return the format's field at a pointer that was read."""
    field: Field | None = root()
    for part in pointer[1:].split("/"):
        field = field.child(part.replace("~1", "/").replace("~0", "~")) if field else None
    assert field is not None, "only pointers that the format knows are read"
    return field


def quoted(value: Any) -> str:
    """Write a value in a sentence."""
    text = str(value).lower() if isinstance(value, bool) else str(value)
    return f"`{text[:_LONGEST_VALUE]}{'...' if len(text) > _LONGEST_VALUE else ''}`"


def listed(values: Iterable[Any], most: int = 8) -> str:
    """Write values as a list in a sentence; of a long one the first."""
    written = [quoted(value) for value in values]
    more = len(written) - most
    return ", ".join(written[:most]) + (f" and {more} more" if more > 0 else "")


def _of_type(wanted: frozenset[str], words: str) -> Kind:
    def read(node: Node) -> str:
        pointer: str = FIELD.read(node)
        if type_of(pointer) not in wanted:
            raise Wrong(f"{words} is wanted; this field is of type {type_of(pointer)}")
        return pointer

    return Kind("field", FIELD.schema, read)


SCALAR_FIELD = _of_type(frozenset({"string", "integer", "number", "boolean"}), "a field with one value")
TEXT_FIELD = _of_type(frozenset({"string"}), "a field with text")
NUMBER_FIELD = _of_type(frozenset({"integer", "number"}), "a field with a number")
