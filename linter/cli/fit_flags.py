"""The flags of ``modelspec fit`` that declare what runs, and what is wrong with the names in them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from modelspec_lint.knowledge_base import Catalogue, Declaration, KnowledgeBase

_WHOLE = click.IntRange(min=1)


class _Version(click.ParamType):  # type: ignore[type-arg]  # generic only in newer releases
    """A release, as the annotation of the same name has it."""

    name = "version"

    def convert(
        self, value: str, parameter: click.Parameter | None, context: click.Context | None
    ) -> str | None:
        """Read a release; a mistake is a usage error that says what is wanted."""
        from modelspec_lint.linter.settings import PREFIX, read_settings

        settings = read_settings({f"{PREFIX}engine-version": value})
        for wanted in settings.bad.values():
            self.fail(f"{value!r}: {wanted}", parameter, context)
        return settings.engine_version


class _Parameters(click.ParamType):  # type: ignore[type-arg]  # generic only in newer releases
    """A number of parameters, as the annotation of the same name has it."""

    name = "parameters"

    def convert(
        self, value: str | int, parameter: click.Parameter | None, context: click.Context | None
    ) -> int | None:
        """Read a size such as ``7.2B``; a mistake is a usage error that says what is wanted."""
        from modelspec_lint.linter.settings import PREFIX, read_settings

        settings = read_settings({f"{PREFIX}parameters": str(value)})
        for wanted in settings.bad.values():
            self.fail(f"{value!r}: {wanted}", parameter, context)
        return settings.parameters


DECLARED = (
    click.option("--model", metavar="NAME", help="The model by name, or a folder or file with its weights."),
    click.option("--model-uri", metavar="URI", help="Where its weights are; their format may stand in it."),
    click.option("--parameters", type=_Parameters(), metavar="N", help="Size of an unknown model, as 7.2B."),
    click.option("--accelerator", metavar="NAME", help="The accelerator."),
    click.option(
        "--count", type=_WHOLE, metavar="N", help="Accelerators; as many as parallelism needs by default."
    ),
    click.option("--precision", metavar="NAME", help="How the weights are stored; as published by default."),
    click.option("--engine", metavar="NAME", help="The serving engine."),
    click.option("--engine-version", type=_Version(), metavar="V", help="Its release; any by default."),
    click.option(
        "--max-sequence-length",
        "sequence_length",
        type=_WHOLE,
        metavar="N",
        help="Tokens of the longest sequence.",
    ),
    click.option("--max-batch-size", "batch", type=_WHOLE, metavar="N", help="Sequences at once."),
    click.option(
        "--max-num-seqs", "max_num_seqs", type=_WHOLE, metavar="N", help="The same, in vLLM's word."
    ),
    click.option(
        "--max-batched-tokens", "batched_tokens", type=_WHOLE, metavar="N", help="Tokens of one step."
    ),
    click.option("--tensor-parallel", type=_WHOLE, metavar="N", help="Ranks that share every layer."),
    click.option("--pipeline-parallel", type=_WHOLE, metavar="N", help="Stages that share out the layers."),
    click.option("--data-parallel", type=_WHOLE, metavar="N", help="Copies of the model."),
    click.option("--kv-cache-dtype", metavar="NAME", help="Format of the KV cache; auto: the model's own."),
    click.option(
        "--gpu-memory-utilization",
        "utilization",
        type=click.FloatRange(min=0, max=1, min_open=True),
        metavar="F",
        help="Share of each device that the engine may take.",
    ),
    click.option(
        "--device-memory-gib",
        type=click.FloatRange(min=0, min_open=True),
        metavar="F",
        help="What a framework sees of one device, where that is known better than by its name.",
    ),
    click.option("--enforce-eager", is_flag=True, help="No CUDA graphs are captured."),
)
"""Each parameter is named as its field of the declaration."""


def declaration_of(given: Mapping[str, Any]) -> Declaration:
    """Make the declaration of flags alone; what it takes at least is a model and an accelerator."""
    from modelspec_lint.knowledge_base import Declaration

    if not given.get("model"):
        raise click.UsageError("name a SPEC, or a --model and an --accelerator")
    if not given.get("accelerator") and not given.get("device_memory_gib"):
        raise click.UsageError("--accelerator is missing (or --device-memory-gib, where it has no name)")
    ranks = given.get("tensor_parallel", 1) * given.get("pipeline_parallel", 1)
    count = ranks * given.get("data_parallel", 1)
    return Declaration(**{"accelerator": None, "count": count, "folder": Path(), **given})


def check_names(knowledge: KnowledgeBase, given: dict[str, Any]) -> None:
    """Refuse names that the knowledge base does not hold, with what may have been meant; settle synonyms."""
    sequences = given.pop("max_num_seqs", None)
    if sequences is not None and given.setdefault("batch", sequences) != sequences:
        raise click.UsageError("--max-batch-size and --max-num-seqs name the same thing, and differ")
    model = given.get("model")
    if model and not knowledge.models.resolve(model).facts and Path(model).expanduser().exists():
        given.setdefault("model_uri", model)  # a checkpoint on this disk, which is read
    if not given.get("parameters") and not given.get("model_uri"):
        _check(knowledge.models, "model", model)
    if not given.get("device_memory_gib"):
        _check(knowledge.accelerators, "accelerator", given.get("accelerator"))
    _check(knowledge.precisions, "precision", given.get("precision"))
    _check(knowledge.engines, "engine", given.get("engine"))
    cache = given.get("kv_cache_dtype")
    if cache is not None and cache.casefold() != "auto":
        _check(knowledge.precisions, "kv-cache-dtype", cache)


def _check(catalogue: Catalogue[Any], flag: str, name: str | None) -> None:
    if name is None or catalogue.resolve(name).facts:
        return
    from modelspec_lint.linter.document import printable

    near = catalogue.suggest(name)
    suggestion = f"; did you mean {' or '.join(repr(each) for each in near)}?" if near else ""
    if flag == "model" and not near:
        suggestion = "; --parameters states the size of a model of your own"
    raise click.UsageError(f"--{flag}: '{printable(name, 60)}' is not known{suggestion}")
