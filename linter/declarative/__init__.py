"""Declarative packs: an organisation's rules as YAML, which runs no code and is safe to load."""

from modelspec_lint.linter.declarative.load import DeclarativePack, load_pack, with_packs
from modelspec_lint.linter.declarative.mistakes import PackError, PackMistake

__all__ = ["DeclarativePack", "PackError", "PackMistake", "load_pack", "with_packs"]
