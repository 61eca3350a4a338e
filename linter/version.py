"""The version of the installed distribution."""

from __future__ import annotations

from functools import lru_cache

from modelspec_lint.linter.installed import entry_points


@lru_cache(maxsize=1)
def version() -> str:
    """Return the version of modelspec-lint that is installed."""
    for entry in entry_points("modelspec_lint.packs"):
        if entry.name == "builtin":
            return entry.version
    from importlib.metadata import version as installed

    return installed("modelspec-lint")
