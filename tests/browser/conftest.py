"""The browser, and pages to open in it. Without a browser these tests are skipped, but never in CI."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from modelspec_lint.linter.report import ReportOptions, render
from modelspec_lint.linter.verdicts import Result
from tests.browser.chromium import Chromium, find_chromium
from tests.browser.results import result_with

OpenPage = Callable[..., float]


@pytest.fixture(scope="session")
def program() -> str:
    """The browser's program."""
    found = find_chromium()
    if found is None:
        message = "no Chromium is installed: no page is tried in a browser (on Debian: apt install chromium)"
        if os.environ.get("CI"):
            pytest.fail(message)
        pytest.skip(message)
    return found


@pytest.fixture(scope="module")
def browser(program: str) -> Iterator[Chromium]:
    """A browser without a window."""
    with Chromium(program) as browser:
        yield browser


@pytest.fixture(scope="session")
def page_of(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Path]:
    """Write the page of a result, or of so many findings, once."""
    folder = tmp_path_factory.mktemp("pages")
    written: dict[int, Path] = {}

    def write(findings: int | Result, **options: bool) -> Path:
        result = result_with(findings) if isinstance(findings, int) else findings
        key = hash((id(result), *sorted(options.items())))
        if key not in written:
            shown = replace(ReportOptions(root=Path.cwd()), **options)  # type: ignore[arg-type]
            written[key] = folder / f"{len(written)}.html"
            written[key].write_text(render("html", result, shown).text, "utf-8")
        return written[key]

    return write
