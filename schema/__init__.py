"""JSON Schemas (draft 2020-12) of what this project reads and writes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

# Not importlib.resources: its import alone costs 16 ms of every run, and wheels are always unpacked.
_FOLDER = Path(__file__).parent


def names() -> tuple[str, ...]:
    """Return the names of all schemas, sorted."""
    return tuple(sorted(file.name.removesuffix(".json") for file in _FOLDER.glob("*.json")))


def load_schema(name: str) -> dict[str, Any]:
    """Return a new copy of a schema, such as ``modelspec.v0.1``; ``KeyError`` when none has that name."""
    if name not in names():
        raise KeyError(name)
    schema: dict[str, Any] = json.loads((_FOLDER / f"{name}.json").read_text(encoding="utf-8"))
    return schema
