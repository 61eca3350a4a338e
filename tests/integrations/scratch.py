"""What the tests of integrations share: specs, programs that are run to their end, git."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
MODELSPEC = Path(sys.executable).with_name("modelspec")

BROKEN = """\
apiVersion: piqc.ai/v1alpha1
kind: ModelSpec
metadata:
  name: chat
spec:
  identity:
    model:
      id: meta-llama/Meta-Llama-3-8B-Instruct
      family: llama-3
      task: text-generation
      framework: vllm
      precision: bf16
  runtime:
    accelerator: {vendor: nvidia, type: a100-sxm4-80gb, count: 1}
    batch: {maxBatchSize: 32, maxSequenceLengthTokens: 8192}
  operations:
    scaling: {minReplicas: 3, maxReplicas: 2}
"""
"""A spec with one error, MS406 in line 17, column 28."""

CLEAN = BROKEN.replace("minReplicas: 3", "minReplicas: 1")
MISSPELT = CLEAN.replace("maxBatchSize", "max_batch_size")
"""A spec with one error that ``--fix`` takes away."""


def environment(**more: str) -> dict[str, str]:
    """Return the environment of a process: this one's without what git, CI or colour would change."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("GIT_", "GITHUB_", "INPUT_", "PRE_COMMIT", "PYTEST_"))
        and name not in {"FORCE_COLOR", "NO_COLOR", "PYTHONPATH"}
    }
    return kept | more


def run(
    *command: str | Path, folder: Path, env: Mapping[str, str] | None = None, text: str | None = None
) -> subprocess.CompletedProcess[str]:
    """Run a program to its end."""
    return subprocess.run(
        [str(each) for each in command],
        cwd=folder,
        env=environment() if env is None else env,
        input="" if text is None else text,
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=600,
    )


def find_program(name: str) -> str:
    """Find a program beside this Python or on the path; where CI has none, that is a failure."""
    beside = Path(sys.executable).with_name(name)
    found = str(beside) if beside.is_file() else shutil.which(name)
    if found is None and os.environ.get("CI"):
        pytest.fail(f"CI has no {name}: is it installed by .ci/run?")
    if found is None:
        pytest.skip(f"there is no {name} here: pip install '.[dev]', or the system's packages for shells")
    return found


def git(folder: Path, *arguments: str) -> None:
    """Run git as somebody."""
    who = (
        "-c",
        "user.name=Somebody",
        "-c",
        "user.email=somebody@example.invalid",
        "-c",
        "commit.gpgsign=false",
    )
    done = run("git", *who, *arguments, folder=folder)
    assert done.returncode == 0, done.stderr


def refuse_or_skip(said: str) -> None:
    """Fail where nothing could be installed; on a machine of one's own without an index, skip out loud."""
    out_of_reach = (
        "No matching distribution found",
        "NewConnectionError",
        "Temporary failure in name resolution",
    )
    if not os.environ.get("CI") and any(each in said for each in out_of_reach):
        pytest.skip("NOT TRIED: no package index is in reach, so the linter cannot be installed from source")
    pytest.fail(f"the installation failed:\n{said}")
