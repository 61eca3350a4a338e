"""The report for a browser: one file that needs nothing else, with plots, readable without scripts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from jinja2 import FileSystemLoader, StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from modelspec_lint.linter.fit.answer import Unknown
from modelspec_lint.linter.fit.curves import batch_by_length
from modelspec_lint.linter.fit.fit import NO_CACHE, Fit
from modelspec_lint.linter.fit.plot.batch_length import batch_length
from modelspec_lint.linter.fit.plot.memory_bars import Row, memory_bars
from modelspec_lint.linter.fit.verdict import device_words
from modelspec_lint.linter.fit.view import (
    Figure,
    Key,
    Section,
    Tile,
    View,
    count,
    frontier_table,
    limits_table,
    memory_legend,
    memory_table,
    name_of,
    others_table,
    precision_of,
    state_of,
)
from modelspec_lint.linter.report.interface import ReportOptions
from modelspec_lint.linter.version import version

_TEMPLATES = Path(__file__).parent / "templates"
_PER_OCTAVE = 6
_FRONTIER = (
    Key("declared", "declared"),
    Key("expected", "expected to fit"),
    Key("least", "fits under every setting"),
)


def render(fits: Sequence[Fit], options: ReportOptions) -> str:
    """Render all fits as one page; the options change nothing."""
    environment = ImmutableSandboxedEnvironment(
        autoescape=True, undefined=StrictUndefined, loader=FileSystemLoader(_TEMPLATES), trim_blocks=False
    )
    views = [_view(fit, index) for index, fit in enumerate(fits)]
    page: str = environment.get_template("fit.html.j2").render(
        title=views[0].name if len(views) == 1 else f"{len(views)} deployments",
        css=Markup((_TEMPLATES / "fit.css").read_text(encoding="utf-8")),
        views=views,
        svg=lambda plot: Markup(plot.svg()),
        version=version(),
        knowledge=fits[0].question.binding.knowledge.version if fits else "",
    )
    return page.rstrip() + "\n"


def _view(fit: Fit, index: int) -> View:
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
        sections=(_memory(fit, index), _frontier(fit, index), _others(fit, index)),
    )


def _tiles(fit: Fit) -> Iterator[Tile]:
    limits = fit.limits
    if not isinstance(limits, Unknown):
        yield Tile(
            f"sequences of {limits.at_length:,} tokens",
            count(limits.batch.expected),
            f"{count(limits.batch.guaranteed)} under every setting",
        )
        yield Tile(
            f"tokens, at {limits.at_batch:,} at once" if limits.at_batch > 1 else "tokens, one sequence",
            count(limits.length.expected),
            f"{count(limits.length.guaranteed)} under every setting",
        )


def _memory(fit: Fit, index: int) -> Section:
    if isinstance(fit.memory, Unknown):
        return Section("Memory", undecided=fit.memory.reason)
    figures: tuple[Figure, ...] = ()
    if fit.bar is not None and not isinstance(fit.request, Unknown):
        remark = f"{fit.bar.device:.1f} GiB"
        if fit.bar.missing:
            remark += f", {fit.bar.missing:.1f} more are needed"
        row = Row(f"one {device_words(fit.request)}", remark, fit.bar)
        plot = memory_bars(f"memory-{index}", "Memory of one accelerator, as expected", [row])
        figures = (Figure(plot, memory_legend([fit.bar])),)
    table = memory_table(fit)
    return Section("Memory", figures, (table,) if table else ())


def _frontier(fit: Fit, index: int) -> Section:
    title, limits = "How much fits", fit.limits
    if isinstance(limits, Unknown):
        if limits is NO_CACHE:
            return Section(title, intro=f"{limits.reason.capitalize()}.")
        return Section(title, undecided=limits.reason)
    figures: tuple[Figure, ...] = ()
    if not isinstance(fit.request, Unknown):
        points = batch_by_length(fit.request, limits, _PER_OCTAVE)
        plot = batch_length(f"frontier-{index}", points, limits, declared=fit.request.batch is not None)
        if plot is not None:
            figures = (Figure(plot, _FRONTIER, frontier_table(points)),)
    return Section(title, figures, (limits_table(limits),), role="two")


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
    plot = memory_bars(f"others-{index}", "Memory of one accelerator of each, to one scale", rows)
    figure = Figure(plot, memory_legend([row.bar for row in rows]))
    left_out = others.found - len(others.rows)
    note = f"{left_out:,} more would do; --all lists them." if left_out else ""
    intro = "The same load on other accelerators, each computed anew, cheapest first."
    return Section(title, (figure,), (others_table(others),), intro, note)
