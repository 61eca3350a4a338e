"""Whether what is written down of an accelerator holds together."""

from __future__ import annotations

from collections.abc import Iterator

from modelspec_lint.knowledge_base.check.problem import FactProblem
from modelspec_lint.knowledge_base.facts import Accelerator

_ABOVE = 1.001  # rounding of printed figures
_LEAST_SHARE = 0.85  # of what the driver prints, what a framework sees at least
_DENSE_STEPS = {"fp8": ("bf16", 2.0), "fp4": ("fp8", 3.0), "int8": ("bf16", 2.0), "int4": ("int8", 2.0)}
"""How much faster a narrower format is at most, dense: half the bits, twice the rate. fp4 triples fp8
on Blackwell Ultra (NVIDIA's HGX B300: 108 PFLOPS dense fp4, 36 of dense fp8)."""
_STEP_SLACK = 1.05
_PRINTS_SPARSE_RATES = ("nvidia", "amd")
_HALVED = "GeForce"
"""GeForce cards multiply bf16 and fp8 at half rate where sums are fp32 (NVIDIA's Ada white paper)."""
_FIRST_WITH = {"bf16": (8, 0), "fp8": (8, 9), "fp4": (10, 0)}
"""The compute capability from which on NVIDIA's tensor cores multiply a format."""


def accelerator_problems(accelerator: Accelerator) -> Iterator[FactProblem]:
    """Find contradictions within one accelerator's entry."""
    for message in (*_memory(accelerator), *_rates(accelerator), *_slices(accelerator), *_links(accelerator)):
        yield FactProblem("accelerators", accelerator.id, message)


def _memory(accelerator: Accelerator) -> Iterator[str]:
    low, high = accelerator.visible_memory_gib
    largest, sold = accelerator.largest_memory_gib, accelerator.memory_gb
    if not 0 < low <= high:
        yield f"visible memory runs from {low:g} to {high:g} GiB"
    if high > largest * _ABOVE:
        yield f"{high:g} GiB are visible, but no configuration is said to show more than {largest:g} GiB"
    if largest > sold * _ABOVE:
        yield f"up to {largest:g} GiB are visible of an accelerator that is sold with {sold:g} GB"
    driver = accelerator.driver_memory_mib
    if driver is not None and high * 1024 > driver * _ABOVE:
        yield f"{high:g} GiB are visible to a framework, but the driver prints {driver:,} MiB"
    if driver is not None and low * 1024 < driver * _LEAST_SHARE:
        yield f"as little as {low:g} GiB are visible of {driver:,} MiB that the driver prints"


def _rates(accelerator: Accelerator) -> Iterator[str]:
    rates = accelerator.tflops
    halved = 2.0 if _HALVED in accelerator.name else 1.0
    for name, (wider, most) in _DENSE_STEPS.items() if accelerator.vendor in _PRINTS_SPARSE_RATES else ():
        full = halved if name in ("int8", "fp4") else 1.0
        if name in rates and wider in rates and rates[name] > rates[wider] * most * full * _STEP_SLACK:
            faster = rates[name] / rates[wider]
            yield f"{name} is {faster:.1f} x as fast as {wider}: a rate with sparsity?"
    for name in sorted(set(accelerator.unsupported_precisions) & {*rates, *accelerator.unknown_precisions}):
        yield f"{name} is unsupported and is not"
    for name in sorted(set(accelerator.unknown_precisions) & set(rates)):
        yield f"the rate of {name} is unknown and is stated"
    capability = accelerator.compute_capability
    if capability is not None:
        shown = f"{capability[0]}.{capability[1]}"
        for name, first in _FIRST_WITH.items():
            if name in rates and capability < first:
                yield f"{name} has a rate, but compute capability {shown} does not multiply it"


def _slices(accelerator: Accelerator) -> Iterator[str]:
    whole = accelerator.largest_memory_gib
    for profile in accelerator.mig_profiles:
        count, memory = profile.instances or 1, profile.memory_gib
        if memory is not None and count * memory > whole * _ABOVE:
            yield f"{count} x MIG slice {profile.name} of {memory:g} GiB exceed {whole:g} GiB"


def _links(accelerator: Accelerator) -> Iterator[str]:
    link = accelerator.interconnect
    domain = accelerator.fast_domain
    if (domain or 1) > 1 and not link:
        yield f"{domain} are joined by a fast interconnect that is not described"
    if not link:
        return
    if not link.get("kind"):
        yield "the interconnect has no kind"
    if (domain or 1) > 1:
        if not link.get("scope"):
            yield f"{domain} are joined by {link.get('kind')} whose scope is not stated"
        if link.get("gb_s_bidirectional_per_gpu") is None and "interconnect" not in accelerator.unverified:
            yield f"the speed of {link.get('kind')} is neither stated nor marked as unverified"
