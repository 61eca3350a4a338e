"""Files of cases: fragments about which a rule has to speak, and others about which it must not.

A file is called ``something.cases.yaml``::

    pack: ../acme_modelspec.py        # or a pack in YAML; without it the packs that are installed
    pages: [ACME101]                  # rules whose pages are run, too
    cases:
      ACME101:
        bad:
          - metadata: {labels: {environment: production}}
            says: ["6:5 warning[ACME101] No ticket is named."]    # what it says, word by word; optional
            options: {label: ticket}                              # optional
        good:
          - metadata: {labels: {environment: production, ticket: T-1}}

Each fragment is merged into the clean spec of :mod:`modelspec_lint.linter.testing`, as everywhere.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

import yaml

from modelspec_lint.linter.nearest import did_you_mean
from modelspec_lint.linter.options import OptionValue
from modelspec_lint.linter.plugins import Packs, load_packs
from modelspec_lint.linter.policy import Policy
from modelspec_lint.linter.rule import Rule
from modelspec_lint.linter.testing.fragments import brief, lint_text, merge
from modelspec_lint.linter.testing.pages import page_problems

SUFFIX = ".cases.yaml"

_KEYS = ("pack", "pages", "cases")
_KINDS = ("bad", "good")


class BadCaseFile(ValueError):
    """A file of cases cannot be read; the message says why."""


@dataclass(frozen=True, slots=True)
class Case:
    """One case: a fragment, and whether the rule has to speak. ``says`` are its lines, where they matter."""

    rule: Rule
    expected: Literal["bad", "good", "page"]
    number: int
    fragment: Mapping[str, Any]
    says: tuple[str, ...] | None = None
    options: Mapping[str, OptionValue] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """What it is called among tests."""
        return f"{self.rule.code}-{self.expected}" + ("" if self.expected == "page" else f"-{self.number}")

    def problems(self) -> tuple[str, ...]:
        """Run it; say what is not as it should be, in finished sentences."""
        if self.expected == "page":
            return page_problems(self.rule)
        text = merge(yaml.safe_dump(dict(self.fragment), sort_keys=False))
        result = lint_text(text, self.rule, policy=Policy(options={self.rule.code: self.options}))
        if not result.summary.specs:
            return ("The fragment makes no ModelSpec that can be read.",)
        said = brief(each for each in result.verdicts if each.code == self.rule.code)
        undecided = [each for each in result.undecided if each.code == self.rule.code]
        if undecided:
            return (f"{self.rule.code} could not decide: {undecided[0].reason}.",)
        if self.expected == "good":
            return tuple(f"{self.rule.code} says: {each}" for each in said)
        if not said:
            return (f"{self.rule.code} says nothing.",)
        if self.says is not None and tuple(said) != self.says:
            return tuple(f"Expected: {each}" for each in self.says) + tuple(f"Said: {each}" for each in said)
        return ()


def read_cases(path: Path) -> Iterator[Case]:
    """Read a file of cases; raises :class:`BadCaseFile`."""
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise BadCaseFile(f"this is no YAML: {str(error).splitlines()[0]}") from None
    whole = _map(content, "the file", _KEYS)
    rules = _rules(whole.get("pack"), path)
    for code in whole.get("pages") or ():
        yield Case(_rule(code, rules), "page", 1, {})
    for code, cases in _map(whole.get("cases") or {}, "cases").items():
        rule = _rule(code, rules)
        kinds = _map(cases, str(code), _KINDS)
        for kind in _KINDS:
            listed = kinds.get(kind)
            if not listed:
                raise BadCaseFile(f"{code} has no {kind} case: a rule is tested both ways")
            for number, each in enumerate(listed if isinstance(listed, list) else [listed], start=1):
                yield _case(rule, kind, number, each)


def _case(rule: Rule, kind: str, number: int, given: Any) -> Case:
    fragment = dict(_map(given, f"{rule.code} {kind} {number}"))
    says, options = fragment.pop("says", None), fragment.pop("options", {})
    known = {each.name: each for each in rule.options}
    for name, value in _map(options, "options").items():
        if name not in known:
            raise BadCaseFile(f"{rule.code} has no option {name!r}{did_you_mean(str(name), known)}")
        problem = known[name].problem(value)
        if problem:
            raise BadCaseFile(f"{rule.code} {name}: {problem}")
    if says is not None and (kind == "good" or not isinstance(says, list)):
        raise BadCaseFile(f"{rule.code} {kind} {number}: 'says' is a list of the lines of a bad case")
    lines = None if says is None else tuple(map(str, says))
    return Case(rule, "bad" if kind == "bad" else "good", number, fragment, lines, options)


def _rules(named: Any, path: Path) -> dict[str, Rule]:
    packs = load_packs()
    if named is not None:
        packs = _with_file(packs, path.parent / str(named))
    if packs.problems:
        raise BadCaseFile("; ".join(packs.problems))
    return {word: rule for rule, _ in packs.rules() for word in (rule.code, rule.name)}


def _with_file(packs: Packs, file: Path) -> Packs:
    if not file.is_file():
        raise BadCaseFile(f"there is no pack {file}")
    if file.suffix == ".py":
        from modelspec_lint.linter.python_files import with_python_files

        return with_python_files(packs, [str(file)])
    from modelspec_lint.linter.declarative import PackError, with_packs

    try:
        return with_packs(packs, [file])
    except PackError as error:
        raise BadCaseFile("; ".join(map(str, error.mistakes))) from None


def _rule(code: Any, rules: Mapping[str, Rule]) -> Rule:
    rule = rules.get(str(code))
    if rule is None:
        raise BadCaseFile(f"there is no rule {code!r}{did_you_mean(str(code), rules)}")
    return rule


def _map(given: Any, what: str, known: tuple[str, ...] = ()) -> Mapping[str, Any]:
    if not isinstance(given, dict):
        raise BadCaseFile(f"{what}: a map is wanted")
    for key in given:
        if known and key not in known:
            raise BadCaseFile(f"{what}: there is no key {str(key)!r}{did_you_mean(str(key), known)}")
    return given
