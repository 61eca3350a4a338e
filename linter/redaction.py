"""What no report may show: values that a finding hides, and whatever looks like a secret.

Source lines are masked where they are asked for (:meth:`SourceFile.line`). The sentences that rules wrote,
about the hidden value itself or about another that happens to hold it, are gone through here, once, when a
run has ended: a report, a baseline or a cache gets nothing else.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

from modelspec_lint.knowledge_base import Estimate
from modelspec_lint.linter.finding import Evidence, Fix, Place
from modelspec_lint.linter.identity import Identity
from modelspec_lint.linter.secrets import LEAST, masked
from modelspec_lint.linter.verdicts import Result, Verdict

if TYPE_CHECKING:
    from modelspec_lint.linter.accepted import Accepted
    from modelspec_lint.linter.document import Document, SourceFile

STARS = "***"

Clean = Callable[[str], str]


def hide(places: Iterable[Place], document: Document) -> Iterator[SourceFile]:
    """Hide values of a document, or of the one that a place names, in their files, and yield these."""
    for place in places:
        about = place.document or document
        if place.span is not None:
            about.file.hide(place.span.start, place.span.end)
        elif about.has(place.pointer):
            node = about.node(place.pointer)
            text = node.text if node.kind == "scalar" else ""
            about.file.hide(node.start, node.end, text, *text.splitlines())
        yield about.file


_REPEATED = 16384
"""Texts that are remembered: the names of terms and most words of help are the same for many specs."""


def without_secrets(result: Result, hidden: Iterable[SourceFile]) -> Result:
    """Return the result without the texts that these files hide, and without what looks like a secret."""
    texts = {
        text
        for source in hidden
        for each in source.hidden
        for written in each.texts
        for text in (written, written.strip(" \t\r\n\"'"))
        if len(text) >= LEAST
    }
    longest_first = sorted(texts, key=lambda text: (-len(text), text))

    @lru_cache(maxsize=_REPEATED)
    def clean(text: str) -> str:
        for each in longest_first:
            text = text.replace(each, STARS)
        return masked(text)

    return replace(
        result,
        verdicts=tuple(_verdict(each, clean) for each in result.verdicts),
        accepted=tuple(_accepted(each, clean) for each in result.accepted),
        undecided=tuple(replace(each, reason=clean(each.reason)) for each in result.undecided),
        crashes=tuple(replace(each, error=clean(each.error)) for each in result.crashes),
        fleet=result.fleet and result.fleet.cleaned_by(clean),
    )


def _verdict(verdict: Verdict, clean: Clean) -> Verdict:
    changed = replace(
        verdict,
        message=clean(verdict.message),
        help=tuple(map(clean, verdict.help)),
        related=tuple(replace(each, message=clean(each.message)) for each in verdict.related),
        evidence=tuple(_evidence(each, clean) for each in verdict.evidence),
        fixes=tuple(fix for fix in verdict.fixes if not _tells(fix, clean)),
        identity=_identity(verdict.identity, clean),
    )
    return verdict if changed == verdict else changed


def _accepted(accepted: Accepted, clean: Clean) -> Accepted:
    reason = accepted.reason and clean(accepted.reason)
    return replace(accepted, verdict=_verdict(accepted.verdict, clean), reason=reason)


def _identity(identity: Identity, clean: Clean) -> Identity:
    return replace(
        identity,
        document=identity.document and clean(identity.document),
        pointer=identity.pointer and clean(identity.pointer),
        value=clean(identity.value),
    )


def _evidence(piece: Evidence, clean: Clean) -> Evidence:
    if isinstance(piece, Estimate):
        return replace(
            piece,
            name=clean(piece.name),
            terms=tuple(_evidence(each, clean) for each in piece.terms),  # type: ignore[misc]  # terms are estimates
        )
    value = clean(piece.value) if isinstance(piece.value, str) else piece.value
    return replace(piece, name=clean(piece.name), value=value)


def _tells(fix: Fix, clean: Clean) -> bool:
    """Tell whether a fix holds what is hidden: it is left out, for with stars it would do harm."""
    return any(clean(text) != text for text in (fix.title, *(edit.text for edit in fix.edits)))
