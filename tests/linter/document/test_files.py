"""Paths that are no ordinary files: a problem in words, never an exception, never a wait."""

import io
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from modelspec_lint.linter.document import Limits, read_path, read_standard_input

SPEC = b"apiVersion: piqc.ai/v1alpha1\nkind: ModelSpec\n"


def only_problem(path):
    source = read_path(path.name, path)
    (problem,) = source.problems
    assert problem.kind == "unreadable"
    assert (source.text, source.data, source.documents) == ("", b"", ())
    assert (problem.span.line, problem.span.column) == (1, 1)
    return problem.message


def test_a_file_is_read(tmp_path):
    path = tmp_path / "x.modelspec.yaml"
    path.write_bytes(SPEC)
    source = read_path("shown/x.modelspec.yaml", path)
    assert (source.path, source.absolute, source.data, source.text) == (
        "shown/x.modelspec.yaml", path, SPEC, SPEC.decode(),
    )  # fmt: skip
    assert len(source.documents) == 1


def test_a_folder(tmp_path):
    assert only_problem(tmp_path) == "This is a folder, not a regular file."


def test_a_file_that_does_not_exist(tmp_path):
    assert only_problem(tmp_path / "x.yaml") == "The file cannot be read: it does not exist."


def test_a_link_to_nothing(tmp_path):
    link = tmp_path / "x.yaml"
    link.symlink_to("gone\x1b.yaml")
    assert only_problem(link) == (
        "The file cannot be read: it is a symbolic link to gone\\x1b.yaml, which does not exist."
    )


def test_links_in_a_circle(tmp_path):
    link = tmp_path / "x.yaml"
    link.symlink_to("x.yaml")
    assert only_problem(link) == "The file cannot be read: its symbolic links lead in a circle."


def test_a_link_to_a_file_is_followed(tmp_path):
    (tmp_path / "target").write_bytes(SPEC)
    link = tmp_path / "x.modelspec.yaml"
    link.symlink_to("target")
    assert len(read_path("x.modelspec.yaml", link).documents) == 1


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no named pipes here")
def test_a_named_pipe_is_not_opened(tmp_path):
    pipe = tmp_path / "x.yaml"
    os.mkfifo(pipe)
    assert only_problem(pipe) == "This is a named pipe, not a regular file."


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="there are no devices here")
def test_a_device_is_not_opened():
    assert only_problem(Path("/dev/zero")) == "This is a device, not a regular file."


@pytest.mark.skipif(not hasattr(socket, "AF_UNIX"), reason="there are no local sockets here")
def test_a_socket(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with socket.socket(socket.AF_UNIX) as server:
        server.bind("x.yaml")
        assert only_problem(tmp_path / "x.yaml") == "This is a socket, not a regular file."


@pytest.mark.parametrize("name", ["a\0b.yaml", "x" * 5000])
def test_names_that_no_file_can_have(tmp_path, name):
    assert only_problem(tmp_path / name) in {
        "The file cannot be read: its name is not a valid path.",
        "The file cannot be read: its name is too long.",
    }


@pytest.mark.skipif(not Path("/proc/self/mem").exists(), reason="there is no such file here")
def test_a_file_whose_reading_fails():
    assert only_problem(Path("/proc/self/mem")) == "The file cannot be read: input/output error."


@pytest.mark.skipif(not hasattr(os, "setuid"), reason="there are no users here")
def test_a_file_without_permission(tmp_path):
    path = tmp_path / "x.yaml"
    path.write_bytes(SPEC)
    path.chmod(0)
    if os.getuid() != 0:
        assert only_problem(path) == "The file cannot be read: permission denied."
        return
    for folder in (tmp_path, *tmp_path.parents):
        if folder.stat().st_uid == 0 and folder not in {Path("/"), Path("/tmp")}:
            folder.chmod(0o755)
    code = (
        "import os, sys, pathlib; from modelspec_lint.linter.document import read_path; os.setuid(65534); "
        "print(read_path('x.yaml', pathlib.Path(sys.argv[1])).problems[0].message)"
    )
    run = subprocess.run([sys.executable, "-c", code, path], capture_output=True, text=True, check=True)
    assert run.stdout == "The file cannot be read: permission denied.\n"


def test_no_more_than_the_limit_is_read(tmp_path):
    path = tmp_path / "x.yaml"
    with path.open("wb") as stream:
        stream.truncate(10**10)  # a hole: it takes no space on disk
    assert only_problem(path) == "The file is larger than 1,048,576 bytes, which is the limit for a spec."


def test_a_large_file_that_was_found_is_passed_over_unless_it_reads_like_ours(tmp_path):
    path = tmp_path / "x.json"
    path.write_bytes(b"x" * 2_000_000)
    assert read_path("x.json", path, named=False).skipped == 1
    path.write_bytes(SPEC + b"x" * 2_000_000)
    assert [problem.kind for problem in read_path("x.json", path, named=False).problems] == ["unreadable"]


def test_standard_input(monkeypatch):
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(SPEC)))
    source = read_standard_input("<stdin>")
    assert (source.path, source.absolute, len(source.documents)) == ("<stdin>", None, 1)
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"x" * 100)))
    assert [problem.kind for problem in read_standard_input("-", limits=Limits(bytes=10)).problems] == [
        "unreadable"
    ]
    monkeypatch.setattr("sys.stdin", None)
    assert read_standard_input("-").problems[0].message == "Standard input cannot be read: it is closed."
