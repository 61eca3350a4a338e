"""From a path to a tree of YAML nodes, within budgets: a knowledge file is as hostile as any other input."""

from __future__ import annotations

import os
import re
import stat
from pathlib import Path

import yaml

from modelspec_lint.knowledge_base.compiler.authored import LOADER
from modelspec_lint.knowledge_base.overlay.mistakes import Notes

BYTES = 4 * 1024 * 1024
"""A file of ten thousand entries stays below it."""
NODES = 200_000
DEPTH = 32
_DIRECTIVE = re.compile(r"^%", re.MULTILINE)


def read_root(path: Path, notes: Notes) -> yaml.MappingNode:
    """Read one file; ``NoFurther``, with the mistake noted, when it cannot be read as one map."""
    text = _text(path, notes)
    directive = _DIRECTIVE.search(text)
    if directive is not None:  # the parser compares each %TAG with all before it
        line = text.count("\n", 0, directive.start()) + 1
        raise notes.fatal("YAML directives (%) are not read here", line)
    try:
        _count(text, notes)
        root = yaml.compose(text, Loader=LOADER)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        raise notes.fatal(f"not YAML: {error.problem or error.context}", *place) from None
    except (yaml.YAMLError, ValueError, OverflowError, MemoryError, RecursionError):
        raise notes.fatal("not YAML: it holds a character that no YAML file may hold") from None
    if not isinstance(root, yaml.MappingNode):
        raise notes.fatal("a map is wanted: `apiVersion`, `kind`, `metadata`, and lists of facts")
    return root


def _text(path: Path, notes: Notes) -> str:
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            raise notes.fatal("this is no regular file")
        # not blocking: between looking and opening, the file may have become a pipe
        flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
        with os.fdopen(os.open(path, flags), "rb") as stream:
            data = stream.read(BYTES + 1)
    except OSError as error:
        raise notes.fatal(f"the file cannot be read: {(error.strerror or str(error)).lower()}") from None
    except ValueError:
        raise notes.fatal("the file cannot be read: its name is not a valid path") from None
    if len(data) > BYTES:
        raise notes.fatal(f"the file is larger than {BYTES // 1024**2} MiB")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise notes.fatal(f"not UTF-8: byte {data[error.start]:#04x}", line) from None


def _count(text: str, notes: Notes) -> None:
    """Count what the parser finds before anything is built of it; anchors, aliases and tags are refused."""
    nodes = depth = 0
    for event in yaml.parse(text, Loader=LOADER):
        if isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if not isinstance(event, yaml.NodeEvent):
            continue
        nodes += 1
        depth += isinstance(event, yaml.CollectionStartEvent)
        refused = _refusal(event, nodes, depth)
        if refused:
            mark = event.start_mark
            raise notes.fatal(refused, *((mark.line + 1, mark.column + 1) if mark else (1, 1)))


def _refusal(event: yaml.NodeEvent, nodes: int, depth: int) -> str:
    if event.anchor is not None:
        return "anchors and aliases are not read here; write the value out"
    if getattr(event, "tag", None) not in (None, "!"):
        return "tags are not read here; put text that looks like a number in quotes"
    if nodes > NODES:
        return f"the file holds more than {NODES:,} values"
    return f"nested deeper than {DEPTH} levels" if depth > DEPTH else ""
