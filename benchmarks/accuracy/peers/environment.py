"""The other estimators: where they come from, how they are installed apart, and how they are asked."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

DRIVERS = Path(__file__).parent / "drivers"
ROOT = Path(__file__).parents[3]
PATIENCE = 900
"""Seconds that one estimator may take for all questions."""


@dataclass(frozen=True, slots=True)
class Peer:
    """One estimator: its name, its pinned requirements, its driver, and how its arithmetic is reached."""

    name: str
    requirements: tuple[str, ...]
    driver: str
    reached: str
    npm: bool = False

    @property
    def version(self) -> str:
        """The version that is pinned."""
        return self.requirements[0].rpartition("@" if self.npm else "==")[2]


PEERS = (
    Peer("hf-mem", ("hf-mem==0.5.6",), "ask_hf_mem.py", "its functions, on a local header and config"),
    Peer(
        "accelerate",
        ("accelerate==1.15.0", "transformers==5.24.0", "torch>=2.13"),
        "ask_accelerate.py",
        "`init_empty_weights` and `compute_module_sizes`, as in `estimate-memory`, on a local config",
    ),
    Peer("llmfit", ("llmfit==1.1.17",), "ask_llmfit.py", "`llmfit plan --json`, its own catalogue"),
    Peer(
        "fitllm-engine",
        ("fitllm-engine@2.18.0",),
        "ask_fitllm.mjs",
        "`parseHfConfig` on a local config, `simulate`",
        npm=True,
    ),
    Peer(
        "modelinfo-cli",
        ("modelinfo-cli==1.4.4",),
        "ask_modelinfo.py",
        "its calculator, on a local checkpoint",
    ),
    Peer(
        "vramscout",
        ("vramscout==0.7.0",),
        "ask_vramscout.py",
        "its plan for a local folder, as `vramscout FOLDER --engine vllm`",
    ),
    Peer(
        "ridgepoint",
        ("ridgepoint==0.1.2",),
        "ask_ridgepoint.py",
        "`fit_shape`, with the dimensions of a local config",
    ),
    Peer(
        "llm-d-planner",
        ("llm-d-planner==0.3.3",),
        "ask_llm_d_planner.py",
        "its capacity planner, on a local config and parameter count",
    ),
    Peer(
        "aiconfigurator",
        ("aiconfigurator==0.12.0",),
        "ask_aiconfigurator.py",
        "`estimate_kv_cache` on a local folder, systems of the wheel",
    ),
)


def install(peer: Peer, folder: Path) -> None:
    """Install an estimator apart from everything else."""
    home = folder / peer.name
    if peer.npm:
        home.mkdir(parents=True, exist_ok=True)
        command = ["npm", "install", "--silent", "--prefix", str(home), *peer.requirements]
    else:
        subprocess.run([sys.executable, "-m", "venv", str(home)], check=True)
        command = [str(home / "bin" / "python"), "-m", "pip", "install", "--quiet", *peer.requirements]
    subprocess.run(command, check=True)


def installed(peer: Peer, folder: Path) -> bool:
    """Whether an estimator can be asked."""
    home = folder / peer.name
    return (home / "node_modules").exists() if peer.npm else (home / "bin" / "python").exists()


def ask(peer: Peer, folder: Path, questions: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Ask all questions in one process; an estimator that breaks off answers the rest with its last words."""
    home = folder / peer.name
    run = subprocess.run(
        [*_interpreter(peer, home), str(home)],
        cwd=ROOT,
        input="".join(json.dumps(question) + "\n" for question in questions),
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    answers = [json.loads(line) for line in run.stdout.splitlines() if line.startswith("{")]
    last = {"error": (run.stderr.strip().splitlines() or ["no answer"])[-1]}
    return answers + [last] * (len(questions) - len(answers))


def _interpreter(peer: Peer, home: Path) -> list[str]:
    if peer.npm:
        return ["node", str(DRIVERS / peer.driver)]
    module = f"benchmarks.accuracy.peers.drivers.{peer.driver.removesuffix('.py')}"
    return [str(home.absolute() / "bin" / "python"), "-W", "ignore", "-m", module]
