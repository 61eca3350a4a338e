"""The corpus that speed is measured on: reproducible, of the promised size, mostly sound."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
import yaml

from benchmarks.corpus import BROKEN_EVERY, write_corpus, write_faulty
from benchmarks.process import run_cold
from benchmarks.speed import main


def test_equal_seeds_write_equal_bytes(tmp_path: Path) -> None:
    write_corpus(tmp_path / "first", 50)
    write_corpus(tmp_path / "second", 50)

    first, second = (
        [path.read_bytes() for path in sorted((tmp_path / name).iterdir())] for name in ("first", "second")
    )
    assert len(first) == 50
    assert first == second


def test_a_spec_has_about_800_bytes(tmp_path: Path) -> None:
    assert 720 <= write_corpus(tmp_path / "corpus", 1000) / 1000 <= 880


def test_all_but_one_in_ten_are_yaml_of_the_right_kind(tmp_path: Path) -> None:
    write_corpus(tmp_path / "corpus", 100)

    sound = [
        yaml.safe_load(path.read_text(encoding="utf-8"))
        for number, path in enumerate(sorted((tmp_path / "corpus").iterdir()))
        if number % BROKEN_EVERY != BROKEN_EVERY - 1
    ]
    assert len(sound) == 90
    assert {document["kind"] for document in sound} == {"ModelSpec"}


def test_a_cold_run_tells_time_memory_and_exit_code(tmp_path: Path) -> None:
    run = run_cold((sys.executable, "-c", "import sys; held = b'x' * 50_000_000; sys.exit(3)"), tmp_path)

    assert run.code == 3
    assert 0 < run.seconds < 60
    assert 50 < run.peak_mb < 500


def test_the_speed_of_a_small_corpus_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--runs", "1", "--corpora", "20", "--findings", "0"]) == 0

    lines = capsys.readouterr().out.splitlines()
    assert lines[1].startswith("baseline: import click, jsonschema, yaml")
    assert lines[2].startswith("lint 20 specs of ")


def test_faulty_specs_have_as_many_findings_as_was_asked_for(tmp_path: Path) -> None:
    write_faulty(tmp_path / "faulty", 60)

    texts = [path.read_text("utf-8") for path in sorted((tmp_path / "faulty").iterdir())]
    assert [text.count("    setting") for text in texts] == [25, 25, 25]
