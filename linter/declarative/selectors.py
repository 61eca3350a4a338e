"""Selectors: to which deployments a rule applies, by labels, identity and file."""

from __future__ import annotations

import fnmatch
import functools
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from modelspec_lint.knowledge_base import Catalogue, KnowledgeBase, Match
from modelspec_lint.linter.declarative.fields import pointer_of
from modelspec_lint.linter.declarative.mistakes import Notes
from modelspec_lint.linter.declarative.parameters import (
    TEXT,
    Kind,
    Parameter,
    Wrong,
    any_kind,
    items_of,
    read_map,
)
from modelspec_lint.linter.deployment import Deployment
from modelspec_lint.linter.discover.globs import glob_filter
from modelspec_lint.linter.document.node import Node
from modelspec_lint.linter.nearest import did_you_mean

_TEXT_OR_TEXTS = {"anyOf": [TEXT.schema, {"type": "array", "items": TEXT.schema, "minItems": 1}]}


def _texts(node: Node) -> tuple[str, ...]:
    texts = tuple(TEXT.read(item) for item in items_of(node))
    if not texts:
        raise Wrong("a text is wanted, or a list of texts that is not empty")
    return texts


def _labels(node: Node) -> dict[str, tuple[str, ...]]:
    if not node.entries:
        raise Wrong("a map is wanted: labels and their values, such as {environment: prod}")
    return {name: _texts(entry.value) for name, entry in node.entries.items()}


_ONE_OR_MORE = Kind("text or list of texts", _TEXT_OR_TEXTS, _texts)
_LABELS = Kind(
    "labels",
    {"type": "object", "additionalProperties": _TEXT_OR_TEXTS, "minProperties": 1},
    _labels,
)

_MODEL = "/spec/identity/model"
_VENDOR = "/spec/runtime/accelerator/vendor"

PARAMETERS = (
    Parameter("labels", _LABELS, "Labels that the deployment has, each with one of these values.", None),
    Parameter("task", _ONE_OR_MORE, "Tasks, by any name that the knowledge base knows.", None),
    Parameter("framework", _ONE_OR_MORE, "Serving engines, by any name that the knowledge base knows.", None),
    Parameter("vendor", _ONE_OR_MORE, "Makers of accelerators.", None),
    Parameter("family", _ONE_OR_MORE, "Families of models.", None),
    Parameter("files", _ONE_OR_MORE, "Globs of paths: ** spans folders; they match the end of a path.", None),
)
WHERE = any_kind("selector", {"$ref": "#/$defs/where"})


@dataclass(frozen=True, slots=True)
class Selector:
    """Picks deployments: all conditions have to hold, and of each one of its values is enough."""

    labels: tuple[tuple[str, tuple[str, ...]], ...] = ()
    names: tuple[tuple[str, frozenset[str]], ...] = ()
    files: tuple[Callable[[str], bool], ...] = ()
    words: str = ""

    def picks(self, deployment: Deployment) -> bool:
        """Whether the rule applies to a deployment."""
        declared = deployment.spec.metadata.labels
        for name, values in self.labels:
            value = declared.get(name)
            if value is None or not any(_like(each).match(value) for each in values):
                return False
        if not all(_NAMED[word](deployment) & wanted for word, wanted in self.names):
            return False
        return not self.files or any(wanted(_path(deployment)) for wanted in self.files)

    @property
    def fields(self) -> tuple[str, ...]:
        """The fields that it reads, as JSON pointers."""
        labels = (pointer_of(["metadata", "labels", name]) for name, _ in self.labels)
        return (*labels, *(_POINTERS[word] for word, _ in self.names))


EVERY = Selector()


def read_selector(node: Node, notes: Notes, knowledge: KnowledgeBase) -> Selector:
    """Read the ``where`` of a rule; names that mean nothing are noted."""
    given = read_map(node, PARAMETERS, notes, "'where'", "selector")
    if given is None:
        return EVERY
    names = []
    for word in _NAMED:
        values = given.values[word]
        if values is not None:
            ids = {_meant(word, each, item, notes, knowledge) for each, item in _written(given.nodes[word])}
            names.append((word, frozenset(each.casefold() for each in ids)))
    labels = tuple((given.values["labels"] or {}).items())
    files = given.texts("files")
    return Selector(
        labels=labels,
        names=tuple(names),
        files=tuple(glob_filter("**/" + each.removeprefix("/")) for each in files),
        words=_in_words(labels, given.values, files),
    )


def _written(node: Node) -> Iterator[tuple[str, Node]]:
    yield from ((item.text, item) for item in items_of(node))


def _meant(word: str, name: str, node: Node, notes: Notes, knowledge: KnowledgeBase) -> str:
    """Return the id that a name in a selector means; one that means nothing is noted."""
    if word == "family":
        return name
    if word == "vendor":
        known = {each.vendor for each in knowledge.accelerators}
        if name.casefold() not in known:
            notes.add(node, f"no vendor is called {name[:100]!r}{did_you_mean(name, known)}")
        return name
    catalogue: Catalogue[Any] = knowledge.workloads if word == "task" else knowledge.engines
    fact = catalogue.resolve(name).fact
    if fact is None:
        near = [repr(each) for each in catalogue.suggest(name)[:2]]
        advice = f"; did you mean {' or '.join(near)}?" if near else ""
        notes.add(node, f"no {word} is called {name[:100]!r}{advice}")
        return name
    return str(fact.id)


def _in_words(labels: tuple[Any, ...], values: dict[str, Any], files: tuple[str, ...]) -> str:
    """Write the selector as the end of a sentence."""
    parts = [f"the label `{name}` is {_or(each)}" for name, each in labels]
    parts += [f"the {word} is {_or(values[word])}" for word in _NAMED if values[word] is not None]
    if files:
        parts.append(f"the file matches {_or(files)}")
    return " and ".join(parts)


def _or(values: tuple[str, ...]) -> str:
    return " or ".join(f"`{value}`" for value in values)


def _called(declared: str | None, match: Match[Any] | None) -> frozenset[str]:
    """Return what a field is called: the id of what it means, else as it is written."""
    if match is not None and match.facts:
        return frozenset(fact.id.casefold() for fact in match.facts)
    return frozenset({declared.casefold()}) if declared else frozenset()


def _vendors(deployment: Deployment) -> frozenset[str]:
    declared = deployment.spec.runtime.accelerator.vendor
    if declared is not None:
        return frozenset({declared.casefold()})
    match = deployment.accelerator
    return frozenset(fact.vendor.casefold() for fact in match.facts) if match else frozenset()


def _families(deployment: Deployment) -> frozenset[str]:
    declared = deployment.spec.model.family
    known = deployment.model.fact if deployment.model else None
    families = {declared.casefold()} if declared else set()
    return frozenset(families | ({known.family.casefold()} if known else set()))


_NAMED: dict[str, Callable[[Deployment], frozenset[str]]] = {
    "task": lambda deployment: _called(deployment.spec.model.task, deployment.workload),
    "framework": lambda deployment: _called(deployment.spec.model.framework, deployment.engine),
    "vendor": _vendors,
    "family": _families,
}
_POINTERS = {
    "task": f"{_MODEL}/task",
    "framework": f"{_MODEL}/framework",
    "vendor": _VENDOR,
    "family": f"{_MODEL}/family",
}


def _path(deployment: Deployment) -> str:
    source = deployment.document.file
    return (source.absolute.as_posix() if source.absolute else source.path).lstrip("/")


@functools.lru_cache(maxsize=1024)
def _like(value: str) -> re.Pattern[str]:
    """Compile a label's value, in which ``*`` stands for anything."""
    return re.compile(fnmatch.translate(value.replace("[", "[[]").replace("?", "[?]")))
