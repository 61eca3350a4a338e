"""The example of a pack in Python: built, installed beside our own wheel into a new environment, and run."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest

from modelspec_lint.linter.testing import merge

ROOT = Path(__file__).resolve().parents[2]
PACK = ROOT / "examples" / "acme-pack" / "python"
IN_CI = ROOT / ".ci" / "work" / "dist"
"""Where CI has built our wheel; elsewhere it is built here."""


def run(*command: str | Path, folder: Path) -> subprocess.CompletedProcess[str]:
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    return subprocess.run(
        [*map(str, command)],
        cwd=folder,
        env={**inherited, "NO_COLOR": "1", "PIP_DISABLE_PIP_VERSION_CHECK": "1"},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


def built(source: Path, folder: Path) -> Path:
    """Build a wheel, with what an index has for building, or where there is none with what is installed."""
    build = (sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", folder, source)
    done = run(*build, folder=folder)
    if done.returncode:
        again = run(*build, "--no-build-isolation", folder=folder)
        assert again.returncode == 0, done.stderr + again.stderr
    (wheel,) = folder.glob("*.whl")
    return wheel


def our_wheel(folder: Path) -> Path:
    ready = sorted(IN_CI.glob("modelspec_lint-*.whl"))
    if ready and Path(sys.prefix).is_relative_to(IN_CI.parent):
        return ready[0]
    source = folder / "source"
    skip = shutil.ignore_patterns("__pycache__", "*.egg-info")
    for name in ("linter", "rules", "knowledge_base", "schema"):
        shutil.copytree(ROOT / name, source / name, ignore=skip)
    for name in ("pyproject.toml", "setup.py", "README.md", "LICENSE", "MANIFEST.in"):
        shutil.copy(ROOT / name, source)
    return built(source, folder)


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new virtual environment with both wheels. Dependencies are those that are installed here."""
    for module in ("venv", "ensurepip", "pip"):
        try:
            __import__(module)
        except ImportError:
            assert not os.environ.get("CI"), f"CI needs {module}"
            pytest.skip(f"this Python has no {module}")
    folder = tmp_path_factory.mktemp("environment")
    wheels = [our_wheel(tmp_path_factory.mktemp("ours"))]
    pack = tmp_path_factory.mktemp("pack")
    shutil.copytree(
        PACK, pack / "source", ignore=shutil.ignore_patterns("__pycache__", "build", "*.egg-info")
    )
    wheels.append(built(pack / "source", pack))
    made = run(sys.executable, "-m", "venv", "--without-pip", folder, folder=folder)
    assert made.returncode == 0, made.stderr
    pip = (sys.executable, "-m", "pip", "--python", folder / "bin" / "python", "install", "--quiet")
    done = run(*pip, "--no-deps", "--no-index", *wheels, folder=folder)
    assert done.returncode == 0, done.stderr
    (packages,) = folder.glob("lib/python*/site-packages")
    (packages / "dependencies.pth").write_text(sysconfig.get_paths()["purelib"] + "\n")
    return folder


def test_the_pack_is_known_with_its_version_and_its_place(environment: Path, tmp_path: Path) -> None:
    done = run(environment / "bin" / "modelspec", "rules", "--packs", "--format", "json", folder=tmp_path)
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert [(each["name"], each["version"]) for each in told["packs"]][1:] == [("acme-code", "2.1.0")]
    assert told["problems"] == []
    for each in told["packs"]:
        assert Path(each["location"]).is_relative_to(environment)


def test_its_rules_and_its_hook_run_beside_ours(environment: Path, tmp_path: Path) -> None:
    spec = merge(
        "metadata: {labels: {team: a, environment: experiment}}\n"
        "spec: {operations: {scaling: {minReplicas: 1, maxReplicas: 80}},\n"
        "       governance: {compliance: {governance: {owner: assistants}}}}"
    )
    (tmp_path / "chat.modelspec.yaml").write_text(spec.replace("count: 1", "count: 1\n      cuont: 1"))
    done = run(environment / "bin" / "modelspec", "lint", "--format", "json", ".", folder=tmp_path)
    assert done.returncode == 1, done.stderr
    findings = {each["code"]: each for each in json.loads(done.stdout)["findings"]}
    assert {"MS101", "ACME101"} <= set(findings)
    assert findings["ACME101"]["pack"] == "acme-code"
    assert findings["ACME102"]["help"][-1] == "assistants answers for this deployment"
    assert findings["ACME101"]["message"].startswith("Team a takes 80 accelerators, and its quota is 64.")


def test_configuration_sets_the_options_of_its_rules(environment: Path, tmp_path: Path) -> None:
    (tmp_path / "modelspec.toml").write_text("[rules.team-exceeds-quota]\naccelerators = 2\n")
    spec = merge(
        "metadata: {labels: {team: a}}\nspec: {operations: {scaling: {minReplicas: 1, maxReplicas: 3}}}"
    )
    (tmp_path / "chat.modelspec.yaml").write_text(spec)
    program = environment / "bin" / "modelspec"
    done = run(program, "lint", "-q", "--select", "acme", ".", folder=tmp_path)
    assert "error[ACME101] Team a takes 3 accelerators, and its quota is 2." in done.stdout
    sarif = run(program, "lint", "--format", "sarif", "--select", "acme", ".", folder=tmp_path)
    assert '"acme-code/ACME101"' in sarif.stdout


def test_its_own_tests_pass(environment: Path, tmp_path: Path) -> None:
    shutil.copytree(PACK / "tests", tmp_path / "tests")
    python = environment / "bin" / "python"
    done = run(python, "-m", "pytest", "-q", "-p", "no:cacheprovider", "tests", folder=tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "11 passed" in done.stdout
