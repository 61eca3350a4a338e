"""Reading whatever a path on this disk holds: a folder, a safetensors file, a GGUF file, a pipeline."""

from __future__ import annotations

from pathlib import Path

from modelspec_lint.knowledge_base.checkpoint.files import Files, shown
from modelspec_lint.knowledge_base.checkpoint.folder import CONFIG, read_bare, read_configured
from modelspec_lint.knowledge_base.checkpoint.local import LocalCheckpoint
from modelspec_lint.knowledge_base.checkpoint.shards import single_file, stored_weights
from modelspec_lint.knowledge_base.estimate import Undecided


def read_checkpoint(path: Path) -> LocalCheckpoint:
    """Read the checkpoint at a path: a folder, or one file of weights.

    Headers and configurations are read, tensors are not; nothing is executed, and no file outside the folder
    is opened. Raises :class:`Undecided` with a reason where the path holds no checkpoint, where its files
    contradict each other or are broken, and where no formula covers what they describe.
    """
    try:
        folder, file = path.is_dir(), path.is_file()
    except (OSError, ValueError):
        folder = file = False
    if not folder and not file:
        raise Undecided(f"there is no file or folder {shown(path.name)}")
    if file:
        return _file(path)
    files = Files(path)
    name = shown(files.root.name) or "checkpoint"
    if files.holds("model_index.json"):
        from modelspec_lint.knowledge_base.checkpoint.pipeline import read_pipeline

        return read_pipeline(files, name)
    present = files.names()
    ggufs = [each for each in present if each.endswith(".gguf")]
    if ggufs and not any(each.endswith(".safetensors") for each in present):
        from modelspec_lint.knowledge_base.checkpoint.gguf import read_gguf

        return read_gguf(files, ggufs)
    stored = stored_weights(files)
    if CONFIG in present:
        return read_configured(files, name, stored)
    if "params.json" in present:
        from modelspec_lint.knowledge_base.checkpoint.mistral import read_mistral

        return read_mistral(files, name, stored)
    if stored is None:
        raise Undecided(f"the folder {name} holds neither {CONFIG} nor weights in safetensors or GGUF files")
    return read_bare(files, name, stored)


def _file(path: Path) -> LocalCheckpoint:
    """Read one file; a configuration beside it describes it."""
    files = Files(path.parent)
    if path.suffix == ".gguf":
        from modelspec_lint.knowledge_base.checkpoint.gguf import read_gguf

        return read_gguf(files, [path.name])
    if path.suffix == ".safetensors":
        stored = single_file(files, path.name)
        if files.holds(CONFIG):
            return read_configured(files, shown(path.stem), stored)
        return read_bare(files, shown(path.stem), stored)
    raise Undecided(f"{shown(path.name)} is neither a safetensors nor a GGUF file")
