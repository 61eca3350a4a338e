"""Moving things around changes nothing in the verdicts of a baseline."""

from __future__ import annotations

import copy
from functools import cache
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from modelspec_lint.linter.baseline import apply_baseline, stale_entries
from tests.linter.baseline.cases import accepting, all_of, lint_texts, thirty, written

REPOSITORY = thirty()
ORIGINAL = {path: written(documents) for path, documents in REPOSITORY.items()}


def places(node):
    """Yield every map and list in which something can be moved."""
    if isinstance(node, dict | list):
        if len(node) > 1:
            yield node
        for child in node.values() if isinstance(node, dict) else node:
            yield from places(child)


def move_one(place, random):
    """Move one entry of a map, or one item of a list, to another place in it."""
    if isinstance(place, dict):
        entries = list(place.items())
        entries.insert(random.randrange(len(entries)), entries.pop(random.randrange(len(entries))))
        place.clear()
        place.update(entries)
    else:
        place.insert(random.randrange(len(place)), place.pop(random.randrange(len(place))))


def loosened(text, random):
    """Put comments and blank lines between the lines of a text."""
    lines = []
    for line in text.splitlines(keepends=True):
        if random.random() < 0.2:
            lines.append(random.choice(["\n", "# a remark\n", "      # spec: {}\n", "   \n"]))
        lines.append(line)
    return "".join(lines)


@cache
def accepted_at_first():
    return accepting(lint_texts(ORIGINAL))


def test_the_repository_has_thirty_specs_and_many_kinds_of_findings():
    result = lint_texts(ORIGINAL)
    assert sum(map(len, REPOSITORY.values())) == result.summary.specs == 30
    assert len({each.code for each in result.verdicts}) >= 20


@settings(max_examples=25, deadline=None)
@given(st.integers(min_value=0, max_value=2**32))
def test_a_hundred_moves_change_nothing(seed):
    random = Random(seed)
    baseline = accepted_at_first()
    moved = copy.deepcopy(REPOSITORY)
    movable = [place for documents in moved.values() for place in places(documents)]
    lists = [place for place in movable if isinstance(place, list)]
    for _ in range(100):
        move_one(random.choice(random.choice([movable, lists])), random)
    texts = {path: loosened(written(documents), random) for path, documents in moved.items()}

    result = apply_baseline(lint_texts(texts), baseline)

    assert [f"{each.code} {each.identity}" for each in result.verdicts] == []
    assert result.summary.baselined == sum(entry.count for entry in baseline.entries)
    assert stale_entries(result, baseline, all_of(*texts)) == ()
    assert accepting(lint_texts(texts)).counts == baseline.counts
