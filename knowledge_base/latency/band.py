"""What can be said of one quantity: what physics forbids, what was never seen, and what is usual."""

from __future__ import annotations

from dataclasses import dataclass

from modelspec_lint.knowledge_base.estimate import Estimate


@dataclass(frozen=True, slots=True)
class Band:
    """A time in milliseconds, from impossible to usual.

    ``floor`` is exact: nothing is faster, whatever the engine; its terms say why. ``never_seen``: no
    production engine was ever published to be faster. ``typical``: ``low`` is the fast twentieth of what was
    published, ``expected`` the median, ``high`` the slow twentieth.
    """

    floor: Estimate
    never_seen: float
    typical: Estimate


@dataclass(frozen=True, slots=True)
class Rate:
    """Requests per second that one replica can finish, from impossible to usual.

    ``bound`` is exact: the roofline of bandwidth, arithmetic and cache capacity, with all work overlapped.
    ``never_seen``: no production engine was ever published to be faster. ``typical``: ``low`` is the slow
    twentieth, ``high`` the fast one. ``sequences`` is how many of them run at once at most (``None``:
    unknown).
    """

    bound: Estimate
    never_seen: float
    typical: Estimate
    sequences: float | None = None


def in_flight(requests_per_second: float, latency_ms: float) -> float:
    """Return how many requests are in flight at once at a rate (Little's law, ``estimates.md`` section 7)."""
    return requests_per_second * latency_ms / 1000.0


def utilisation(requests_per_second: float, rate: Rate, replicas: float = 1.0) -> tuple[float, float]:
    """Return the share of the replicas' capacity that a rate takes: of the bound, and of what is typical."""
    bound, typical = rate.bound.expected * replicas, rate.typical.expected * replicas
    return (
        requests_per_second / bound if bound else 0.0,
        requests_per_second / typical if typical else float("inf"),
    )
