"""What an accelerator can do in a second: bytes read, operations in the type that is multiplied, links."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from modelspec_lint.knowledge_base.estimate import Undecided
from modelspec_lint.knowledge_base.facts import Accelerator, Precision
from modelspec_lint.knowledge_base.memory import MemoryRequest

_TYPE = "/spec/runtime/accelerator/type"
_LINK_WORDS = ("nvlink", "xgmi", "interconnect", "bridge", "ici", "gb/s")
_INT8_SERVES = {"fp16": 0.5, "bf16": 0.5, "fp8": 1.0}
"""Share of the int8 rate that a type reaches where sums are kept in 16 bits: GeForce cards halve the rates
of sums in 32 bits, which are those that are printed (``accelerators.md``, trap 2)."""
_OPERATIONS_PER_BYTE = {"nvidia": 150.0, "apple": 30.0}
"""Where no rate is published: the middle of what cards of the vendor have. Never in a bound."""
_PCIE = 32e9
"""Bytes per second each way over PCIe 4.0 x16; networks between nodes have as much per accelerator."""
_TENSOR_CORES = 4.0
"""Least ratio of a card's 16-bit tensor rate to its fp32 rate since Turing."""


@dataclass(frozen=True, slots=True)
class Device:
    """Rates of one accelerator. ``None``: not known, so it bounds nothing.

    ``bandwidth`` and ``link`` (each way) are in bytes per second, ``operations`` per second.
    """

    name: str
    bandwidth: float | None
    operations: float | None
    link: float | None


def fastest_device(request: MemoryRequest, precision: Precision) -> Device:
    """Return the best of every rate over all accelerators that may be meant; unverified rates are unknown.

    Raises :class:`Undecided` where no bandwidth is published.
    """
    devices = [_verified(each, precision) for each in _accelerators(request)]
    return Device(
        " or ".join(dict.fromkeys(each.name for each in devices)),
        _best(each.bandwidth for each in devices),
        _best(each.operations for each in devices),
        _best(each.link for each in devices),
    )


def expected_device(request: MemoryRequest, precision: Precision) -> Device:
    """Return the middle one of the accelerators that may be meant, with rates that may be derived."""
    ordered = sorted(_accelerators(request), key=lambda each: each.bandwidth_gb_s or 0.0)
    middle = ordered[len(ordered) // 2]
    share = _slice_share(middle, request.mig) / _parts(middle)
    bandwidth = (middle.bandwidth_gb_s or 0.0) * 1e9 * share
    operations = _expected_operations(middle, precision) * share
    return Device(middle.name, bandwidth, operations, _usual_link(middle, request.tensor_parallel))


def _accelerators(request: MemoryRequest) -> tuple[Accelerator, ...]:
    if not request.accelerators:
        raise Undecided("the accelerator is not known", _TYPE)
    for each in request.accelerators:
        if not each.bandwidth_gb_s:
            raise Undecided(f"the memory bandwidth of {each.name} is not known", _TYPE)
    return request.accelerators


@lru_cache(maxsize=512)
def _verified(accelerator: Accelerator, precision: Precision) -> Device:
    doubts = [set(re.findall(r"[a-z0-9]+", each.lower())) for each in accelerator.unverified]
    bandwidth = None
    if not any(words & {"bw", "bandwidth"} and not words & {"nvlink", "link"} for words in doubts):
        bandwidth = (accelerator.bandwidth_gb_s or 0.0) * 1e9
    rates = {
        name: rate
        for name, rate in accelerator.tflops.items()
        if not any(name in words or "tflops" in words or {"tensor", "rates"} <= words for words in doubts)
    }
    operations = None
    types = _types(precision, accelerator, hard=True)
    if all(name in rates or name in accelerator.unsupported_precisions for name in types):
        operations = _best(_rates(types, rates))
    doubted = any(word in each.lower() for each in accelerator.unverified for word in _LINK_WORDS)
    return Device(accelerator.name, bandwidth, operations, None if doubted else _link(accelerator))


def _rates(types: Iterable[str], rates: dict[str, float]) -> Iterable[float]:
    for name in types:
        if name in rates:
            yield rates[name] * 1e12
            if name in _INT8_SERVES and "int8" in rates:
                yield rates["int8"] * _INT8_SERVES[name] * 1e12


def _types(precision: Precision, accelerator: Accelerator, hard: bool) -> tuple[str, ...]:
    """Return the types in which weights of a format may be multiplied, the usual one first.

    Weight-only formats are multiplied in 16 bits, but llama.cpp multiplies GGUF blocks as 8-bit integers
    (``ggml-cuda/mmq.cu``). A type that the accelerator lacks is widened (fp8 on Ampere to 16 bits); for a
    bound fp4 may also be widened to fp8. 32-bit weights may be multiplied in TF32.
    """
    sixteen = tuple(
        name for name in ("bf16", "fp16") if hard or name not in accelerator.unsupported_precisions
    )
    if precision.scope == "file-mean" and precision.bits < 16:
        return ("int8", *sixteen) if hard else sixteen
    compute = precision.compute
    if compute == "fp32":
        return ("tf32", "fp32")
    if precision.weight_only or compute in (None, "bf16", "fp16"):
        unclear = compute is None and not precision.weight_only and precision.bits < 16
        return ("int8", "fp8", *sixteen) if hard and unclear else sixteen
    if compute in accelerator.unsupported_precisions or compute not in accelerator.tflops:
        wider = ("fp8", *sixteen) if compute == "fp4" and hard else sixteen
        return (compute, *wider) if hard else wider
    return (compute, *sixteen) if hard else (compute,)


def _expected_operations(accelerator: Accelerator, precision: Precision) -> float:
    types = _types(precision, accelerator, hard=False)
    known = [accelerator.tflops[name] * 1e12 for name in types if name in accelerator.tflops]
    if known:
        return max(known)
    single = accelerator.tflops.get("fp32")
    if single is not None:
        return single * 1e12 * (_TENSOR_CORES if accelerator.vendor == "nvidia" else 1.0)
    per_byte = _OPERATIONS_PER_BYTE.get(accelerator.vendor, 100.0)
    return (accelerator.bandwidth_gb_s or 0.0) * 1e9 * per_byte


def _link(accelerator: Accelerator) -> float | None:
    both_ways = (accelerator.interconnect or {}).get("gb_s_bidirectional_per_gpu")
    return float(both_ways) * 1e9 / 2 if isinstance(both_ways, int | float) and both_ways else None


def _usual_link(accelerator: Accelerator, ranks: int) -> float:
    """Return what a rank sends in a second: over the fast links within their domain, else over PCIe."""
    link = _link(accelerator)
    return link if link is not None and ranks <= (accelerator.fast_domain or 1) else _PCIE


def _slice_share(accelerator: Accelerator, mig: str | None) -> float:
    """Return the share of an accelerator that a MIG slice is: of its memory, and so of its bandwidth."""
    for profile in accelerator.mig_profiles:
        if profile.name == mig and profile.memory_gib:
            return min(1.0, profile.memory_gib / accelerator.visible_memory_gib[1])
    return 1.0


def _parts(accelerator: Accelerator) -> int:
    """Return into how many devices the driver divides a module, each of which is a rank of its own."""
    low, high = accelerator.visible_memory_gib
    return max(1, round(high / low))


def _best(rates: Iterable[float | None]) -> float | None:
    """Return the largest; ``None`` as soon as one is not known."""
    found = list(rates)
    known = [each for each in found if each is not None]
    return max(known) if known and len(known) == len(found) else None
