"""The knowledge base: the catalogues of facts, opened together."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, cached_property
from pathlib import Path
from typing import Any, TypeVar

from modelspec_lint.knowledge_base.catalogue import Catalogue
from modelspec_lint.knowledge_base.compiled import AUTHORED, COMPILED, Compiled, open_compiled
from modelspec_lint.knowledge_base.decode import (
    decode_accelerator,
    decode_engine,
    decode_instance,
    decode_model,
    decode_precision,
    decode_workload,
)
from modelspec_lint.knowledge_base.facts import Accelerator, Engine, Instance, Model, Precision, Workload
from modelspec_lint.knowledge_base.names import Answer, resolve_plain

F = TypeVar("F")


class KnowledgeBase:
    """What is true of accelerators, models, precisions, engines, workloads and instance types."""

    def __init__(self, compiled: Compiled) -> None:
        self._compiled = compiled

    @classmethod
    def load(cls) -> KnowledgeBase:
        """Give the built-in facts; they are read once for the whole process."""
        return _built_in()

    @classmethod
    def read(cls, authored: Path, compiled: Path) -> KnowledgeBase:
        """Read facts from a folder of authored files, keeping their compiled form in a file."""
        return cls(open_compiled(authored, compiled))

    @property
    def version(self) -> str:
        """The version of the facts: the year and month in which they were last read from their sources."""
        return str(self._compiled.header["version"])

    @property
    def digest(self) -> str:
        """A hash over all facts: equal digests, equal facts."""
        return str(self._compiled.header["digest"])

    @cached_property
    def models(self) -> Catalogue[Model]:
        """Open-weight models."""
        publishers: dict[str, str] = self._compiled.header["publishers"]
        return self._catalogue(
            "models",
            decode_model,
            lambda catalogue, name: _model(catalogue, self.precisions, publishers, name),
        )

    @cached_property
    def accelerators(self) -> Catalogue[Accelerator]:
        """Accelerators, by memory size and form factor."""
        return self._catalogue("accelerators", decode_accelerator, _accelerator)

    @cached_property
    def precisions(self) -> Catalogue[Precision]:
        """Number formats of weights."""
        return self._catalogue("precisions", decode_precision, _precision)

    @cached_property
    def engines(self) -> Catalogue[Engine]:
        """Serving engines."""
        return self._catalogue("engines", decode_engine, _engine)

    @cached_property
    def workloads(self) -> Catalogue[Workload]:
        """Tasks, with what their typical request looks like."""
        return self._catalogue("workloads", decode_workload, _plain)

    @cached_property
    def instances(self) -> Catalogue[Instance]:
        """Cloud instance types with accelerators."""
        return self._catalogue("instances", decode_instance, _plain)

    def _catalogue(
        self,
        name: str,
        decode: Callable[[dict[str, Any]], F],
        resolver: Callable[[Catalogue[F], str], Answer],
    ) -> Catalogue[F]:
        compiled = self._compiled
        return Catalogue(
            compiled.names(name), lambda position: decode(compiled.record(name, position)), resolver
        )


def _model(
    catalogue: Catalogue[Model], precisions: Catalogue[Precision], publishers: dict[str, str], name: str
) -> Answer:
    found = None if ":" in name else catalogue.names.find(name)
    if found is not None:
        return found
    from modelspec_lint.knowledge_base.model_names import resolve_model  # most names need no reading

    return resolve_model(catalogue.names, precisions.names, publishers, name)


def _precision(catalogue: Catalogue[Precision], name: str) -> Answer:
    found = catalogue.names.find(name)
    if found is not None:
        return found
    from modelspec_lint.knowledge_base.precision_names import resolve_precision

    return resolve_precision(catalogue.names, name)


def _engine(catalogue: Catalogue[Engine], name: str) -> Answer:
    found = catalogue.names.find(name)
    if found is not None:
        return found
    from modelspec_lint.knowledge_base.engine_names import resolve_engine

    return resolve_engine(catalogue.names, name)


def _accelerator(catalogue: Catalogue[Accelerator], name: str) -> Answer:
    found = catalogue.names.find(name)
    if found is not None:
        return found
    from modelspec_lint.knowledge_base.accelerator_names import resolve_accelerator

    return resolve_accelerator(catalogue, name)


def _plain(catalogue: Catalogue[F], name: str) -> Answer:
    return resolve_plain(catalogue.names, name)


@cache
def _built_in() -> KnowledgeBase:
    return KnowledgeBase(open_compiled(AUTHORED, COMPILED))
