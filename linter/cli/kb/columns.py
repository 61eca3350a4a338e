"""Which columns the table of each catalogue has, in which order, and which give way on a narrow terminal."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from modelspec_lint.knowledge_base import Accelerator, Control, Instance
from modelspec_lint.linter.cli.kb.values import (
    UNKNOWN,
    cache_per_token,
    count,
    listed,
    money,
    quantity,
    rate,
    span,
)


class Column(NamedTuple):
    """One column; ``keep`` is how long it stays on a narrow terminal: 0 always, the highest goes first."""

    head: str
    cell: Callable[[Any], str]
    side: str = "<"
    keep: int = 0


def _rate_column(precision: str, keep: int) -> Column:
    return Column(precision.upper(), lambda accelerator: rate(accelerator, precision), ">", keep)


def _visible(accelerator: Accelerator) -> str:
    low, high = accelerator.visible_memory_gib
    return span(low, high, "GiB")


def _link(accelerator: Accelerator) -> str:
    link = accelerator.interconnect
    if not link or (accelerator.fast_domain or 1) < 2:
        return "no" if link else UNKNOWN
    return quantity(link.get("gb_s_bidirectional_per_gpu"), "GB/s")


def _accelerators(instance: Instance) -> str:
    return f"{quantity(instance.count)} x {instance.accelerator}"


def _each(instance: Instance) -> str:
    return money(None if instance.usd_per_hour is None else instance.usd_per_hour / instance.count)


def _retention(control: Control) -> str:
    least, most = control.retention_min_days, control.retention_max_days
    if least is None and most is None:
        return "no length stated"
    parts = [f"at least {least:,} days"] if least is not None else []
    return " and ".join([*parts, *([f"at most {most:,} days"] if most is not None else [])])


COLUMNS: dict[str, tuple[Column, ...]] = {
    "models": (
        Column("ID", lambda model: model.id),
        Column("PARAMETERS", lambda model: count(model.parameters), ">"),
        Column("ACTIVE", lambda model: count(model.active_parameters), ">", 4),
        Column("CONTEXT", lambda model: quantity(model.context), ">", 1),
        Column("CACHE/TOKEN", cache_per_token, ">", 2),
        Column("PRECISION", lambda model: model.precision, keep=3),
        Column("LICENCE", lambda model: model.license or UNKNOWN, keep=5),
        Column("TASK", lambda model: model.task, keep=6),
    ),
    "accelerators": (
        Column("ID", lambda accelerator: accelerator.id),
        Column("SOLD AS", lambda accelerator: quantity(accelerator.memory_gb, "GB"), ">", 5),
        Column("VISIBLE", _visible, ">"),
        Column("BANDWIDTH", lambda accelerator: quantity(accelerator.bandwidth_gb_s, "GB/s"), ">", 1),
        _rate_column("bf16", 2),
        _rate_column("fp8", 3),
        _rate_column("fp4", 4),
        _rate_column("int8", 6),
        Column("LINK", _link, ">", 7),
    ),
    "instances": (
        Column("ID", lambda instance: instance.id),
        Column("CLOUD", lambda instance: instance.cloud, keep=1),
        Column("ACCELERATORS", _accelerators),
        Column("VCPUS", lambda instance: quantity(instance.vcpus), ">", 5),
        Column("MEMORY", lambda instance: quantity(instance.memory_gib, "GiB"), ">", 6),
        Column("USD/H", lambda instance: money(instance.usd_per_hour), ">"),
        Column("EACH", _each, ">", 2),
        Column("REGION", lambda instance: instance.region or UNKNOWN, keep=4),
        Column("DATE", lambda instance: instance.price_date or UNKNOWN, keep=3),
    ),
    "precisions": (
        Column("ID", lambda precision: precision.id),
        Column("BITS", lambda precision: quantity(precision.bits), ">"),
        Column("RANGE", lambda precision: span(precision.bits_low, precision.bits_high, ""), ">", 3),
        Column("APPLIES TO", lambda precision: precision.scope, keep=1),
        Column("MULTIPLIED IN", lambda precision: precision.compute or UNKNOWN, keep=2),
        Column("NAME", lambda precision: precision.name, keep=4),
    ),
    "engines": (
        Column("ID", lambda engine: engine.id),
        Column("CACHE", lambda engine: "paged" if engine.paged else "whole", keep=2),
        Column("TAKES", lambda engine: "all at start" if engine.allocates_up_front else "as needed", keep=3),
        Column("VENDORS", lambda engine: listed(engine.vendors)),
        Column("TASKS", lambda engine: listed(engine.tasks), keep=1),
    ),
    "workloads": (
        Column("ID", lambda workload: workload.id),
        Column("RUNS", lambda workload: workload.execution, keep=1),
        Column("TOKENS IN", lambda workload: quantity(workload.input_tokens), ">"),
        Column("OUT", lambda workload: quantity(workload.output_tokens), ">"),
        Column("NAME", lambda workload: workload.name, keep=2),
    ),
    "controls": (
        Column("ID", lambda control: control.id),
        Column("KIND", lambda control: control.kind, keep=2),
        Column("RECORDS ARE KEPT", _retention),
        Column("NAME", lambda control: control.name, keep=1),
    ),
    "licences": (
        Column("ID", lambda licence: licence.id),
        Column("COMMERCIAL USE", lambda licence: licence.commercial or UNKNOWN),
        Column("SPDX", lambda licence: licence.spdx or UNKNOWN, keep=2),
        Column("CONDITIONS", lambda licence: "; ".join(licence.conditions) or UNKNOWN, keep=1),
    ),
}
"""The columns of each catalogue's table."""

NOTES = {
    "models": "CACHE/TOKEN: all layers together, in 16 bits.",
    "accelerators": "Rates: dense TFLOPS; no: unsupported, -: unknown. LINK: both ways, each.",
    "instances": "List prices in USD; EACH: for one accelerator.",
    "precisions": "BITS: per weight, scales included, where it applies.",
    "workloads": "Tokens of a typical request, used only where a spec declares none.",
    "controls": "No legal advice: the texts count.",
    "licences": "No legal advice: the texts count. - : not known.",
}
"""What the columns mean, in a line under the table."""
