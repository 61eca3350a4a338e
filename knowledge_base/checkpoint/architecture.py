"""How each architecture reads its configuration: the table of ``architectures.yaml``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from modelspec_lint.knowledge_base.checkpoint.config import Config

_TABLE = Path(__file__).with_name("architectures.yaml")


@dataclass(frozen=True, slots=True)
class Architecture:
    """One ``model_type``: the formula that its dimensions enter, and how its layers are laid out."""

    name: str
    formula: str
    facts: Mapping[str, Any]

    def decided(self, name: str, config: Config) -> bool:
        """Decide whether a layer has something: always, never, or as a key of the configuration says."""
        value = self.facts.get(name, False)
        if not isinstance(value, str):
            return bool(value)
        stated = config.flag(value)
        return bool(self.facts.get(f"{name}-default", False)) if stated is None else stated

    @property
    def tied(self) -> bool:
        """Whether head and token table are one matrix where the configuration does not say."""
        return bool(self.facts.get("tied", False))

    @property
    def spellings(self) -> Mapping[str, list[str]]:
        """Spellings of dimensions of this architecture alone."""
        found: Mapping[str, list[str]] = self.facts.get("spellings", {})
        return found


@dataclass(frozen=True, slots=True)
class Table:
    """The whole table: architectures, and how configurations are worded."""

    architectures: Mapping[str, Architecture]
    spellings: Mapping[str, list[str]]
    text_keys: tuple[str, ...]
    tower_keys: tuple[str, ...]
    text_types: Mapping[str, str]
    sources: tuple[str, ...]


def by_class(name: str) -> Architecture | None:
    """Find the architecture of a class, such as ``DeepseekV3ForCausalLM``, for want of a ``model_type``."""
    stem = name.partition("For")[0].removesuffix("Model").removesuffix("LMHead").lower()
    spelled = {each.replace("_", "").replace("-", ""): each for each in table().architectures}
    found = spelled.get(stem) or spelled.get(f"{stem}text")
    return table().architectures[found] if found else None


@lru_cache(maxsize=1)
def table() -> Table:
    """Read the table; it is read once, and only where there is a checkpoint to read."""
    import yaml  # a run that reads no checkpoint needs no YAML parser for facts

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    content = yaml.load(_TABLE.read_text(encoding="utf-8"), Loader=loader)
    entries: dict[str, dict[str, Any]] = content["architectures"]
    architectures = {}
    for name, entry in entries.items():
        facts = {**entries[entry["as"]], **entry} if "as" in entry else entry
        architectures[name] = Architecture(name, facts["formula"], facts)
    return Table(
        architectures,
        content["spellings"],
        tuple(content["text-keys"]),
        tuple(content["tower-keys"]),
        content["text-types"],
        tuple(content["sources"].values()),
    )
