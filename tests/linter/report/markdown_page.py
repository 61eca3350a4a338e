"""Reads Markdown as forges do: CommonMark with tables, and of HTML only what we write."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from markdown_it import MarkdownIt
from markdown_it.token import Token

_OURS = re.compile(r"<summary>[A-Z][a-z ]+ \([\d,]+\)</summary>|</?(code|em|sub|details)>|<br>")
_PLAIN = {"text", "html_inline", "strong_open", "strong_close", "softbreak", "code_inline"}
_BREAK, _GAP = "\n", "\u200b"


@dataclass
class MarkdownPage:
    """The tables as rows of texts, and the texts of headings and paragraphs."""

    tables: list[list[list[str]]] = field(default_factory=list)
    paragraphs: list[str] = field(default_factory=list)


def read_markdown(text: str) -> MarkdownPage:
    """Read a page; an element that is not ours, a link, an image or emphasis by a text fails."""
    page = MarkdownPage()
    cell = False
    for token in MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"]).parse(text):
        if token.type == "table_open":
            page.tables.append([])
        elif token.type == "tr_open":
            page.tables[-1].append([])
        elif token.type in {"th_open", "td_open"}:
            cell = True
        elif token.type in {"th_close", "td_close"}:
            cell = False
        elif token.type == "inline":
            words = _words(token.children or [])
            if cell:
                page.tables[-1][-1].append(" ".join(words.split(" ")).replace(_BREAK, " "))
            else:
                page.paragraphs.append(words)
        elif token.type == "html_block":
            assert _OURS.sub("", token.content).strip() == "", token.content
        else:
            assert re.fullmatch(r"(heading|paragraph|table|thead|tbody|tr)_(open|close)", token.type), token
    return page


def _words(tokens: list[Token]) -> str:
    parts = []
    for token in tokens:
        assert token.type in _PLAIN, token
        if token.type == "html_inline":
            assert _OURS.fullmatch(token.content), token.content
            parts.append(_BREAK if token.content == "<br>" else "")
        elif token.type == "softbreak":
            parts.append(_BREAK)
        else:
            parts.append(token.content)
    return "".join(parts).replace(_GAP, "")
