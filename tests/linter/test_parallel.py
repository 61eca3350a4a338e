"""However many processes share a run, and in whatever order packs come, it says the same."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from modelspec_lint.linter.cli.jobs import jobs_for
from modelspec_lint.linter.parallel import shared_out
from modelspec_lint.linter.plugins import load_packs

ROOT = Path(__file__).parents[2]
SPECS = sorted((ROOT / "examples").rglob("*.modelspec.yaml"))
RAISES = '''
from modelspec_lint.linter import Finding, Severity, finding, rule


@rule("TEAM001", "name-has-a-digit", severity=Severity.WARNING, tags=("team",), on="document")
def name_has_a_digit(document):
    """A name has a digit in it.

    ## What it does
    Looks for digits, and raises where there is no name.
    """
    if any(sign.isdigit() for sign in document.name):
        yield finding("/metadata/name", "There is a digit in the name.")
    if document.name == "chat-7":
        raise LookupError("seven")


RULES = (name_has_a_digit,)
'''
OTHER = RAISES.replace("TEAM001", "CREW001").replace("name-has-a-digit", "digit-in-name").replace("7", "11")


@pytest.fixture
def repository(tmp_path):
    """A repository with all examples, suppressions, two packs of which a rule raises, and 24 services."""
    for number, path in enumerate(SPECS):
        copy = tmp_path / f"team-{number % 5}" / path.name
        copy.parent.mkdir(exist_ok=True)
        copy.write_bytes(path.read_bytes())
    text = (ROOT / "examples" / "02-serving.modelspec.yaml").read_text("utf-8")
    name = next(line for line in text.splitlines() if line.startswith("  name:"))
    for number in range(24):
        one = text.replace(name, f"  name: chat-{number % 12}  # modelspec: ignore[MS106] known by all of us")
        both = f"{one}---\n{text.replace(name, f'  name: both-{number}')}" if number % 7 == 0 else one
        (tmp_path / f"chat-{number}.modelspec.yaml").write_text(both, "utf-8")
    (tmp_path / "raises.py").write_text(RAISES, "utf-8")
    (tmp_path / "other.py").write_text(OTHER, "utf-8")
    return tmp_path


def lint(folder, *options):
    command = [sys.executable, "-m", "modelspec_lint.linter", "lint", *options, "."]
    ran = subprocess.run(command, cwd=folder, capture_output=True, timeout=120)
    return ran.returncode, ran.stdout.decode(), ran.stderr.decode()


@pytest.mark.parametrize("form", ["text", "json", "sarif"])
def test_parallel_and_serial_runs_say_the_same(repository, form):
    options = ("--format", form, "--show-suppressed", "--pack", "raises.py", "--pack", "other.py")
    alone = lint(repository, *options, "-j", "1")
    assert alone[0] == 3
    for part in ("TEAM001", "MS106", "MS201", "LookupError"):
        assert part in alone[1]
    for jobs in ("3", "0"):
        assert lint(repository, *options, "-j", jobs) == alone


def test_the_order_of_packs_changes_nothing(repository):
    one = lint(repository, "--format", "json", "--pack", "raises.py", "--pack", "other.py")
    assert one == lint(repository, "--format", "json", "--pack", "other.py", "--pack", "raises.py")


def test_durations_are_those_of_all_processes(repository):
    _, _, said = lint(repository, "--durations", "-j", "3")
    assert "MS201 weights-exceed-memory" in said


def lists_itself(share):
    return {"share": share, "rule": RULE}


RULE = next(load_packs().rules())[0]


def test_shares_come_back_in_order_and_rules_are_the_same_objects():
    found = list(shared_out(range(23), lists_itself, 3, load_packs()))
    assert [number for share, _ in found for number in share] == list(range(23))
    assert all(back["share"] == share and back["rule"] is RULE for share, back in found)


def test_what_does_not_travel_is_left_to_this_process():
    found = list(shared_out([1, 2, 3], lambda share: lambda: share, 2, load_packs()))
    assert [(list(share), back) for share, back in found] == [([1], None), ([2], None), ([3], None)]


def test_where_a_process_dies_its_share_is_left_to_this_one():
    found = list(shared_out([1, 2, 3, 4], lambda share: os._exit(9), 2, load_packs()))
    assert [back for _, back in found] == [None] * 4


def test_few_files_are_not_shared_out_and_nobody_gets_more_processes_than_files():
    processors = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    assert jobs_for(1, None) == jobs_for(150, None) == 1
    assert jobs_for(3, 8) == 3
    assert jobs_for(10_000, 8) == 8
    assert jobs_for(10_000, 0) == processors
    if sys.platform == "linux":
        assert jobs_for(100_000, None) == processors
