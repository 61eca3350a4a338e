"""Reads a page's markup: its elements and texts, and that what is opened is closed in order."""

from __future__ import annotations

from html.parser import HTMLParser

_VOID = {"meta", "path", "br", "input"}


class HtmlPage(HTMLParser):
    """Collects elements with their attributes, and texts with the element that they stand in."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[tuple[str, str]] = []
        self._open: list[str] = []
        self._classes: list[set[str]] = []
        self._within: dict[str, list[str]] = {}
        self.feed(text)
        self.close()
        assert self._open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element that opens."""
        self.elements.append((tag, dict(attrs)))
        if tag not in _VOID:
            self._open.append(tag)
            self._classes.append(set((dict(attrs).get("class") or "").split()))
            for role in self._classes[-1]:
                self._within.setdefault(role, []).append("")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element that is empty."""
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        """Close the element that was opened last, which has to be this one."""
        assert self._open.pop() == tag
        self._classes.pop()

    def handle_data(self, data: str) -> None:
        """Note a text."""
        for role in set().union(*self._classes):
            self._within[role][-1] += data
        if data.strip():
            self.texts.append((self._open[-1] if self._open else "", data.strip()))

    def named(self, tag: str) -> list[dict[str, str | None]]:
        """Return the attributes of every element of that name."""
        return [attributes for name, attributes in self.elements if name == tag]

    def inner_texts(self, role: str) -> list[str]:
        """Return the whole text in every element of a class, of those within as well."""
        return self._within.get(role, [])

    @property
    def names(self) -> set[str]:
        """The names of all elements."""
        return {name for name, _ in self.elements}
