"""A hostile repository on disk, and a run of the program in it that is watched."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import sysconfig
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

import modelspec_lint

CANARY = "canary-4d1c7f-outside"
"""What the file outside the tree says: it stands in no output."""

GOOD = """\
apiVersion: piqc.ai/v1alpha1
kind: ModelSpec
metadata: {name: chat, labels: {environment: dev}}
spec:
  identity:
    model: {id: meta-llama/Meta-Llama-3-8B-Instruct, family: llama-3, task: text-generation, framework: vllm,
            precision: bf16}
  runtime:
    accelerator: {vendor: nvidia, type: a100-sxm4-80gb, count: 1}
    batch: {maxBatchSize: 32, maxSequenceLengthTokens: 8192}
"""


class Link(NamedTuple):
    """A symbolic link."""

    to: str


class Pipe(NamedTuple):
    """A named pipe: whoever opens it to read waits for ever."""


class Folder(NamedTuple):
    """An empty folder."""


Files = Mapping[str, "str | bytes | Link | Pipe | Folder"]


@dataclass(frozen=True)
class Attack:
    """Files of the tree, what is run in it, and how that may end.

    ``says`` are words of which each has to be in the output: the attack was met, not missed. ``never`` are
    words that must not be there. Attacks on how the program starts are run ``from_the_beginning``.
    """

    files: Files
    command: tuple[str, ...] = ("lint", ".")
    codes: tuple[int, ...] = (0, 1, 2)
    says: tuple[str, ...] = ()
    never: tuple[str, ...] = ()
    spec: str | bytes | None = GOOD
    from_the_beginning: bool = False


@dataclass(frozen=True)
class Seen:
    """What a watched run did."""

    code: int
    stdout: bytes
    stderr: bytes
    seconds: float
    violations: tuple[str, ...] = field(default=())

    @property
    def text(self) -> str:
        """All that it printed."""
        return (self.stdout + self.stderr).decode("utf-8")


class Nursery:
    """A process from which others begin, each of which runs the program once."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, str(Path(__file__).with_name("nursery.py"))],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def ask(self, order: Mapping[str, object]) -> Mapping[str, float]:
        """Have one run made."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(order) + "\n")
        self._process.stdin.flush()
        answer: Mapping[str, float] = json.loads(self._process.stdout.readline())
        return answer

    def close(self) -> None:
        """Let go of the process."""
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait(timeout=60)


class Ground:
    """Folders for one attack: the tree, and beside it what is none of its business."""

    def __init__(self, folder: Path) -> None:
        self.tree = folder / "tree"
        self.outside = folder / "outside"
        self._log = folder / "log"
        self._watcher = folder / "watcher"
        for each in (self.tree, self.tree / ".git", self.outside, self._watcher):
            each.mkdir()
        (self.outside / "secret.yaml").write_text(f"kind: {CANARY}\n{CANARY}: [{CANARY}]\n")
        (self.outside / "secret.toml").write_text(f'select = ["{CANARY}"]\n')
        (self.outside / "m").mkdir()
        (self.outside / "m" / "config.json").write_text('{"model_type": "llama"}')
        (self.outside / "x.modelspec.yaml").write_text(GOOD.replace("chat", CANARY))
        (self._watcher / "sitecustomize.py").write_bytes(Path(__file__).with_name("sentinel.py").read_bytes())
        (self._watcher / "modelspec").write_text("from modelspec_lint.linter.cli import main\nmain()\n")
        self._log.touch()

    def plant(self, files: Files) -> None:
        """Write the files of a tree; names may hold anything that the system takes."""
        for name, content in files.items():
            path = os.fsencode(self.tree) + b"/" + os.fsencode(name)
            os.makedirs(os.path.dirname(path), exist_ok=True)
            if isinstance(content, Link):
                os.symlink(content.to.replace("OUTSIDE", str(self.outside)), path)
            elif isinstance(content, Pipe):
                os.mkfifo(path)
            elif isinstance(content, Folder):
                os.mkdir(path)
            else:
                data = content.encode("utf-8", "surrogateescape") if isinstance(content, str) else content
                data = data.replace(b"OUTSIDE", os.fsencode(self.outside))
                with open(path, "wb") as stream:
                    stream.write(data)

    def run(self, command: tuple[str, ...]) -> Seen:
        """Run the program in the tree, watched, from its very beginning."""
        begin = time.monotonic()
        run = subprocess.run(
            [sys.executable, str(self._watcher / "modelspec"), *command],
            cwd=self.tree,
            env=self._environment(),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=120,
            check=False,
        )
        return Seen(run.returncode, run.stdout, run.stderr, time.monotonic() - begin, self._violations())

    def run_in(self, nursery: Nursery, command: tuple[str, ...]) -> Seen:
        """Run the program in the tree, watched, from where it is imported."""
        stdout, stderr = (self._watcher / each for each in ("stdout", "stderr"))
        answer = nursery.ask(
            {
                "folder": str(self.tree),
                "command": command,
                "environment": self._environment(),
                "stdout": str(stdout),
                "stderr": str(stderr),
            }
        )
        return Seen(
            int(answer["code"]),
            stdout.read_bytes(),
            stderr.read_bytes(),
            answer["seconds"],
            self._violations(),
        )

    def _violations(self) -> tuple[str, ...]:
        return tuple(self._log.read_text(encoding="utf-8").splitlines())

    def _environment(self) -> dict[str, str]:
        return {
            "PATH": os.environ["PATH"],
            "PYTHONPATH": str(self._watcher),
            "PYTHONDONTWRITEBYTECODE": "1",
            "SENTINEL_LOG": str(self._log),
            "SENTINEL_TREE": str(self.tree.resolve()),
            "SENTINEL_READABLE": os.pathsep.join(
                [str(self.tree.resolve()), str(self._watcher), *_readable()]
            ),
            "SENTINEL_WRITABLE": os.pathsep.join(
                ["/dev/null", _folder_of("knowledge_base")]  # whose facts an editable installation compiles
            ),
            "LANG": "C.UTF-8",
        }

    def traces(self) -> dict[str, str]:
        """Describe all that lies in the tree and beside it, so that two looks can be compared."""
        found = {}
        for root in (self.tree, self.outside):
            for folder, folders, names in os.walk(os.fsencode(root)):
                for name in (*folders, *names):
                    path = os.path.join(folder, name)
                    status = os.lstat(path)
                    found[os.fsdecode(path)] = f"{status.st_mode} {status.st_size} {status.st_mtime_ns}"
        return found


def _readable() -> list[str]:
    """Where the program itself lies: the interpreter, its library, what is installed, and our packages."""
    folders = {sys.prefix, sys.base_prefix, *sysconfig.get_paths().values(), *filter(None, sys.path)}
    folders |= set(modelspec_lint.__path__)
    for name in ("linter", "rules", "knowledge_base", "schema"):
        folders.add(_folder_of(name))
    return sorted({*folders, *map(os.path.realpath, folders), "/etc/localtime", "/usr/share/zoneinfo"})


def _folder_of(package: str) -> str:
    spec = find_spec(f"modelspec_lint.{package}")
    assert spec is not None
    assert spec.origin is not None
    return os.path.realpath(Path(spec.origin).parent)
