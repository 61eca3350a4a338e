"""The knowledge base: the catalogues of facts, opened together."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from modelspec_lint.knowledge_base.catalogue import Catalogue
from modelspec_lint.knowledge_base.compiled import AUTHORED, COMPILED, Facts, open_compiled
from modelspec_lint.knowledge_base.decode import (
    decode_accelerator,
    decode_band,
    decode_control,
    decode_engine,
    decode_instance,
    decode_licence,
    decode_model,
    decode_precision,
    decode_workload,
)
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
from modelspec_lint.knowledge_base.names import Answer, resolve_plain

if TYPE_CHECKING:
    from modelspec_lint.knowledge_base.overlay import Layer, Origin

F = TypeVar("F")


class KnowledgeBase:
    """What is true of models and what runs them, of instance types, licences and controls."""

    def __init__(self, compiled: Facts) -> None:
        self._compiled = compiled

    @classmethod
    def load(cls, overlays: Iterable[str | os.PathLike[str]] = ()) -> KnowledgeBase:
        """Give the built-in facts, read once for the whole process, with overlays laid over them."""
        return _built_in().with_overlays(overlays)

    @classmethod
    def read(cls, authored: Path, compiled: Path) -> KnowledgeBase:
        """Read facts from a folder of authored files, keeping their compiled form in a file."""
        return cls(open_compiled(authored, compiled))

    def with_overlays(self, paths: Iterable[str | os.PathLike[str]]) -> KnowledgeBase:
        """Give these facts with those of overlay files laid over them, in order: later ones win.

        ``OverlayError`` names every mistake in all of them.
        """
        listed = tuple(paths)
        if not listed:
            return self
        from modelspec_lint.knowledge_base.overlay import lay_over  # reads YAML and checks it

        return KnowledgeBase(lay_over(self._compiled, listed))

    @property
    def facts(self) -> Facts:
        """What the facts are read from: records and names, by catalogue."""
        return self._compiled

    @property
    def layers(self) -> tuple[Layer, ...]:
        """The overlays over the built-in facts, in order: later ones win."""
        return getattr(self._compiled, "layers", ())

    def origin(self, catalogue: str, identifier: str, field: str) -> Origin | None:
        """Say which layer states a field of a fact, on whose word; ``None`` where its value is unknown.

        ``field`` is written as in the files or as in the code (``usd-per-hour``), and may name a key of a map
        (``tflops.fp8``). ``KeyError`` when there is no such fact or field.
        """
        from modelspec_lint.knowledge_base.overlay.layered import origin_of  # asked for rarely

        name, dot, part = field.partition(".")
        name = name.replace("-", "_")
        value = getattr(getattr(self, catalogue).get(identifier), name, KeyError)
        if value is KeyError:
            raise KeyError(field)
        if dot:
            value = value.get(part) if isinstance(value, dict) else None
        path = f"{name}{dot}{part}"
        return origin_of(self._compiled, catalogue, identifier, path, known=value not in (None, (), {}))

    @property
    def version(self) -> str:
        """The version of the facts: the year and month in which they were last read from their sources.

        The names and versions of the overlays follow.
        """
        return str(self._compiled.header["version"])

    @property
    def digest(self) -> str:
        """A hash over all facts: equal digests, equal facts."""
        return str(self._compiled.header["digest"])

    @property
    def visible_devices(self) -> dict[str, str]:
        """Environment variables that list the accelerators a process sees, and the maker of these."""
        found: dict[str, str] = self._compiled.header.get("visible_devices", {})
        return found

    def vocabulary(self, name: str) -> dict[str, str]:
        """The words that a field without a vocabulary of its own is written with, and what each means.

        ``log-levels``: a level to the one of its rank that most engines use; ``metrics-providers``: a name to
        the system's own.
        """
        found: dict[str, str] = self._compiled.header.get("vocabularies", {}).get(name, {})
        return found

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

    @cached_property
    def controls(self) -> Catalogue[Control]:
        """Laws, standards and frameworks that specs are held to."""
        return self._catalogue("controls", decode_control, _plain)

    @cached_property
    def licences(self) -> Catalogue[Licence]:
        """Terms under which weights are published."""
        return self._catalogue("licences", decode_licence, _plain)

    @cached_property
    def bands(self) -> Catalogue[EfficiencyBand]:
        """How near to the bounds of physics engines were seen to come."""
        return self._catalogue("bands", decode_band, _plain)

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
