"""Text in SARIF messages, where brackets and parentheses make links."""

from __future__ import annotations

import re
from collections.abc import Sequence

from modelspec_lint.linter.report.display import shown
from modelspec_lint.linter.verdicts import RelatedPlace, Verdict

_SIGNIFICANT = re.compile(r"([\\\[\]])")
_LONGEST, _LONGEST_LABEL = 8000, 200


def message_text(verdict: Verdict, linked: Sequence[RelatedPlace]) -> str:
    """Write the message, then links to the ``linked`` places by number from 1, then the ways out.

    Text that came from a file cannot make a link of its own.
    """
    parts = [_ended(_literal(verdict.message))]
    if linked:
        links = (f"[{_label(place)}]({number})" for number, place in enumerate(linked, start=1))
        parts.append(f"See {', '.join(links)}.")
    parts.extend(f"Help: {_ended(_literal(text))}" for text in verdict.help)
    return " ".join(parts)


def related_text(place: RelatedPlace) -> str:
    """Write what a related place has to do with its finding."""
    return _literal(place.message) or place.pointer or "related place"


def _literal(text: str) -> str:
    text = shown(text, limit=_LONGEST)
    return _SIGNIFICANT.sub(r"\\\1", text) if "](" in text else text


def _label(place: RelatedPlace) -> str:
    text = shown(place.message or place.pointer or "related place", limit=_LONGEST_LABEL)
    return _SIGNIFICANT.sub(r"\\\1", text)


def _ended(text: str) -> str:
    return text if text.endswith((".", "!", "?")) else f"{text}."
