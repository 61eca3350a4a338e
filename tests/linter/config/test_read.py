"""A configuration file is read within budgets, and what is wrong with its text is said where."""

from __future__ import annotations

import pytest


def test_what_is_no_toml_is_said_where_the_parser_sees_it(mistakes):
    assert mistakes('profile = "strict"\nignore = [1, ,]\n') == ["2:14: this is no TOML: invalid value"]
    assert mistakes('profile = "strict') == [
        "1:18: this is no TOML: unterminated string before the end of the file"
    ]
    assert mistakes("a = 1\na = 2\n") == ["2:6: this is no TOML: cannot overwrite a value"]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b'a = 1\nb = "\xff"\n', "2:6: configuration is written in UTF-8, and this byte is none of it"),
        (b"# " + b"x" * 1024 * 1024, "1:1: configuration of more than 1,048,576 bytes is not read"),
        (b"a = " + b"[" * 100, "1:69: values are nested more than 64 deep; no configuration needs that"),
        (b"a." * 500_000 + b"a = 1", "1:129: keys are nested more than 64 deep; no configuration needs that"),
        (
            b"x = [" + b"1," * 30_000 + b"]",
            "1:40006: there are more than 20,000 entries; no configuration needs that",
        ),
        (b"a = " + b"9" * 5000, "1:1: a number in this file has more digits than anything means"),
        (b"\x00", None),
    ],
    ids=["bytes", "size", "lists", "keys", "entries", "a number of 5000 digits", "NUL"],
)
def test_no_text_is_too_much(repository, data, said):
    repository.write("modelspec.toml", data)
    (only,) = repository.mistakes()
    assert only == f"modelspec.toml:{said}" if said else only.startswith("modelspec.toml:1:")


def test_control_characters_of_a_file_do_not_reach_the_terminal(mistakes):
    (only,) = mistakes('ignore = ["\\u001b[31m\\u202eMS2"]')
    assert only.isprintable()


@pytest.mark.parametrize(
    ("text", "governs"),
    [
        ("", False),
        ("[tool.modelspec-lint]\n", False),
        ('[project]\ndependencies = ["modelspec-lint"]\n', False),
        ("broken = \n# modelspec\n", False),
        ("[tool.modelspec]\n", True),
        ("[tool]\nmodelspec.profile = 'strict'\n", True),
        ("tool = { modelspec = {} }\n", True),
        ('[tool."modelspec"]\n', True),
    ],
)
def test_a_pyproject_of_others_is_left_alone(repository, text, governs):
    repository.write("pyproject.toml", text)
    governing = repository.governing("a.yaml")
    assert (bool(governing.chains), governing.mistakes) == (governs, ())


def test_a_broken_pyproject_with_our_table_is_ours_to_tell(repository):
    repository.write("pyproject.toml", "[tool.modelspec]\nprofile = \n")
    assert repository.mistakes() == ["pyproject.toml:2:11: this is no TOML: invalid value"]


def test_our_table_in_a_pyproject_is_a_table(repository):
    repository.write("pyproject.toml", "[tool]\nmodelspec = 3\n")
    assert repository.mistakes() == [
        "pyproject.toml:2:13: tool.modelspec is a table: write [tool.modelspec] and keys below it"
    ]


def test_line_ends_and_a_byte_order_mark_of_windows_are_read(repository):
    repository.write("modelspec.toml", b'\xef\xbb\xbfprofile = "strict"\r\nignore = ["MS9"]\r\n')
    assert repository.mistakes() == []
