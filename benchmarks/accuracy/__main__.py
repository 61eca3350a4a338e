"""``python -m benchmarks.accuracy``: hold the estimates against measurements and write ``docs/accuracy.md``.

With other measurement files it judges those instead; without ``--write`` nothing is written. The exit code is
1 only when ``--check`` finds the page out of date: a missed target is printed, and held by the tests.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from benchmarks.accuracy import page
from benchmarks.accuracy.latency import evaluate as evaluate_latency
from benchmarks.accuracy.latency_page import of_latency
from benchmarks.accuracy.memory import evaluate
from benchmarks.accuracy.peers.chapter import chapter
from benchmarks.accuracy.peers.comparison import comparable, compare
from benchmarks.accuracy.peers.latency import compare_latency
from benchmarks.accuracy.rows import read_rows
from benchmarks.accuracy.targets import latency_targets, memory_targets
from modelspec_lint.knowledge_base import KnowledgeBase

ROOT = Path(__file__).parents[2]
MEASUREMENTS = ROOT / "tests" / "measurements"
PAGE = ROOT / "docs" / "accuracy.md"


def main(arguments: Sequence[str] | None = None) -> int:
    """Evaluate, print the targets, and write or check the page when asked to."""
    options = _options(arguments)
    knowledge = KnowledgeBase.load()
    memory = evaluate(read_rows(options.memory), knowledge)
    published = read_rows(options.latency)
    speed = evaluate_latency(published, knowledge)
    found = (*memory_targets(memory), *latency_targets(speed))
    for each in found:
        print(
            f"{'met ' if each.met else 'MISS'}  {each.about}: {each.measured} ({each.asked}), {each.rows:,}"
        )
    chapters = [
        page.opening(knowledge.version),
        page.targets(found),
        page.of_memory(memory),
        of_latency(speed),
    ]
    own = page.whole(chapters)
    if options.check and not PAGE.read_text(encoding="utf-8").startswith(own):
        print(f"{PAGE.relative_to(ROOT)} is out of date: run python -m benchmarks.accuracy --write")
        return 1
    if options.peers and not options.no_peers:
        latency = compare_latency(published, knowledge, options.peers)
        chapters.append(chapter(compare(memory, options.peers), len(comparable(memory)), latency))
    if options.write:
        PAGE.write_text(page.whole(chapters), encoding="utf-8")
    return 0


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.accuracy", description="Judge the estimates.")
    parser.add_argument("--memory", type=Path, default=MEASUREMENTS / "memory.jsonl", help="start-up logs")
    parser.add_argument("--latency", type=Path, default=MEASUREMENTS / "latency.jsonl", help="latency tables")
    parser.add_argument("--peers", type=Path, help="folder that benchmarks.accuracy.peers.install filled")
    parser.add_argument("--no-peers", action="store_true", help="leave the other estimators out")
    parser.add_argument("--write", action="store_true", help="write docs/accuracy.md")
    parser.add_argument("--check", action="store_true", help="say whether docs/accuracy.md is up to date")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
