"""What GitHub and GitLab read is what they accept: by their schemas, and by zizmor's audits."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
import yaml

from tests.integrations.scratch import ROOT, run

WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))


@pytest.mark.parametrize(
    ("schema", "files"),
    [
        ("github-workflows", [f".github/workflows/{path.name}" for path in WORKFLOWS]),
        ("github-actions", ["action.yml"]),
        ("dependabot", [".github/dependabot.yml"]),
        ("gitlab-ci", ["ci/gitlab.yml"]),
    ],
)
def test_files_follow_their_published_schema(
    program: Callable[[str], str], schema: str, files: list[str]
) -> None:
    done = run(program("check-jsonschema"), "--builtin-schema", f"vendor.{schema}", *files, folder=ROOT)

    assert done.stdout.strip() == "ok -- validation done", done.stdout


def test_zizmor_finds_nothing_even_when_it_is_pedantic(program: Callable[[str], str]) -> None:
    done = run(
        program("zizmor"),
        "--offline",
        "--persona=pedantic",
        "--no-progress",
        "--color=never",
        ".",
        folder=ROOT,
    )

    assert (done.returncode, done.stdout.strip()) == (0, "No findings to report. Good job!")


def test_other_peoples_actions_are_pinned_by_commit_with_their_version() -> None:
    used = [
        line.split("uses:")[1].strip()
        for path in (*WORKFLOWS, ROOT / "action.yml")
        for line in path.read_text("utf-8").splitlines()
        if "uses:" in line
    ]

    others = [each for each in used if not each.startswith("./")]
    assert len(others) >= 8
    pinned = re.compile(r"[\w.-]+/[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+")
    assert [each for each in others if not pinned.fullmatch(each)] == []
    versions = {tuple(re.split("[@ ]", each.replace("# ", ""))) for each in others}
    assert len({name for name, _, _ in versions}) == len(versions)  # one version of each


def test_no_job_may_more_than_it_needs() -> None:
    rights = {}
    for path in WORKFLOWS:
        workflow = yaml.safe_load(path.read_text("utf-8"))
        for name, job in workflow["jobs"].items():
            rights[f"{path.stem} {name}"] = job.get("permissions", workflow["permissions"])

    assert rights.pop("release publish") == {"id-token": "write"}
    assert list(rights.values()) == [{"contents": "read"}] * len(rights)
