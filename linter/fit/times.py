"""The times as rows: what they are of, from impossible to usual. Every report shows the same."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from modelspec_lint.knowledge_base import Band, Cost
from modelspec_lint.linter.fit.answer import Unknown
from modelspec_lint.linter.fit.figures import figure, tokens
from modelspec_lint.linter.fit.speed import Speed

HEADS = ("milliseconds", "floor", "never below", "fast", "typical", "slow")


@dataclass(frozen=True, slots=True)
class TimeRow:
    """One time; without a band, the reason why."""

    name: str
    band: Band | Unknown

    @property
    def cells(self) -> tuple[str, ...]:
        """The figures under :data:`HEADS`."""
        band = self.band
        if isinstance(band, Unknown):
            return self.name, "", "", "", "undecided", ""
        usual = band.typical
        ends = (band.floor.expected, band.never_seen, usual.low, usual.expected, usual.high)
        return (self.name, *map(figure, ends))


def time_rows(speed: Speed) -> Iterator[TimeRow]:
    """Yield the times of a request with the others in flight, and of one that is alone."""
    loaded, alone = speed.loaded, speed.alone
    if speed.generates:
        yield TimeRow("first token", loaded.first)
        yield TimeRow("between tokens", loaded.token)
    yield TimeRow("whole request", loaded.request)
    if loaded.concurrency > 1:
        yield TimeRow("whole request, alone", alone.request)


def intro(speed: Speed) -> str:
    """Say which requests the times are of."""
    request, loaded = speed.tokens, speed.loaded.concurrency
    asked = f"{tokens(request.input)} in, {request.output:,} out ({request.source})"
    flight = "alone" if loaded == 1 else f"{loaded:,} in flight"
    return f"A request of {asked}, {flight} ({speed.source})."


def rate_sentence(speed: Speed) -> str:
    """Say how many requests the deployment finishes a second."""
    rate = speed.rate
    if isinstance(rate, Unknown):
        return f"Rate undecided: {rate.reason}."
    usual = rate.typical
    typical = f"typically {figure(usual.expected)} ({figure(usual.low)} to {figure(usual.high)})"
    most = figure(rate.bound.expected)
    said = f"At full load it finishes {typical} requests a second, by physics at most {most}"
    if speed.generates and speed.tokens.output:
        said += f"; that is {figure(usual.expected * speed.tokens.output)} tokens a second"
    return f"{said}."


def cost_sentences(cost: Cost) -> Iterator[str]:
    """Say what the deployment costs an hour and for what it writes."""
    yield f"{cost.per_hour.expected:,.2f} USD an hour: {cost.per_hour.source}."
    if cost.spot_per_hour is not None:
        spot = cost.spot_per_hour
        yield f"As capacity that may be taken away {spot.expected:,.2f} USD an hour: {spot.source}."
    if cost.typical is not None and cost.floor is not None:
        usual = cost.typical
        yield (
            f"1,000 output tokens cost typically {figure(usual.expected)} USD "
            f"({figure(usual.low)} to {figure(usual.high)}), and never less than "
            f"{figure(cost.floor.expected)} USD, at full load."
        )
