"""What a formula makes of a configuration: the cache, the experts, the recipe of the parameters."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from modelspec_lint.knowledge_base.facts import CacheLayers, Experts

NO_CACHE: tuple[CacheLayers, ...] = ()


@dataclass(frozen=True, slots=True)
class Layout:
    """The layers of a model. ``cache`` is ``None`` where no formula is known, empty where none is kept.

    ``recipe`` has the shape that the recount (``recount/``) and the memory estimate read. ``changed`` are
    dimensions of :class:`Model` that differ from the plain reading.
    """

    recipe: dict[str, Any]
    cache: tuple[CacheLayers, ...] | None
    attention: str
    experts: Experts | None = None
    changed: Mapping[str, Any] = field(default_factory=dict)
