"""The arithmetic of latency and rate: what physics forbids, what was never seen, and what is usual."""

from modelspec_lint.knowledge_base.latency.band import Band, Rate, in_flight, utilisation
from modelspec_lint.knowledge_base.latency.latency import Latency, estimate_latency
from modelspec_lint.knowledge_base.latency.request import LatencyRequest

__all__ = [
    "Band",
    "Latency",
    "LatencyRequest",
    "Rate",
    "estimate_latency",
    "in_flight",
    "utilisation",
]
