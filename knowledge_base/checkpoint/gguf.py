"""GGUF files as checkpoints: their metadata said in the words of a configuration, their tensors counted."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from modelspec_lint.knowledge_base.checkpoint.architecture import table
from modelspec_lint.knowledge_base.checkpoint.classes import weight_classes
from modelspec_lint.knowledge_base.checkpoint.config import Config
from modelspec_lint.knowledge_base.checkpoint.files import Files, shown
from modelspec_lint.knowledge_base.checkpoint.folder import checkpoint_of, counted
from modelspec_lint.knowledge_base.checkpoint.gguf_config import configuration
from modelspec_lint.knowledge_base.checkpoint.gguf_header import Metadata, read_header, vocabulary
from modelspec_lint.knowledge_base.checkpoint.local import LocalCheckpoint
from modelspec_lint.knowledge_base.checkpoint.model import described, parts_of, undescribed
from modelspec_lint.knowledge_base.checkpoint.shards import Stored
from modelspec_lint.knowledge_base.checkpoint.tensors import Tensors
from modelspec_lint.knowledge_base.estimate import Undecided
from modelspec_lint.knowledge_base.facts import Model

_SPLIT = re.compile(r"(.*)-(\d{5})-of-(\d{5})\.gguf\Z")
_PROJECTOR = "mmproj"


def read_gguf(files: Files, names: Sequence[str]) -> LocalCheckpoint:
    """Read one model in GGUF, in one file or split into several."""
    chosen = _one_model(files, [each for each in names if _PROJECTOR not in each.lower()] or list(names))
    tensors = Tensors()
    metadata: Metadata = {}
    for name in chosen:
        found = read_header(files, name, tensors)
        metadata = metadata or found
    source = files.shown(chosen[0])
    if len(chosen) > 1:
        source = f"{source} and {len(chosen) - 1} more files"
    kind = metadata.get("general.architecture")
    if not isinstance(kind, str):
        raise Undecided(f"{source} does not state general.architecture")
    if kind == "clip":
        raise Undecided(f"{source} is a vision encoder alone, without the model that it serves")
    model = _model(metadata, kind, tensors, source)
    model = replace(model, precision=_precision(metadata, tensors), sources=(source,))
    classes = weight_classes(tensors, model, None)
    stored = Stored(tensors, tensors.bytes, source)
    return checkpoint_of(files, counted(model, classes), None, stored, classes)


def _one_model(files: Files, names: list[str]) -> list[str]:
    """Return the files of one model; a split model may be named by one of them."""
    if len(names) == 1:
        found = _SPLIT.match(names[0])
        if found is None:
            return names
        parts = [each for each in files.names() if (other := _SPLIT.match(each)) and other[1] == found[1]]
        return _complete(found[1], int(found[3]), parts)
    splits = [_SPLIT.match(each) for each in names]
    stems = {(found[1], found[3]) if found else None for found in splits}
    if len(stems) > 1 or None in stems:
        raise Undecided(f"the folder holds {len(names)} GGUF files: which one is meant must be stated")
    first = splits[0]
    assert first is not None
    return _complete(first[1], int(first[3]), names)


def _complete(stem: str, count: int, parts: list[str]) -> list[str]:
    if len(parts) != count:
        raise Undecided(f"{len(parts)} of the {count} files {shown(stem)}-*.gguf are here")
    return sorted(parts)


def _model(metadata: Metadata, kind: str, tensors: Tensors, source: str) -> Model:
    """Describe the model as far as a formula is known; its weights are exact all the same."""
    name = metadata.get("general.name")
    title = shown(name) if isinstance(name, str) and name else source
    stated = configuration(metadata, kind, tensors)
    whole = Config(stated, source, table().spellings)
    try:
        parts = parts_of(whole)
        return replace(described(parts, title, embeds=_embeds(metadata, kind)), architecture=shown(kind))
    except Undecided as error:
        bare = Config({"architectures": [kind], "model_type": kind}, source, table().spellings)
        return replace(undescribed(parts_of(bare), title), notes=(error.reason,))


def _embeds(metadata: Metadata, kind: str) -> bool:
    pooling = metadata.get(f"{kind}.pooling_type")
    return isinstance(pooling, int) and pooling not in (0, 4)  # none, and ranking


def _precision(metadata: Metadata, tensors: Tensors) -> str:
    known: Mapping[str, Any] = vocabulary()
    stated = metadata.get("general.file_type")
    if isinstance(stated, int) and stated in known["file-types"]:
        return str(known["file-types"][stated])
    sizes: dict[str, int] = {}
    for group in tensors:
        sizes[group.dtype] = sizes.get(group.dtype, 0) + group.bytes
    most = max(sizes, key=lambda each: sizes[each], default="")
    precision = known["main-types"].get(most)
    if precision is None:
        raise Undecided(f"the precision of weights of type {shown(most) or 'unknown'} is not known")
    return str(precision)
