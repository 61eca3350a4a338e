"""Free maps (an engine's facts, a model's recipe) are held against those of the built-in entries.

Their shape is written down nowhere but in the facts themselves: what a key holds in every built-in entry, it
must hold in an overlay, too, because arithmetic reads it. A key that no entry has is nobody's business,
unless it looks like a misspelling of one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, get_args, get_origin

from modelspec_lint.knowledge_base.compiled import Facts
from modelspec_lint.knowledge_base.compiler.build import KINDS
from modelspec_lint.knowledge_base.compiler.check import did_you_mean, field_hints

Steps = tuple[str, ...]
"""Keys from a field to a place within; ``[]`` stands for items of a list, ``#`` for keys that are numbers."""

_WORDS = {"int": "a whole number", "float": "a number", "str": "text", "bool": "true or false"}
_WORDS |= {"list": "a list", "dict": "a map", "NoneType": "null"}


@dataclass(slots=True)
class _Seen:
    """What built-in entries hold at one place."""

    kinds: set[str] = field(default_factory=set)
    maps: int = 0
    keys: dict[str, int] = field(default_factory=dict)
    empty: set[str] = field(default_factory=set)  # keys that hold null somewhere
    lengths: set[int] = field(default_factory=set)


class Examples:
    """The free maps of the built-in facts; read when they are first asked for."""

    def __init__(self, facts: Facts) -> None:
        self._facts = facts
        self._seen: dict[tuple[str, str], dict[Steps, _Seen]] = {}

    def unlike(self, catalogue: str, name: str, value: Any) -> Iterator[tuple[Steps, str]]:
        """Compare a field of an entry with those of the built-in ones; yield what is wrong, and where."""
        if value is None or not is_free(catalogue, name):
            return
        seen = self._of(catalogue, name)
        waiting: list[tuple[Steps, Steps, Any]] = [((), (), value)]
        while waiting:
            steps, place, each = waiting.pop()
            example = seen.get(steps)
            if example is None:
                continue
            wrong = _wrong(example, each)
            if wrong:
                yield place, wrong
                continue
            if isinstance(each, dict):
                yield from ((where, said) for where, said in _keys(example, each, place))
            waiting += [
                ((*steps, _like(step, steps, seen)), (*place, key), inner)
                for step, key, inner in reversed(list(_parts(each)))
            ]

    def _of(self, catalogue: str, name: str) -> dict[Steps, _Seen]:
        found = self._seen.get((catalogue, name))
        if found is None:
            found = self._seen[catalogue, name] = defaultdict(_Seen)
            for position in range(len(self._facts.names(catalogue).ids)):
                _look(self._facts.record(catalogue, position).get(name), found)
        return found


def is_free(catalogue: str, name: str) -> bool:
    """Whether a field holds a map whose shape no dataclass describes."""
    hint = field_hints(KINDS[catalogue].shape)[name]
    return any(get_origin(each) is dict and get_args(each)[1] is Any for each in (hint, *get_args(hint)))


def _like(step: str, steps: Steps, seen: dict[Steps, _Seen]) -> str:
    """Give the key that an unknown one must be like: any other, where all hold the same kind of thing."""
    siblings = ["#" if name.isdigit() else name for name in seen[steps].keys]
    if (*steps, step) in seen or not siblings:
        return step
    places = [(*steps, each) for each in siblings]
    kinds = {frozenset(seen[place].kinds) for place in places}
    return siblings[0] if len(kinds) == 1 else step


def _look(value: Any, found: dict[Steps, _Seen]) -> None:
    if value is None:
        return
    waiting: list[tuple[Steps, Any]] = [((), value)]
    while waiting:
        steps, each = waiting.pop()
        seen = found[steps]
        seen.kinds.add(type(each).__name__)
        if isinstance(each, dict):
            seen.maps += 1
            for name, inner in each.items():
                seen.keys[name] = seen.keys.get(name, 0) + 1
                if inner is None:
                    seen.empty.add(name)
        elif isinstance(each, list):
            numbers = all(isinstance(item, int | float) for item in each)
            seen.lengths.add(len(each) if numbers else -1)
        waiting += [((*steps, step), inner) for step, _, inner in _parts(each)]


def _parts(value: Any) -> Iterator[tuple[str, str, Any]]:
    if isinstance(value, dict):
        yield from (("#" if name.isdigit() else name, name, each) for name, each in value.items())
    elif isinstance(value, list):
        yield from (("[]", str(number), each) for number, each in enumerate(value))


def _wrong(example: _Seen, value: Any) -> str:
    kind = type(value).__name__
    if kind not in example.kinds and not (kind == "int" and "float" in example.kinds):
        return f"{' or '.join(sorted(_WORDS[each] for each in example.kinds))} is wanted"
    if kind == "list" and len(example.lengths) == 1:
        (length,) = example.lengths
        if length > 1 and len(value) != length:
            return f"{length} numbers are wanted, {len(value)} are there"
    return ""


def _keys(example: _Seen, value: dict[str, Any], place: Steps) -> Iterator[tuple[Steps, str]]:
    for name in value:
        advice = (
            ""
            if name in example.keys or name.isdigit()
            else did_you_mean(_written(name), map(_written, example.keys))
        )
        if advice:
            yield (*place, name), f"unknown key `{_written(name)}`{advice}"
    for name, count in example.keys.items():
        needed = count == example.maps > 1 and not name.isdigit() and name not in example.empty
        if needed and name not in value:
            yield place, f"`{_written(name)}` is missing"


def _written(name: str) -> str:
    return name if name.isupper() or name.startswith("-") else name.replace("_", "-")
