"""What the pages of precisions, engines, workloads, controls and licences show."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from modelspec_lint.knowledge_base import Control, Engine, KnowledgeBase, Licence, Precision, Workload
from modelspec_lint.linter.cli.kb.found import Found
from modelspec_lint.linter.cli.kb.page import Block, Row
from modelspec_lint.linter.cli.kb.values import UNKNOWN, listed, quantity, span, yes_or_no


def precision_blocks(precision: Precision, found: Found, knowledge: KnowledgeBase) -> Iterator[Block]:
    """List the blocks of a precision's page."""
    yield Block(
        "",
        (
            Row("name", precision.name),
            Row("bits", f"{quantity(precision.bits)} per weight, scales included"),
            Row("published", span(precision.bits_low, precision.bits_high, "bits")),
            Row("applies to", precision.scope),
            Row("multiplied in", precision.compute or UNKNOWN),
            Row("weight-only", yes_or_no(precision.weight_only)),
            Row("KV cache", quantity(precision.kv_cache_bytes, "bytes per element")),
            Row("aliases", listed(precision.aliases)),
        ),
    )
    reading = [each.id for each in knowledge.engines if each.precisions.get(precision.id) == "reads"]
    refusing = [each.id for each in knowledge.engines if each.precisions.get(precision.id) == "refuses"]
    yield Block("Engines", (Row("read it", listed(reading)), Row("refuse it", listed(refusing))))


def engine_blocks(engine: Engine, found: Found, knowledge: KnowledgeBase) -> Iterator[Block]:
    """List the blocks of an engine's page."""
    yield Block(
        "",
        (
            Row("name", engine.name),
            Row("aliases", listed(engine.aliases)),
            Row("vendors", listed(engine.vendors)),
            Row("tasks", listed(engine.tasks)),
            Row("pages its cache", yes_or_no(engine.paged)),
            Row("takes all at start", yes_or_no(engine.allocates_up_front)),
            Row("offloads", yes_or_no(engine.offloads)),
            Row("tensor parallel", yes_or_no(engine.tensor_parallel)),
        ),
    )
    reads = [name for name, said in engine.precisions.items() if said == "reads"]
    refuses = [name for name, said in engine.precisions.items() if said == "refuses"]
    yield Block("Precisions", (Row("reads", listed(reads)), Row("refuses", listed(refuses))))
    yield Block("Facts", tuple(Row(name, value) for name, value in _flat(engine.facts)))


_CAPABILITIES = ("native", "weight_only", "compute_capability")
"""Facts that are compute capabilities: two numbers that read as one."""


def _flat(value: Any, path: str = "") -> Iterator[tuple[str, str]]:
    """Write nested facts as lines: the path to each value, and the value; flat entries of a list as one."""
    if isinstance(value, dict) and value:
        for name, each in value.items():
            yield from _flat(each, f"{path}.{_name(name)}" if path else _name(name))
    elif isinstance(value, list | tuple) and any(isinstance(each, dict) for each in value):
        for position, each in enumerate(value, 1):
            place = f"{path} {position}"
            if isinstance(each, dict) and not any(isinstance(inner, dict) for inner in each.values()):
                yield place, "; ".join(f"{_name(name)} {_plain(inner, name)}" for name, inner in each.items())
            else:
                yield from _flat(each, place)
    else:
        yield path, _plain(value, path.rpartition(".")[2])


def _name(name: object) -> str:
    text = str(name)
    return text if text.isupper() else text.replace("_", "-")


def _plain(value: Any, name: str = "") -> str:
    if isinstance(value, list | tuple):
        separator = "." if name.replace("-", "_").endswith(_CAPABILITIES) else ", "
        return separator.join(_plain(each) for each in value) or UNKNOWN
    if isinstance(value, bool) or value is None:
        return yes_or_no(value)
    return quantity(value) if isinstance(value, int) else str(value)


def workload_blocks(workload: Workload, found: Found, knowledge: KnowledgeBase) -> Iterator[Block]:
    """List the blocks of a workload's page."""
    yield Block(
        "",
        (
            Row("name", workload.name),
            Row("runs", workload.execution),
            Row("tokens in", quantity(workload.input_tokens)),
            Row("tokens out", quantity(workload.output_tokens)),
            Row("takes", listed(workload.input_types)),
            Row("gives", listed(workload.output_types)),
            Row("aliases", listed(workload.aliases)),
        ),
    )


def control_blocks(control: Control, found: Found, knowledge: KnowledgeBase) -> Iterator[Block]:
    """List the blocks of a control's page."""
    paragraph = f" ({control.retention_paragraph})" if control.retention_paragraph else ""
    least, most = control.retention_min_days, control.retention_max_days
    yield Block(
        "",
        (
            Row("name", control.name),
            Row("kind", control.kind),
            Row("paragraphs", listed(control.paragraphs), ("paragraphs", *control.paragraphs)),
            Row("kept at least", f"{quantity(least, 'days')}{paragraph}" if least else "no length stated"),
            Row("kept at most", f"{quantity(most, 'days')}{paragraph}" if most else "no length stated"),
            Row("aliases", listed(control.aliases)),
            Row("asks", control.asks, ("asks",)),
        ),
    )


def licence_blocks(licence: Licence, found: Found, knowledge: KnowledgeBase) -> Iterator[Block]:
    """List the blocks of a licence's page."""
    conditions = [
        Row("conditions" if first else "", text, ("conditions",) if first else ())
        for first, text in ((position == 0, text) for position, text in enumerate(licence.conditions))
    ]
    carried = [model.id for model in knowledge.models if model.license == licence.id]
    yield Block(
        "",
        (
            Row("name", licence.name),
            Row("commercial use", licence.commercial or UNKNOWN),
            *(conditions or [Row("conditions", UNKNOWN)]),
            Row("SPDX", licence.spdx or UNKNOWN),
            Row("text", licence.url or UNKNOWN, ("url",)),
            Row("aliases", listed(licence.aliases)),
            Row("models", f"{len(carried):,}: {listed(carried[:4])}{', ...' if len(carried) > 4 else ''}"),
        ),
    )
