"""How long a request is: declared by the spec, else as configured, else as its task's usually are."""

from __future__ import annotations

import pytest

from modelspec_lint.knowledge_base import KnowledgeBase, Undecided
from modelspec_lint.linter.tokens import Tokens, tokens_of

FACTS = KnowledgeBase.load()
CHAT = FACTS.workloads.get("text-generation")
EMBEDDING = FACTS.workloads.resolve("embedding").fact


@pytest.mark.parametrize(
    ("declared", "configured", "expected"),
    [
        ((None, None), (None, None), Tokens(1024, 256, "assumed for text generation and chat")),
        ((None, None), (5, 6), Tokens(5, 6, "as configured")),
        (
            (None, None),
            (5, None),
            Tokens(5, 256, "output assumed for text generation and chat, input as configured"),
        ),
        ((3, None), (5, 6), Tokens(3, 6, "output as configured, the other declared")),
        (
            (None, 4),
            (None, 6),
            Tokens(1024, 4, "input assumed for text generation and chat, the other declared"),
        ),
        ((3, 4), (5, 6), Tokens(3, 4, "declared", declared=True)),
    ],
)
def test_what_the_spec_declares_wins_and_what_is_configured_is_assumed(declared, configured, expected):
    assert tokens_of(CHAT, None, declared, None, configured) == expected


def test_what_is_configured_is_cut_to_the_length_as_what_is_usual_is():
    assert tokens_of(CHAT, None, (None, None), 7, (5, 6)) == Tokens(
        3, 4, "as configured, cut to the length of 7"
    )


def test_a_task_without_an_answer_gets_none_by_configuration():
    assert tokens_of(EMBEDDING, None, (None, None), None, (5, 6)).output == 0


def test_an_unknown_task_needs_both():
    assert tokens_of(None, None, (None, None), None, (5, 6)) == Tokens(5, 6, "as configured")
    with pytest.raises(Undecided):
        tokens_of(None, None, (None, None), None, (5, None))
