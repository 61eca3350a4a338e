"""Runs the commands of ``docs/ci.md`` and writes what they print below them: ``python -m docs.transcripts``.

A command stands behind ``$`` in the first line of a ``console`` block. It is run in a fresh repository that
holds the page's first YAML block as ``chat.modelspec.yaml``, and our hooks for pre-commit, which there run
the linter that is installed. A test compares what they print with what the page says.
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
import tempfile
from pathlib import Path

import yaml

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "ci.md"
SPEC = "chat.modelspec.yaml"

_BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def blocks(text: str, language: str) -> list[str]:
    """Return the blocks of a page that are in ``language``."""
    return [body for name, body in _BLOCK.findall(text) if name == language]


def renewed(text: str) -> str:
    """Return the page with what its commands print now."""
    with tempfile.TemporaryDirectory() as folder:
        prepare(Path(folder, "repository"), blocks(text, "yaml")[0])

        def answered(match: re.Match[str]) -> str:
            if match[1] != "console":
                return match[0]
            command = match[2].splitlines()[0]
            return f"```console\n{command}\n{_printed(command.removeprefix('$ '), Path(folder))}```"

        return _BLOCK.sub(answered, text)


def prepare(repository: Path, spec: str) -> None:
    """Make a repository with the page's spec in it, staged."""
    repository.mkdir()
    (repository / SPEC).write_text(spec)
    for arguments in (["init", "--quiet"], ["add", SPEC]):
        subprocess.run(["git", *arguments], cwd=repository, env=_environment(), check=True)


def hooks() -> str:
    """Return a configuration of pre-commit with our hooks, by the linter that is installed."""
    ours = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))
    local = [each | {"language": "system"} for each in ours]
    return str(yaml.safe_dump({"repos": [{"repo": "local", "hooks": local}]}))


def _printed(command: str, folder: Path) -> str:
    environment = _environment() | {"PRE_COMMIT_HOME": str(folder / "cache")}
    name, *arguments = shlex.split(command)
    if name == "pre-commit":
        configuration = folder / "hooks.yaml"
        configuration.write_text(hooks())
        arguments += ["--config", str(configuration)]
    program = Path(sys.executable).with_name(name)
    done = subprocess.run(
        [program, *arguments],
        cwd=folder / "repository",
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        check=False,
    )
    return "\n".join(line.rstrip() for line in done.stdout.rstrip().splitlines()) + "\n"


def _environment() -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("GIT_", "PRE_COMMIT"))}
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    return kept | {"PATH": path, "NO_COLOR": "1", "PYTHONUTF8": "1", "FORCE_COLOR": ""}


if __name__ == "__main__":
    PAGE.write_text(renewed(PAGE.read_text("utf-8")), "utf-8")
