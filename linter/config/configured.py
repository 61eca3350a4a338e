"""All configuration of a run, held against the rules that are there: what the lint command works with."""

from __future__ import annotations

import os
from itertools import pairwise
from pathlib import Path

from modelspec_lint.linter.config.build import build_config
from modelspec_lint.linter.config.chain import Chain
from modelspec_lint.linter.config.find import real
from modelspec_lint.linter.config.governing import Governing
from modelspec_lint.linter.config.layer import Config, Setting
from modelspec_lint.linter.config.mistake import At, Mistake
from modelspec_lint.linter.config.names import Vocabulary
from modelspec_lint.linter.config.paths import NamedPaths, named_paths


class Configured:
    """The configuration of a run, in two steps: the files that it names, then all that it says of rules."""

    def __init__(self, governing: Governing) -> None:
        self._governing = governing
        self._mistakes: list[Mistake] = []
        self._named: dict[Path, NamedPaths] = {
            chain.path: named_paths(chain, self._mistakes) for chain in governing.chains
        }
        self._configs: dict[Path, Config] = {}
        self._places: dict[Path | None, tuple[Config | None, str]] = {}
        for name in ("packs", "knowledge", "baseline"):
            self._refuse_differing(name)

    @property
    def knowledge(self) -> tuple[Path, ...]:
        """The knowledge files of the run, in the order in which they are laid."""
        return next((_paths(each.knowledge) for each in self._named.values()), ())

    @property
    def packs(self) -> tuple[Path, ...]:
        """The declarative packs of the run."""
        return next((_paths(each.packs) for each in self._named.values()), ())

    @property
    def baseline(self) -> Path | None:
        """The baseline of the run."""
        return next((each.baseline.value for each in self._named.values() if each.baseline), None)

    @property
    def configs(self) -> tuple[Config | None, ...]:
        """What was built, in path order; and ``None`` where files are governed by nothing."""
        return (*self._configs.values(), *((None,) if self._governing.ungoverned else ()))

    def build(self, vocabulary: Vocabulary) -> None:
        """Hold everything against the rules; what is wrong is added to :attr:`mistakes`."""
        for chain in self._governing.chains:
            named = self._named[chain.path]
            self._configs[chain.path] = build_config(chain, named, vocabulary, self._mistakes)

    @property
    def mistakes(self) -> tuple[Mistake, ...]:
        """All that is wrong, so far as it was looked at."""
        return (*self._governing.mistakes, *self._mistakes)

    def governed(self, file: Path | None) -> tuple[Config | None, str]:
        """Return what governs a file, and the file's path in its real folder.

        ``None`` is standard input without a name, which is taken to be in the working folder.
        """
        known = self._places.get(file)
        if known is None:
            chain = self._governing.of(file)
            place = self._governing.place(file) if file else f"{real(os.curdir)}{os.sep}-"
            known = self._places[file] = (self._configs[chain.path] if chain else None, place)
        return known

    def fail_on(self, file: Path | None) -> str:
        """Return the least severity of a finding in a file that fails the run."""
        config, _ = self.governed(file)
        return config.fail_on.value if config and config.fail_on else "error"

    def _refuse_differing(self, name: str) -> None:
        """Note where files of one run are governed by different facts, packs or baselines: a run has one."""
        chains = self._governing.chains
        if chains and self._governing.ungoverned and self._compared(chains[0], name):
            message = (
                f"{name} is for files of this run that it does not govern as well: lint those in another run"
            )
            self._mistakes.append(Mistake(_place(chains[0], name), message))
        for first, other in pairwise(chains):
            if self._compared(first, name) != self._compared(other, name):
                self._mistakes.append(
                    Mistake(
                        _place(other, name),
                        f"{name} differs from that of {first.shown}, and a run has one: "
                        "let both extend one file, or lint what they govern in two runs",
                    )
                )

    def _compared(self, chain: Chain, name: str) -> tuple[str, ...]:
        value = getattr(self._named[chain.path], name)
        settings = value if isinstance(value, tuple) else (value,) if value else ()
        return tuple(real(each.value) for each in settings)


def _paths(settings: tuple[Setting[Path], ...]) -> tuple[Path, ...]:
    return tuple(dict.fromkeys(each.value for each in settings))


def _place(chain: Chain, name: str) -> At:
    part = next((part for part in reversed(chain.parts) if name in part.table), chain.parts[-1])
    return part.file.key(name)
