from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from modelspec_lint.linter.atomic import NotWritten, replace_file
from modelspec_lint.linter.document import read_path, read_source
from modelspec_lint.linter.fixes import FileFixes, difference, settle, write_fixed


def changed(path, old, new):
    before = read_path(path.name, path)
    after = read_source(path.name, before.data.replace(old, new), path)
    return FileFixes(before, after)


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "tree" / "a.modelspec.yaml"
    path.parent.mkdir()
    path.write_bytes(b"kind: ModelSpec\n")
    return path


def refused(fixes, tree):
    with pytest.raises(NotWritten) as error:
        write_fixed(fixes, tree)
    return str(error.value)


def test_a_file_is_replaced_at_once_and_keeps_its_mode(file):
    file.chmod(0o640)
    before = file.stat().st_ino
    write_fixed(changed(file, b"ModelSpec", b"Other"), file.parent)
    assert file.read_bytes() == b"kind: Other\n"
    assert stat.S_IMODE(file.stat().st_mode) == 0o640
    assert file.stat().st_ino != before
    assert [each.name for each in file.parent.iterdir()] == ["a.modelspec.yaml"]


def test_a_file_that_changed_meanwhile_is_left_alone(file):
    fixes = changed(file, b"ModelSpec", b"Other")
    file.write_bytes(b"kind: ModelSpec\n# mine\n")
    assert refused(fixes, file.parent) == "was changed meanwhile and is left alone"
    assert file.read_bytes() == b"kind: ModelSpec\n# mine\n"
    assert [each.name for each in file.parent.iterdir()] == ["a.modelspec.yaml"]


def test_a_file_that_is_gone_is_not_made_anew(file):
    fixes = changed(file, b"ModelSpec", b"Other")
    file.unlink()
    assert refused(fixes, file.parent) == "cannot be written: no such file or directory"
    assert list(file.parent.iterdir()) == []


def test_links_are_not_written_through(file, tmp_path):
    link = tmp_path / "tree" / "b.modelspec.yaml"
    link.symlink_to(file)
    said = refused(changed(link, b"ModelSpec", b"Other"), file.parent)
    assert said == "is a symbolic link and is left alone; name the file that it leads to"
    assert link.is_symlink()
    assert file.read_bytes() == b"kind: ModelSpec\n"


def test_nothing_outside_of_the_tree_is_written(file, tmp_path):
    other = tmp_path / "other"
    other.mkdir()
    (other / "tree").symlink_to(file.parent)
    for path in (file, other / "tree" / file.name, other / ".." / "tree" / file.name):
        said = refused(changed(path, b"ModelSpec", b"Other"), other)
        assert said.startswith(f"lies outside of {os.path.realpath(other)} and is left alone")
    assert file.read_bytes() == b"kind: ModelSpec\n"


def test_a_read_only_file_is_left_alone(file):
    fixes = changed(file, b"ModelSpec", b"Other")
    file.chmod(0o444)
    assert refused(fixes, file.parent) == "is read-only and is left alone"
    assert file.read_bytes() == b"kind: ModelSpec\n"


def test_what_is_no_file_is_not_replaced(tmp_path):
    with pytest.raises(NotWritten, match="is not a regular file"):
        replace_file(tmp_path, b"")
    with pytest.raises(NotWritten, match="cannot be written: embedded null byte"):
        replace_file(Path(f"{tmp_path}/a\0b"), b"")


def test_a_diff_keeps_line_ends_and_says_where_the_last_one_is_missing():
    before = read_source("a.modelspec.yaml", b"a: 1\r\nb:\t2\r\nc: \x85")
    after = read_source("a.modelspec.yaml", b"a: 2\r\nb:\t2\r\nc: \x85")
    assert difference(before, before) == ""
    assert difference(
        read_source("a.modelspec.yaml", b"a: 1\r\nb:\t2\r\nc: 3"),
        read_source("a.modelspec.yaml", b"a: 2\r\nb:\t2\r\nc: 3"),
    ) == (
        "--- a/a.modelspec.yaml\n+++ b/a.modelspec.yaml\n@@ -1,3 +1,3 @@\n-a: 1\r\n+a: 2\r\n b:\t2\r\n c: 3\n"
        "\\ No newline at end of file\n"
    )
    assert difference(before, after) == ""  # not text: nothing is read of it


def test_a_diff_hides_secrets_and_controls():
    text = 'a: 1\nHF_TOKEN: "hf_{}"\nb: "\u202e" # \u001b[31m\n'.format("x" * 30)
    before = read_source("\u001b.modelspec.yaml", text.encode())
    after = read_source("\u001b.modelspec.yaml", text.replace("a: 1", "a: 2").encode())
    assert difference(before, after).splitlines()[:2] == [
        "--- a/\\x1b.modelspec.yaml",
        "+++ b/\\x1b.modelspec.yaml",
    ]
    assert "hf_x" not in difference(before, after)
    assert "\u001b" not in difference(before, after)


def test_settling_asks_once_when_all_is_good_and_finds_the_bad_ones():
    asked = []

    def passes(group):
        asked.append(list(group))
        return not {3, 11} & {*group}

    assert settle(range(16), passes) == [each for each in range(16) if each not in {3, 11}]
    assert len(asked) <= 2 * (2 * 4 + 1)
    asked.clear()
    assert settle([1, 2, 4], passes) == [1, 2, 4]
    assert asked == [[1, 2, 4]]
    assert settle([], passes) == []
