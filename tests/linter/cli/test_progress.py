"""A long run says on a terminal how far it has come, and leaves nothing behind."""

import io

import pytest

from modelspec_lint.linter.cli import progress
from modelspec_lint.linter.cli.progress import Progress


class Terminal(io.StringIO):
    def isatty(self):
        return True


@pytest.fixture(autouse=True)
def _terminal(monkeypatch):
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setattr(progress, "_SECONDS", 0.0)


def said(total, stream):
    told = Progress(total, stream)
    assert list(told.counting(range(3))) == [0, 1, 2]
    told.say(1200)
    told.end()
    return stream.getvalue()


def test_a_terminal_is_told_and_left_as_it_was():
    written = said(10_000, Terminal())
    assert written.startswith("\r0 of 10,000 files\r1 of 10,000 files\r2 of 10,000 files")
    assert written.endswith("\r1,200 of 10,000 files\r\x1b[K")


def test_a_short_run_a_pipe_and_a_dumb_terminal_are_told_nothing(monkeypatch):
    assert said(100, Terminal()) == ""
    assert said(10_000, io.StringIO()) == ""
    monkeypatch.setenv("TERM", "dumb")
    assert said(10_000, Terminal()) == ""
