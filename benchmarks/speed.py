"""How fast ``modelspec lint`` is, against budgets that hold on any machine.

The yardstick is what the same Python needs to import three libraries that no linter of this kind does
without; so a slow machine and a fast one can be compared. Run it where the distribution is installed::

    python -m benchmarks.speed                    1, 1,000 and 10,000 specs; 10,000 findings
    python -m benchmarks.speed --runs 11 --corpora 1 1000

Exit code 1 when a budget is broken.
"""

from __future__ import annotations

import argparse
import platform
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from benchmarks.corpus import write_corpus, write_faulty
from benchmarks.process import Run, run_cold

BASELINE = (sys.executable, "-c", "import click, jsonschema, yaml")
FINISHED = {0, 1}
"""The exit codes of a run that linted everything."""

ONE_SPEC_FACTOR, ONE_SPEC_SECONDS = 1.2, 0.060
THOUSAND_SPECS_SECONDS = 1.0
PEAK_MB = 120.0
FINDINGS_SECONDS = 3.0
"""For 10,000 of them."""


@dataclass(frozen=True, slots=True)
class Budget:
    """A promise: what was measured, and the most that it may be."""

    promise: str
    measured: float
    allowed: float
    unit: str

    @property
    def kept(self) -> bool:
        """Whether it holds."""
        return self.measured <= self.allowed


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print, and return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.speed", description="Time `modelspec lint`.")
    parser.add_argument(
        "--runs", type=int, default=7, help="runs of each command; the median counts (%(default)s)"
    )
    parser.add_argument("--corpora", type=int, nargs="+", default=[1, 1000, 10_000], help="numbers of specs")
    parser.add_argument(
        "--findings", type=int, default=10_000, help="findings to report as SARIF; 0: none (%(default)s)"
    )
    options = parser.parse_args(arguments)

    print(f"Python {platform.python_version()}, {platform.machine()}, {options.runs} runs each, median")
    with tempfile.TemporaryDirectory(prefix="modelspec-speed-") as name:
        folder = Path(name)
        baseline = measure(BASELINE, folder, options.runs)
        print(line("baseline: import click, jsonschema, yaml", baseline))
        runs = {count: measure_corpus(folder, count, options.runs) for count in options.corpora}
        sarif = measure_findings(folder, options.findings, options.runs) if options.findings else None

    budgets = promises(baseline, runs)
    if sarif is not None:
        allowed = FINDINGS_SECONDS * options.findings / 10_000
        budgets.append(Budget(f"{options.findings:,} findings as SARIF", sarif.seconds, allowed, "s"))
    for budget in budgets:
        verdict = "kept" if budget.kept else "BROKEN"
        print(f"{verdict:<8}{budget.promise}: {budget.measured:.3f} of {budget.allowed:.3f} {budget.unit}")
    return 0 if all(budget.kept for budget in budgets) else 1


def measure_corpus(folder: Path, count: int, runs: int) -> Run:
    """Write a corpus, lint it, print a line about it."""
    corpus = folder / f"corpus-{count}"
    size = write_corpus(corpus, count)
    run = measure((*lint_command(), "lint", corpus.name), folder, runs)
    print(line(f"lint {count:,} specs of {size / count:,.0f} bytes", run))
    return run


def measure_findings(folder: Path, findings: int, runs: int) -> Run:
    """Write a corpus full of mistakes, report them as SARIF, print a line about it."""
    corpus = folder / "faulty"
    write_faulty(corpus, findings)
    run = measure((*lint_command(), "lint", corpus.name, "--format", "sarif"), folder, runs)
    print(line(f"lint {findings:,} findings, as SARIF", run))
    return run


def line(what: str, run: Run) -> str:
    """Return what was measured as a line of the table."""
    return f"{what:<44}{run.seconds:8.3f} s {run.peak_mb:6.0f} MB"


def measure(command: Sequence[str], folder: Path, runs: int) -> Run:
    """Run a command once to warm the disk, then ``runs`` times; return the medians."""
    run_cold(command, folder)
    measured = [run_cold(command, folder) for _ in range(runs)]
    if failed := [run.code for run in measured if run.code not in FINISHED]:
        raise SystemExit(f"{' '.join(command)} ended with exit code {failed[0]}")
    return Run(
        median(run.seconds for run in measured), median(run.peak_mb for run in measured), measured[0].code
    )


def promises(baseline: Run, runs: dict[int, Run]) -> list[Budget]:
    """Return the budgets that the measured corpora say something about."""
    budgets = []
    if one := runs.get(1):
        allowed = ONE_SPEC_FACTOR * baseline.seconds + ONE_SPEC_SECONDS
        budgets.append(Budget("one spec, 1.2 x baseline + 60 ms", one.seconds, allowed, "s"))
        if thousand := runs.get(1000):
            more = thousand.seconds - one.seconds
            budgets.append(Budget("1,000 specs, beyond one", more, THOUSAND_SPECS_SECONDS, "s"))
    if thousand := runs.get(1000):
        budgets.append(Budget("memory for 1,000 specs", thousand.peak_mb, PEAK_MB, "MB"))
    return budgets


def lint_command() -> tuple[str, ...]:
    """Return the installed console script of this Python, or the module where there is none."""
    script = Path(sys.executable).with_name("modelspec")
    return (str(script),) if script.exists() else (sys.executable, "-m", "modelspec_lint.linter")


if __name__ == "__main__":
    sys.exit(main())
