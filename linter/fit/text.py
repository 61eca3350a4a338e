"""The report for people: what was understood, the verdict, the sum, what fits, what else would do."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain

from modelspec_lint.knowledge_base import Cost
from modelspec_lint.linter.fit.answer import Unknown
from modelspec_lint.linter.fit.bar_text import bar_line, sign_of
from modelspec_lint.linter.fit.figures import count, figure, sentence, tokens
from modelspec_lint.linter.fit.fit import NO_CACHE, Fit
from modelspec_lint.linter.fit.limits import Limit, Limits
from modelspec_lint.linter.fit.others import Other, Others
from modelspec_lint.linter.fit.speed import Speed
from modelspec_lint.linter.fit.table import explained, paragraph, table
from modelspec_lint.linter.fit.terms import Term, terms_of
from modelspec_lint.linter.fit.times import HEADS, cost_sentences, intro, rate_sentence, time_rows
from modelspec_lint.linter.fit.verdict import Verdict, device_words
from modelspec_lint.linter.report.display import shown
from modelspec_lint.linter.report.interface import ReportOptions
from modelspec_lint.linter.report.numbers import number
from modelspec_lint.linter.report.style import Style

_WIDEST = 120
_NARROWEST = 40


def render(fits: Sequence[Fit], options: ReportOptions) -> str:
    """Render all fits, one after the other."""
    style = Style.of(options)
    width = max(_NARROWEST, min(options.width, _WIDEST))
    blocks = ["\n".join(_fit(fit, style, width)) for fit in fits]
    return "\n\n".join(blocks) + "\n"


def _fit(fit: Fit, style: Style, width: int) -> Iterator[str]:
    title = fit.question.name or (fit.question.declaration.model or "")
    place = f"  {fit.question.place}" if fit.question.place else ""
    yield style.paint(shown(title, unicode=style.unicode), "strong") + shown(place, unicode=style.unicode)
    yield ""
    yield from explained([(each.what, each.value, each.reason) for each in fit.understood], style, width)
    yield ""
    first, *rest = paragraph(fit.verdict.sentence, style, width)
    yield from (style.paint(line, _role(fit.verdict)) for line in (first, *rest))
    for caution in fit.cautions:
        yield from paragraph(f"Note: {caution}", style, width)
    sections = (
        ("Memory", _memory(fit, style, width)),
        ("How much fits", _limits(fit.limits, style, width)),
        ("How fast", _speed(fit.speed, style, width)),
        ("What it costs", _cost(fit.cost, style, width)),
        ("What else would do", _others(fit.others, style, width)),
    )
    yield from chain.from_iterable(_section(title, lines, style) for title, lines in sections)


def _section(title: str, lines: Iterator[str], style: Style) -> Iterator[str]:
    yield ""
    yield style.paint(title, "strong")
    yield from lines


def _role(verdict: Verdict) -> str:
    if verdict.starts is False:
        return "error"
    if verdict.starts is None or verdict.holds is False:
        return "warning"
    return "help"


def _undecided(why: Unknown, style: Style, width: int) -> Iterator[str]:
    yield from paragraph(f"Undecided: {why.reason}.", style, width)


def _memory(fit: Fit, style: Style, width: int) -> Iterator[str]:
    parts = fit.memory
    if isinstance(parts, Unknown):
        yield from _undecided(parts, style, width)
        return
    if fit.bar is not None and not isinstance(fit.request, Unknown):
        device = f"one {device_words(fit.request)}, {fit.bar.device:,.1f} GiB, as expected"
        missing = f"; {fit.bar.missing:,.1f} GiB are missing" if fit.bar.missing else ""
        yield from paragraph(device + missing, style, width)
        yield f"  {bar_line(fit.bar, style, width - 6)}"
    terms = list(terms_of(parts))
    rows = [_row(term) for term in terms]
    head, *lines = table(rows, "<>>><", style, width - 2, ("GiB", "low", "expected", "high", ""))
    yield f"    {head[2:]}" if not style.color else f"  {head}"
    for term, line in zip(terms, lines, strict=True):
        sign = sign_of(term.role, style) if term.role else " "
        yield f"  {sign} {style.paint(line[2:], 'strong') if term.total else line[2:]}"


def _row(term: Term) -> tuple[str, str, str, str, str]:
    answer = term.answer
    if isinstance(answer, Unknown):
        return term.name, "", "undecided", "", answer.reason
    low, expected, high = (number(each, 2) for each in (answer.low, answer.expected, answer.high))
    return term.name, low, expected, high, answer.source


def _limits(answer: Limits | Unknown, style: Style, width: int) -> Iterator[str]:
    if isinstance(answer, Unknown):
        if answer is NO_CACHE:
            yield from paragraph(sentence(answer.reason), style, width)
        else:
            yield from _undecided(answer, style, width)
        return
    takes = f"the model takes {answer.context:,}" if answer.context else ""
    rows = [_limit(f"sequences of {tokens(answer.at_length)}", answer.batch, "")]
    if answer.at_batch > 1:
        rows.append(_limit(f"tokens in each of {answer.at_batch:,} sequences", answer.length, takes))
    rows.append(_limit("tokens in a single sequence", answer.alone, takes))
    yield from table(rows, "<>><", style, width, ("at most", "expected", "guaranteed", ""))


def _speed(answer: Speed | Unknown, style: Style, width: int) -> Iterator[str]:
    if isinstance(answer, Unknown):
        yield from _undecided(answer, style, width)
        return
    yield from paragraph(intro(answer), style, width)
    rows = list(time_rows(answer))
    yield from table([row.cells for row in rows], "<>>>>>", style, width, HEADS)
    for reason in dict.fromkeys(row.band.reason for row in rows if isinstance(row.band, Unknown)):
        yield from _undecided(Unknown(reason), style, width)
    yield from paragraph(rate_sentence(answer), style, width)
    for note in answer.notes:
        yield from paragraph(f"Note: {note}.", style, width)


def _cost(answer: Cost | Unknown, style: Style, width: int) -> Iterator[str]:
    if isinstance(answer, Unknown):
        yield from _undecided(answer, style, width)
        return
    for said in cost_sentences(answer):
        yield from paragraph(said, style, width)


def _limit(name: str, limit: Limit, remark: str) -> tuple[str, str, str, str]:
    return name, count(limit.expected), count(limit.guaranteed), remark


def _others(answer: Others | Unknown, style: Style, width: int) -> Iterator[str]:
    if isinstance(answer, Unknown):
        yield from _undecided(answer, style, width)
        return
    if not answer.rows:
        yield from paragraph("Nothing that is known holds this load on one node.", style, width)
        return
    heads, sides = ("", "precision", "batch", "ms", "USD/h", "instance"), "<<>>><"
    rows = [_other(each) for each in answer.rows]
    used = [column for column in range(len(heads)) if any(row[column] for row in rows)]
    yield from table(
        [[row[column] for column in used] for row in rows],
        "".join(sides[column] for column in used),
        style,
        width,
        [heads[column] for column in used],
    )
    left_out = answer.found - len(answer.rows)
    if left_out:
        yield from paragraph(f"and {left_out:,} more (--all)", style, width)


def _other(other: Other) -> tuple[str, str, str, str, str, str]:
    request = other.request
    name = f"{request.count} x {request.accelerators[0].id}" + (" (declared)" if other.declared else "")
    batch = "" if isinstance(other.batch, Unknown) else count(other.batch.expected)
    rental = other.rental
    return (
        name,
        " or ".join(each.id for each in request.precisions),
        batch,
        "" if isinstance(other.latency, Unknown) else figure(other.latency),
        f"{rental.usd_per_hour:.2f}" if rental else "",
        rental.source if rental else "no price is known",
    )
