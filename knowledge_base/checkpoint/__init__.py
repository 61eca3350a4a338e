"""Checkpoints on disk, read exactly from their own headers and configurations."""

from modelspec_lint.knowledge_base.checkpoint.find import find_checkpoint
from modelspec_lint.knowledge_base.checkpoint.local import LocalCheckpoint
from modelspec_lint.knowledge_base.checkpoint.read import read_checkpoint

__all__ = ["LocalCheckpoint", "find_checkpoint", "read_checkpoint"]
