"""Which safetensors files of a folder are the checkpoint, and all their tensors."""

from __future__ import annotations

import re
from dataclasses import dataclass

from modelspec_lint.knowledge_base.checkpoint.files import Files, shown
from modelspec_lint.knowledge_base.checkpoint.safetensors import is_pointer, read_header
from modelspec_lint.knowledge_base.checkpoint.tensors import Tensors
from modelspec_lint.knowledge_base.estimate import Undecided

_SUFFIX = ".safetensors"
_NUMBERED = re.compile(r"(.*)-(\d{5})-of-(\d{5})\.safetensors\Z")
_MOST_FILES = 2_000
_FILE_OF = re.compile(rb':\s*"([^"\\]{1,256}\.safetensors)"')
_TOTAL = re.compile(rb'"total_size"\s*:\s*(\d{1,17})(?=[\s,}])')
_CHUNK = 2**18
_LARGEST_INDEX = 200 * 2**20
_ADAPTER = "adapter_model.safetensors"


@dataclass(frozen=True, slots=True)
class Stored:
    """The weights of a checkpoint, as far as their files are here.

    ``tensors`` is ``None`` where no header could be read: only an index is here, or pointers of Git LFS.
    ``size`` is in bytes, from the headers or, without them, from the index. ``source`` names the files.
    """

    tensors: Tensors | None
    size: int | None
    source: str


def stored_weights(files: Files) -> Stored | None:
    """Read the headers of the checkpoint's files; ``None`` where the folder holds no safetensors files.

    Chosen as transformers does (``modeling_utils.py``): one whole file, else those that the index names.
    """
    present = [each for each in files.names() if each.endswith(_SUFFIX)]
    indexes = [each for each in files.names() if each.endswith(".safetensors.index.json")]
    index = _one_index(files, indexes)
    if index is not None:
        wanted, total = _index(files, index)
        whole = [each for each in ("model.safetensors",) if each in present and each not in wanted]
        if whole:
            raise Undecided(
                f"the folder holds {files.shown(whole[0])} and {files.shown(index)}: two checkpoints"
            )
        missing = [each for each in wanted if each not in present]
        if len(missing) == len(wanted):
            return Stored(None, total, files.shown(index))
        if missing:
            raise Undecided(f"{files.shown(missing[0])} is missing, which {files.shown(index)} names")
        return _headers(files, wanted, total, files.shown(index))
    chosen = _without_index(files, present)
    return _headers(files, chosen, None, "") if chosen else None


def _one_index(files: Files, indexes: list[str]) -> str | None:
    usual = [
        each
        for each in indexes
        if each in {"model.safetensors.index.json", "diffusion_pytorch_model.safetensors.index.json"}
    ]
    found = usual or [each for each in indexes if not each.startswith("consolidated")] or indexes
    if len(found) > 1:
        raise Undecided(
            f"the folder holds {files.shown(found[0])} and {files.shown(found[1])}: two checkpoints"
        )
    return found[0] if found else None


def _index(files: Files, name: str) -> tuple[list[str], int | None]:
    """Read from an index which files it names and what they hold in all; a million entries take no memory."""
    found: set[bytes] = set()
    total: int | None = None
    with files.opened(name) as (file, size):
        if size > _LARGEST_INDEX:
            raise Undecided(f"{files.shown(name)} is larger than {_LARGEST_INDEX // 2**20} MiB")
        before = b""
        while part := file.read(_CHUNK):
            text = before + part
            found.update(_FILE_OF.findall(text))
            stated = _TOTAL.search(text)
            total = int(stated[1]) if stated else total
            if len(found) > _MOST_FILES:
                raise Undecided(f"{files.shown(name)} names more than {_MOST_FILES:,} files")
            before = text[-600:]
    names = sorted(each.decode("utf-8", "replace") for each in found)
    if not names:
        raise Undecided(f"{files.shown(name)} names no files")
    return names, total


def _without_index(files: Files, present: list[str]) -> list[str]:
    """Choose the checkpoint's files where no index names them."""
    for whole in ("model.safetensors", "diffusion_pytorch_model.safetensors"):
        if whole in present:
            return [whole]
    numbered = [(found, each) for each in present if (found := _NUMBERED.match(each))]
    sets = {(found[1], found[3]) for found, _ in numbered}
    others = {each for each in sets if not each[0].startswith("consolidated")}
    sets = others or sets
    if len(sets) > 1:
        raise Undecided("the folder holds the files of several checkpoints and no index")
    if sets:
        stem, count = sets.pop()
        chosen = [each for found, each in numbered if (found[1], found[3]) == (stem, count)]
        if len(chosen) != int(count):
            raise Undecided(f"{len(chosen)} of the {int(count)} files {shown(stem)}-*{_SUFFIX} are here")
        return chosen
    if _ADAPTER in present:
        raise Undecided(
            f"{files.shown(_ADAPTER)} is an adapter: the model that it adapts is not in the folder"
        )
    if len(present) > 1:
        raise Undecided(
            f"the folder holds {len(present)} safetensors files, and no index says which belong together"
        )
    return present


def _headers(files: Files, names: list[str], total: int | None, index: str) -> Stored:
    if len(names) > _MOST_FILES:
        raise Undecided(f"the checkpoint has more than {_MOST_FILES:,} files")
    pointers = [each for each in names if is_pointer(files, each)]
    if pointers:
        if len(pointers) < len(names):
            raise Undecided(
                f"{files.shown(pointers[0])} is a pointer of Git LFS: its content was not fetched"
            )
        return Stored(None, total, index or f"{files.shown(names[0])} (pointer of Git LFS)")
    tensors = Tensors()
    for name in names:
        read_header(files, name, tensors)
    source = files.shown(names[0]) if len(names) == 1 else f"headers of {len(names)} safetensors files"
    if index:
        source = f"{index}, {source}"
    return Stored(tensors, tensors.bytes, source)


def single_file(files: Files, name: str) -> Stored:
    """Read the header of one file that is the whole checkpoint."""
    return _headers(files, [name], None, "")
