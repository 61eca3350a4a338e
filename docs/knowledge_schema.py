"""Writes ``schema/knowledge.v1.json`` from the shapes of facts: ``python -m docs.knowledge_schema``.

The dataclasses of :mod:`modelspec_lint.knowledge_base.facts` say which fields there are and what they hold,
``knowledge_fields.yaml`` beside this file says what they mean. A test compares the schema with both.
"""

from __future__ import annotations

import json
import types
import typing
from dataclasses import is_dataclass
from pathlib import Path
from typing import Any, Literal, get_args, get_origin

from docs.field_descriptions import described, parts, summary_of
from modelspec_lint.knowledge_base.compiler.build import KINDS
from modelspec_lint.knowledge_base.compiler.check import field_hints, known_fields, missing_fields
from modelspec_lint.knowledge_base.overlay.document import API_VERSION, KIND
from modelspec_lint.knowledge_base.overlay.plausible import LARGEST, may_be_zero

PATH = Path(__file__).parents[1] / "schema" / "knowledge.v1.json"

Schema = dict[str, Any]

_TYPES = {int: "integer", float: "number", str: "string", bool: "boolean"}


def schema() -> Schema:
    """Return the schema of knowledge files: overlays, and the authored files of the built-in facts."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "urn:modelspec-lint:schema:knowledge:v1",
        "title": "Knowledge file",
        "description": "Facts of an organisation, laid over the built-in ones; or built-in facts.",
        "type": "object",
        "if": {"anyOf": [{"required": ["apiVersion"]}, {"required": ["kind"]}]},
        "then": {"$ref": "#/$defs/overlay"},
        "else": {"$ref": "#/$defs/authored"},
        "$defs": {
            "overlay": _overlay(),
            "authored": _authored(),
            **{name: _entry(name) for name in KINDS},
            **{f"{name}-overlay": _overlay_entry(name) for name in KINDS},
            **{shape.__name__: _part(shape) for shape in parts()},
        },
    }


def text() -> str:
    """Return the schema as it is written."""
    return json.dumps(schema(), indent=2, ensure_ascii=False) + "\n"


def _overlay() -> Schema:
    said = {
        "name": ("Name of the layer", "How evidence names these facts, such as acme-facts."),
        "version": ("Version of the layer", "Any text, such as 2026.11."),
        "source": ("Source", "Where the values come from whose entry says no source of its own."),
        "description": ("Description", "What the file is for."),
    }
    texts = {
        name: {
            "title": title,
            "description": description,
            "type": ["string", "number"] if name == "version" else "string",
        }
        for name, (title, description) in said.items()
    }
    lists = {
        name: {
            "title": name.capitalize(),
            "description": f"Entries of the kind {kind.singular}: changed ones by their id, and new ones.",
            "type": "array",
            "items": {"$ref": f"#/$defs/{name}-overlay"},
        }
        for name, kind in KINDS.items()
    }
    return {
        "title": "Knowledge overlay",
        "description": "Facts laid over the built-in ones, field by field; later layers win.",
        "type": "object",
        "properties": {
            "apiVersion": {
                "title": "API version",
                "description": "The version of this format.",
                "const": API_VERSION,
            },
            "kind": {"title": "Kind", "description": "What this document is.", "const": KIND},
            "metadata": {
                "title": "Metadata",
                "description": "What this layer is called and where its values come from.",
                "type": "object",
                "properties": texts,
                "required": ["name"],
                "additionalProperties": False,
            },
            **lists,
        },
        "required": ["apiVersion", "kind", "metadata"],
        "additionalProperties": False,
    }


def _authored() -> Schema:
    texts = {"type": "object", "additionalProperties": {"type": "string"}}
    shared = {name: described(each, name) for each, kind in KINDS.items() for name in kind.shared}
    entries = {
        name: {
            "title": name.capitalize(),
            "description": f"Entries of the kind {kind.singular}, by id.",
            "type": "object",
            "additionalProperties": {"$ref": f"#/$defs/{name}"},
        }
        for name, kind in KINDS.items()
    }
    return {
        "title": "Built-in facts",
        "description": "One file of the facts that travel with the program.",
        "type": "object",
        "properties": {
            "version": {"title": "Version", "description": "Year and month of the facts.", "type": "string"},
            "publishers": {
                "title": "Publishers",
                "description": "Other names of publishers, and the one that model ids use.",
                **texts,
            },
            "visible-devices": {
                "title": "Visible devices",
                "description": "Environment variables that list the accelerators of a process; their maker.",
                **texts,
            },
            "vocabularies": {
                "title": "Vocabularies",
                "description": "Words of fields that the format leaves open, and what each means.",
                "type": "object",
                "additionalProperties": texts,
            },
            "sources": {"title": "Sources", "description": "What entries cite, by a short id.", **texts},
            **{name: {**said, "type": "string"} for name, said in shared.items()},
            **entries,
        },
        "dependentRequired": {name: list(kind.shared) for name, kind in KINDS.items() if kind.shared},
        "additionalProperties": False,
    }


def _entry(catalogue: str) -> Schema:
    kind = KINDS[catalogue]
    given = ("id", *kind.shared)
    fields = [name for name in known_fields(kind.shape) if name not in given]
    return {
        "title": kind.singular.capitalize(),
        "description": summary_of(kind.shape),
        "type": "object",
        "properties": {name: _field(catalogue, kind.shape, name, catalogue) for name in fields},
        "required": [name for name in missing_fields(kind.shape, ()) if name not in given],
        "additionalProperties": False,
    }


def _overlay_entry(catalogue: str) -> Schema:
    shape = KINDS[catalogue].shape
    own = {name: {**described(catalogue, name), "type": "string"} for name in ("id", "based-on", "source")}
    fields: Schema = {}
    for name in known_fields(shape):
        if name in ("id", "sources"):
            continue
        written = name in KINDS[catalogue].shared or get_origin(_hint(shape, name)) is dict
        if written:
            fields[name] = _field(catalogue, shape, name, catalogue, nullable=True)
        else:
            fields[name] = {"$ref": f"#/$defs/{catalogue}/properties/{name}"}
    return {
        "title": f"{KINDS[catalogue].singular.capitalize()} of an overlay",
        "description": f"{summary_of(shape)} With a known id: what changes.",
        "type": "object",
        "properties": {**own, **fields},
        "required": ["id"],
        "additionalProperties": False,
    }


def _part(shape: type) -> Schema:
    return {
        "title": shape.__name__,
        "description": summary_of(shape),
        "type": "object",
        "properties": {
            name: _field(shape.__name__, shape, name, "accelerators") for name in known_fields(shape)
        },
        "required": missing_fields(shape, ()),
        "additionalProperties": False,
    }


def _field(owner: str, shape: type, name: str, catalogue: str, *, nullable: bool = False) -> Schema:
    field = name.replace("-", "_")
    positive = not (may_be_zero(catalogue, field) or known_fields(shape)[name].default == 0)
    return {**described(owner, name), **_of(_hint(shape, name), positive=positive, nullable=nullable)}


def _of(hint: Any, *, positive: bool, nullable: bool = False) -> Schema:
    """Return what a type hint allows; ``nullable`` also lets null take keys of a map away."""
    origin, arguments = get_origin(hint), get_args(hint)
    if origin in (typing.Union, types.UnionType):
        inner = _of(next(each for each in arguments if each is not type(None)), positive=positive)
        if "enum" in inner:
            return {"enum": [*inner["enum"], None]}
        if "$ref" in inner:
            return {"anyOf": [inner, {"type": "null"}]}
        return {**inner, "type": [inner["type"], "null"]}
    if origin is Literal:
        return {"enum": list(arguments)}
    if origin is tuple and arguments[-1] is Ellipsis:
        return {"type": "array", "items": _of(arguments[0], positive=positive)}
    if origin is tuple:
        items = [_of(each, positive=False) for each in arguments]
        return {"type": "array", "prefixItems": items, "minItems": len(items), "maxItems": len(items)}
    if origin is dict:
        inner = {} if arguments[1] is Any else _of(arguments[1], positive=positive)
        if nullable and "type" in inner:
            inner = {**inner, "type": [inner["type"], "null"]}
        return {"type": "object", "additionalProperties": inner or True}
    if is_dataclass(hint) and isinstance(hint, type):
        return {"$ref": f"#/$defs/{hint.__name__}"}
    if hint in (int, float):
        return {"type": _TYPES[hint], "exclusiveMinimum" if positive else "minimum": 0, "maximum": LARGEST}
    return {"type": _TYPES[hint]}


def _hint(shape: type, name: str) -> Any:
    return field_hints(shape)[name.replace("-", "_")]


if __name__ == "__main__":
    PATH.write_text(text(), encoding="utf-8", newline="\n")
