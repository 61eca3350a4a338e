"""Counting parameters again from dimensions, to hold what is written down against what follows from it."""

from modelspec_lint.knowledge_base.recount.formulas import Recount, recount_parameters
from modelspec_lint.knowledge_base.recount.part import NotRecountable, Part, Role
from modelspec_lint.knowledge_base.recount.prediction import prediction_layers
from modelspec_lint.knowledge_base.recount.stored import Extra, Stored, stored_of

__all__ = [
    "Extra",
    "NotRecountable",
    "Part",
    "Recount",
    "Role",
    "Stored",
    "prediction_layers",
    "recount_parameters",
    "stored_of",
]
