"""The document of a pack: what stands at its top, each part declared once."""

from __future__ import annotations

from dataclasses import dataclass

from modelspec_lint.linter.declarative.mistakes import Notes
from modelspec_lint.linter.declarative.parameters import (
    TEXT,
    TEXTS,
    WORD,
    Given,
    Kind,
    Parameter,
    any_kind,
    read_map,
    shaped,
)
from modelspec_lint.linter.declarative.requirement import NoRequirement, satisfied
from modelspec_lint.linter.document.node import Node
from modelspec_lint.linter.verdicts import BUILTIN

API_VERSION = "modelspec-lint/v1"
KIND = "RulePack"
MOST_RULES = 500
_UNNAMED = "unnamed"
"""Stands for what is wrong in a pack that will be refused."""


def _only(value: str) -> Kind:
    kind = shaped(f"^{value}$", repr(value))
    return Kind("text", {"const": value}, kind.read)


_VERSION = shaped(r"^[0-9A-Za-z][0-9A-Za-z.+_-]*$", "a version such as 1.2.0")

PARAMETERS = (
    Parameter("apiVersion", _only(API_VERSION), "The version of this format."),
    Parameter("kind", _only(KIND), "What this document is."),
    Parameter("metadata", any_kind("metadata", {"$ref": "#/$defs/metadata"}), "What the pack is called."),
    Parameter(
        "extends",
        TEXTS,
        "Other packs that come along: files, relative to this one, within the repository.",
        None,
        example=["../shared/base.yaml"],
    ),
    Parameter("knowledge", TEXTS, "Knowledge overlays that come along, relative to this file.", None),
    Parameter("disable", TEXTS, "Rules of others that do not run, by code or name.", None),
    Parameter(
        "severity",
        any_kind("severities", {"$ref": "#/$defs/severities"}),
        "How bad the findings of rules are, by code or name.",
        None,
        example={"MS810": "error"},
    ),
    Parameter(
        "profile", any_kind("profile", {"$ref": "#/$defs/profile"}), "A profile of the pack's own.", None
    ),
    Parameter(
        "rules",
        any_kind("rules", {"type": "array", "items": {"$ref": "#/$defs/rule"}, "maxItems": MOST_RULES}),
        "The pack's rules.",
        None,
    ),
)

METADATA = (
    Parameter(
        "name",
        WORD,
        "The name of the pack: lower-case words joined by hyphens.",
        example="acme",
    ),
    Parameter("version", _VERSION, "The version of the pack, as text.", example="1.2.0"),
    Parameter("owner", TEXT, "Who answers for it.", None, example="ml-platform"),
    Parameter("requires", TEXT, "Versions of modelspec-lint that it needs.", None, example=">=0.1,<2"),
    Parameter("description", TEXT, "What it is for.", None),
)


@dataclass(frozen=True, slots=True, eq=False)
class Head:
    """The top of a pack's document: its parts, and what the pack says of itself.

    ``named`` is the node of its name, ``None`` where that is wrong: the rest is still read, to tell all
    mistakes at once.
    """

    parts: Given
    named: Node | None
    name: str
    version: str
    label: str


def read_head(root: Node, notes: Notes, program: str) -> Head | None:
    """Read the top of a document for this version of the program; ``None`` where it is no map."""
    parts = read_map(root, PARAMETERS, notes, "a pack")
    node = parts.nodes.get("metadata") if parts is not None else None
    metadata = read_map(node, METADATA, notes, "'metadata'") if node is not None else None
    if parts is None:
        return None
    if metadata is None:
        return Head(parts, None, _UNNAMED, _UNNAMED, _UNNAMED)
    _check_requirement(metadata, notes, program)
    name = metadata.maybe_text("name")
    if name == BUILTIN:
        notes.add(metadata.nodes["name"], f"name: {BUILTIN!r} is the pack that comes with the program")
    owner, version = metadata.maybe_text("owner"), metadata.maybe_text("version") or _UNNAMED
    label = f"Pack {name} {version}" + (f", which {owner} answers for" if owner else "")
    return Head(parts, metadata.nodes["name"] if name else None, name or _UNNAMED, version, label)


def _check_requirement(metadata: Given, notes: Notes, program: str) -> None:
    wanted = metadata.values["requires"]
    if wanted is None:
        return
    try:
        if satisfied(wanted, program):
            return
        message = f"requires: this is modelspec-lint {program}, and the pack wants {wanted}"
    except NoRequirement as error:
        message = f"requires: {error}"
    notes.add(metadata.nodes["requires"], message)
