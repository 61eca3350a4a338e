"""One cold run of a command: how long it took and how much memory it held at most."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

_BYTES_PER_UNIT = 1 if sys.platform == "darwin" else 1024  # what the kernel counts ru_maxrss in


@dataclass(frozen=True, slots=True)
class Run:
    """Wall-clock seconds, peak resident memory in MB (10**6 bytes), exit code."""

    seconds: float
    peak_mb: float
    code: int


def run_cold(command: Sequence[str], folder: Path) -> Run:
    """Run a command in a new process, its output discarded, and wait for it."""
    start = time.perf_counter()
    process = subprocess.Popen(
        command, cwd=folder, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)  # so that Popen does not wait a second time
    return Run(seconds, usage.ru_maxrss * _BYTES_PER_UNIT / 1e6, process.returncode)
