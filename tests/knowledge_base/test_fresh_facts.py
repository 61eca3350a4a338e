"""The compiled facts are never older than what was authored."""

import json
import os
from pathlib import Path

import pytest

from modelspec_lint.knowledge_base import KnowledgeBase
from modelspec_lint.knowledge_base.compiled import open_compiled
from modelspec_lint.knowledge_base.compiler import FactsError

PRECISIONS = """\
sources:
  ieee: IEEE 754
precisions:
  fp16:
    name: half
    bits: 16
    bits-low: 16
    bits-high: 16
    scope: all
    weight-only: false
    sources: [ieee]
"""


@pytest.fixture
def authored(tmp_path: Path) -> Path:
    folder = tmp_path / "facts"
    folder.mkdir()
    (folder / "knowledge.yaml").write_text('version: "1"\n')
    (folder / "precisions.yaml").write_text(PRECISIONS)
    return folder


def compiled_beside(authored: Path) -> Path:
    return authored.parent / "compiled" / "facts.jsonl"


def read(authored: Path) -> KnowledgeBase:
    return KnowledgeBase.read(authored, compiled_beside(authored))


def test_facts_are_compiled_when_first_opened(authored: Path) -> None:
    assert read(authored).precisions.get("fp16").name == "half"
    assert compiled_beside(authored).is_file()


def test_an_edited_file_is_compiled_again(authored: Path) -> None:
    first = read(authored)
    (authored / "precisions.yaml").write_text(PRECISIONS.replace("name: half", "name: binary16"))
    second = read(authored)
    assert second.precisions.get("fp16").name == "binary16"
    assert second.digest != first.digest


def test_an_edit_of_the_same_length_at_the_same_time_is_seen(authored: Path) -> None:
    path = authored / "precisions.yaml"
    read(authored)
    state = path.stat()
    path.write_text(PRECISIONS.replace("name: half", "name: HALF"))
    os.utime(path, ns=(state.st_atime_ns, state.st_mtime_ns))
    assert read(authored).precisions.get("fp16").name == "HALF"


def test_a_new_file_is_seen(authored: Path) -> None:
    read(authored)
    (authored / "more.yaml").write_text(PRECISIONS.replace("fp16", "bf16"))
    assert read(authored).precisions.ids() == ("bf16", "fp16")


def test_a_removed_file_is_seen(authored: Path) -> None:
    (authored / "more.yaml").write_text(PRECISIONS.replace("fp16", "bf16"))
    read(authored)
    (authored / "more.yaml").unlink()
    assert read(authored).precisions.ids() == ("fp16",)


def test_a_touched_file_keeps_the_compiled_facts(authored: Path) -> None:
    read(authored)
    before = compiled_beside(authored).read_bytes().split(b"\n", 1)
    os.utime(authored / "precisions.yaml", ns=(1, 1))
    read(authored)
    after = compiled_beside(authored).read_bytes().split(b"\n", 1)
    assert after[1] == before[1]
    assert json.loads(after[0])["signature"] != json.loads(before[0])["signature"]


def test_a_mistake_after_an_edit_is_not_hidden_by_older_facts(authored: Path) -> None:
    read(authored)
    (authored / "precisions.yaml").write_text(PRECISIONS.replace("scope: all", "scope: some"))
    with pytest.raises(FactsError, match="one of all, linears, experts, file-mean is wanted"):
        read(authored)


@pytest.mark.parametrize("damage", [b"", b"{}\n", b"not json\n", b'{"format": 0}\n'])
def test_a_damaged_compiled_file_is_made_again(authored: Path, damage: bytes) -> None:
    read(authored)
    compiled_beside(authored).write_bytes(damage)
    assert read(authored).precisions.ids() == ("fp16",)


def test_a_folder_that_cannot_be_written_is_no_obstacle(authored: Path) -> None:
    compiled_beside(authored).parent.write_text("a file where the folder would be")
    assert read(authored).precisions.ids() == ("fp16",)


def test_without_authored_facts_the_compiled_ones_are_taken_as_they_are(authored: Path) -> None:
    first = read(authored)
    missing = authored.with_name("elsewhere")
    assert open_compiled(missing, compiled_beside(authored)).header["digest"] == first.digest


def test_without_any_facts_the_reason_is_said(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError, match="neither authored facts"):
        open_compiled(tmp_path / "facts", tmp_path / "compiled" / "facts.jsonl")


def test_the_digest_does_not_depend_on_how_the_facts_are_laid_out(authored: Path) -> None:
    first = read(authored).digest
    (authored / "precisions.yaml").write_text("# a comment\n" + PRECISIONS)
    assert read(authored).digest == first
