"""From a chain of files to what they say: every name looked up, every mistake noted at its place."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, TypeVar

from modelspec_lint.linter.config.chain import Chain, Part
from modelspec_lint.linter.config.condition import KINDS, Condition
from modelspec_lint.linter.config.layer import Config, Layer, Setting
from modelspec_lint.linter.config.mistake import At, Mistake
from modelspec_lint.linter.config.names import FRAMEWORKS, UnknownName, Vocabulary
from modelspec_lint.linter.config.paths import NamedPaths
from modelspec_lint.linter.config.patterns import Patterns, compile_patterns, problem
from modelspec_lint.linter.config.positions import Step
from modelspec_lint.linter.options import OptionValue
from modelspec_lint.linter.plugins import Packs
from modelspec_lint.linter.profile import Profile
from modelspec_lint.linter.rule import Rule
from modelspec_lint.linter.severity import Severity

T = TypeVar("T")
_LEVELS = {each.label: each for each in Severity}


def build_config(chain: Chain, named: NamedPaths, vocabulary: Vocabulary, mistakes: list[Mistake]) -> Config:
    """Return what a chain says; names that mean nothing are added to ``mistakes`` and left out."""
    builders = [_Builder(part, vocabulary, mistakes) for part in chain.parts]

    def last(read: Callable[[_Builder], Setting[T] | None]) -> Setting[T] | None:
        return next((found for each in reversed(builders) if (found := read(each)) is not None), None)

    return Config(
        path=chain.path,
        shown=chain.shown,
        files=tuple(part.file.shown for part in chain.parts),
        layers=tuple(layer for each in builders for layer in each.layers()),
        fail_on=last(lambda each: each.value("fail-on")),
        exclude=tuple(each for builder in builders if (each := builder.patterns("exclude")) is not None),
        packs=named.packs,
        knowledge=named.knowledge,
        input_tokens=last(lambda each: each.whole("workload", "input-tokens")),
        output_tokens=last(lambda each: each.whole("workload", "output-tokens")),
        frameworks=last(_Builder.frameworks),
        unsuppressable={
            code: setting for each in builders for code, setting in each.words("unsuppressable").items()
        },
        baseline=named.baseline,
    )


class _Builder:
    """Reads one file of a chain."""

    def __init__(self, part: Part, vocabulary: Vocabulary, mistakes: list[Mistake]) -> None:
        self.part = part
        self._file = part.file
        self._vocabulary = vocabulary
        self._mistakes = mistakes

    def layers(self) -> Iterator[Layer]:
        """Yield the layer of the file itself, then one for each override."""
        yield self._layer((), self._file.shown, None)
        for number, table in enumerate(self.part.table.get("overrides", ())):
            if table is not None:
                path = ("overrides", number)
                yield self._layer(path, f"{self._file.shown} override {number + 1}", self._condition(path))

    def value(self, *path: Step) -> Setting[Any] | None:
        """Return a single value."""
        value = self._get(path)
        return None if value is None else Setting(value, self._said(path), self._file.value(*path))

    def whole(self, *path: Step) -> Setting[int] | None:
        """Return a whole number, which a schema lets be written as ``256.0``."""
        found = self.value(*path)
        return found and Setting(int(found.value), found.said, found.at)

    def words(self, *path: Step, off: bool = True) -> dict[str, Setting[str]]:
        """Return the rules that a list of words names, each with the first word that does.

        ``off`` is whether it takes rules out, or otherwise keeps something from them.
        """
        found: dict[str, Setting[str]] = {}
        for word, at in self._texts(path):
            codes = self._known(at, self._vocabulary.codes if off else self._vocabulary.selected, word)
            for code in codes or ():
                found.setdefault(code, Setting(word, f'{path[-1]} = ["{word}"]', at))
        return found

    def patterns(self, *path: Step) -> Setting[Patterns] | None:
        """Return a list of patterns."""
        if self._get(path) is None:
            return None
        texts = []
        for text, at in self._texts(path):
            wrong = problem(text)
            if wrong:
                self._mistakes.append(Mistake(at, wrong))
            else:
                texts.append(text)
        compiled = compile_patterns(str(self.part.globs_from), texts)
        return Setting(compiled, self._said(path), self._file.value(*path))

    def frameworks(self) -> Setting[tuple[str, ...]] | None:
        """Return the chosen frameworks."""
        path = ("governance", FRAMEWORKS)
        if self._get(path) is None:
            return None
        known = []
        for name, at in self._texts(path):
            if self._known(at, self._vocabulary.framework, name):
                known.append(name)
        return Setting(tuple(known), self._said(path), self._file.value(*path))

    def _layer(self, path: tuple[Step, ...], title: str, when: Condition | None) -> Layer:
        profile = self._profile((*path, "profile"))
        found = profile.value if profile else None
        return Layer(
            title=title,
            at=self._file.value(*path) if path else None,
            when=when,
            profile=profile,
            holds=found.codes(self._vocabulary.rules) if found else frozenset(),
            select=self.words(*path, "select", off=False) if self._get((*path, "select")) else None,
            also=self.words(*path, "extend-select", off=False),
            ignore=self.words(*path, "ignore"),
            severities=self._severities((*path, "severity")),
            options=self._options((*path, "rules")) if path else self._options_and_frameworks(),
        )

    def _profile(self, path: tuple[Step, ...]) -> Setting[Profile] | None:
        wanted, at = self._get(path), self._file.value(*path)
        found = None if wanted is None else self._known(at, self._vocabulary.profile, wanted)
        return Setting(found, self._said(path), at) if found else None

    def _condition(self, path: tuple[Step, ...]) -> Condition:
        files = self.patterns(*path, "files")
        labels = {}
        for name in self._get((*path, "where", "labels")) or ():
            labels[name] = tuple(each for each, _ in self._texts((*path, "where", "labels", name)))
        names: dict[str, tuple[str, ...]] = {}
        for kind in KINDS:
            texts = list(self._texts((*path, "where", kind)))
            for text, at in texts:
                self._known(at, self._vocabulary.declared, kind, text)
            if texts:
                names[kind] = tuple(text for text, _ in texts)
        return Condition(files.value if files else None, labels, names)

    def _severities(self, path: tuple[Step, ...]) -> dict[str, Setting[Severity]]:
        found: dict[str, Setting[Severity]] = {}
        for name, level in (self._get(path) or {}).items():
            at = self._file.key(*path, name)
            rule = self._known(at, self._vocabulary.rule, name)
            if rule is not None and self._once(rule.code in found, at, f"the severity of {rule.code}"):
                found[rule.code] = Setting(_LEVELS[level], f'severity.{name} = "{level}"', at)
        return found

    def _options_and_frameworks(self) -> dict[str, dict[str, Setting[OptionValue]]]:
        """Return the options of the file itself; the frameworks are an option of every rule that has it."""
        found = self._options(("rules",))
        frameworks = self.frameworks() if self._get(("governance", FRAMEWORKS)) is not None else None
        if frameworks is not None:
            chosen: Setting[OptionValue] = Setting(
                frameworks.value, f"governance.{frameworks.said}", frameworks.at
            )
            for rule in self._vocabulary.rules:
                if any(option.name == FRAMEWORKS for option in rule.options):
                    found.setdefault(rule.code, {}).setdefault(FRAMEWORKS, chosen)
        return found

    def _options(self, path: tuple[Step, ...]) -> dict[str, dict[str, Setting[OptionValue]]]:
        found: dict[str, dict[str, Setting[OptionValue]]] = {}
        for name, options in (self._get(path) or {}).items():
            rule = self._known(self._file.key(*path, name), self._vocabulary.rule, name)
            if rule is None:
                continue
            for option, value in options.items():
                where = (*path, name, option)
                taken = self._option(rule, option, value, where)
                of = found.setdefault(rule.code, {})
                at = self._file.value(*where)
                if taken is not None and self._once(option in of, at, f"{option} of {rule.code}"):
                    of[option] = Setting(taken, f"rules.{name}.{self._said(where)}", at)
        return found

    def _option(self, rule: Rule, name: str, value: Any, where: tuple[Step, ...]) -> OptionValue | None:
        option = self._known(self._file.key(*where), self._vocabulary.option, rule, name)
        if option is None:
            return None
        return self._known(self._file.value(*where), self._vocabulary.option_value, rule, option, value)

    def _once(self, again: bool, at: At, what: str) -> bool:
        if again:
            self._mistakes.append(Mistake(at, f"{what} is set twice, by the rule's code and by its name"))
        return not again

    def _known(self, at: At, ask: Callable[..., T], *about: Any) -> T | None:
        try:
            return ask(*about)
        except UnknownName as error:
            self._mistakes.append(Mistake(at, str(error)))
            return None

    def _get(self, path: tuple[Step, ...]) -> Any:
        value: Any = self.part.table
        for step in path:
            value = value.get(step) if isinstance(value, Mapping) else value[step]
            if value is None:
                return None
        return value

    def _texts(self, path: tuple[Step, ...]) -> Iterator[tuple[str, At]]:
        """Yield the texts of a list, or the one that stands in its place, with their places."""
        value = self._get(path)
        if isinstance(value, str):
            yield value, self._file.value(*path)
        for number, each in enumerate(value if isinstance(value, list) else ()):
            if each is not None:
                yield each, self._file.value(*path, number)

    def _said(self, path: tuple[Step, ...]) -> str:
        written = " ".join(self._file.written(*path).split())
        return f"{path[-1]} = {written if len(written) <= 60 else written[:57] + '...'}"


def pack_layers(packs: Packs) -> tuple[Layer, ...]:
    """Return what packs say of rules, themselves weaker than any configuration."""
    return tuple(
        Layer(
            title=f"pack {pack.name}",
            ignore={code: Setting(code, f"disable: [{code}]") for code in pack.disabled},
            severities={
                code: Setting(severity, f"severity: {{{code}: {severity.label}}}")
                for code, severity in pack.severities.items()
            },
        )
        for pack in packs.loaded
        if pack.disabled or pack.severities
    )
