"""Each spec on its own: what it declares, whether it fits, how fast it can be, what it costs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from modelspec_lint.linter.fit.answer import Unknown
from modelspec_lint.linter.fit.figures import sentence
from modelspec_lint.linter.fit.plot.latency_strip import duration, latency_strip
from modelspec_lint.linter.fit.plot.memory_bars import Row, memory_bars
from modelspec_lint.linter.fit.plot.shapes import Plot
from modelspec_lint.linter.fit.view import Key, memory_legend
from modelspec_lint.linter.overview.overview import Latency, Overview, State
from modelspec_lint.linter.report.display import shown
from modelspec_lint.linter.report.html.counts import Counts, counts_by_document
from modelspec_lint.linter.report.html.fleet import span
from modelspec_lint.linter.verdicts import Result

LATENCY_LEGEND = (
    Key("impossible", "impossible: below the floor of physics"),
    Key("unseen-zone", "possible, never seen"),
    Key("usual", "nine in ten of what was published"),
    Key("median", "typical"),
    Key("target", "target"),
)
_NAME, _WORDS = 200, 600


@dataclass(frozen=True, slots=True, kw_only=True)
class SpecShown:
    """A spec; what is not known is a sentence in place of a figure.

    ``file`` is the place of its file in the list by which findings are filtered.
    """

    number: int
    name: str
    place: str
    file: int | None
    owner: str
    declares: tuple[str, ...]
    counts: Counts
    state: State
    word: str
    reason: str
    memory: Plot | None
    latency_state: State
    latency: Plot | None
    latency_words: str
    costs: str


@dataclass(frozen=True, slots=True)
class Specs:
    """The specs in path order, and what the colours of their plots mean."""

    all: tuple[SpecShown, ...]
    memory_legend: tuple[Key, ...]
    latency_legend: tuple[Key, ...]


def specs_of(result: Result, overviews: Sequence[Overview], files: Mapping[str, int]) -> Specs:
    """Make what is shown of each spec; ``files`` are the places of files among those with findings."""
    counts = counts_by_document(result)
    specs = tuple(
        _spec(number, each, counts.get(id(each.document), (0, 0, 0)), files.get(each.file))
        for number, each in enumerate(overviews, 1)
    )
    bars = [each.memory.bar for each in overviews if each.memory.bar is not None]
    drawn = any(each.latency is not None for each in specs)
    return Specs(specs, memory_legend(bars), LATENCY_LEGEND if drawn else ())


def _spec(number: int, overview: Overview, counts: Counts, file: int | None) -> SpecShown:
    memory, latency = overview.memory, overview.latency
    strip = None
    if isinstance(latency, Latency):
        strip = latency_strip(f"latency-{number}", latency.band, latency.target)
    return SpecShown(
        number=number,
        name=shown(overview.name, limit=_NAME),
        place=shown(f"{overview.file}:{overview.line}"),
        file=file,
        owner=shown(overview.owner, limit=_NAME),
        declares=tuple(shown(each, limit=_NAME) for each in overview.declares),
        counts=counts,
        state=memory.state,
        word=memory.word,
        reason=shown(sentence(memory.reason), limit=_WORDS) if memory.reason else "",
        memory=_memory_plot(number, overview),
        latency_state=latency.state if isinstance(latency, Latency) else "unknown",
        latency=strip,
        latency_words=shown(_latency_words(latency), limit=_WORDS),
        costs=shown(_costs(overview), limit=_WORDS),
    )


def _memory_plot(number: int, overview: Overview) -> Plot | None:
    bar = overview.memory.bar
    if bar is None:
        return None
    remark = f"{bar.device:,.1f} GiB"
    if bar.missing:
        remark += f", {bar.missing:,.1f} more needed"
    row = Row(shown(f"one {overview.memory.device}", limit=_NAME), remark, bar)
    return memory_bars(f"memory-{number}", "Memory of one accelerator, as expected", [row])


def _latency_words(latency: Latency | Unknown) -> str:
    if isinstance(latency, Unknown):
        return f"Latency undecided: {latency.reason}."
    band, usual = latency.band, latency.band.typical
    said = (
        f"{latency.request[:1].upper()}{latency.request[1:]}: impossible below "
        f"{duration(band.floor.expected)}, never seen below {duration(band.never_seen)}, typically "
        f"{duration(usual.expected)} ({duration(usual.low)} to {duration(usual.high)})"
    )
    if latency.target is None:
        return f"{said}; no target is declared."
    if latency.loosened_by is not None:
        return f"{said}; with {latency.loosened_by} these bounds do not hold as they are."
    return f"{said}; the target is {duration(latency.target)}{_standing(latency, latency.target)}."


def _standing(latency: Latency, target: float) -> str:
    band = latency.band
    if target < band.floor.expected:
        return ", which is impossible"
    if target < band.never_seen:
        return ", which was never seen"
    return ", better than is usual" if target < band.typical.expected else ""


def _costs(overview: Overview) -> str:
    if isinstance(overview.month, Unknown):
        return f"Cost undecided: {overview.month.reason}."
    return f"{span(overview.month, '{:,.0f}')} USD a month: {overview.month_source}."
