"""A folder as transformers and vLLM read it: ``config.json`` beside safetensors files."""

from __future__ import annotations

from dataclasses import replace

from modelspec_lint.knowledge_base.checkpoint.architecture import table
from modelspec_lint.knowledge_base.checkpoint.classes import WeightClasses, kind_of_tensor, weight_classes
from modelspec_lint.knowledge_base.checkpoint.config import Config
from modelspec_lint.knowledge_base.checkpoint.files import Files
from modelspec_lint.knowledge_base.checkpoint.layers import NoFormula
from modelspec_lint.knowledge_base.checkpoint.local import LocalCheckpoint
from modelspec_lint.knowledge_base.checkpoint.model import (
    Parts,
    described,
    parts_of,
    undescribed,
    unknown_model,
)
from modelspec_lint.knowledge_base.checkpoint.precision import (
    Stated,
    plain_precision,
    stated_precision,
    stored_precision,
)
from modelspec_lint.knowledge_base.checkpoint.shards import Stored
from modelspec_lint.knowledge_base.checkpoint.tensors import Tensors
from modelspec_lint.knowledge_base.estimate import Undecided
from modelspec_lint.knowledge_base.facts import Model

CONFIG = "config.json"


def read_configured(files: Files, name: str, stored: Stored | None) -> LocalCheckpoint:
    """Read a folder with a configuration, and with the tensors that it describes where they are here."""
    return read_described(
        files, name, stored, Config(files.json(CONFIG), files.shown(CONFIG), table().spellings)
    )


def read_described(files: Files, name: str, stored: Stored | None, whole: Config) -> LocalCheckpoint:
    """Read a folder whose configuration is known already."""
    parts = parts_of(whole)
    tensors = stored.tensors if stored is not None else None
    try:
        model = described(parts, name, embeds=files.holds("modules.json"))
    except NoFormula:
        if tensors is None:
            raise
        model = undescribed(parts, name)
    stated = stated_precision(files, parts.whole, parts.text)
    precision = stated.precision if stated is not None else _plain(tensors, model)
    sources = (whole.label, *((stored.source,) if stored is not None else ()))
    model = replace(model, precision=precision, sources=sources)
    if stated is not None and stated.description:
        model = replace(model, recipe={**model.recipe, "quantization": stated.description})
    if tensors is None:
        return _without_tensors(files, parts, model, stated, stored)
    _agreeing(tensors, model, parts.whole.label)
    classes = weight_classes(tensors, model, stated.bits if stated is not None else None)
    return checkpoint_of(files, counted(model, classes), stated, stored, classes)


def read_bare(files: Files, name: str, stored: Stored) -> LocalCheckpoint:
    """Read tensors that no configuration describes: their weights are exact, all else is unknown."""
    if stored.tensors is None:
        raise Undecided(f"{stored.source}: the content was not fetched, and no {CONFIG} describes it")
    classes = weight_classes(stored.tensors, None, None)
    model = replace(unknown_model(name), precision=stored_precision(stored.tensors), sources=(stored.source,))
    packed = any(group.dtype in {"I32", "U8", "U32"} and len(group.shape) > 1 for group in stored.tensors)
    if packed:
        raise Undecided(f"{stored.source}: the weights are packed, and no {CONFIG} says how")
    return checkpoint_of(files, replace(model, parameters=classes.count), None, stored, classes)


def checkpoint_of(
    files: Files, model: Model, stated: Stated | None, stored: Stored | None, classes: WeightClasses | None
) -> LocalCheckpoint:
    """Put together what was read."""
    return LocalCheckpoint(
        path=files.root,
        model=model,
        precision=model.precision,
        cache_precision=stated.cache if stated is not None else None,
        weights_bytes=stored.size if stored is not None else None,
        unloaded_bytes=classes.unloaded if classes is not None else 0,
        bytes_by_class=classes.bytes if classes is not None else None,
        parameters_by_class=classes.parameters if classes is not None else None,
        source=", ".join(model.sources),
    )


def _plain(tensors: Tensors | None, model: Model) -> str:
    if tensors is not None:
        return stored_precision(tensors)
    if model.dtype is None:
        raise Undecided(f"{CONFIG} does not state torch_dtype, and no tensors are here to tell")
    return plain_precision(model.dtype)


def _without_tensors(
    files: Files, parts: Parts, model: Model, stated: Stated | None, stored: Stored | None
) -> LocalCheckpoint:
    """Count the parameters from the dimensions, or from the size that an index states."""
    from modelspec_lint.knowledge_base.recount import NotRecountable, recount_parameters

    size = stored.size if stored is not None else None
    width = {"bf16": 2, "fp16": 2, "fp32": 4}.get(model.precision) if stated is None else None
    by_size = size // width if size is not None and width is not None else None
    try:
        counted = recount_parameters(model)
    except NotRecountable as error:
        if by_size is None:
            reason = f"its parameters cannot be counted from {parts.whole.label} ({error.reason})"
            raise Undecided(f"{reason}, and the tensors are not here") from error
        return checkpoint_of(files, replace(model, parameters=by_size), stated, stored, None)
    active = counted.active_parameters if model.experts is not None else None
    if not parts.multimodal:
        model = replace(model, parameters=counted.parameters, active_parameters=active)
        return checkpoint_of(files, model, stated, stored, None)
    if by_size is None or by_size < counted.parameters:
        raise Undecided(
            f"{parts.whole.label}: how many parameters the encoder has cannot be told without its tensors"
        )
    model = replace(model, parameters=by_size, text_parameters=counted.parameters, active_parameters=active)
    return checkpoint_of(files, model, stated, stored, None)


def counted(model: Model, classes: WeightClasses) -> Model:
    """Count the parameters from the tensors; those that a token uses from the dimensions, if they agree."""
    from modelspec_lint.knowledge_base.recount import NotRecountable, recount_parameters

    tower = round(classes.parameters.tower)
    text = classes.count - tower if tower else None
    model = replace(model, parameters=classes.count, text_parameters=text)
    if model.experts is None:
        return model
    try:
        counted = recount_parameters(model)
    except NotRecountable:
        return model
    near = abs(counted.parameters - (text or classes.count)) <= 0.01 * counted.parameters
    return replace(model, active_parameters=counted.active_parameters) if near else model


def _agreeing(tensors: Tensors, model: Model, label: str) -> None:
    """Refuse a configuration that is not one of these tensors: then nothing that follows from it is true."""
    deepest, widths = -1, set[int]()
    for group in tensors:
        kind = kind_of_tensor(group.name)
        if kind != "tower" and group.layer is not None:
            deepest = max(deepest, group.layer)
        if kind == "embedding" and len(group.shape) == 2 and group.dtype in {"BF16", "F16", "F32"}:
            widths |= set(group.shape)
    if model.layers is not None and 0 <= deepest < model.layers - 1:
        raise Undecided(f"{label} states {model.layers} layers, the tensors have {deepest + 1}")
    if model.hidden is not None and widths and model.hidden not in widths and model.cache is not None:
        raise Undecided(f"{label} states a width of {model.hidden}, which the token table does not have")
