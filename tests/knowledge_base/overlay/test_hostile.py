"""A knowledge file is input like any other: whatever it holds, the answer is a sentence and comes soon."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from modelspec_lint.knowledge_base import KnowledgeBase, OverlayError

HEAD = b"apiVersion: modelspec-lint/v1\nkind: Knowledge\nmetadata: {name: acme, source: wiki}\n"
BOMB = b"a: &a [x, x]\n" + b"".join(b"%c: &%c [*%c, *%c]\n" % (n + 1, n + 1, n, n) for n in range(97, 120))


def refused(path: Path) -> tuple[int, int, str]:
    began = time.process_time()
    with pytest.raises(OverlayError) as error:
        KnowledgeBase.load([path])
    assert time.process_time() - began < 5
    assert str(error.value).isprintable() or "\n" in str(error.value)
    return error.value.mistakes[0][1:]


@pytest.mark.parametrize(
    ("content", "line", "column", "message"),
    [
        (b"", 1, 1, "a map is wanted: `apiVersion`, `kind`, `metadata`, and lists of facts"),
        (b"- a\n", 1, 1, "a map is wanted: `apiVersion`, `kind`, `metadata`, and lists of facts"),
        (b"a: [\n", 2, 1, "not YAML: "),
        (b"a: b: c\n", 1, 5, "not YAML: "),
        (HEAD + b"---\nb: c\n", 4, 1, "not YAML: "),
        (b"a: 1\nb: \xff\n", 2, 1, "not UTF-8: byte 0xff"),
        ("a: b\n".encode("utf-16"), 1, 1, "not UTF-8: byte 0xff"),
        (b"a: \x00\n", 1, 1, "not YAML: it holds a character that no YAML file may hold"),
        (b"a: \x1b[31m\n", 1, 1, "not YAML: it holds a character that no YAML file may hold"),
        (BOMB, 1, 4, "anchors and aliases are not read here; write the value out"),
        (HEAD + b"engines: *x\n", 4, 10, "anchors and aliases are not read here; write the value out"),
        (HEAD + b"engines: !!python/object/apply:os.system [ls]\n", 4, 10, "tags are not read here; "),
        (HEAD + b"engines: !mine []\n", 4, 10, "tags are not read here; "),
        (b"%TAG ! tag:x,1:\n---\na: b\n", 1, 1, "YAML directives (%) are not read here"),
        (HEAD + b"engines: " + b"[" * 500 + b"]" * 500, 4, 41, "nested deeper than 32 levels"),
        (HEAD + b"engines: " + b"{a: " * 500 + b"}" * 500, 4, 134, "nested deeper than 32 levels"),
        (HEAD + b"engines: [" + b"1," * 300_000 + b"]", 4, 399985, "the file holds more than 200,000 values"),
        (HEAD + b"# " + b"x" * 5_000_000, 1, 1, "the file is larger than 4 MiB"),
    ],
    ids=lambda value: "" if isinstance(value, bytes | int) else None,
)
def test_what_cannot_be_read_is_told(tmp_path, content, line, column, message) -> None:
    path = tmp_path / "a.yaml"
    path.write_bytes(content)
    found = refused(path)
    assert found[:2] == (line, column)
    assert found[2].startswith(message)


def test_a_file_that_is_not_there_is_told(tmp_path) -> None:
    assert refused(tmp_path / "a.yaml") == (1, 1, "the file cannot be read: no such file or directory")


def test_a_folder_and_a_pipe_are_told(tmp_path) -> None:
    assert refused(tmp_path) == (1, 1, "this is no regular file")
    os.mkfifo(tmp_path / "pipe.yaml")
    assert refused(tmp_path / "pipe.yaml") == (1, 1, "this is no regular file")


def test_a_name_that_is_no_path_is_told() -> None:
    assert refused(Path("a\0b")) == (1, 1, "the file cannot be read: its name is not a valid path")


def test_a_byte_order_mark_is_no_mistake(tmp_path) -> None:
    path = tmp_path / "a.yaml"
    path.write_bytes(b"\xef\xbb\xbf" + HEAD)
    assert KnowledgeBase.load([path]).layers[0].name == "acme"


@pytest.mark.parametrize(
    "content",
    [
        b"models:\n  - {id: a, parameters: " + b"9" * 100_000 + b"}\n",
        b"models:\n  - {id: " + b"a" * 1_000_000 + b", based-on: " + b"b" * 1_000_000 + b"}\n",
        b"models:\n  - {id: a, " + b"k" * 1_000_000 + b": 1}\n",
        b"models:\n" + b"".join(b"  - {id: a%d, based-on: a%d}\n" % (n, n + 1) for n in range(20_000)),
        b"models:\n" + b"".join(b"  - {id: a%d, parametres: 5, layer: 3}\n" % n for n in range(20_000)),
        b"models:\n  - {id: a, " + b", ".join(b"paramters%d: 1" % n for n in range(20_000)) + b"}\n",
        b'models:\n  - {id: "a\\u001b[2J", family: "\\u202e"}\n',
        b'models:\n  - {id: a, family: "\\u001b]0;x\\u0007"}\n',
        b"? [a]\n: b\n? {c: d}\n: e\n",
        b"<<: {models: []}\n",
    ],
    ids=[
        "digits",
        "names",
        "key",
        "chain",
        "entries",
        "keys",
        "escape-id",
        "escape",
        "complex",
        "merge",
    ],
)
def test_what_makes_others_slow_or_loud_is_told(tmp_path, content) -> None:
    path = tmp_path / "a.yaml"
    path.write_bytes(HEAD + content)
    line, _, message = refused(path)
    assert line >= 4
    assert message


def test_a_long_chain_of_fine_tunes_is_no_mistake(tmp_path) -> None:
    path = tmp_path / "a.yaml"
    entries = [f"  - {{id: acme/a{n}, based-on: acme/a{n + 1}}}\n" for n in range(3_000)]
    path.write_text(
        HEAD.decode() + "models:\n" + "".join(entries) + "  - {id: acme/a3000, based-on: Qwen/Qwen3-8B}\n"
    )
    knowledge = KnowledgeBase.load([path])
    assert knowledge.models.get("acme/a0").layers == knowledge.models.get("Qwen/Qwen3-8B").layers


def test_no_more_than_a_hundred_mistakes_are_told_of_a_file(tmp_path) -> None:
    path = tmp_path / "a.yaml"
    path.write_bytes(HEAD + b"engines:\n" + b"  - {id: vllm, nmae: x}\n" * 500)
    with pytest.raises(OverlayError) as error:
        KnowledgeBase.load([path])
    assert len(error.value.mistakes) == 100
