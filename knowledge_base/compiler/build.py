"""Building the compiled form: every authored file read and checked, names indexed, records packed."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

import yaml

from modelspec_lint.knowledge_base.compiled import (
    CATALOGUES,
    FORMAT,
    Compiled,
    authored_files,
    content_of,
    signature_of,
)
from modelspec_lint.knowledge_base.compiler.authored import FactsError, Mistakes, entries, read_yaml
from modelspec_lint.knowledge_base.compiler.check import check_entry
from modelspec_lint.knowledge_base.compiler.index import Entry, index_names
from modelspec_lint.knowledge_base.facts import (
    Accelerator,
    Control,
    EfficiencyBand,
    Engine,
    Instance,
    Licence,
    Model,
    Precision,
    Workload,
)


@dataclass(frozen=True, slots=True)
class Kind:
    """How the files of one catalogue look: shape, name in sentences, fields that a file states once."""

    shape: type
    singular: str
    shared: tuple[str, ...] = ()


KINDS = {
    "models": Kind(Model, "model", ("family",)),
    "accelerators": Kind(Accelerator, "accelerator", ("vendor",)),
    "precisions": Kind(Precision, "precision"),
    "engines": Kind(Engine, "engine"),
    "workloads": Kind(Workload, "workload"),
    "instances": Kind(Instance, "instance type", ("cloud",)),
    "controls": Kind(Control, "control"),
    "licences": Kind(Licence, "licence"),
    "bands": Kind(EfficiencyBand, "efficiency band"),
}


@dataclass(slots=True)
class Read:
    """What was read so far."""

    version: str = ""
    publishers: dict[str, str] = field(default_factory=dict)
    visible_devices: dict[str, str] = field(default_factory=dict)
    vocabularies: dict[str, dict[str, str]] = field(default_factory=dict)
    facts: dict[str, list[Entry]] = field(default_factory=lambda: {name: [] for name in CATALOGUES})
    mistakes: list[str] = field(default_factory=list)


def compile_facts(authored: Path) -> Compiled:
    """Compile a folder of authored facts; ``FactsError`` names every mistake in it."""
    read = Read()
    for path in authored_files(authored):
        mistakes = Mistakes(path, [])
        read_file(path, read, mistakes)
        read.mistakes += mistakes.sentences(authored.parent)
    if not read.version:
        read.mistakes.append(f"{authored.name}: no file states the `version` of the facts")
    tables = {}
    for name, kind in KINDS.items():
        tables[name], wrong = index_names(kind.singular, read.facts[name])
        read.mistakes += wrong
    read.mistakes += _loose_references(read)
    if read.mistakes:
        raise FactsError(read.mistakes)
    return _pack(read, tables, authored)


def read_file(path: Path, read: Read, mistakes: Mistakes) -> None:
    """Read one authored file into what was read so far; its path has a folder above it."""
    root = read_yaml(path, mistakes)
    if root is None:
        return
    top = {name: (key_node, value) for name, key_node, value in entries(root, mistakes)}
    if "version" in top:
        read.version = str(top.pop("version")[1].value)
    if "publishers" in top:
        node = top.pop("publishers")[1]
        read.publishers = {name: str(value.value) for name, _, value in entries(node, mistakes)}
    if "visible-devices" in top:
        node = top.pop("visible-devices")[1]
        read.visible_devices = {name: str(value.value) for name, _, value in entries(node, mistakes)}
    if "vocabularies" in top:
        for name, _, words in entries(top.pop("vocabularies")[1], mistakes):
            read.vocabularies[name] = {word: str(means.value) for word, _, means in entries(words, mistakes)}
    sources: dict[str, str] = {}
    if "sources" in top:
        sources = {name: str(value.value) for name, _, value in entries(top.pop("sources")[1], mistakes)}
    names = [name for name in top if name in KINDS]
    given: dict[str, str] = {}
    for name, (key_node, value) in top.items():
        if name in KINDS:
            continue
        if not any(name in KINDS[each].shared for each in names):
            mistakes.add(key_node, f"unknown key `{name}`")
        else:
            given[name] = str(value.value)
    used: set[str] = set()
    for name in names:
        kind = KINDS[name]
        for missing in set(kind.shared) - set(given):
            mistakes.add(top[name][0], f"`{missing}` is missing beside `{name}`")
        for identifier, key_node, value in entries(top[name][1], mistakes):
            label = f"{kind.singular} {identifier}"
            record = check_entry(kind.shape, value, mistakes, {"id": identifier, **given}, label)
            record["sources"] = list(_cited(record, sources, used, key_node, mistakes, label))
            place = f"{path.relative_to(path.parents[1]).as_posix()}:{key_node.start_mark.line + 1}"
            read.facts[name].append(Entry(identifier, record, place))
    for unused in sorted(set(sources) - used):
        mistakes.at(1, f"source `{unused}` is cited by no entry")


def _cited(
    record: dict[str, Any],
    sources: dict[str, str],
    used: set[str],
    node: yaml.Node,
    mistakes: Mistakes,
    label: str,
) -> Iterator[str]:
    """Write out the sources of a record: ``id`` or ``id: detail``, the id from the file's ``sources``."""
    for cited in record.get("sources", ()):
        name, _, detail = str(cited).partition(": ")
        if name not in sources:
            mistakes.add(node, f"{label}: source `{name}` is not among the file's `sources`")
            continue
        used.add(name)
        yield f"{sources[name]}: {detail}" if detail else sources[name]


def _loose_references(read: Read) -> Iterator[str]:
    """Find ids that name a fact which is not there."""
    known = {name: {entry.identifier for entry in entries} for name, entries in read.facts.items()}
    for catalogue, kind in KINDS.items():
        for entry in read.facts[catalogue]:
            for wanted, identifier in references(catalogue, entry.record):
                if identifier not in known[wanted]:
                    missing = f"there is no {KINDS[wanted].singular} `{identifier}`"
                    yield f"{entry.place}: {kind.singular} {entry.identifier}: {missing}"


def references(catalogue: str, record: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """List the ids by which a record names facts of other catalogues, with the catalogue that holds them."""
    if catalogue == "models" and "precision" in record:
        yield from (
            ("precisions", precision)
            for precision in (record["precision"], *record.get("checkpoints", {}).values())
        )
    if catalogue == "instances" and "accelerator" in record:
        yield "accelerators", record["accelerator"]
    if catalogue == "bands":
        yield from (("engines", engine) for engine in record.get("engines", ()))
    if catalogue == "workloads":
        yield from (("workloads", task) for task in (*record.get("covers", ()), *record.get("adapts_to", ())))
    if catalogue == "engines":
        yield from (("workloads", task) for task in record.get("tasks", ()))
        yield from (("workloads", task) for task in record.get("facts", {}).get("cannot_serve", ()))
        yield from (("precisions", precision) for precision in record.get("precisions", {}))
        for kernels in record.get("facts", {}).get("kernels", {}).values():
            yield from (("precisions", kernel["precision"]) for kernel in kernels)


def _pack(read: Read, tables: dict[str, dict[str, Any]], authored: Path) -> Compiled:
    lines: list[bytes] = []
    size = 0

    def append(value: Any) -> int:
        nonlocal size
        start = size
        lines.append(
            json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode() + b"\n"
        )
        size += len(lines[-1])
        return start

    names = {name: append(tables[name]) for name in CATALOGUES}
    records = {name: [append(_slim(entry.record)) for entry in read.facts[name]] for name in CATALOGUES}
    data = b"".join(lines)
    header = {
        "format": FORMAT,
        "size": len(data),
        "version": read.version,
        "publishers": read.publishers,
        "visible_devices": read.visible_devices,
        "vocabularies": read.vocabularies,
        "digest": sha256(read.version.encode() + b"\n" + data).hexdigest(),
        "content": content_of(authored),
        "signature": signature_of(authored),
        "names": names,
        "records": records,
    }
    return Compiled(header, data)


def _slim(record: dict[str, Any]) -> dict[str, Any]:
    """Leave out empty lists and maps, but for an empty ``cache``, which says that a model keeps none."""
    return {name: value for name, value in record.items() if name == "cache" or value not in ([], {})}
