"""Expressions checked before they run: what they are made of, every name, every part, how large they are."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from jinja2 import TemplateError, nodes

from modelspec_lint.linter.declarative.expressions.names import (
    FACTS,
    TYPE,
    Free,
    Parts,
    Shape,
    Value,
    known_names,
)
from modelspec_lint.linter.declarative.expressions.sandbox import FILTERS, TESTS, Operation, strict
from modelspec_lint.linter.declarative.fields import pointer_of
from modelspec_lint.linter.declarative.patterns import NoPattern, read_pattern
from modelspec_lint.linter.nearest import did_you_mean
from modelspec_lint.linter.structure.fields import Field

LONGEST = 2_000
MOST_NODES = 200
_LARGEST_CONSTANT = 1e18
_DEEPEST = 24

_MADE_OF = (
    *(nodes.And, nodes.Or, nodes.Not, nodes.Compare, nodes.Operand, nodes.Name, nodes.Const),
    *(nodes.Getattr, nodes.Getitem, nodes.Filter, nodes.Test, nodes.CondExpr, nodes.List, nodes.Tuple),
    *(nodes.Add, nodes.Sub, nodes.Mul, nodes.Div, nodes.FloorDiv, nodes.Mod, nodes.Pow, nodes.Neg),
    *(nodes.Pos, nodes.Concat, nodes.Output, nodes.Template, nodes.TemplateData),
)
_REFUSED = {
    nodes.Call: "nothing can be called in an expression; filters and tests are: | length, is matching",
    nodes.For: "loops have no place in an expression",
    nodes.If: "{% if %} has no place in an expression; `a if b else c` is one",
    nodes.Slice: "a part of a list or text cannot be cut out in an expression",
    nodes.Dict: "maps cannot be made in an expression",
}
_ONLY_VALUES = "only conditions, values, filters and tests have a place in an expression"


@dataclass(slots=True)
class Checked:
    """What a check found: the tree, mistakes with the word that they are about, and what is read.

    ``names`` are those used, ``pointers`` the fields of the document that the expression hangs on, in order.
    """

    tree: nodes.Template | None = None
    mistakes: list[tuple[str, str]] = field(default_factory=list)
    names: set[str] = field(default_factory=set)
    pointers: dict[str, None] = field(default_factory=dict)

    def wrong(self, word: str, message: str) -> None:
        """Note a mistake about a word of the source."""
        self.mistakes.append((word, message))


def check_expression(source: str, *, condition: bool) -> Checked:
    """Check a condition, one ``{{ ... }}``, or a message with any number of them."""
    checked = Checked()
    if len(source) > LONGEST:
        checked.wrong("", f"an expression has at most {LONGEST:,} characters, this one {len(source):,}")
        return checked
    if _depth(source) > _DEEPEST:
        checked.wrong("", f"brackets are nested more than {_DEEPEST} levels deep")
        return checked
    try:
        tree = strict().parse(source.strip() if condition else source)
    except TemplateError as error:
        checked.wrong("", f"this is no expression: {_sentence(error.message or 'it cannot be read')}")
        return checked
    except (RecursionError, MemoryError, ValueError, OverflowError):
        checked.wrong("", "this is no expression: it is nested too deep, or holds a number too large")
        return checked
    _check_size(tree, checked)
    if not checked.mistakes:
        _check_frame(tree, checked, condition=condition)
        _walk(tree, checked)
    checked.tree = tree
    return checked


def _depth(source: str) -> int:
    """Count how deep brackets are nested at most; those in strings count, too."""
    depth = deepest = 0
    for sign in source:
        depth += (sign in "([{") - (sign in ")]}")
        deepest = max(deepest, depth)
    return deepest


def _check_size(tree: nodes.Template, checked: Checked) -> None:
    waiting: list[tuple[nodes.Node, int]] = [(tree, 0)]
    count = 0
    while waiting:
        node, level = waiting.pop()
        count += 1
        if count > MOST_NODES or level > 2 * _DEEPEST:
            checked.wrong(
                "", f"this is too large for an expression: more than {MOST_NODES} parts or too deep"
            )
            return
        waiting.extend((child, level + 1) for child in node.iter_child_nodes())


def _check_frame(tree: nodes.Template, checked: Checked, *, condition: bool) -> None:
    output = tree.body[0] if len(tree.body) == 1 else None
    inner = output.nodes if isinstance(output, nodes.Output) else []
    if not condition:
        return
    if len(inner) != 1 or isinstance(inner[0], nodes.TemplateData):
        checked.wrong("", "one expression in {{ ... }} is wanted, and nothing beside it")
    elif not _may_be_true(inner[0]):
        checked.wrong("", "this is neither true nor false: a comparison or a test is wanted")


def _may_be_true(node: nodes.Node) -> bool:
    """Whether a node may stand for true or false; a path may where it does not lead to something else."""
    if isinstance(node, nodes.And | nodes.Or):
        return _may_be_true(node.left) and _may_be_true(node.right)
    if isinstance(node, nodes.CondExpr):
        return _may_be_true(node.expr1) and (node.expr2 is None or _may_be_true(node.expr2))
    if isinstance(node, nodes.Const):
        return isinstance(node.value, bool)
    if isinstance(node, nodes.BinExpr | nodes.UnaryExpr):
        return isinstance(node, nodes.Not)
    if isinstance(node, nodes.Getattr | nodes.Getitem):
        shape: Shape | None = known_names().get(str(next(iter(_steps(node, Checked())), "")))
        for part in list(_steps(node, Checked()))[1:]:
            shape = _below(shape, part) if shape is not None else None
        return not isinstance(shape, Field) or shape.type == "boolean"
    return not isinstance(node, nodes.Concat | nodes.List | nodes.Tuple)


def _walk(node: nodes.Node, checked: Checked, *, asks: bool = False) -> None:
    """Check a node and what is below; ``asks`` says that only its being there matters."""
    if not isinstance(node, _MADE_OF):
        checked.wrong("", _REFUSED.get(type(node), _ONLY_VALUES))
        return
    if isinstance(node, nodes.Name | nodes.Getattr | nodes.Getitem):
        _check_path(node, checked, asks=asks)
        return
    if isinstance(node, nodes.Const):
        _check_constant(node, checked)
    elif isinstance(node, nodes.Filter):
        _check_operation(node, FILTERS, "filter", checked)
    elif isinstance(node, nodes.Test):
        _check_operation(node, TESTS, "test", checked)
    if isinstance(node, nodes.Test):
        asks = node.name in ("defined", "undefined")
    else:
        asks = isinstance(node, nodes.Filter) and node.name == "default"
    for child in node.iter_child_nodes():
        if not isinstance(child, nodes.Keyword):  # told already
            _walk(child, checked, asks=asks)


def _check_constant(node: nodes.Const, checked: Checked) -> None:
    value = node.value
    if isinstance(value, int | float) and not abs(value) <= _LARGEST_CONSTANT:
        checked.wrong("", "a number is larger than expressions compute with")


def _check_operation(
    node: nodes.Filter | nodes.Test, known: dict[str, Operation], word: str, checked: Checked
) -> None:
    operation = known.get(node.name)
    if operation is None:
        hint = did_you_mean(node.name, known) or f"; there is {', '.join(known)}"
        checked.wrong(node.name, f"there is no {word} {node.name!r}{hint}")
        return
    if node.kwargs or node.dyn_args or node.dyn_kwargs:
        checked.wrong(node.name, f"the {word} {node.name!r} takes no named arguments")
    elif not operation.least <= len(node.args) <= operation.most:
        wanted = str(operation.least)
        if operation.least != operation.most:
            wanted = f"{operation.least} to {operation.most}"
        checked.wrong(
            node.name, f"the {word} {node.name!r} takes {wanted} arguments, and gets {len(node.args)}"
        )
    elif node.name == "matching":
        _check_pattern(node, checked)


def _check_pattern(node: nodes.Filter | nodes.Test, checked: Checked) -> None:
    text = node.args[0]
    if not isinstance(text, nodes.Const) or not isinstance(text.value, str):
        checked.wrong(node.name, "the pattern of 'matching' is written out, in quotes")
        return
    try:
        read_pattern(text.value)
    except NoPattern as error:
        checked.wrong(node.name, f"the pattern of 'matching': {error}")


def _check_path(node: nodes.Name | nodes.Getattr | nodes.Getitem, checked: Checked, *, asks: bool) -> None:
    steps = list(_steps(node, checked))
    if not steps:
        return
    name, *parts = steps
    known = known_names()
    if name not in known:
        checked.wrong(str(name), f"there is no name {str(name)[:100]!r}{did_you_mean(str(name), known)}")
        return
    checked.names.add(str(name))
    _check_steps(str(name), parts, checked, asks=asks)
    for pointer in _pointers(str(name), parts):
        checked.pointers.setdefault(pointer)


def _check_steps(name: str, parts: list[str | int], checked: Checked, *, asks: bool) -> None:
    shape: Shape | None = known_names()[name]
    said = name
    for part in parts:
        assert shape is not None
        below = _below(shape, part)
        if below is None:
            checked.wrong(str(part), f"{said} has no {str(part)[:100]!r}{_advice(shape, part)}")
            return
        shape, said = below, f"{said}.{part}"
    if isinstance(shape, Parts) and not asks:
        checked.wrong(str(parts[-1] if parts else name), f"{said} {shape.advice}")


def _below(shape: Shape, part: str | int) -> Shape | None:
    if isinstance(shape, Free):
        return Value() if isinstance(part, str) else None
    if isinstance(shape, Parts):
        return shape.parts.get(str(part))
    if isinstance(shape, Field):
        if shape.type == "array" and isinstance(part, str):
            return None
        return shape.child(part)
    return None


def _advice(shape: Shape, part: str | int) -> str:
    known = shape.parts if isinstance(shape, Parts) else shape.fields if isinstance(shape, Field) else {}
    if isinstance(shape, Field) and shape.type == "array":
        return ": it is a list, and entries have numbers, such as [0]"
    return did_you_mean(str(part), known) or (f"; it has {', '.join(known)}" if 0 < len(known) <= 12 else "")


def _steps(node: nodes.Node, checked: Checked) -> Iterator[str | int]:
    """Yield a name and its parts, from the first; nothing where it is no such chain."""
    steps: list[str | int] = []
    while True:
        if isinstance(node, nodes.Getattr):
            if node.attr.startswith("_"):
                checked.wrong(
                    node.attr, f"{node.attr[:100]!r} is no part of anything: names do not begin with _"
                )
                return
            steps.append(node.attr)
        elif isinstance(node, nodes.Getitem):
            key = node.arg.value if isinstance(node.arg, nodes.Const) else None
            if not isinstance(key, str) and type(key) is not int:
                checked.wrong("", "a key in brackets is written out: a text in quotes, or a number")
                return
            steps.append(key)
        elif isinstance(node, nodes.Name):
            steps.append(node.name)
            yield from reversed(steps)
            return
        else:
            checked.wrong("", "only names have parts: a value, a list or a result has none")
            return
        node = node.node


def _pointers(name: str, parts: list[str | int]) -> Iterator[str]:
    """Yield the fields of the document on which a path hangs."""
    if name in ("labels", "annotations"):
        yield pointer_of(["metadata", name, *map(str, parts[:1])])
    elif name in ("spec", "metadata"):
        yield pointer_of([name, *map(str, parts)])
    elif name in FACTS:
        yield FACTS[name][1]
    elif name in ("memory", "latency", "cost"):
        yield TYPE


def _sentence(message: str) -> str:
    return re.sub(r"\s+", " ", message).rstrip(".")[:200].strip()
