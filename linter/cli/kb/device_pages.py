"""What the pages of accelerators and instance types show."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from modelspec_lint.knowledge_base import Accelerator, Instance, KnowledgeBase
from modelspec_lint.linter.cli.kb.found import Found
from modelspec_lint.linter.cli.kb.page import Block, Row
from modelspec_lint.linter.cli.kb.values import UNKNOWN, listed, money, quantity, rate, span

_FORMATS = ("fp32", "tf32", "bf16", "fp16", "fp8", "fp4", "int8", "int4")
_CHEAPEST = 8
"""Instance types that an accelerator's page shows."""


def accelerator_blocks(accelerator: Accelerator, found: Found, knowledge: KnowledgeBase) -> Iterator[Block]:
    """List the blocks of an accelerator's page."""
    yield from _as_named(accelerator, found)
    yield Block("", tuple(_what(accelerator)))
    yield Block("Memory", tuple(_memory(accelerator)))
    yield Block(
        "Dense rates, TFLOPS",
        tuple(Row(name, rate(accelerator, name), (name, f"{name} support")) for name in _FORMATS),
    )
    yield Block("Interconnect", tuple(_links(accelerator)))
    slices = tuple(
        (each.name, quantity(each.memory_gib, "GiB"), quantity(each.instances), each.basis)
        for each in accelerator.mig_profiles
    )
    yield Block("MIG slices", cells=slices, heads=("PROFILE", "VISIBLE", "AT MOST", "BASIS"), sides="<>><")
    priced = sorted(
        (each for each in knowledge.instances if each.accelerator == accelerator.id and each.usd_per_hour),
        key=lambda each: ((each.usd_per_hour or 0) / each.count, each.id),
    )
    cells = tuple(_offer(each) for each in priced[:_CHEAPEST])
    more = f", {len(cells)} of {len(priced)}" if len(priced) > len(cells) else ""
    heads = ("INSTANCE", "CLOUD", "COUNT", "USD/H", "EACH", "DATE")
    yield Block(f"Rented as, cheapest first{more}", cells=cells, heads=heads, sides="<<>>><")


def _as_named(accelerator: Accelerator, found: Found) -> Iterator[Block]:
    match = found.match
    if match is None or not (match.mig or match.shared):
        return
    rows = []
    if match.mig:
        profile = next(each for each in accelerator.mig_profiles if each.name == match.mig)
        memory = quantity(profile.memory_gib, "GiB visible") if profile.memory_gib else "memory unknown"
        rows.append(Row("MIG slice", f"{match.mig}: {memory}, at most {quantity(profile.instances)} a card"))
    if match.shared:
        rows.append(Row("shared", "time slicing: several workloads share the card and its memory, unfenced"))
    yield Block("As named", tuple(rows))


def _what(accelerator: Accelerator) -> Iterator[Row]:
    yield Row("name", accelerator.name)
    yield Row("vendor", accelerator.vendor)
    capability = accelerator.compute_capability
    shown = f", compute capability {capability[0]}.{capability[1]}" if capability else ""
    yield Row(
        "architecture",
        f"{accelerator.architecture or UNKNOWN}{shown}{f', {accelerator.gfx}' if accelerator.gfx else ''}",
    )
    yield Row("power", quantity(accelerator.power_w, "W"), ("tdp", "tdp_w", "power-w"))
    yield Row("released", str(accelerator.released or UNKNOWN), ("year", "released"))
    yield Row("aliases", listed(accelerator.aliases))
    if accelerator.ambiguous_aliases:
        yield Row("shared names", listed(accelerator.ambiguous_aliases))
    for label, spellings in accelerator.kubernetes_labels.items():
        yield Row(label, listed(spellings))
    if accelerator.kubernetes_resource:
        yield Row("resource", accelerator.kubernetes_resource)
    yield Row("unit", accelerator.schedulable_unit or UNKNOWN)


def _memory(accelerator: Accelerator) -> Iterator[Row]:
    kind = f" {accelerator.memory_type}" if accelerator.memory_type else ""
    yield Row("sold as", f"{quantity(accelerator.memory_gb, 'GB')}{kind}", ("memory type",))
    driver = quantity(accelerator.driver_memory_mib, "MiB")
    note = f" ({accelerator.driver_memory_note})" if accelerator.driver_memory_note else ""
    yield Row("driver prints", f"{driver}{note}")
    yield Row(
        "visible", f"{span(*accelerator.visible_memory_gib, 'GiB')} ({accelerator.visible_memory_basis})"
    )
    yield Row("at most", quantity(accelerator.largest_memory_gib, "GiB"))
    yield Row("bandwidth", quantity(accelerator.bandwidth_gb_s, "GB/s"), ("bw", "bandwidth"))


def _links(accelerator: Accelerator) -> Iterator[Row]:
    link: dict[str, Any] = accelerator.interconnect or {}
    speed = link.get("gb_s_bidirectional_per_gpu")
    generation = f" {link['generation']}" if link.get("generation") else ""
    yield Row("kind", f"{link.get('kind', UNKNOWN)}{generation}")
    yield Row(
        "speed",
        f"{quantity(speed, 'GB/s')} both ways, per accelerator" if speed else UNKNOWN,
        ("interconnect",),
    )
    yield Row("scope", str(link.get("scope") or UNKNOWN))
    yield Row("joined", quantity(accelerator.fast_domain))


def _offer(instance: Instance) -> tuple[str, ...]:
    price = instance.usd_per_hour or 0.0
    return (
        instance.id,
        instance.cloud,
        quantity(instance.count),
        money(price),
        money(price / instance.count),
        instance.price_date or UNKNOWN,
    )


def instance_blocks(instance: Instance, found: Found, knowledge: KnowledgeBase) -> Iterator[Block]:
    """List the blocks of an instance type's page."""
    accelerator = knowledge.accelerators.get(instance.accelerator)
    low, high = (each * instance.count for each in accelerator.visible_memory_gib)
    price = instance.usd_per_hour
    yield Block(
        "",
        (
            Row("cloud", instance.cloud),
            Row("accelerators", f"{quantity(instance.count)} x {accelerator.id} ({accelerator.name})"),
            Row("their memory", f"{span(low, high, 'GiB')} visible"),
            Row("processors", quantity(instance.vcpus, "vCPUs")),
            Row("host memory", quantity(instance.memory_gib, "GiB")),
        ),
    )
    where = (
        f"in {instance.region or 'a region not stated'}, read {instance.price_date or 'at a date not stated'}"
    )
    yield Block(
        "Price",
        (
            Row("list", f"{money(price, 'USD/h')} {where}" if price is not None else UNKNOWN),
            Row("each", money(price / instance.count, "USD/h") if price is not None else UNKNOWN),
            Row("spot", money(instance.spot_usd_per_hour, "USD/h")),
            Row("capacity block", money(instance.capacity_block_usd_per_hour, "USD/h")),
        ),
    )
