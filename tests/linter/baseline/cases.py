"""A repository of thirty specs, most of them wrong somewhere, and rules that speak where they are told."""

from __future__ import annotations

from pathlib import Path

import yaml

from modelspec_lint.linter import Severity, finding, rule
from modelspec_lint.linter.baseline import Baseline, Scope, extended
from modelspec_lint.linter.document import read_source
from modelspec_lint.linter.testing import CLEAN, lint_sources

ROOT = Path(__file__).parents[3]
FOLDER = "/repository"


def spec(name, **changes):
    """Return the clean spec under another name, with values set at dotted paths (``None`` takes one out)."""
    data = yaml.safe_load(CLEAN)
    data["metadata"]["name"] = name
    for path, value in changes.items():
        *way, last = path.split("__")
        place = data
        for step in way:
            place = place.setdefault(step, {})
        if value is None:
            place.pop(last)
        else:
            place[last] = value
    return data


def depends(*names, **more):
    return [{"id": f"on-{name}", "role": "ranker", "specRef": name, **more} for name in names]


def thirty():
    """Return the files of the repository: each a list of documents."""
    stages = [{"name": "trim", "type": "truncate", "enabled": "yes"}, {"name": "mask", "type": "redact"}]
    broken = [
        [document for document in yaml.safe_load_all(path.read_text("utf-8")) if document]
        for path in sorted((ROOT / "examples" / "broken").glob("*.modelspec.yaml"))
        if "duplicate" not in path.name and "tab" not in path.name
    ]
    loose = [
        spec("ring-a", spec__pipeline__dependencies=depends("ring-b", "nowhere")),
        spec("ring-b", spec__pipeline__dependencies=depends("ring-c", "ring-a")),
        spec("ring-c", spec__pipeline__dependencies=depends("ring-a")),
        spec("twin"),
        spec("twin", spec__runtime__accelerator__count=0),
        spec("same", spec__identity__model__presicion="bf16"),
        spec("same", spec__identity__model__presicion="bf16"),
        spec("steps", spec__pipeline__preprocess__steps=stages),
        spec("unlisted", spec__pipeline__preprocess__steps=[{"type": "trim"}, {"kind": "x"}, "text", 7]),
        spec("big", spec__identity__model__id="meta-llama/Llama-3.1-405B-Instruct"),
        spec("long", spec__runtime__batch__maxSequenceLengthTokens=10_000_000),
        spec("words", spec__runtime__batch__maxBatchSize="32"),
        spec("no-length", spec__runtime__batch__maxSequenceLengthTokens=None),
        spec("typo", spec__scaling={"minReplicas": 3, "maxReplicas": 2}),
        spec("reversed", spec__operations__scaling={"minReplicas": 3, "maxReplicas": 2}),
    ]
    files = [[document for one in broken for document in one][:15], loose[:9], loose[9:]]
    return {f"models/{'abc'[number]}.modelspec.yaml": documents for number, documents in enumerate(files)}


def written(documents):
    return "---\n".join(yaml.safe_dump(each, sort_keys=False, width=1000) for each in documents)


def lint_texts(texts, rules=None):
    """Lint files given as texts by path, as one run in the folder of the baseline."""
    sources = [
        read_source(path, text.encode() if isinstance(text, str) else text, Path(FOLDER, path))
        for path, text in sorted(texts.items())
    ]
    return lint_sources(sources, rules)


def all_of(*files):
    """Return the scope of a run that saw everything of these files."""
    return Scope(frozenset(files))


def accepting(result):
    """Return a baseline of all that a result found."""
    return extended(Baseline(FOLDER), result)


def points_at(code, *pointers):
    """Return a rule that says something about each pointer that a document has."""

    @rule(code, "points-at", severity=Severity.ERROR, tags=("test",), on="document")
    def check(document):
        """Say something."""
        for pointer in pointers:
            if document.has(pointer):
                yield finding(pointer, f"This is wrong on line {document.span(pointer).line}.")

    return check
