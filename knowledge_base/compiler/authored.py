"""Reading authored YAML with the line of every entry, so that a mistake is reported where it was made."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml

Scalar = str | int | float | bool | None

LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""The parser of libyaml, where PyYAML has it."""
_TAG = "tag:yaml.org,2002:"


class FactsError(Exception):
    """Authored facts are wrong; ``mistakes`` says where and how, one sentence each."""

    def __init__(self, mistakes: list[str]) -> None:
        super().__init__("\n".join(mistakes))
        self.mistakes = mistakes


@dataclass(slots=True)
class Mistakes:
    """Collects what is wrong in one file, by line and column (1-based)."""

    path: Path
    found: list[tuple[int, int, str]]

    def add(self, node: yaml.Node, message: str) -> None:
        """Note a mistake at a node."""
        self.at(node.start_mark.line + 1, message, node.start_mark.column + 1)

    def at(self, line: int, message: str, column: int = 1) -> None:
        """Note a mistake at a place."""
        self.found.append((line, column, message))

    def sentences(self, root: Path) -> list[str]:
        """Write the mistakes as ``file:line: message``, the file relative to the root."""
        shown = self.path.relative_to(root).as_posix()
        return [f"{shown}:{line}: {message}" for line, _, message in sorted(self.found)]


def read_yaml(path: Path, mistakes: Mistakes) -> yaml.MappingNode | None:
    """Compose one file; ``None``, with a mistake noted, when it is not a mapping."""
    try:
        node = yaml.compose(path.read_text(encoding="utf-8"), Loader=LOADER)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        mistakes.at(line, f"not YAML: {error.problem}")
        return None
    if not isinstance(node, yaml.MappingNode):
        mistakes.at(1, "a mapping is wanted")
        return None
    return node


def entries(node: yaml.Node, mistakes: Mistakes) -> Iterator[tuple[str, yaml.Node, yaml.Node]]:
    """Iterate over a mapping as (key, node of the key, node of the value); duplicate keys are mistakes."""
    if not isinstance(node, yaml.MappingNode):
        mistakes.add(node, "a mapping is wanted")
        return
    seen: set[str] = set()
    for key_node, value_node in node.value:
        name = key_node.value if isinstance(key_node, yaml.ScalarNode) else ""
        if name in seen:
            mistakes.add(key_node, f"`{name}` is there twice")
        seen.add(name)
        yield name, key_node, value_node


def scalar(node: yaml.ScalarNode, mistakes: Mistakes) -> Scalar:
    """Give the plain value of a scalar."""
    kind = node.tag.removeprefix(_TAG)
    text: str = node.value
    if kind == "null":
        return None
    if kind == "bool":
        return text.lower() in ("true", "yes", "on")
    try:
        if kind == "int":
            return int(text)
        if kind == "float":
            return float(text)
    except ValueError:
        mistakes.add(node, f"`{text}` is a number that is easily misread; quote it or write it plainly")
        return None
    if kind != "str":
        mistakes.add(node, f"`{text}` is read as a {kind}; quote it")
    return text
