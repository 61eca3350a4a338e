"""Only the bytes of a fix change, whatever else is in the file; and a second time nothing does."""

from __future__ import annotations

import codecs
import re

import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from modelspec_lint.linter.testing import CLEAN
from tests.linter.fixes.cases import fix

KEYS = {
    "maxBatchSize": ["max_batch_size", "maxBatchsize", "max-batch-size"],
    "maxSequenceLengthTokens": ["max_sequence_length_tokens", "MaxSequenceLengthTokens"],
    "family": ["Family", "FAMILY"],
    "precision": ["Precision"],
    "vendor": ["Vendor", "VENDOR"],
}
VALUES = {
    "maxBatchSize": ["32", '"32"', "'32'"],
    "maxSequenceLengthTokens": ["8192", '"8192"', "'8192'"],
    "count": ["1", '"1"', "'1'"],
}
REMARKS = ["", "  # ", "\t# größer als 🚀 ", "  #: \"quoted' {[ ", "    "]
LINES = ["", "# a remark", "      # deeper: {}", "  ", "#"]
ENCODINGS = [
    (b"", "utf-8"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
]


@st.composite
def files(draw):
    """A spec written as nobody would, and the same as it should be: both as bytes."""
    mark, encoding = draw(st.sampled_from(ENCODINGS))
    end = draw(st.sampled_from(["\n", "\r\n"]))
    step = draw(st.integers(1, 5))
    written, right = [], []
    for line in CLEAN.splitlines():
        for _ in range(draw(st.integers(0, 2)) if draw(st.booleans()) else 0):
            blank = draw(st.sampled_from(LINES))
            written.append(blank)
            right.append(blank)
        indent, key, value = re.fullmatch(r"( *)(\w+):(?: (.*))?", line).groups()
        margin = " " * (len(indent) // 2 * step)
        space = " " * draw(st.integers(1, 3)) if value else ""
        remark = draw(st.sampled_from(REMARKS))
        wrong_key = draw(st.sampled_from([key, *KEYS.get(key, [])]))
        values = VALUES.get(key) if wrong_key == key else None  # one mistake at a time in a place
        wrong_value = draw(st.sampled_from(values or [value or ""]))
        written.append(f"{margin}{wrong_key}:{space}{wrong_value}{remark}")
        right.append(f"{margin}{key}:{space}{value or ''}{remark}")
    last = draw(st.sampled_from(["", end]))
    return tuple(mark + (end.join(lines) + last).encode(encoding) for lines in (written, right))


@settings(max_examples=60, deadline=None)
@given(files())
def test_comments_order_quotes_indentation_and_line_ends_stay(pair):
    written, right = pair
    done = fix(written)
    assert done.after.data == right
    assert done.rolled_back == 0
    again = fix(done.after.data)
    assert (again.after.data, again.made, again.rolled_back) == (right, (), 0)


@st.composite
def anything(draw):
    """Some wild spec: fields of the format under right and wrong names, with values of any kind."""
    scalar = st.sampled_from(
        ["1", '"1"', "yes", "'no'", "1.0", "~", "vLLM", "HTTP", "8k", "2026-01-01", "!!str 7"]
    )
    names = [
        *KEYS,
        *(wrong for some in KEYS.values() for wrong in some),
        "spec",
        "port",
        "Protocol",
        "enabled",
        "version",
        "labels",
        "label",
        "serving",
        "type",
        "vendor",
    ]
    node = st.recursive(
        scalar, lambda each: st.dictionaries(st.sampled_from(names), each, max_size=4), max_leaves=8
    )

    def flow(value):
        return (
            "{" + ", ".join(f"{k}: {flow(v)}" for k, v in value.items()) + "}"
            if isinstance(value, dict)
            else value
        )

    extra = draw(
        st.dictionaries(st.sampled_from(["spec", "metadata", "Metadata", "apiversion"]), node, max_size=3)
    )
    return "kind: ModelSpec\napiVersion: piqc.ai/v1alpha1\n" + "".join(
        f"{name}: {flow(value)} # {name}\n" for name, value in extra.items()
    )


@settings(max_examples=60, deadline=None)
@given(anything(), st.booleans())
def test_fixing_twice_changes_nothing_the_second_time(text, unsafe):
    once = fix(text, unsafe=unsafe)
    twice = fix(once.after.data, unsafe=unsafe)
    assert twice.after.data == once.after.data
    assert (twice.made, twice.rolled_back) == ((), once.rolled_back)
    assert [line.partition(" # ")[2] for line in once.after.text.splitlines()] == [
        line.partition(" # ")[2] for line in text.splitlines()
    ]
    yaml.safe_load(once.after.text)
