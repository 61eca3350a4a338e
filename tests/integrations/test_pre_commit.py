"""The hooks of ``.pre-commit-hooks.yaml``, by pre-commit itself, in scratch repositories."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from tests.integrations.scratch import (
    BROKEN,
    CLEAN,
    MISSPELT,
    MODELSPEC,
    ROOT,
    environment,
    git,
    refuse_or_skip,
    run,
)

HOOKS = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))


class Committer:
    """A repository with a configuration of pre-commit, in which hooks are run on what is staged."""

    def __init__(self, folder: Path, pre_commit: str, cache: Path) -> None:
        self.folder, self.pre_commit = folder, pre_commit
        self.env = environment(PRE_COMMIT_HOME=str(cache), PATH=f"{MODELSPEC.parent}:{environment()['PATH']}")

    def write(self, name: str, text: str) -> None:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        git(self.folder, "add", name)

    def hook(self, name: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        command = (self.pre_commit, "run", "--color=never", *arguments, name)
        return run(*command, folder=self.folder, env=self.env)


@pytest.fixture
def committer(repository: Path, program: Callable[[str], str], tmp_path: Path) -> Committer:
    """Return a repository with our hooks, run by the linter that is installed: nothing is fetched."""
    committer = Committer(repository, program("pre-commit"), tmp_path / "cache")
    hooks = [each | {"language": "system"} for each in HOOKS]
    committer.write(".pre-commit-config.yaml", yaml.safe_dump({"repos": [{"repo": "local", "hooks": hooks}]}))
    return committer


def test_pre_commit_takes_the_manifest(program: Callable[[str], str]) -> None:
    done = run(program("pre-commit"), "validate-manifest", ".pre-commit-hooks.yaml", folder=ROOT)

    assert (done.returncode, done.stdout) == (0, "")


def test_a_broken_spec_stops_the_commit(committer: Committer) -> None:
    committer.write("a b/chat.modelspec.yaml", BROKEN)
    committer.write("values.yaml", "replicas: 3\n")

    done = committer.hook("modelspec-lint")

    assert done.returncode == 1
    assert "a b/chat.modelspec.yaml:17:28: error[MS406] replicas-reversed" in done.stdout
    assert "exit code: 1" in done.stdout


def test_clean_specs_pass_and_other_files_are_no_business_of_the_hook(committer: Committer) -> None:
    committer.write("values.yaml", "replicas: 3\n")
    assert "(no files to check)Skipped" in committer.hook("modelspec-lint").stdout

    committer.write("chat.modelspec.yaml", CLEAN)
    done = committer.hook("modelspec-lint")

    assert (done.returncode, done.stdout.split(".")[-1]) == (0, "Passed\n")


def test_what_configuration_excludes_does_not_stop_a_commit(committer: Committer) -> None:
    committer.write("modelspec.toml", 'exclude = ["vendor/**"]\n')
    committer.write("vendor/chat.modelspec.yaml", BROKEN)

    assert committer.hook("modelspec-lint").returncode == 0


def test_many_files_are_linted_in_one_run(committer: Committer) -> None:
    for number in range(60):
        committer.write(
            f"specs/chat-{number}.modelspec.yaml", BROKEN.replace("name: chat", f"name: chat-{number}")
        )

    done = committer.hook("modelspec-lint", "--all-files")

    assert done.stdout.count("checked 60 specs in 60 files") == 1


def test_the_hook_for_all_files_finds_specs_by_their_kind(committer: Committer) -> None:
    committer.write("deploy.yaml", BROKEN)
    git(committer.folder, "commit", "--quiet", "--message=a spec under another name")
    committer.write("values.yaml", "replicas: 3\n")

    done = committer.hook("modelspec-lint-all")

    assert done.returncode == 1
    assert "deploy.yaml:17:28: error[MS406]" in done.stdout


def test_the_fixing_hook_mends_the_file_and_stops_the_commit_once(committer: Committer) -> None:
    committer.write("chat.modelspec.yaml", MISSPELT)

    first = committer.hook("modelspec-fix")
    mended = (committer.folder / "chat.modelspec.yaml").read_text()
    git(committer.folder, "add", "chat.modelspec.yaml")
    second = committer.hook("modelspec-fix")

    assert (first.returncode, "files were modified by this hook" in first.stdout) == (1, True)
    assert mended == CLEAN
    assert second.returncode == 0


def test_the_hook_installs_from_a_clone_and_runs(
    repository: Path, source: Path, program: Callable[[str], str], tmp_path: Path
) -> None:
    """As a user has it: pre-commit clones our repository, makes an environment, and installs into it."""
    ours = tmp_path / "modelspec-lint"
    shutil.copytree(source, ours, ignore=shutil.ignore_patterns("build", "*.egg-info"))
    shutil.copy(ROOT / ".pre-commit-hooks.yaml", ours)
    git(ours, "init", "--quiet", "--initial-branch=main")
    git(ours, "add", "--all")
    git(ours, "commit", "--quiet", "--message=release")
    revision = run("git", "rev-parse", "HEAD", folder=ours).stdout.strip()
    committer = Committer(repository, program("pre-commit"), tmp_path / "cache")
    configuration = {"repos": [{"repo": str(ours), "rev": revision, "hooks": [{"id": "modelspec-lint"}]}]}
    committer.write(".pre-commit-config.yaml", yaml.safe_dump(configuration))
    committer.write("chat.modelspec.yaml", BROKEN)
    committer.env["PATH"] = environment()["PATH"]

    done = committer.hook("modelspec-lint")

    if "error[MS406]" not in done.stdout:
        log = tmp_path / "cache" / "pre-commit.log"
        refuse_or_skip(done.stdout + (log.read_text() if log.is_file() else ""))
    assert done.returncode == 1
    git(committer.folder, "rm", "--quiet", "--cached", "chat.modelspec.yaml")
    committer.write("chat.modelspec.yaml", CLEAN)
    assert committer.hook("modelspec-lint").returncode == 0
