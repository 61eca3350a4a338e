"""Packs that are one file of Python, named on the command line: configuration never names one.

Such a file is code that whoever names it trusts. It is compiled and run as it is; nothing is written beside
it, and nothing that lies beside it can be imported.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable
from functools import partial
from importlib.machinery import ModuleSpec
from importlib.util import module_from_spec
from pathlib import Path

from modelspec_lint.linter.document import printable
from modelspec_lint.linter.plugins import Packs, Source, with_source

SUFFIX = ".py"
_NO_LETTER = re.compile(r"[^a-z0-9]+")


def with_python_files(packs: Packs, files: Iterable[str]) -> Packs:
    """Return packs with those of files after them, each file once, in an order that is not the one given."""
    named = {Path(file).resolve(): file for file in reversed(list(files))}
    for path in sorted(named, key=lambda path: (_name(path), str(path))):
        shown = printable(named[path])
        packs = with_source(packs, Source(_name(path), "", shown, shown, partial(_module, path)))
    return packs


def _name(path: Path) -> str:
    """Return the name of the pack in a file: that of the file, in lower-case words joined by hyphens."""
    return _NO_LETTER.sub("-", path.stem.lower()).strip("-") or "pack"


def _module(path: Path) -> object:
    spec = ModuleSpec(f"modelspec_pack_{_name(path).replace('-', '_')}", None, origin=str(path))
    spec.has_location = True
    module = module_from_spec(spec)
    sys.modules[spec.name] = module
    try:
        exec(compile(path.read_bytes(), str(path), "exec"), module.__dict__)
    except BaseException:
        del sys.modules[spec.name]
        raise
    return module
