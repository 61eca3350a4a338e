"""The files that configuration names: packs, knowledge, the baseline. Nothing outside the repository."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from modelspec_lint.linter.config.chain import Chain, Part
from modelspec_lint.linter.config.layer import Setting
from modelspec_lint.linter.config.mistake import At, ConfigError, Mistake
from modelspec_lint.linter.discover.globs import glob_filter, is_glob, split_glob
from modelspec_lint.linter.discover.walk import Walk


class NamedPaths(NamedTuple):
    """What a chain names, in the order in which it is laid: what is extended first."""

    packs: tuple[Setting[Path], ...]
    knowledge: tuple[Setting[Path], ...]
    baseline: Setting[Path] | None


def named_paths(chain: Chain, mistakes: list[Mistake]) -> NamedPaths:
    """Return the files that a chain names; those that may not be read, or are not there, are mistakes."""
    baselines = [_path_of(part, "baseline", mistakes) for part in chain.parts]
    return NamedPaths(
        packs=tuple(found for part in chain.parts for found in _pack_paths(part, mistakes)),
        knowledge=tuple(found for part in chain.parts for found in _paths_of(part, "knowledge", mistakes)),
        baseline=next((each for each in reversed(baselines) if each is not None), None),
    )


def _pack_paths(part: Part, mistakes: list[Mistake]) -> list[Setting[Path]]:
    """Return the declarative packs that a file names; Python is refused, since configuration runs no code."""
    found = []
    for text, at in _texts(part, "packs"):
        if text.lower().endswith((".py", ".pyc", ".pyz", ".whl", ".so")):
            mistakes.append(
                Mistake(
                    at,
                    f"{text!r} is code, and configuration never runs any: "
                    "a pack in Python is installed, or named with --pack",
                )
            )
        elif not text.lower().endswith((".yaml", ".yml", ".json")):
            mistakes.append(Mistake(at, f"{text!r} is no declarative pack: a .yaml file is wanted"))
        else:
            found += _file(part, text, at, mistakes)
    return found


def _paths_of(part: Part, key: str, mistakes: list[Mistake]) -> list[Setting[Path]]:
    """Return the files that a list of paths and globs names, those of a glob in their order."""
    found: list[Setting[Path]] = []
    for text, at in _texts(part, key):
        if is_glob(text):
            found += _matching(part, text, at, mistakes)
        else:
            found += _file(part, text, at, mistakes)
    return found


def _path_of(part: Part, key: str, mistakes: list[Mistake]) -> Setting[Path] | None:
    """Return the file that one path names, be it there or not."""
    text = part.table.get(key)
    if text is None:
        return None
    at = part.file.value(key)
    path = _inside(part, text, at, mistakes)
    return Setting(path, f'{key} = "{text}"', at) if path else None


def _texts(part: Part, key: str) -> Iterator[tuple[str, At]]:
    for number, text in enumerate(part.table.get(key, ())):
        if text is not None:
            yield text, part.file.value(key, number)


def _file(part: Part, text: str, at: At, mistakes: list[Mistake]) -> list[Setting[Path]]:
    path = _inside(part, text, at, mistakes)
    if path is None:
        return []
    if not path.is_file():
        mistakes.append(Mistake(at, f"there is no file {text!r}, seen from this file"))
        return []
    return [Setting(path, text, at)]


def _matching(part: Part, text: str, at: At, mistakes: list[Mistake]) -> list[Setting[Path]]:
    folder, pattern = split_glob(text)
    root = _inside(part, folder, at, mistakes)
    if root is None:
        return []
    if ".." in pattern.split("/"):
        mistakes.append(Mistake(at, f"{text!r}: no .. is wanted behind a sign of a pattern"))
        return []
    names = sorted(Walk(str(root.resolve()), glob_filter(pattern)).files()) if root.is_dir() else []
    if not names:
        mistakes.append(Mistake(at, f"{text!r} matches no file (.gitignore is respected)"))
    return [Setting(root / name, text, at) for name in names]


def _inside(part: Part, text: str, at: At, mistakes: list[Mistake]) -> Path | None:
    try:
        return part.inside(text, at)
    except ConfigError as error:
        mistakes += error.mistakes
        return None
