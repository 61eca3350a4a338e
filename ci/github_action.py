"""What ``action.yml`` runs: install the linter, lint, and hand the reports to GitHub.

It runs before anything is installed, so it needs nothing but Python 3.10. Inputs come in environment
variables and are never part of a command's text: a path may hold spaces, quotes, ``$(...)`` or ``::error::``.
The working folder is the pull request's, so no Python may look for modules there: hence ``-I``.

Of the inputs (``INPUT_...``) the step ``install`` reads VERSION, and ``lint`` reads PATHS (one a line) and
ARGUMENTS (quoted as in a shell, but no shell is asked). ``lint`` puts out ``exit-code``, ``sarif-file``,
``markdown-file``.
"""

from __future__ import annotations

import os
import re
import secrets
import shlex
import subprocess
import sys
import tempfile
import venv
from collections.abc import Sequence
from pathlib import Path

_VERSION = re.compile(r"[0-9][0-9A-Za-z.!+-]*\Z")
_SUMMARY_BYTES = 1024 * 1024
"""What GitHub takes as the summary of one step; more than that is an error of the step."""


def main(step: str) -> int:
    """Run a step; return its exit code, which is the linter's own for ``lint``."""
    home = Path(os.environ["RUNNER_TEMP"], "modelspec-lint")
    if step == "install":
        return install(home, os.environ.get("INPUT_VERSION", ""), Path(os.environ["GITHUB_ACTION_PATH"]))
    return lint(
        home,
        paths=paths_in(os.environ.get("INPUT_PATHS", "")),
        arguments=shlex.split(os.environ.get("INPUT_ARGUMENTS", ""), comments=True),
    )


def install(home: Path, version: str, source: Path) -> int:
    """Install a release from the package index or, without a version, the commit of the action itself."""
    version = version.strip().removeprefix("v")
    if version and not _VERSION.match(version):
        print(f"::error title=modelspec-lint::version is no version: {_data(version)}")
        return 2
    venv.create(home, clear=True, with_pip=True)
    wanted = f"modelspec-lint=={version}" if version else str(source)
    pip = [_executable(home, "python"), "-I", "-m", "pip", "--disable-pip-version-check", "--quiet"]
    return subprocess.run([*pip, "install", wanted], check=False).returncode


def lint(home: Path, paths: Sequence[str], arguments: Sequence[str]) -> int:
    """Lint: annotations and the text on the log, the reports in files, the summary on the run's page."""
    reports = Path(tempfile.mkdtemp(prefix="modelspec-reports-", dir=home.parent))
    files = {"text": "txt", "sarif": "sarif", "markdown": "md"}
    written = {form: reports / f"modelspec.{suffix}" for form, suffix in files.items()}
    outputs = [f"--output={form}={path}" for form, path in written.items()]
    command = [_executable(home, "modelspec"), "lint", "--format=github", *outputs, *arguments, "--", *paths]
    code = subprocess.run(command, check=False, stdin=subprocess.DEVNULL).returncode
    if written["text"].is_file():
        _show(written["text"].read_text("utf-8"))
    if written["markdown"].is_file():
        _append("GITHUB_STEP_SUMMARY", written["markdown"].read_text("utf-8"), most_bytes=_SUMMARY_BYTES)
    said = [f"exit-code={code}"]
    said += [f"{form}-file={written[form]}" for form in ("sarif", "markdown") if written[form].is_file()]
    _append("GITHUB_OUTPUT", "".join(f"{line}\n" for line in said))
    return code


def paths_in(text: str) -> list[str]:
    """Split an input into paths, one a line; blank lines and the space around a line are no part of them."""
    return [line.strip() for line in text.splitlines() if line.strip()]


def _show(text: str) -> None:
    """Print the text report into a folded group, in which no line is a command, whatever it says."""
    token = secrets.token_hex(16)
    print("::group::modelspec lint", f"::stop-commands::{token}", text.rstrip("\n"), sep="\n")
    print(f"::{token}::", "::endgroup::", sep="\n")


def _append(variable: str, text: str, most_bytes: int | None = None) -> None:
    path = Path(os.environ[variable])
    size = path.stat().st_size if path.exists() else 0
    if most_bytes is not None and size + len(text.encode()) > most_bytes:
        print("::notice title=modelspec-lint::the job summary has no room for this report")
        return
    with path.open("a", encoding="utf-8", newline="\n") as file:
        file.write(text)


def _executable(home: Path, name: str) -> str:
    return str(home / "Scripts" / f"{name}.exe") if os.name == "nt" else str(home / "bin" / name)


def _data(text: str) -> str:
    """Escape a command's text: https://docs.github.com/actions/reference/workflow-commands-for-github-actions."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


if __name__ == "__main__":
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", line_buffering=True)  # type: ignore[union-attr]  # a text stream
    sys.exit(main(sys.argv[1]))
