"""Syntax errors in words for people: what was expected, where, and the usual cause.

A parser notices a mistake where it can no longer go on, which is often a line or more after the mistake. Each
explanation looks at the text around that place for a cause that it knows, and declines when it sees none.
"""

from __future__ import annotations

from modelspec_lint.linter.document.lines import Lines
from modelspec_lint.linter.document.problem import Problem
from modelspec_lint.linter.document.syntax.blocks import BLOCK_EXPLANATIONS
from modelspec_lint.linter.document.syntax.characters import CHARACTER_EXPLANATIONS, forbidden_character
from modelspec_lint.linter.document.syntax.flow import FLOW_EXPLANATIONS
from modelspec_lint.linter.document.syntax.quotes import QUOTE_EXPLANATIONS
from modelspec_lint.linter.document.syntax.trouble import Trouble

_EXPLANATIONS = (
    *CHARACTER_EXPLANATIONS,
    *QUOTE_EXPLANATIONS,
    *FLOW_EXPLANATIONS,
    *BLOCK_EXPLANATIONS,
)


def explain(trouble: Trouble) -> Problem:
    """Return the problem that a parser ran into, told by the first explanation that knows its cause."""
    for explanation in _EXPLANATIONS:
        problem = explanation(trouble)
        if problem is not None:
            return problem
    span = trouble.word(trouble.at)
    return trouble.syntax(
        f"This is not valid YAML from here on ({trouble.problem or 'the parser does not say why'}).",
        span,
        "Look for a wrong indentation, an unclosed quote or bracket, or a missing colon here or just above.",
    )


def explain_character(lines: Lines) -> Problem:
    """Return the problem of a text with a character that YAML does not allow anywhere."""
    return forbidden_character(lines)


def goes_on(trouble: Trouble) -> bool:
    """Whether a document that had ended goes on: the parser took a mistake in it for its end."""
    if "<document start>" not in trouble.problem:
        return False
    above = trouble.content_line_above(trouble.line_of(trouble.at))
    return above is None or not trouble.lines.line(above).startswith("...")
