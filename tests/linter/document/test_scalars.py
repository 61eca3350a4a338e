import math

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from modelspec_lint.linter.document import Timestamp
from modelspec_lint.linter.document.scalars import GREATEST_INTEGER, NotThat, construct, resolve


@pytest.mark.parametrize(
    "text",
    [
        "yes",
        "no",
        "on",
        "Off",
        "TRUE",
        "y",
        "n",
        "1",
        "0",
        "-1",
        "+7",
        "017",
        "08",
        "0o17",
        "0x1F",
        "0b101",
        "1_000",
        "1:30",
        "190:20:30",
        "-1:30",
        "1.5",
        "1e3",
        "1.0e+3",
        ".5",
        "-.5e-3",
        "1.",
        "1_0.5",
        "190:20:30.15",
        ".inf",
        "-.INF",
        "+.inf",
        "null",
        "~",
        "Null",
        "=",
        "1.2.3",
        "v1",
        "0x",
        "0b",
        "1__",
        "12e03",
        "-",
        ":",
        "a:b",
        "1:60",
        "9:59",
        "_1",
        "+",
    ],
)
def test_plain_scalars_are_read_as_yaml_1_1(text):
    expected = "=" if text == "=" else yaml.safe_load(text if text not in {"-", ":"} else f"'{text}'")
    tag, value = resolve(text)
    assert value == expected
    assert type(value) is type(expected)
    assert tag == {bool: "bool", int: "int", float: "float", str: "str", type(None): "null"}[type(expected)]


def test_an_empty_plain_scalar_is_null():
    assert resolve("") == ("null", None)


def test_not_a_number_stays_a_float():
    tag, value = resolve(".nan")
    assert tag == "float"
    assert math.isnan(value)


@pytest.mark.parametrize(
    "text", ["2026-03-31", "2026-03-31T10:00:00Z", "2026-13-45", "2001-12-14 21:59:43.10 -5"]
)
def test_a_date_is_a_timestamp_and_no_string_even_if_there_is_no_such_day(text):
    assert resolve(text) == ("timestamp", Timestamp(text))
    assert not isinstance(resolve(text)[1], str)
    assert str(resolve(text)[1]) == text


@pytest.mark.parametrize("text", ["0x_", "0b_", "-0x__"])
def test_what_looks_like_a_number_and_is_none_is_text(text):
    assert resolve(text) == ("str", text)


@pytest.mark.parametrize(
    "text",
    ["9" * 5000, "0x" + "f" * 5000, "1:" * 100_000 + "1", "0" + "7" * 5000, "9" * 309, "0x" + "f" * 300],
)
def test_an_integer_beyond_a_float_is_cut_to_the_greatest_one_quickly(text):
    assert resolve(text) == ("int", GREATEST_INTEGER)
    assert resolve("-" + text) == ("int", -GREATEST_INTEGER)
    assert float(GREATEST_INTEGER) == 1e308


def test_a_float_beyond_its_range_is_infinite():
    assert resolve("9" * 5000 + ".5") == ("float", math.inf)
    assert resolve("-" + "1:" * 100_000 + "1.5") == ("float", -math.inf)


@pytest.mark.parametrize(
    ("tag", "text"), [("int", "x"), ("int", "1" + "x" * 10), ("bool", "1"), ("null", "x"), ("float", "")]
)
def test_an_explicit_tag_that_does_not_fit_is_refused(tag, text):
    with pytest.raises(NotThat):
        construct(tag, text)


@given(st.text(alphabet="0123456789-+_.:eExXbaofnt~ ", max_size=30))
def test_whatever_a_scalar_is_it_is_read_as_pyyaml_does(text):
    tag, value = resolve(text)
    resolved = yaml.SafeLoader("").resolve(yaml.ScalarNode, text, (True, False))
    try:
        expected = yaml.SafeLoader("").construct_object(yaml.ScalarNode(resolved, text))
    except (ValueError, yaml.YAMLError):
        assert isinstance(value, str | Timestamp)
        return
    if tag == "timestamp":
        assert value == Timestamp(text)
    elif tag == "merge":
        assert value == "<<"
    else:
        assert value == expected or (math.isnan(value) and math.isnan(expected))
