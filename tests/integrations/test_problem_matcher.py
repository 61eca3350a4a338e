"""The problem matcher finds in our text what our JSON says: as GitHub's runner would apply it."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from tests.integrations.scratch import BROKEN, MODELSPEC, ROOT, run

MATCHERS = json.loads((ROOT / "ci" / "problem-matcher.json").read_text("utf-8"))["problemMatcher"]
PARTS = ("file", "line", "column", "severity", "code", "message")


def test_the_matchers_are_what_a_runner_accepts() -> None:
    """What actions/runner checks: src/Runner.Worker/IssueMatcher.cs."""
    assert len({each["owner"].lower() for each in MATCHERS}) == len(MATCHERS)
    for matcher in MATCHERS:
        (pattern,) = matcher["pattern"]
        groups = re.compile(pattern["regexp"]).groups
        assert sorted(pattern[part] for part in PARTS if part in pattern) == list(range(1, groups + 1))
        assert matcher.get("severity", "error") in {"error", "warning", "notice"}
        assert ("severity" in matcher) != ("severity" in pattern)


@pytest.mark.parametrize("quiet", [True, False])
def test_every_finding_of_the_examples_is_matched_and_nothing_else(quiet: bool) -> None:
    folder = ROOT / "examples" / "broken"
    text = run(MODELSPEC, "lint", *(["-q"] if quiet else []), ".", folder=folder).stdout
    report = json.loads(run(MODELSPEC, "lint", "--format", "json", ".", folder=folder).stdout)

    assert len(report["findings"]) > 40
    assert [_place(each) for each in matched(text)] == [_place(each) for each in report["findings"]]
    said = "message" if quiet else "name"  # a frame has the rule in its first line, and the message below
    assert [each["message"] for each in matched(text)] == [each[said] for each in report["findings"]]


def test_notes_are_notices() -> None:
    assert {each["severity"] for each in matched("a.yaml:1:2: note[MS213] batch-undeclared\n")} == {"notice"}


def test_names_with_spaces_and_colons_are_read(tmp_path: Path) -> None:
    name = "a b: 7, [MS406] (copy).modelspec.yaml"
    (tmp_path / name).write_text(BROKEN)

    (only,) = matched(run(MODELSPEC, "lint", "-q", ".", folder=tmp_path).stdout)

    assert (only["file"], only["line"], only["column"], only["code"]) == (name, "17", "28", "MS406")


def matched(text: str) -> list[dict[str, str]]:
    """Apply the matchers to each line of a log; .NET's ECMAScript mode and Python agree on these patterns."""
    found = []
    for line in text.splitlines():
        for matcher in MATCHERS:
            (pattern,) = matcher["pattern"]
            match = re.search(pattern["regexp"], line, re.ASCII)
            if match:
                parts = {part: match[pattern[part]] for part in PARTS if part in pattern}
                found.append({"severity": matcher.get("severity", "error")} | parts)
    return found


def _place(each: dict[str, Any]) -> tuple[str, str, str, str, str]:
    severity = {"note": "notice"}.get(each["severity"], each["severity"])
    return each["file"], str(each["line"]), str(each["column"]), each["code"], severity
