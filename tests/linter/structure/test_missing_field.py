from __future__ import annotations

import pytest

from modelspec_lint.linter.testing import CLEAN

LINES = CLEAN.splitlines(keepends=True)


def inserted(text: str, help: str) -> str:
    """Do what the help says: its first line says where, the others are the text."""
    first, _, more = help.partition("\n")
    words = first.replace(",", " ").replace(":", " ").split()
    number = int(words[words.index("line") + 1])
    lines = text.splitlines(keepends=True)
    if "brace" in words:
        before = "".join(lines[: number - 1])
        line = lines[number - 1]
        name = first.split("`")[1] if "`" in first else ""
        brace = line.index("{", line.index(name))
        lines[number - 1] = line[: brace + 1] + more + line[brace + 1 :]
        return before + "".join(lines[number - 1 :])
    at = number if words[1] == "after" else number - 1
    return "".join([*lines[:at], more + "\n", *lines[at:]])


def without(*parts: str) -> str:
    """Remove the lines of the clean spec that begin with one of these words, and all that is below them."""
    kept: list[str] = []
    below: int | None = None
    for line in LINES:
        indent = len(line) - len(line.lstrip())
        if below is not None and indent > below:
            continue
        below = indent if line.strip().startswith(parts) else None
        if below is None:
            kept.append(line)
    return "".join(kept)


@pytest.mark.parametrize(
    ("text", "line", "column", "message", "help"),
    [
        pytest.param(
            without("framework:"),
            7,
            5,
            "`framework` is missing from spec.identity.model.",
            "insert after line 11, under `model:`:\n      framework: vllm",
            id="a field",
        ),
        pytest.param(
            without("count:"),
            14,
            5,
            "`count` is missing from spec.runtime.accelerator.",
            "insert after line 16, under `accelerator:`:\n      count: 1",
            id="a number",
        ),
        pytest.param(
            without("runtime:"),
            5,
            1,
            "`runtime` is missing from spec.",
            "insert after line 12, under `spec:`:\n  runtime:\n    accelerator:\n      vendor: nvidia\n"
            "      type: a100-80gb\n      count: 1",
            id="a whole object with what it requires",
        ),
        pytest.param(
            without("name:").replace("metadata:\n", "metadata:\n  labels:\n    a: |\n      b\n\n# c\n"),
            3,
            1,
            "`name` is missing from metadata.",
            "insert after line 6, under `metadata:`:\n  name: support-chat",
            id="behind a block of text, before a comment",
        ),
        pytest.param(
            without("apiVersion:"),
            1,
            1,
            "`apiVersion` is missing from the document.",
            "insert before line 1:\napiVersion: piqc.ai/v1alpha1",
            id="the first field",
        ),
        pytest.param(
            without("metadata:"),
            2,
            1,
            "`metadata` is missing from the document.",
            "insert after line 18:\nmetadata:\n  name: support-chat",
            id="at the top",
        ),
        pytest.param(
            without("count:").replace("  ", "    "),
            14,
            9,
            "`count` is missing from spec.runtime.accelerator.",
            "insert after line 16, under `accelerator:`:\n            count: 1",
            id="indented by four",
        ),
        pytest.param(
            without("runtime:").replace("  ", "    "),
            5,
            1,
            "`runtime` is missing from spec.",
            "insert after line 12, under `spec:`:\n    runtime:\n        accelerator:\n"
            "            vendor: nvidia\n"
            "            type: a100-80gb\n            count: 1",
            id="an object indented by four",
        ),
        pytest.param(
            CLEAN.replace("metadata:\n  name: chat\n", "metadata: {}\n"),
            3,
            1,
            "`name` is missing from metadata.",
            "insert behind the opening brace of `metadata` on line 3:\nname: support-chat",
            id="in empty braces",
        ),
        pytest.param(
            CLEAN.replace("metadata:\n  name: chat\n", "metadata: {version: '1'}\n"),
            3,
            1,
            "`name` is missing from metadata.",
            "insert behind the opening brace of `metadata` on line 3:\nname: support-chat, ",
            id="in braces",
        ),
        pytest.param(
            CLEAN.replace("metadata:\n  name: chat\n", 'metadata: {"version": "1"}\n'),
            3,
            1,
            "`name` is missing from metadata.",
            'insert behind the opening brace of `metadata` on line 3:\n"name": "support-chat", ',
            id="in braces with quotes",
        ),
        pytest.param(
            CLEAN + "  pipeline:\n    dependencies:\n    - role: input\n      required: true\n",
            23,
            7,
            "`id` is missing from spec.pipeline.dependencies[0].",
            "insert after line 24:\n      id: prompt-guard",
            id="in a list",
        ),
    ],
)
def test_a_missing_field_is_shown_with_the_lines_to_insert(read, text, line, column, message, help):
    reading = read(text)
    assert reading.found == [(line, column, "missing-field", message)]
    assert reading.only.help == (help,)
    assert read(inserted(text, help)).violations == ()


def test_json_is_told_in_json(read):
    text = (
        '{"apiVersion": "piqc.ai/v1alpha1", "kind": "ModelSpec", "metadata": {"name": "a"},\n'
        ' "spec": {"identity": {"model": {"id": "a", "family": "b", "task": "c", "framework": "d"}}}}\n'
    )
    reading = read(text, "case.modelspec.json")
    assert reading.found == [(2, 2, "missing-field", "`runtime` is missing from spec.")]
    (help,) = reading.only.help
    assert help == (
        "insert behind the opening brace of `spec` on line 2:\n"
        '"runtime": {"accelerator": {"vendor": "nvidia", "type": "a100-80gb", "count": 1}}, '
    )
    assert read(inserted(text, help), "case.modelspec.json").violations == ()


def test_each_missing_field_is_a_cause_of_its_own(read):
    reading = read(without("family:", "task:"))
    assert reading.found == [
        (7, 5, "missing-field", "`family` is missing from spec.identity.model."),
        (7, 5, "missing-field", "`task` is missing from spec.identity.model."),
    ]


def test_an_empty_document_of_ours_lacks_two_objects(read):
    reading = read("apiVersion: piqc.ai/v1alpha1\nkind: ModelSpec\n")
    assert reading.found == [
        (2, 1, "missing-field", "`metadata` is missing from the document."),
        (2, 1, "missing-field", "`spec` is missing from the document."),
    ]
