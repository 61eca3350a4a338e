"""The steps of ``action.yml`` as a runner would run them: in bash, with its files, in a hostile checkout."""

from __future__ import annotations

import json
import re
import sys
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

import pytest
import yaml

from tests.integrations.scratch import (
    BROKEN,
    CLEAN,
    MODELSPEC,
    ROOT,
    environment,
    refuse_or_skip,
    run,
)

ACTION = yaml.safe_load((ROOT / "action.yml").read_text("utf-8"))
SHADOWED = (
    "pip",
    "json",
    "venv",
    "subprocess",
    "click",
    "yaml",
    "modelspec_lint",
    "sitecustomize",
    "setuptools",
)

HOSTILE = [
    "a b.modelspec.yaml",
    "$(touch pwned).modelspec.yaml",
    "`touch pwned`.modelspec.yaml",
    "'; touch pwned; '.modelspec.yaml",
    '"quoted".modelspec.yaml',
    "--fix.modelspec.yaml",
    "-",
    "::error::forged.modelspec.yaml",
    "%0A::error::forged.modelspec.yaml",
    "${{ github.token }}.modelspec.yaml",
    "[x]*?.modelspec.yaml",
    "é‮.modelspec.yaml",
    "exit-code=0.modelspec.yaml",
    "|a|<b>.modelspec.yaml",
]


@dataclass(frozen=True)
class Ran:
    """What a step left: its exit code, its log, its outputs and the job's summary."""

    code: int
    log: str
    outputs: dict[str, str]
    summary: str


class Runner:
    """What these steps see of a runner: a checkout, a folder of its own, files for what is handed on."""

    def __init__(self, folder: Path) -> None:
        self.checkout = folder / "a checkout"
        self.temporary = folder / "of the runner"
        self.checkout.mkdir()
        self.temporary.mkdir()

    def step(self, name: str, action: Path = ROOT, **inputs: str) -> Ran:
        """Run the step called ``name`` with the given inputs and the defaults of the others."""
        step = next(each for each in ACTION["runs"]["steps"] if each.get("name") == name)
        values = {key: each["default"] for key, each in ACTION["inputs"].items()}
        values |= {key.replace("_", "-"): value for key, value in inputs.items()}
        replaced = {f"inputs.{key}": value for key, value in values.items()}
        replaced["steps.python.outputs.python-path"] = sys.executable
        files = {each: self.temporary / each for each in ("GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY")}
        for file in files.values():
            file.write_text("")
        assert "${{" not in step["run"]  # an input would be part of a command
        given = {
            key: re.sub(r"\$\{\{ (.*?) \}\}", lambda match: replaced[match[1]], value)
            for key, value in step["env"].items()
        }
        done = run(
            *("bash", "--noprofile", "--norc", "-e", "-o", "pipefail", "-c", step["run"]),
            folder=self.checkout,
            env=environment(
                **given,
                **{key: str(file) for key, file in files.items()},
                RUNNER_TEMP=str(self.temporary),
                GITHUB_ACTION_PATH=str(action),
            ),
        )
        lines = files["GITHUB_OUTPUT"].read_text("utf-8").splitlines()
        return Ran(
            done.returncode,
            done.stdout + done.stderr,
            dict(line.split("=", 1) for line in lines),
            files["GITHUB_STEP_SUMMARY"].read_text("utf-8"),
        )


@pytest.fixture
def runner(tmp_path: Path) -> Runner:
    return Runner(tmp_path)


@pytest.fixture
def installed(runner: Runner) -> Runner:
    """Return a runner after the install step: here with the linter that these tests are run with."""
    scripts = runner.temporary / "modelspec-lint" / "bin"
    scripts.mkdir(parents=True)
    (scripts / "modelspec").symlink_to(MODELSPEC)
    return runner


def test_findings_fail_the_step_and_are_annotated_summed_up_and_handed_on(installed: Runner) -> None:
    (installed.checkout / "chat.modelspec.yaml").write_text(BROKEN)

    ran = installed.step("modelspec lint")

    assert ran.code == 1
    assert "::error file=chat.modelspec.yaml,line=17,endLine=17,col=28,endColumn=29,title=MS406" in ran.log
    assert "checked 1 spec in 1 file: 1 finding (1 error)" in ran.summary
    assert sorted(ran.outputs) == ["exit-code", "markdown-file", "sarif-file"]
    assert ran.outputs["exit-code"] == "1"
    assert Path(ran.outputs["markdown-file"]).read_text("utf-8") == ran.summary
    sarif = json.loads(Path(ran.outputs["sarif-file"]).read_text("utf-8"))
    assert [each["ruleId"] for each in sarif["runs"][0]["results"]] == ["MS406"]


def test_a_clean_checkout_passes_and_says_so(installed: Runner) -> None:
    (installed.checkout / "chat.modelspec.yaml").write_text(CLEAN)

    ran = installed.step("modelspec lint", arguments="--ignore ALL  # nothing at all")

    assert (ran.code, ran.outputs["exit-code"]) == (0, "0")
    assert "checked 1 spec in 1 file: no findings" in ran.summary


def test_the_text_is_on_the_log_where_no_line_of_it_is_a_command(installed: Runner) -> None:
    (installed.checkout / "chat.modelspec.yaml").write_text(BROKEN)

    lines = installed.step("modelspec lint").log.splitlines()

    start = lines.index("::group::modelspec lint")
    token = lines[start + 1].removeprefix("::stop-commands::")
    assert re.fullmatch(r"[0-9a-f]{32}", token)
    assert lines[start + 2] == "chat.modelspec.yaml:17:28: error[MS406] replicas-reversed"
    assert lines[-2:] == [f"::{token}::", "::endgroup::"]


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_path_is_a_path_and_nothing_else(installed: Runner, name: str) -> None:
    write_below(installed.checkout, name)

    ran = installed.step("modelspec lint", paths=f"\n  specs/{name}  \n\n")

    assert_nothing_but(ran, findings=1)
    assert [path.name for path in installed.checkout.iterdir()] == ["specs"]


def test_hostile_names_that_are_found_are_names_and_nothing_else(installed: Runner) -> None:
    for name in HOSTILE:
        write_below(installed.checkout, name)

    ran = installed.step("modelspec lint", arguments="--select MS406")

    assert_nothing_but(ran, findings=len(HOSTILE))
    assert [path.name for path in installed.checkout.iterdir()] == ["specs"]


def write_below(checkout: Path, name: str) -> None:
    folder = checkout / "specs" / name
    folder.mkdir(parents=True)
    (folder / "chat.modelspec.yaml").write_text(BROKEN)


def assert_nothing_but(ran: Ran, findings: int) -> None:
    """Assert that the step found as much, and that a name has put nothing into its log and outputs."""
    assert (ran.code, ran.outputs["exit-code"]) == (1, "1"), ran.log
    assert sorted(ran.outputs) == ["exit-code", "markdown-file", "sarif-file"]
    commands = [line for line in ran.log.splitlines() if line.startswith("::")]
    token = commands[findings + 1].removeprefix("::stop-commands::")
    errors, rest = commands[:findings], commands[findings:]
    assert [command for command in errors if not command.startswith("::error file=specs/")] == []
    assert rest == ["::group::modelspec lint", f"::stop-commands::{token}", f"::{token}::", "::endgroup::"]
    assert ran.summary.count("**MS406**") == findings


def test_arguments_are_split_as_in_a_shell_that_runs_nothing(installed: Runner) -> None:
    (installed.checkout / "chat.modelspec.yaml").write_text(BROKEN)

    ran = installed.step(
        "modelspec lint", arguments="--output 'json=a report.json'\n--output text=$HOME;touch"
    )

    assert ran.code == 1
    files = ["$HOME;touch", "a report.json", "chat.modelspec.yaml"]
    assert sorted(path.name for path in installed.checkout.iterdir()) == files


def test_a_mistaken_command_line_fails_without_an_old_report(installed: Runner) -> None:
    (installed.checkout / "chat.modelspec.yaml").write_text(BROKEN)
    installed.step("modelspec lint")

    ran = installed.step("modelspec lint", arguments="--select MS999999")

    assert (ran.code, ran.outputs, ran.summary) == (2, {"exit-code": "2"}, "")


def test_modules_in_the_checkout_are_not_run(installed: Runner) -> None:
    (installed.checkout / "chat.modelspec.yaml").write_text(CLEAN)
    shadow(installed.checkout)

    ran = installed.step("modelspec lint", arguments="--fail-on error")

    assert (ran.code, "pwned" in ran.log) == (0, False)


@pytest.mark.parametrize("wrong", ["1.0; touch pwned", "--index-url=x", "1.0 @ file:///x", "1\n::error::x"])
def test_what_is_no_version_is_not_given_to_pip(runner: Runner, wrong: str) -> None:
    ran = runner.step("Install modelspec-lint", version=wrong)

    assert ran.code == 2
    assert ran.log.startswith("::error title=modelspec-lint::version is no version: ")
    assert len(ran.log.splitlines()) == 1
    assert list(runner.checkout.iterdir()) == []


def test_the_commit_of_the_action_is_installed_and_lints(runner: Runner, source: Path) -> None:
    shadow(runner.checkout)
    (source / "ci").mkdir(exist_ok=True)
    (source / "ci" / "github_action.py").write_bytes((ROOT / "ci" / "github_action.py").read_bytes())
    (runner.checkout / "chat.modelspec.yaml").write_text(BROKEN)

    ran = runner.step("Install modelspec-lint", action=source)

    if ran.code:
        refuse_or_skip(ran.log)
    assert "pwned" not in ran.log
    said = run(runner.temporary / "modelspec-lint/bin/modelspec", "--version", folder=runner.checkout).stdout
    assert said == f"modelspec, version {version('modelspec-lint')}\n"
    assert runner.step("modelspec lint", action=source).outputs["exit-code"] == "1"


def test_nothing_is_uploaded_unless_asked_for_and_written() -> None:
    (upload,) = (each for each in ACTION["runs"]["steps"] if "upload-sarif" in each.get("uses", ""))

    assert ACTION["inputs"]["upload-sarif"]["default"] == "false"
    conditions = upload["if"].strip("${} ").split(" && ")
    assert conditions == [
        "!cancelled()",
        "inputs.upload-sarif == 'true'",
        "steps.lint.outputs.sarif-file != ''",
    ]


def shadow(checkout: Path) -> None:
    """Put modules into the checkout that have the names of what Python imports."""
    for name in SHADOWED:
        (checkout / name).mkdir()
        for file in ("__init__.py", "__main__.py"):
            (checkout / name / file).write_text("print('pwned')\nraise SystemExit('pwned')\n")
