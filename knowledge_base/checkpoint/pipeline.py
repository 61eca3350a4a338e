"""Diffusion pipelines: ``model_index.json`` and one folder for each network."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from modelspec_lint.knowledge_base.checkpoint.classes import WeightClasses, weight_classes
from modelspec_lint.knowledge_base.checkpoint.config import Config
from modelspec_lint.knowledge_base.checkpoint.files import Files, shown
from modelspec_lint.knowledge_base.checkpoint.folder import checkpoint_of
from modelspec_lint.knowledge_base.checkpoint.layout import NO_CACHE
from modelspec_lint.knowledge_base.checkpoint.local import LocalCheckpoint
from modelspec_lint.knowledge_base.checkpoint.model import unknown_model
from modelspec_lint.knowledge_base.checkpoint.precision import plain_precision
from modelspec_lint.knowledge_base.checkpoint.shards import Stored, stored_weights
from modelspec_lint.knowledge_base.checkpoint.tensors import Tensors
from modelspec_lint.knowledge_base.estimate import Undecided
from modelspec_lint.knowledge_base.memory.parameters import ParameterClasses

_INDEX = "model_index.json"
_MOST_PARTS = 32
_WITHOUT_WEIGHTS = ("tokenizer", "scheduler", "feature_extractor", "processor", "image_processor")


def read_pipeline(files: Files, name: str) -> LocalCheckpoint:
    """Read the networks of a pipeline; ``Undecided`` where the weights of one are not here."""
    index = Config(files.json(_INDEX), files.shown(_INDEX), {})
    parts = [each for each, value in index.values.items() if _is_network(each, value)]
    if not parts or len(parts) > _MOST_PARTS:
        raise Undecided(f"{index.label} names no networks")
    here = files.folders()
    components: dict[str, int] = {}
    found: list[tuple[Tensors, WeightClasses]] = []
    for part in parts:
        stored = stored_weights(files.folder(part)) if part in here else None
        if stored is None or stored.tensors is None:
            raise Undecided(
                f"the weights of {shown(part)}, which {index.label} names, are not here as safetensors"
            )
        classes = weight_classes(stored.tensors, None, None)
        components[shown(part)] = classes.count
        found.append((stored.tensors, classes))
    total = sum(components.values())
    model = replace(
        unknown_model(name),
        task="diffusion",
        architecture=(index.text("_class_name") or "")[:80] or None,
        attention="diffusion",
        parameters=total,
        cache=NO_CACHE,
        recipe={"kind": "diffusion", "components": components},
        precision=_precision([tensors for tensors, _ in found]),
        sources=(index.label, *(f"{each}/" for each in components)),
    )
    size = sum(tensors.bytes for tensors, _ in found)
    whole = WeightClasses(_linears(float(size)), _linears(float(total)), 0)
    return checkpoint_of(files, model, None, Stored(None, size, index.label), whole)


def _is_network(name: str, value: Any) -> bool:
    """Whether an entry names a network: a library and a class, and none of those without weights."""
    if name.startswith("_") or any(name.startswith(each) for each in _WITHOUT_WEIGHTS):
        return False
    return isinstance(value, list) and len(value) == 2 and all(isinstance(each, str) for each in value)


def _linears(count: float) -> ParameterClasses:
    """Count all as linear layers: nothing of a pipeline is cut by tensor parallelism."""
    return ParameterClasses(0.0, 0.0, 0.0, 0.0, 0.0, 0.0, count, 0.0)


def _precision(parts: list[Tensors]) -> str:
    sizes: dict[str, int] = {}
    for group in (group for tensors in parts for group in tensors):
        sizes[group.dtype] = sizes.get(group.dtype, 0) + group.bytes
    return plain_precision(max(sizes, key=lambda each: sizes[each], default=""))
