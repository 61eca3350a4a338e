"""Files with something to fix, and how they are fixed."""

from __future__ import annotations

from dataclasses import dataclass

from modelspec_lint.linter import Edit, Fix, Severity, finding, rule
from modelspec_lint.linter.document import read_source
from modelspec_lint.linter.fixes import Fixing
from modelspec_lint.linter.testing import lint_sources

A = "a.modelspec.yaml"
HEAD = "apiVersion: piqc.ai/v1alpha1\nkind: ModelSpec\nmetadata: {name: chat}\n"


@dataclass(frozen=True)
class Linted:
    everything: tuple
    open: tuple


def fixer(rules=None, *, together=(), unsafe=False, accepted=()):
    """Return what fixes with these rules, of which ``together`` see all files; accepted codes stay."""

    def lint_with(chosen):
        def lint(sources):
            if chosen is not None and not chosen:
                return Linted((), ())
            verdicts = lint_sources(sources, chosen).verdicts
            return Linted(verdicts, tuple(each for each in verdicts if each.code not in accepted))

        return lint

    return Fixing(lint_file=lint_with(rules), lint_all=lint_with(tuple(together)), unsafe=unsafe)


def read(text, path=A):
    return read_source(path, text.encode() if isinstance(text, str) else text)


def fix(text, rules=None, **options):
    """Fix one file and return what became of it."""
    (done,) = fixer(rules, **options).fix([read(text)])
    return done


def replacing(code, old, *new, safe=True, name="replaces-it", unless=None):
    """Return a rule that wants a text in the file to be another: a finding with a fix for each of ``new``."""

    @rule(code, name, severity=Severity.WARNING, tags=("test",), on="document")
    def check(document):
        """Say something."""
        text = document.file.text
        start = text.find(old)
        if start >= 0 and (unless is None or unless not in text):
            span = document.file.span(start, start + len(old))
            fixes = [Fix(f"write {each}", (Edit(span, each),), safe) for each in new]
            yield finding("/metadata/name", f"{old} stands here.", fixes=fixes)

    return check


def complaining(code, word, name="complains-about-it", on="document", severity=Severity.ERROR):
    """Return a rule that does not want a word anywhere."""

    @rule(code, name, severity=severity, tags=("test",), on=on)
    def check(subject):
        """Say something."""
        for document in [subject] if on == "document" else subject.documents:
            if word in document.file.text:
                place = "/kind" if on == "document" else document_place(document)
                yield finding(place, f"{word} stands here.")

    return check


def document_place(document):
    from modelspec_lint.linter import Place

    return Place("/kind", document=document)
