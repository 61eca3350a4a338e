"""Which fit to published measurements says how near to the bounds an engine comes on a device."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from modelspec_lint.knowledge_base.facts import Accelerator, EfficiencyBand
from modelspec_lint.knowledge_base.knowledge import KnowledgeBase
from modelspec_lint.knowledge_base.latency.request import LatencyRequest
from modelspec_lint.knowledge_base.once import cached_property

NEVER_SEEN = "never-seen"
"""Id of the band that no published row of a production engine lies beyond."""


@dataclass(frozen=True)
class Efficiency:
    """A fit by its terms. Shares are of a bound's rate; times are what the engine adds."""

    band: EfficiencyBand

    @property
    def _facts(self) -> Mapping[str, Any]:
        return self.band.facts

    @property
    def bandwidth(self) -> float:
        """The share of the memory bandwidth that a decode step reaches."""
        return float(self._facts["bandwidth"])

    @property
    def decode_arithmetic(self) -> float:
        """The share of the dense rate that the sequences of a decode step reach."""
        return float(self._facts["decode_arithmetic"])

    @property
    def prompt_arithmetic(self) -> float:
        """The share of the dense rate that a prompt's pass reaches."""
        return float(self._facts["prompt_arithmetic"])

    def layer_ms(self, ranks: int) -> float:
        """Return what each layer adds to a step, whatever the bandwidth; it grows with the ranks."""
        doublings = max(0, ranks.bit_length() - 1)
        added = self._facts["layer_us"] + self._facts["layer_us_per_doubling"] * doublings
        return float(added) / 1e3

    @property
    def sequence_ms(self) -> float:
        """What each sequence in flight adds to a step: sampling, detokenisation, scheduling."""
        return float(self._facts["sequence_us"]) / 1e3

    @property
    def request_ms(self) -> float:
        """What a request takes beside the model's steps: the server, the tokeniser, the scheduler's turn."""
        return float(self._facts["request_ms"])

    @property
    def token_spread(self) -> tuple[float, float]:
        """Measured over fitted, of a step: the fast and the slow twentieth."""
        return self._spread("token_spread")

    @property
    def request_spread(self) -> tuple[float, float]:
        """Measured over fitted, of a request and of the inverse of a rate."""
        return self._spread("request_spread")

    @property
    def prompt_spread(self) -> tuple[float, float]:
        """Measured over fitted, of a prompt and of the first token."""
        return self._spread("prompt_spread")

    def _spread(self, name: str) -> tuple[float, float]:
        fast, slow = self._facts[name]
        return float(fast), float(slow)

    @cached_property
    def source(self) -> str:
        """The band in words, for terms of an estimate."""
        return f"{self.band.name}: fit to {self.band.rows:,} published rows"


@dataclass(frozen=True)
class Envelope:
    """What no published row of a production engine lies beyond."""

    facts: Mapping[str, Any]

    @property
    def bandwidth(self) -> float:
        """The largest share of the bandwidth that a kernel reaches."""
        return float(self.facts["bandwidth"])

    def layer_ms(self, ranks: int) -> float:
        """Return the least that a layer was ever seen to add, at the nearest number of ranks not above."""
        table = self.facts["layer_us"]
        return float(table[max(size for size in table if size <= ranks)]) / 1e3

    @property
    def arithmetic(self) -> float:
        """The largest share of the dense rate that a prompt's pass was seen to reach."""
        return float(self.facts["prompt_arithmetic"])

    @property
    def request_ms(self) -> float:
        """The least that a server was seen to add before the first token."""
        return float(self.facts["request_ms"])

    @property
    def throughput(self) -> float:
        """The largest share of the throughput's roofline that was published."""
        return float(self.facts["throughput"])


def efficiency(request: LatencyRequest) -> Efficiency:
    """Return the fit for the request's engine, device and kind of model; the nearest where there is none."""
    memory = request.memory
    engine = memory.engine.id if memory.engine else ""
    devices = device_class(memory.accelerators[0])
    return _chosen(engine, devices, memory.model.experts is not None)


@cache
def envelope() -> Envelope:
    """Return the envelope of production engines."""
    return Envelope(KnowledgeBase.load().bands.get(NEVER_SEEN).facts)


@cache
def _chosen(engine: str, device: str, mixture: bool) -> Efficiency:
    """Choose the band that says most of the question: its engine before its device before its kind."""
    bands = [each for each in KnowledgeBase.load().bands if each.id != NEVER_SEEN]
    fitting = [each for each in bands if _fits(each, engine, device, mixture)]
    return Efficiency(max(fitting, key=_said))


def _fits(band: EfficiencyBand, engine: str, device: str, mixture: bool) -> bool:
    return _among(engine, band.engines) and _among(device, band.devices) and band.mixture in (None, mixture)


def _among(name: str, names: Iterable[str]) -> bool:
    names = tuple(names)
    return not names or name in names


def _said(band: EfficiencyBand) -> tuple[bool, bool, bool]:
    return bool(band.engines), bool(band.devices), band.mixture is not None


def device_class(accelerator: Accelerator) -> str:
    """Return the class of accelerators that come alike near to their bounds: by vendor and memory."""
    stacked = (accelerator.memory_type or "").startswith("HBM")
    if accelerator.vendor == "nvidia":
        if stacked:
            return "nvidia-hbm"
        return "nvidia-lpddr" if "LPDDR" in (accelerator.memory_type or "") else "nvidia-gddr"
    if accelerator.vendor == "amd":
        return "amd-cdna" if stacked else "amd-rdna"
    return accelerator.vendor
