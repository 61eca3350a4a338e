"""How long requests are: declared, or as the task's usually are."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from modelspec_lint.knowledge_base import KnowledgeBase, Undecided
from modelspec_lint.linter.tokens import Tokens, tokens_of

KNOWN = KnowledgeBase.load()
CHAT = KNOWN.workloads.get("text-generation")


def test_what_is_declared_is_taken_as_it_is():
    assert tokens_of(None, None, (3000, 20), 100) == Tokens(3000, 20, "declared", declared=True)


def test_what_is_not_is_assumed_for_the_task():
    assert tokens_of(CHAT, None, (None, None), None) == Tokens(
        1024, 256, "assumed for text generation and chat"
    )
    assert tokens_of(CHAT, None, (10, None), None) == Tokens(
        10, 256, "output assumed for text generation and chat, the other declared"
    )
    assert tokens_of(KNOWN.workloads.get("feature-extraction"), None, (None, None), None).output == 0


def test_neither_tokens_nor_a_task_and_speech_are_undecided():
    with pytest.raises(Undecided, match="neither its tokens nor a known task"):
        tokens_of(None, None, (10, None), None)
    speech = KNOWN.workloads.get("automatic-speech-recognition")
    with pytest.raises(Undecided, match="how many tokens the answer"):
        tokens_of(speech, KNOWN.models.get("openai/whisper-large-v3"), (None, None), None)


@given(st.integers(1, 10_000))
def test_what_is_assumed_fits_into_the_length_and_keeps_both_ends(length):
    tokens = tokens_of(CHAT, None, (None, None), length)
    assert tokens.input >= 1
    assert tokens.output >= 1 or length == 1
    assert tokens.input + tokens.output <= max(length, 2)
    assert tokens.source.endswith(f"cut to the length of {length:,}") == (length < 1280)
