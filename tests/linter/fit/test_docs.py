"""The page about ``modelspec fit`` says what is so."""

from __future__ import annotations

import re
from pathlib import Path

import click
from click.testing import CliRunner

from modelspec_lint.linter.cli import main

ROOT = Path(__file__).parents[3]
PAGE = (ROOT / "docs" / "fit.md").read_text("utf-8")


def shape(text: str) -> list[str]:
    """Return the lines without what changes with every fact: figures, lengths of bars, names of offers."""
    text = text[: text.index("\nWhat else would do")]
    text = re.sub(r"[0-9][0-9.,]*", "#", text)
    lines = (re.sub(r"(?<=USD an hour: ).*|  .{10,}…$", "...", line) for line in text.splitlines())
    return [re.sub(r"(.)\1+", r"\1", line) for line in lines]


def test_the_printed_answer_looks_like_the_programs(monkeypatch) -> None:
    monkeypatch.chdir(ROOT)
    monkeypatch.delenv("FORCE_COLOR", raising=False)
    printed = PAGE[PAGE.index("$ modelspec fit") :].partition("\n")[2].partition("```")[0]
    run = CliRunner().invoke(main, ["fit", "examples/03-batching.modelspec.yaml"])

    assert shape(printed) == shape(run.stdout)


def test_every_flag_is_described() -> None:
    command = main.get_command(click.Context(main), "fit")
    assert command is not None
    flags = [
        name
        for parameter in command.params
        if isinstance(parameter, click.Option)
        for name in parameter.opts
        if name.startswith("--")
    ]

    assert [name for name in flags if f"`{name}" not in PAGE] == []
