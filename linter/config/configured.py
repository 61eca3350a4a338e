"""All configuration of a run, held against the rules that are there: what the lint command works with."""

from __future__ import annotations

from collections.abc import Callable
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
        self._places: dict[Path | None, tuple[Config | None, Path]] = {}
        self._folders: dict[Path, Path] = {}
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
    def configs(self) -> tuple[Config, ...]:
        """What was built, in path order."""
        return tuple(self._configs.values())

    def build(self, vocabulary: Vocabulary) -> None:
        """Hold everything against the rules; what is wrong is added to :attr:`mistakes`."""
        for chain in self._governing.chains:
            named = self._named[chain.path]
            self._configs[chain.path] = build_config(chain, named, vocabulary, self._mistakes)

    @property
    def mistakes(self) -> tuple[Mistake, ...]:
        """All that is wrong, so far as it was looked at."""
        return (*self._governing.mistakes, *self._mistakes)

    def governed(self, path: Path | None) -> tuple[Config | None, Path]:
        """Return what governs a file, and the file's real path (``None``: standard input without a name)."""
        known = self._places.get(path)
        if known is None:
            chain = self._governing.chain(path.parent if path else None)
            place = self._real(path) if path else real(Path.cwd())
            known = self._places[path] = (self._configs[chain.path] if chain else None, place)
        return known

    def _real(self, path: Path) -> Path:
        """Return a file's path in its real folder; the file's own name stays, be it a link."""
        folder = self._folders.get(path.parent)
        if folder is None:
            folder = self._folders[path.parent] = real(path.parent)
        return folder / path.name

    def _refuse_differing(self, name: str) -> None:
        """Note where files of one run are governed by different facts, packs or baselines: a run has one."""
        chains = self._governing.chains
        if not chains:
            return
        read: Callable[[Chain], object] = lambda chain: _compared(getattr(self._named[chain.path], name))  # noqa: E731
        first = chains[0]
        for other in chains[1:]:
            if read(other) != read(first):
                self._mistakes.append(
                    Mistake(
                        _place(other, name),
                        f"{name} differs from that of {first.shown}, and a run has one: "
                        "let both extend one file, or lint what they govern in two runs",
                    )
                )


def _paths(settings: tuple[Setting[Path], ...]) -> tuple[Path, ...]:
    return tuple(dict.fromkeys(each.value for each in settings))


def _compared(value: object) -> object:
    if isinstance(value, tuple):
        return tuple(real(each.value) for each in value)
    return real(value.value) if isinstance(value, Setting) else None


def _place(chain: Chain, name: str) -> At:
    part = next((part for part in reversed(chain.parts) if name in part.table), chain.parts[-1])
    return part.file.key(name)
