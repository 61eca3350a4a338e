"""From an address in a declaration to a checkpoint on this disk, if one is there."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from urllib.parse import unquote, urlsplit

from modelspec_lint.knowledge_base.checkpoint.local import LocalCheckpoint
from modelspec_lint.knowledge_base.checkpoint.read import read_checkpoint

_DESCRIBE = ("config.json", "params.json", "model_index.json", "model.safetensors.index.json")
_WEIGHTS = (".safetensors", ".gguf")


def find_checkpoint(address: str, folder: Path, *, confined: bool = False) -> LocalCheckpoint | None:
    """Read the checkpoint that an address leads to, from ``folder`` where it is relative.

    A ``confined`` address leads nowhere outside the repository that the folder is in, without one outside
    the folder: whoever writes it is not whoever runs the program.

    ``None`` where the disk holds nothing of the kind there; raises :class:`Undecided` where it holds one that
    cannot be read.
    """
    if address.startswith("file:"):
        address = unquote(urlsplit(address).path)
    try:
        path = (folder / Path(address).expanduser()).resolve()
        if confined and not path.is_relative_to(_repository(folder.resolve())):
            return None
        if not _holds_one(path):
            return None
    except (OSError, ValueError, RuntimeError):  # a name that no disk can have, a home that nobody has
        return None
    return _read(path)


@lru_cache(maxsize=8)
def _read(path: Path) -> LocalCheckpoint:
    return read_checkpoint(path)


@lru_cache(maxsize=1024)
def _repository(folder: Path) -> Path:
    return next((each for each in (folder, *folder.parents) if (each / ".git").exists()), folder)


def _holds_one(path: Path) -> bool:
    if path.is_file():
        return path.suffix in _WEIGHTS
    if not path.is_dir():
        return False
    return any((path / name).is_file() for name in _DESCRIBE) or any(
        each.suffix in _WEIGHTS for each in path.iterdir()
    )
