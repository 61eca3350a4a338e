"""A rule's page: the docstring of its check, under fixed headings."""

from __future__ import annotations

import inspect
import re
from dataclasses import dataclass

HEADINGS = ("What it does", "Why it matters", "Bad", "Good", "Options", "Sources")

_HEADING = re.compile(r"^## (.+)$", re.MULTILINE)
_YAML = re.compile(r"^```yaml\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True, slots=True)
class Page:
    """A rule's documentation: one sentence, then sections of Markdown by heading, in order."""

    summary: str
    sections: dict[str, str]
    markdown: str

    def examples(self, heading: str) -> tuple[str, ...]:
        """Return the YAML fragments under ``Bad`` or ``Good``."""
        return tuple(_YAML.findall(self.sections.get(heading, "") + "\n"))


def parse_page(docstring: str) -> Page:
    """Parse a docstring. Sections that are not there are absent; nothing is invented."""
    markdown = inspect.cleandoc(docstring)
    first, *rest = _HEADING.split(markdown)
    sections = {heading.strip(): body.strip() for heading, body in zip(rest[::2], rest[1::2], strict=True)}
    return Page(summary=" ".join(first.split()), sections=sections, markdown=markdown)
