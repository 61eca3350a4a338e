"""Places in SARIF: a file relative to the root of the repository, and a region in it."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from modelspec_lint.linter.report.paths import path_in_repository
from modelspec_lint.linter.report.sarif import objects

if TYPE_CHECKING:
    from modelspec_lint.linter.document import SourceFile, Span

ROOT = "%SRCROOT%"


def artifact_location(source: SourceFile, root: Path) -> Any:
    """Name a file by a URI below the root of the repository; one that lies outside by its own."""
    path = path_in_repository(source, root)
    if path is None and source.absolute is not None:
        return objects.ArtifactLocation(uri=Path(os.path.normpath(source.absolute)).as_uri())
    return objects.ArtifactLocation(uri=_quoted(path or source.path), uri_base_id=ROOT)


def physical_location(source: SourceFile, span: Span, root: Path) -> Any:
    """Return a file and the region of ``span``; an empty span at the top of a file is its first line."""
    region = (span.line, span.column, span.end_line, span.end_column)
    if region == (1, 1, 1, 1):
        region = (1, 1, 1, len(source.line(1)) + 1)
    return objects.PhysicalLocation(
        artifact_location=artifact_location(source, root), region=make_region(*region)
    )


def make_region(line: int, column: int, end_line: int, end_column: int) -> Any:
    """Return a region; lines and columns as in :class:`Span`."""
    return objects.Region(start_line=line, start_column=column, end_line=end_line, end_column=end_column)


def _quoted(path: str) -> str:
    return quote(path.encode("utf-8", "surrogateescape"), safe="/")
