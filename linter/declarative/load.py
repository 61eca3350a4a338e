"""Loading packs: a file, what it extends, and whether all of it goes together."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from modelspec_lint.knowledge_base import KnowledgeBase
from modelspec_lint.linter.declarative.document import MOST_RULES, Head, read_head
from modelspec_lint.linter.declarative.mistakes import NoFurther, Notes, PackError, PackMistake
from modelspec_lint.linter.declarative.parameters import items_of
from modelspec_lint.linter.declarative.paths import Outside, beside, root_of, shown_beside
from modelspec_lint.linter.declarative.profile import read_profile
from modelspec_lint.linter.declarative.reading import read_tree
from modelspec_lint.linter.declarative.rule_shape import SEVERITIES
from modelspec_lint.linter.declarative.rules import DeclaredRule, read_rule, unknown_rule
from modelspec_lint.linter.document.node import Node
from modelspec_lint.linter.document.printable import printable
from modelspec_lint.linter.nearest import did_you_mean
from modelspec_lint.linter.plugins import Packs, load_packs
from modelspec_lint.linter.profile import Profile
from modelspec_lint.linter.rule import Rule
from modelspec_lint.linter.severity import Severity
from modelspec_lint.linter.verdicts import Pack
from modelspec_lint.linter.version import version

MOST_PACKS = 32
"""Packs that one run loads from files, those that others extend included."""


@dataclass(frozen=True, slots=True, eq=False)
class DeclarativePack:
    """A pack from a file: what the engine runs, and what its author tests.

    ``extends`` are the packs that it brings along; ``shown`` is the path as it is shown.
    """

    pack: Pack
    shown: str
    path: Path
    rules: tuple[DeclaredRule, ...]
    notes: Notes
    extends: tuple[DeclarativePack, ...] = ()

    def in_order(self) -> Iterator[DeclarativePack]:
        """Yield those that it extends, then itself, each once: later ones win."""
        yield from self._in_order(set())

    def _in_order(self, seen: set[DeclarativePack]) -> Iterator[DeclarativePack]:
        if self not in seen:  # packs that share others would bring them along by every way there is
            seen.add(self)
            for each in self.extends:
                yield from each._in_order(seen)
            yield self


def load_pack(
    path: str | os.PathLike[str], packs: Packs | None = None, knowledge: KnowledgeBase | None = None
) -> DeclarativePack:
    """Load a pack beside others (the installed ones); :class:`PackError` names every mistake at once."""
    loading = _Loading(packs or load_packs(), knowledge)
    loaded = loading.file(os.fspath(path))
    loading.refuse()
    assert loaded is not None, "a pack that cannot be loaded has a mistake"
    return loaded


def with_packs(packs: Packs, paths: Iterable[str | os.PathLike[str]]) -> Packs:
    """Return packs with those from files after them; :class:`PackError` names every mistake of all files.

    They come in an order of their own, whatever the order of paths: by name, each after those that it
    extends.
    """
    loading = _Loading(packs, None)
    named = [loading.file(path) for path in sorted(os.fspath(path) for path in paths)]
    loading.refuse()
    loaded = sorted((each for each in named if each is not None), key=lambda each: each.pack.name)
    ordered = dict.fromkeys(each for pack in loaded for each in pack.in_order())
    return replace(packs, loaded=(*packs.loaded, *(each.pack for each in ordered)))


class _Loading:
    """The loading of some packs: what is there already, and what is wrong so far."""

    def __init__(self, packs: Packs, knowledge: KnowledgeBase | None) -> None:
        self.done: list[DeclarativePack] = []
        self._profiles: list[Profile] = list(packs.profiles())
        self._pairs: list[tuple[Rule, Pack]] = list(packs.rules())
        self._names = {pack.name: pack.origin for pack in packs.loaded}
        self._prefixes = {re.sub("[0-9]+$", "", rule.code) for rule, pack in self._pairs if pack.trusted}
        self._knowledge = knowledge
        self._mistakes: list[PackMistake] = []
        self._loaded: dict[Path, DeclarativePack | None] = {}
        self._open: list[Path] = []
        self._shown: dict[str, str] = {}

    def refuse(self) -> None:
        """Raise what was found to be wrong, if anything was."""
        if self._mistakes:
            raise PackError(dict.fromkeys(self._mistakes))

    def file(self, shown: str, path: Path | None = None, root: Path | None = None) -> DeclarativePack | None:
        """Load a file, once; what is wrong with it is kept."""
        notes = Notes(shown)
        try:
            identity = (path or Path(shown)).resolve()
        except (OSError, RuntimeError, ValueError):
            self._mistakes.append(PackMistake(shown, 1, 1, "the path leads nowhere"))
            return None
        if identity in self._loaded:
            return self._loaded[identity]
        self._loaded[identity] = None
        self._open.append(identity)
        with suppress(NoFurther):
            if len(self._loaded) > MOST_PACKS:
                notes.at(1, 1, f"more than {MOST_PACKS} packs are too many for one run")
                raise NoFurther
            self._loaded[identity] = self._read(identity, notes, root or root_of(identity))
        self._open.pop()
        self._mistakes += notes.listed()
        return self._loaded[identity]

    def _read(self, path: Path, notes: Notes, root: Path) -> DeclarativePack | None:
        tree = read_tree(path, notes)
        head = read_head(tree, notes, version())
        if head is None:
            return None
        self._claim_name(head, notes)
        extended = tuple(self._extended(head, path, notes, root))
        overlays = tuple(self._overlays(head, path, notes, root))
        rules = tuple(self._rules(head, notes, self._facts(extended, overlays)))
        pack = Pack(
            name=head.name,
            version=head.version,
            origin=printable(notes.shown),
            rules=tuple(sorted((each.rule for each in rules), key=lambda rule: rule.code)),
            knowledge=overlays,
        )
        self._pairs += [(rule, pack) for rule in pack.rules]
        pack = replace(
            pack,
            disabled=self._disabled(head, notes),
            severities=self._severities(head, notes),
            profiles=self._profile(head, notes, pack),
        )
        loaded = DeclarativePack(pack, notes.shown, path, rules, notes, extended)
        self.done.append(loaded)
        return loaded

    def _claim_name(self, head: Head, notes: Notes) -> None:
        if head.named is None:
            return
        taken = self._names.setdefault(head.name, notes.shown)
        if taken != notes.shown:
            notes.add(head.named, f"name: there is a pack {head.name!r} already, from {taken}")

    def _beside(
        self, head: Head, name: str, path: Path, notes: Notes, root: Path
    ) -> Iterator[tuple[Path, str, Node]]:
        node = head.parts.nodes.get(name)
        for text, item in zip(head.parts.texts(name), items_of(node) if node else (), strict=False):
            try:
                yield beside(path, text, root), shown_beside(notes.shown, text), item
            except Outside as error:
                notes.add(item, f"{name}: {error}")

    def _extended(self, head: Head, path: Path, notes: Notes, root: Path) -> Iterator[DeclarativePack]:
        for other, shown, item in self._beside(head, "extends", path, notes, root):
            if other in self._open:
                notes.add(item, "extends: the packs extend one another in a circle")
                continue
            loaded = self.file(shown, other, root)
            if loaded is not None:
                yield loaded

    def _overlays(self, head: Head, path: Path, notes: Notes, root: Path) -> Iterator[str]:
        for overlay, shown, _ in self._beside(head, "knowledge", path, notes, root):
            self._shown[str(overlay)] = shown
            yield str(overlay)

    def _facts(self, extended: Iterable[DeclarativePack], own: tuple[str, ...]) -> KnowledgeBase:
        """Return the facts that the names in a pack are looked up in: those that it brings along, too."""
        if self._knowledge is not None:
            return self._knowledge
        others = (overlay for each in extended for one in each.in_order() for overlay in one.pack.knowledge)
        overlays = tuple(dict.fromkeys((*others, *own)))
        if not overlays:
            return KnowledgeBase.load()
        from modelspec_lint.knowledge_base import OverlayError

        try:
            return KnowledgeBase.load(overlays)
        except OverlayError as error:
            self._mistakes += [
                PackMistake(self._shown.get(each.path, each.path), *each[1:]) for each in error.mistakes
            ]
            return KnowledgeBase.load()

    def _rules(self, head: Head, notes: Notes, knowledge: KnowledgeBase) -> Iterator[DeclaredRule]:
        node = head.parts.nodes.get("rules")
        if node is None:
            return
        if node.items is None or len(node.items) > MOST_RULES:
            notes.add(node, f"rules: a list of at most {MOST_RULES} rules is wanted")
            return
        owners = {word: pack.name for rule, pack in self._pairs for word in (rule.code, rule.name)}
        for item in node.items:
            declared = read_rule(item, notes, knowledge, head)
            self._check_identity(item, owners, notes, head.name)
            if declared is not None:
                yield declared

    def _check_identity(self, item: Node, owners: dict[str, str], notes: Notes, pack: str) -> None:
        """Note a code or a name that another rule has, and a prefix that is not for packs."""
        for word in ("id", "name"):
            entry = (item.entries or {}).get(word)
            text = entry.value.text if entry is not None else ""
            if entry is None or not text:
                continue
            if text in owners:
                owner = f"the pack {owners[text]!r}" if owners[text] != pack else "this pack"
                notes.add(entry.value, f"{word}: {owner} has a rule {text[:100]!r} already")
            owners.setdefault(text, pack)
            prefix = re.sub("[0-9]+$", "", text)
            if word == "id" and prefix in self._prefixes:
                notes.add(
                    entry.value, f"id: {prefix} is the prefix of built-in rules; a pack has one of its own"
                )

    def _by_word(self) -> dict[str, Rule]:
        return {word: rule for rule, _ in self._pairs for word in (rule.code, rule.name)}

    def _disabled(self, head: Head, notes: Notes) -> frozenset[str]:
        known = self._by_word()
        node = head.parts.nodes.get("disable")
        codes = set()
        for word, item in zip(head.parts.texts("disable"), items_of(node) if node else (), strict=False):
            if word in known:
                codes.add(known[word].code)
            else:
                notes.add(item, f"disable: {unknown_rule(word, known)}")
        return frozenset(codes)

    def _severities(self, head: Head, notes: Notes) -> dict[str, Severity]:
        node = head.parts.nodes.get("severity")
        if node is None:
            return {}
        if node.entries is None:
            notes.add(node, "severity: a map is wanted: rules and how bad their findings are")
            return {}
        known = self._by_word()
        severities = {}
        for word, entry in node.entries.items():
            level = entry.value.text
            if word not in known:
                notes.add(entry.key, f"severity: {unknown_rule(word, known)}")
            elif level not in SEVERITIES:
                hint = did_you_mean(level, SEVERITIES) or f"; there is {', '.join(SEVERITIES)}"
                notes.add(entry.value, f"severity: {level[:100]!r} is none{hint}")
            else:
                severities[known[word].code] = Severity[level.upper()]
        return severities

    def _profile(self, head: Head, notes: Notes, pack: Pack) -> tuple[Profile, ...]:
        node = head.parts.nodes.get("profile")
        if node is None:
            return ()
        own = frozenset(rule.code for rule in pack.rules)
        profile = read_profile(node, notes, tuple(self._profiles), tuple(self._pairs), own)
        if profile is None:
            return ()
        self._profiles.append(profile)
        return (profile,)
