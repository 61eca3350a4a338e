"""The page of a declared rule: the same headings as those of rules in code, filled from the pack."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Protocol

from modelspec_lint.linter.document.node import Timestamp
from modelspec_lint.linter.document.printable import printable

_HEADING = re.compile(r"^(#+|```)", re.MULTILINE)


class Example(Protocol):
    """A case that writes itself as YAML."""

    @property
    def text(self) -> str:
        """The fragment of a spec."""


@dataclass(frozen=True)
class DeclaredPage:
    """What a page is written of; it is written when it is first asked for."""

    summary: str
    what: str
    why: str
    help: tuple[str, ...]
    bad: tuple[Example, ...]
    good: tuple[Example, ...]
    sources: tuple[str, ...]
    pack: str

    @cached_property
    def markdown(self) -> str:
        """The whole page; nothing in it can drive a terminal, or make a heading of its own."""
        ways_out = "".join(f"\n- {_plain(each)}" for each in self.help)
        sections = {
            "What it does": _plain(self.what),
            "Why it matters": _plain(self.why) + (f"\n\nWays out:\n{ways_out}" if ways_out else ""),
            "Bad": _examples(self.bad),
            "Good": _examples(self.good),
            "Options": "None.",
            "Sources": "\n".join(f"- {_plain(each)}" for each in (*self.sources, self.pack)),
        }
        body = "\n\n".join(f"## {heading}\n{text}" for heading, text in sections.items())
        return f"{_plain(self.summary)}\n\n{body}"


def case_text(data: Any) -> str:
    """Write the fragment of a case as YAML."""
    import yaml

    text: str = yaml.safe_dump(_writable(data), sort_keys=False, allow_unicode=True, width=1000)
    return text


def _examples(cases: Iterable[Example]) -> str:
    return "\n\n".join(f"```yaml\n{case.text}```" for case in cases)


def _plain(text: str) -> str:
    lines = (printable(line.rstrip()) for line in text.strip().splitlines())
    return _HEADING.sub(r"\\\1", "\n".join(lines))


def _writable(data: Any) -> Any:
    if isinstance(data, dict):
        return {name: _writable(value) for name, value in data.items()}
    if isinstance(data, list):
        return [_writable(value) for value in data]
    return data.text if isinstance(data, Timestamp) else data
