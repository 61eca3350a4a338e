"""The script of the GitLab template, in every shell that a runner may use, with what GitLab reads of it."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from tests.integrations.scratch import BROKEN, MODELSPEC, ROOT, environment, run
from tests.linter.report.schemas import gitlab_problems, junit_problems

TEMPLATE = yaml.safe_load((ROOT / "ci" / "gitlab.yml").read_text("utf-8"))
JOB = TEMPLATE["modelspec-lint"]
SHELLS = ("bash", "dash", "sh")


def job(shell: str, folder: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run the script as a runner does, all lines in one shell that stops at a failure; pip is not asked."""
    install, lint = JOB["script"]
    assert install.startswith("python -I -m pip install ")
    path = f"{MODELSPEC.parent}:{environment()['PATH']}"
    given = environment(PATH=path, **TEMPLATE["variables"] | variables)
    return run(shell, "-e", "-c", lint, folder=folder, env=given)


@pytest.mark.parametrize("shell", SHELLS)
def test_the_reports_are_those_that_the_job_declares(
    program: Callable[[str], str], tmp_path: Path, shell: str
) -> None:
    (tmp_path / "chat.modelspec.yaml").write_text(BROKEN)

    done = job(program(shell), tmp_path)

    assert done.returncode == 1
    assert "error[MS406] replicas-reversed" in done.stdout
    assert JOB["artifacts"]["when"] == "always"
    reports = JOB["artifacts"]["reports"]
    quality = json.loads((tmp_path / reports["codequality"]).read_text("utf-8"))
    assert [each["check_name"] for each in quality] == ["MS406 replicas-reversed"]
    assert gitlab_problems(quality) == []
    assert junit_problems((tmp_path / reports["junit"]).read_text("utf-8")) == []


@pytest.mark.parametrize("shell", SHELLS)
def test_paths_and_arguments_are_lines_and_nothing_else(
    program: Callable[[str], str], tmp_path: Path, shell: str
) -> None:
    names = ["a b", "$(touch pwned)", "*", "--fix", "'\""]
    for name in names:
        (tmp_path / name).mkdir()
        (tmp_path / name / "chat.modelspec.yaml").write_text(BROKEN)

    done = job(
        program(shell),
        tmp_path,
        MODELSPEC_PATHS="\n".join(names),
        MODELSPEC_ARGUMENTS="--output\njson=all of it.json\n--quiet",
    )

    assert done.returncode == 1, done.stderr
    report = json.loads((tmp_path / "all of it.json").read_text("utf-8"))
    assert {each["file"] for each in report["findings"]} == {f"{name}/chat.modelspec.yaml" for name in names}
    shutil.rmtree(tmp_path / "*")
    assert not (tmp_path / "pwned").exists()


def test_it_runs_for_merge_requests_and_the_default_branch() -> None:
    assert [each["if"] for each in JOB["rules"]] == [
        '$CI_PIPELINE_SOURCE == "merge_request_event"',
        "$CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH",
    ]
