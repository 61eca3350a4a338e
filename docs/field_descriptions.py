"""What the fields of knowledge files mean: ``knowledge_fields.yaml``, else the comment beside the field."""

from __future__ import annotations

import ast
import inspect
import re
from dataclasses import is_dataclass
from functools import cache
from pathlib import Path
from typing import get_args

import yaml

from modelspec_lint.knowledge_base import facts
from modelspec_lint.knowledge_base.compiler.build import KINDS
from modelspec_lint.knowledge_base.compiler.check import field_hints, known_fields

FIELDS = Path(__file__).with_name("knowledge_fields.yaml")
_COMMENT = re.compile(r"^    (\w+): .*?#\s*(.+)$", re.MULTILINE)


@cache
def parts() -> tuple[type, ...]:
    """List the shapes that entries hold within, in the order of their names."""
    found = {
        each
        for kind in KINDS.values()
        for hint in field_hints(kind.shape).values()
        for each in (hint, *get_args(hint), *(inner for part in get_args(hint) for inner in get_args(part)))
        if is_dataclass(each) and isinstance(each, type)
    }
    return tuple(sorted(found, key=lambda shape: shape.__name__))


def described(owner: str, name: str) -> dict[str, str]:
    """Return title and description of a field; ``owner`` is a catalogue, or the shape of a part."""
    title, description = _said(owner, name) or ("", "")
    return {"title": title, "description": description}


def _said(owner: str, name: str) -> tuple[str, str] | None:
    """Find title and description: those written down, or the comment beside the field."""
    for where in (owner, "every"):
        found = _descriptions().get(where, {}).get(name)
        if found is not None:
            title, description = found
            return title, description
    shape = KINDS[owner].shape if owner in KINDS else getattr(facts, owner)
    comment = _comments(shape).get(name.replace("-", "_"))
    title = name.replace("-", " ").capitalize()
    return None if comment is None else (title, f"{comment[0].upper()}{comment[1:].rstrip('.')}.")


@cache
def _descriptions() -> dict[str, dict[str, list[str]]]:
    said: dict[str, dict[str, list[str]]] = yaml.safe_load(FIELDS.read_text(encoding="utf-8"))
    return said


@cache
def _comments(shape: type) -> dict[str, str]:
    return dict(_COMMENT.findall(inspect.getsource(shape)))


def summary_of(shape: type) -> str:
    """Return what the docstring of a shape says first."""
    tree = ast.parse(inspect.getsource(shape)).body[0]
    assert isinstance(tree, ast.ClassDef)
    summary = (ast.get_docstring(tree) or "").split("\n\n")[0]
    return " ".join(summary.replace("``", "`").split())


def undescribed() -> list[str]:
    """List the fields of which nothing is said, and what is said of fields that are not there."""
    shapes = {
        **{name: kind.shape for name, kind in KINDS.items()},
        **{each.__name__: each for each in parts()},
    }
    silent = [
        f"{name}: {field}"
        for name, shape in shapes.items()
        for field in known_fields(shape)
        if not _said(name, field)
    ]
    stray = [
        f"{name}: {field}"
        for name, said in _descriptions().items()
        if name != "every"
        for field in said
        if name not in shapes or field not in known_fields(shapes[name])
    ]
    return silent + stray
