"""What a newcomer runs first: the examples are clean, and those in broken/ say what stands beside them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "examples"
BROKEN = sorted((EXAMPLES / "broken").glob("*.modelspec.yaml"))
STEPS = (
    "00-minimal",
    "01-artifacts",
    "02-serving",
    "03-batching",
    "04-scaling",
    "05-observability",
    "06-dependencies",
    "07-governance",
    "08-full-production",
)


def test_the_examples_have_neither_errors_nor_warnings() -> None:
    run = modelspec("lint", "--fail-on", "warning", "--format", "json", "examples/")

    report = json.loads(run.stdout)
    assert run.returncode == 0
    # that somebody has to read Llama's licence before production is no mistake of the spec
    assert [(each["code"], Path(each["file"]).name) for each in report["findings"]] == [
        ("MS809", "08-full-production.modelspec.yaml")
    ]
    # and the two that 06-dependencies refers to, and those of configuration/
    assert report["summary"]["specs"] == len(STEPS) + 4


def test_the_examples_grow_from_the_least_to_everything() -> None:
    names = [path.name.removesuffix(".modelspec.yaml") for path in sorted(EXAMPLES.glob("*.yaml"))]
    assert tuple(names) == STEPS

    sizes = [leaves(yaml.safe_load(example(step).read_text("utf-8"))) for step in STEPS]
    assert (sizes[0], sizes[-1]) == (min(sizes), max(sizes))


def test_the_dependencies_of_the_examples_are_there() -> None:
    for step in ("06-dependencies", "08-full-production"):
        spec = yaml.safe_load(example(step).read_text("utf-8"))
        for dependency in spec["spec"]["pipeline"]["dependencies"]:
            assert (EXAMPLES / dependency["specRef"]).is_file()


def test_the_configured_examples_are_clean_because_of_their_configuration() -> None:
    run = modelspec("lint", "-q", "--no-config", "examples/configuration/")

    (finding,) = run.stdout.splitlines()
    assert "scratch.modelspec.yaml:19:5: warning[MS212]" in finding


def test_the_broken_examples_fail_when_they_are_named() -> None:
    run = modelspec("lint", "-q", "examples/broken/")

    assert run.returncode == 1
    assert {line.split(":")[0] for line in run.stdout.splitlines()} == {
        path.relative_to(ROOT).as_posix() for path in BROKEN
    }


@pytest.mark.parametrize("path", BROKEN, ids=lambda path: path.name.removesuffix(".modelspec.yaml"))
def test_a_broken_example_prints_what_stands_beside_it(path: Path) -> None:
    """Made anew by: modelspec lint examples/broken/NAME.modelspec.yaml > examples/broken/NAME.expected.txt"""
    expected = path.with_name(path.name.replace(".modelspec.yaml", ".expected.txt"))

    run = modelspec("lint", path.relative_to(ROOT).as_posix())

    assert run.stdout == expected.read_text("utf-8")
    assert run.stderr == ""


def test_the_readme_shows_what_the_program_prints() -> None:
    shown = (ROOT / "README.md").read_text("utf-8").split("```text\n$ modelspec ")[1].split("```\n")[0]
    command, _, output = shown.partition("\n")

    assert modelspec(*command.split()).stdout == output


def example(step: str) -> Path:
    return EXAMPLES / f"{step}.modelspec.yaml"


def leaves(node: object) -> int:
    """Count the values that a document declares."""
    if isinstance(node, dict):
        return sum(map(leaves, node.values()))
    return sum(map(leaves, node)) if isinstance(node, list) else 1


def modelspec(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the installed program in the repository, as a user at no terminal would."""
    kept = {name: value for name, value in os.environ.items() if name not in {"FORCE_COLOR", "COLUMNS"}}
    return subprocess.run(
        (sys.executable, "-m", "modelspec_lint.linter", *arguments),
        cwd=ROOT,
        env={**kept, "NO_COLOR": "1", "PYTHONUTF8": "1"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
