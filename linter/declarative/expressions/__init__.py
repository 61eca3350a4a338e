"""Expressions of packs: a small part of Jinja2's language over read-only views of a deployment.

Importing this package imports Jinja2: only a pack with expressions pays for it.
"""

from modelspec_lint.linter.declarative.expressions.check import Checked, check_expression
from modelspec_lint.linter.declarative.expressions.expression import Condition, Message
from modelspec_lint.linter.declarative.expressions.sandbox import ExpressionError

__all__ = ["Checked", "Condition", "ExpressionError", "Message", "check_expression"]
