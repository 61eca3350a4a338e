"""Expressions that were checked, asked of deployments."""

from __future__ import annotations

import re
from functools import cached_property
from itertools import islice
from typing import Any

from jinja2 import Template, Undefined, UndefinedError, nodes

from modelspec_lint.knowledge_base import Undecided
from modelspec_lint.linter.declarative.expressions.check import Checked
from modelspec_lint.linter.declarative.expressions.sandbox import (
    ExpressionError,
    Sandbox,
    strict,
    telling,
)
from modelspec_lint.linter.declarative.expressions.views import Seen, views
from modelspec_lint.linter.deployment import Deployment

LONGEST_MESSAGE = 1_000
_RESULT = "result"
_CLASH = re.compile(r"(?:'([^']+)' not supported between instances of|for ([^ ]+):) '(\w+)' and '(\w+)'")
"""How Python says that two values do not go together: the sign, and the types on both sides of it."""
_KINDS = {
    "str": "a text",
    "int": "a number",
    "float": "a number",
    "bool": "true or false",
    "list": "a list",
    "tuple": "a list",
    "dict": "a map",
    "NoneType": "nothing",
}


class Condition:
    """An expression that is true or false of a deployment."""

    def __init__(self, checked: Checked) -> None:
        assert checked.tree is not None
        self._tree = checked.tree
        self._names = frozenset(checked.names)

    @cached_property
    def _template(self) -> Template:
        output = self._tree.body[0]
        assert isinstance(output, nodes.Output), "an expression that was checked is one output"
        result = nodes.Assign(nodes.Name(_RESULT, "store"), output.nodes[0], lineno=1)
        return _compiled(strict(), nodes.Template([result], lineno=1))

    def holds(self, deployment: Deployment, seen: Seen) -> bool | None:
        """Whether it is true; ``None`` where it touches a field that the document does not have.

        ``seen`` gets the estimates that it looked at. Raises :class:`Undecided` where one of them, or a
        fact, is not known, and :class:`ExpressionError` for a mistake of the pack.
        """
        context = self._template.new_context(views(deployment, self._names, seen), shared=True)
        try:
            for _ in self._template.root_render_func(context):
                pass
            value = context.vars[_RESULT]
            if isinstance(value, Undefined):
                return None
        except UndefinedError:
            return None
        except (ZeroDivisionError, OverflowError) as error:
            raise Undecided(f"the expression cannot be computed: {error}") from None
        except TypeError as error:
            raise ExpressionError(f"the expression {_clash(error)}") from None
        if not isinstance(value, bool):
            raise ExpressionError(
                "the expression is neither true nor false: a comparison or a test is wanted"
            )
        return value


class Message:
    """A text with expressions in it."""

    def __init__(self, checked: Checked) -> None:
        assert checked.tree is not None
        self._tree = checked.tree
        self._names = frozenset(checked.names)

    @cached_property
    def _template(self) -> Template:
        return _compiled(telling(), self._tree)

    def written(self, deployment: Deployment, otherwise: str) -> str:
        """Write the text of a deployment; ``otherwise`` where one of its values is not known."""
        context = self._template.new_context(views(deployment, self._names, {}), shared=True)
        try:
            pieces = islice(self._template.root_render_func(context), 400)
            text = " ".join("".join(pieces)[: 4 * LONGEST_MESSAGE].split())
        except (Undecided, UndefinedError, ZeroDivisionError, OverflowError):
            return otherwise
        except TypeError as error:
            raise ExpressionError(f"the message {_clash(error)}") from None
        return text if len(text) <= LONGEST_MESSAGE else f"{text[: LONGEST_MESSAGE - 3]}..."


def _clash(error: TypeError) -> str:
    """Say of which kinds the values are that do not go together, in the words of pack authors."""
    found = _CLASH.search(str(error))
    if found is None:
        return "computes with values that do not go together"
    left, right = (_KINDS.get(found[group], "a value of another kind") for group in (3, 4))
    advice = "; `| number` reads a number from a text" if {left, right} == {"a text", "a number"} else ""
    return f"has {found[1] or found[2]} between {left} and {right}, which do not go together{advice}"


def _compiled(environment: Sandbox, tree: nodes.Template) -> Template:
    tree.set_environment(environment)
    compiled: Any = environment.from_string(tree)
    assert isinstance(compiled, Template)
    return compiled
