"""The sections of a page: for each part of the answer its plots, tables and sentences."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from modelspec_lint.knowledge_base import Band
from modelspec_lint.linter.fit.answer import Unknown
from modelspec_lint.linter.fit.curves import batch_by_length
from modelspec_lint.linter.fit.figures import count, figure, sentence, tokens
from modelspec_lint.linter.fit.fit import NO_CACHE, Fit
from modelspec_lint.linter.fit.plot.batch_length import batch_length
from modelspec_lint.linter.fit.plot.latency_batch import Drawn, latency_batch
from modelspec_lint.linter.fit.plot.memory_bars import Row, memory_bars
from modelspec_lint.linter.fit.speed import Speed, Times, speed_by_batch
from modelspec_lint.linter.fit.times import cost_sentences, intro, rate_sentence, time_rows
from modelspec_lint.linter.fit.verdict import device_words
from modelspec_lint.linter.fit.view import (
    Figure,
    Key,
    Section,
    Tile,
    View,
    frontier_table,
    latency_table,
    limits_table,
    memory_legend,
    memory_table,
    name_of,
    others_table,
    precision_of,
    state_of,
    times_table,
)

_PER_OCTAVE = 6
_FRONTIER = (
    Key("declared", "declared"),
    Key("expected", "expected to fit"),
    Key("least", "fits under every setting"),
)
_LATENCY = (
    Key("declared", "declared"),
    Key("typical", "typical (median)"),
    Key("usual", "nine in ten of what was published"),
    Key("unseen", "never seen below"),
    Key("floor", "impossible below"),
)
BESIDE = "beside"
"""Sections whose plot stands beside their tables where the page is wide enough."""


def view_of(fit: Fit, index: int) -> View:
    """Make the view of one deployment; ``index`` keeps names in the page apart."""
    return View(
        id=f"deployment-{index + 1}",
        name=fit.question.name or fit.question.declaration.model or "deployment",
        place=fit.question.place or "",
        state=state_of(fit),
        word=fit.verdict.word,
        reason=fit.verdict.reason,
        cautions=fit.cautions,
        tiles=tuple(_tiles(fit)),
        understood=fit.understood,
        sections=(
            _memory(fit, index),
            _frontier(fit, index),
            _speed(fit, index),
            _cost(fit),
            _others(fit, index),
        ),
    )


def _tiles(fit: Fit) -> Iterator[Tile]:
    limits, speed, cost = fit.limits, fit.speed, fit.cost
    if not isinstance(limits, Unknown):
        surely = "{} under every setting"
        yield Tile(
            f"sequences of {tokens(limits.at_length)} fit",
            count(limits.batch.expected),
            surely.format(count(limits.batch.guaranteed)),
        )
        yield Tile(
            f"tokens in each of {limits.at_batch:,}" if limits.at_batch > 1 else "tokens in one sequence",
            count(limits.length.expected),
            surely.format(count(limits.length.guaranteed)),
        )
    if not isinstance(speed, Unknown) and isinstance(speed.loaded.request, Band):
        band, flight = speed.loaded.request, speed.loaded.concurrency
        yield Tile(
            f"typical request, {flight:,} in flight" if flight > 1 else "typical request, alone",
            _duration(band.typical.expected),
            f"impossible below {_duration(band.floor.expected)}",
        )
    if not isinstance(cost, Unknown):
        usual = cost.typical
        remark = f"about {figure(usual.expected)} for 1,000 tokens" if usual else "list price"
        yield Tile("US dollars an hour", f"{cost.per_hour.expected:,.2f}", remark)


def _duration(milliseconds: float) -> str:
    if milliseconds < 1000:
        return f"{figure(milliseconds)} ms"
    return f"{figure(milliseconds / 1000)} s"


def _memory(fit: Fit, index: int) -> Section:
    if isinstance(fit.memory, Unknown):
        return Section("Memory", undecided=fit.memory.reason)
    figures: tuple[Figure, ...] = ()
    if fit.bar is not None and not isinstance(fit.request, Unknown):
        remark = f"{fit.bar.device:,.1f} GiB"
        if fit.bar.missing:
            remark += f", {fit.bar.missing:,.1f} more needed"
        row = Row(f"one {device_words(fit.request)}", remark, fit.bar)
        plot = memory_bars(f"memory-{index}", "Memory of one accelerator, as expected", [row])
        figures = (Figure(plot, memory_legend([fit.bar])),)
    table = memory_table(fit)
    return Section("Memory", figures, (table,) if table else ())


def _frontier(fit: Fit, index: int) -> Section:
    title, limits = "How much fits", fit.limits
    if isinstance(limits, Unknown):
        if limits is NO_CACHE:
            return Section(title, intro=sentence(limits.reason))
        return Section(title, undecided=limits.reason)
    figures: tuple[Figure, ...] = ()
    if not isinstance(fit.request, Unknown):
        points = batch_by_length(fit.request, limits, _PER_OCTAVE)
        plot = batch_length(f"frontier-{index}", points, limits, declared=fit.request.batch is not None)
        if plot is not None:
            figures = (Figure(plot, _FRONTIER, frontier_table(points)),)
    takes = (f"The model itself takes {limits.context:,} tokens.",) if limits.context else ()
    return Section(title, figures, (limits_table(limits),), paragraphs=takes, role=BESIDE)


def _speed(fit: Fit, index: int) -> Section:
    title, speed = "How fast", fit.speed
    if isinstance(speed, Unknown):
        return Section(title, undecided=speed.reason)
    reasons = dict.fromkeys(row.band.reason for row in time_rows(speed) if isinstance(row.band, Unknown))
    return Section(
        title,
        tuple(_latency_figure(fit, speed, index)),
        (times_table(speed),),
        intro=intro(speed),
        paragraphs=(
            *(f"Undecided: {reason}." for reason in reasons),
            rate_sentence(speed),
            *(f"Note: {note}." for note in speed.notes),
        ),
        role=BESIDE,
    )


def _latency_figure(fit: Fit, speed: Speed, index: int) -> Iterator[Figure]:
    if isinstance(fit.request, Unknown):
        return
    most = None if isinstance(fit.limits, Unknown) else fit.limits.batch.expected
    points = [_drawn(each, speed) for each in speed_by_batch(fit.request, speed, most)]
    known = [each for each in points if each is not None]
    if len(known) == len(points) and all(each.floor > 0 for each in known):
        what = "Time between tokens" if speed.generates else "Time of a request"
        plot = latency_batch(f"latency-{index}", known, speed.loaded.concurrency, what)
        yield Figure(plot, _LATENCY, latency_table(known))


def _drawn(times: Times, speed: Speed) -> Drawn | None:
    band = times.token if speed.generates else times.request
    if isinstance(band, Unknown):
        return None
    usual = band.typical
    return Drawn(
        times.concurrency, band.floor.expected, band.never_seen, usual.low, usual.expected, usual.high
    )


def _cost(fit: Fit) -> Section:
    title = "What it costs"
    if isinstance(fit.cost, Unknown):
        return Section(title, undecided=fit.cost.reason)
    return Section(title, paragraphs=tuple(cost_sentences(fit.cost)))


def _others(fit: Fit, index: int) -> Section:
    title, others = "What else would do", fit.others
    if isinstance(others, Unknown):
        return Section(title, undecided=others.reason)
    if not others.rows:
        return Section(title, intro="Nothing that is known holds this load on one node.")
    rows = [
        Row(
            f"{name_of(each)}, {precision_of(each)}",
            f"{each.bar.device:.0f} GiB each",
            each.bar,
            each.declared,
        )
        for each in others.rows
        if each.bar is not None
    ]
    left_out = others.found - len(others.rows)
    return Section(
        title,
        _bars(rows, index),
        (others_table(others),),
        intro="The same load on other accelerators, each computed anew, cheapest first.",
        paragraphs=(f"{left_out:,} more would do; --all lists them.",) if left_out else (),
    )


def _bars(rows: Sequence[Row], index: int) -> tuple[Figure, ...]:
    if not rows:
        return ()
    plot = memory_bars(f"others-{index}", "Memory of one accelerator of each, to one scale", rows)
    return (Figure(plot, memory_legend([row.bar for row in rows])),)
