from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from modelspec_lint.knowledge_base import KnowledgeBase, OverlayError

HEAD = """\
apiVersion: modelspec-lint/v1
kind: Knowledge
metadata: {name: acme, version: 2026.10, source: wiki}
"""

Lay = Callable[..., KnowledgeBase]
MistakesOf = Callable[..., list[str]]


@pytest.fixture
def written(tmp_path: Path) -> Callable[..., list[Path]]:
    """Write overlays, each below the same three lines of head unless it has its own; return their paths."""

    def write(*texts: str) -> list[Path]:
        paths = [tmp_path / f"{number}.yaml" for number, _ in enumerate(texts, start=1)]
        for path, text in zip(paths, texts, strict=True):
            path.write_text(text if text.startswith("apiVersion") else HEAD + text, encoding="utf-8")
        return paths

    return write


@pytest.fixture
def lay(written: Callable[..., list[Path]]) -> Lay:
    """Lay overlays over the built-in facts."""
    return lambda *texts: KnowledgeBase.load(written(*texts))


@pytest.fixture
def mistakes_of(written: Callable[..., list[Path]], tmp_path: Path) -> MistakesOf:
    """List the mistakes in overlays; the first line after the head is line 4."""

    def mistakes(*texts: str) -> list[str]:
        with pytest.raises(OverlayError) as error:
            KnowledgeBase.load(written(*texts))
        assert str(error.value) == "\n".join(map(str, error.value.mistakes))
        return [str(each).replace(f"{tmp_path}/", "") for each in error.value.mistakes]

    return mistakes
