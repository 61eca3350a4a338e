"""Writes ``schema/pack.v1.json`` from what packs are read by: ``python -m docs.pack_schema``."""

from __future__ import annotations

import json
from pathlib import Path

from modelspec_lint.linter.declarative.json_schema import pack_schema

PATH = Path(__file__).parents[1] / "schema" / "pack.v1.json"


def text() -> str:
    """Return the schema as it is written."""
    return json.dumps(pack_schema(), indent=2, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    PATH.write_text(text(), encoding="utf-8", newline="\n")
