"""Knowledge overlays: an organisation's own facts, laid over the built-in ones field by field."""

from modelspec_lint.knowledge_base.overlay.check import check_knowledge_files
from modelspec_lint.knowledge_base.overlay.lay import lay_over
from modelspec_lint.knowledge_base.overlay.layered import Layered
from modelspec_lint.knowledge_base.overlay.mistakes import Mistake, OverlayError
from modelspec_lint.knowledge_base.overlay.origin import Layer, Origin

__all__ = ["Layer", "Layered", "Mistake", "Origin", "OverlayError", "check_knowledge_files", "lay_over"]
