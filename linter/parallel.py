"""Judging many files in several processes: each gets some of them, and hands back what it found.

Processes are forks of this one, so that rules, facts and configuration need not travel. What travels back are
findings with their files; rules and packs in them are named, for they are here already, and the trees of
documents stay behind: they are read again where somebody asks.
"""

from __future__ import annotations

import io
import multiprocessing
import pickle
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import TYPE_CHECKING, Any, TypeVar

from modelspec_lint.linter.rule import Rule
from modelspec_lint.linter.verdicts import Pack

if TYPE_CHECKING:
    from modelspec_lint.linter.plugins import Packs

T = TypeVar("T")

_SHARES = 4
"""Shares of each process: files are not alike, and who is done first takes another."""


def shared_out(
    files: Sequence[T], judge: Callable[[Sequence[T]], object], jobs: int, packs: Packs
) -> Iterator[tuple[Sequence[T], Any]]:
    """Judge shares of ``files`` in ``jobs`` processes; yield each share and what came of it, in order.

    What could not be judged elsewhere, because its process died or its findings do not travel, comes with
    ``None``: it is for this process.
    """
    size = max(1, -(-len(files) // (jobs * _SHARES)))
    shares = [files[start : start + size] for start in range(0, len(files), size)]
    rules = {rule.code: rule for rule, _ in packs.rules()}
    known = {pack.name: pack for pack in packs.loaded}
    _Elsewhere.work = lambda number: _packed(judge(shares[number]), rules, known)
    try:
        with ProcessPoolExecutor(jobs, multiprocessing.get_context("fork")) as processes:
            futures = [processes.submit(_Elsewhere.judge, number) for number in range(len(shares))]
            for share, future in zip(shares, futures, strict=True):
                packed = _result(future)
                yield share, None if packed is None else _Unpickler(packed, rules, known).load()
    finally:
        _Elsewhere.work = None


class _Elsewhere:
    """What the forks find in their copy of this process: closures do not travel."""

    work: Callable[[int], bytes | None] | None = None

    @staticmethod
    def judge(number: int) -> bytes | None:
        assert _Elsewhere.work is not None
        return _Elsewhere.work(number)


def _result(future: Future[bytes | None]) -> bytes | None:
    try:
        return future.result()
    except BrokenProcessPool:
        return None


def _packed(found: object, rules: dict[str, Rule], packs: dict[str, Pack]) -> bytes | None:
    stream = io.BytesIO()
    try:
        _Pickler(stream, rules, packs).dump(found)
    except Exception:  # whatever a pack put into a finding
        return None
    return stream.getvalue()


class _Pickler(pickle.Pickler):
    def __init__(self, stream: io.BytesIO, rules: dict[str, Rule], packs: dict[str, Pack]) -> None:
        super().__init__(stream, pickle.HIGHEST_PROTOCOL)
        self._rules, self._packs = rules, packs

    def persistent_id(self, value: object) -> tuple[str, str] | None:
        if isinstance(value, Rule) and self._rules.get(value.code) is value:
            return "rule", value.code
        if isinstance(value, Pack) and self._packs.get(value.name) is value:
            return "pack", value.name
        return None


class _Unpickler(pickle.Unpickler):
    """Reads what a fork of this very process wrote, and nothing else."""

    def __init__(self, packed: bytes, rules: dict[str, Rule], packs: dict[str, Pack]) -> None:
        super().__init__(io.BytesIO(packed))
        self._named: dict[str, dict[str, Any]] = {"rule": {**rules}, "pack": {**packs}}

    def persistent_load(self, named: tuple[str, str]) -> object:
        kind, name = named
        return self._named[kind][name]
