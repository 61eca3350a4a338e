"""The version of the installed distribution."""

from __future__ import annotations

import importlib.metadata


def version() -> str:
    """Return the version of modelspec-lint that is installed."""
    return importlib.metadata.version("modelspec-lint")
