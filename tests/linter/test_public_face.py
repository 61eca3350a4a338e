"""What packs may import: these names, each documented, none more. Removing one breaks somebody's rules."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

import modelspec_lint.linter
import modelspec_lint.linter.testing
from modelspec_lint.linter import hookspecs
from modelspec_lint.linter.plugins import load_packs
from modelspec_lint.linter.python_files import with_python_files
from modelspec_lint.linter.testing import page_problems

NAMES = [
    "Crash",
    "Deployment",
    "Document",
    "Doubt",
    "Edit",
    "Estimate",
    "Evidence",
    "Finding",
    "Fix",
    "KNOWN_ANNOTATIONS",
    "Option",
    "Options",
    "Outline",
    "Place",
    "Policy",
    "Profile",
    "Project",
    "Reference",
    "Related",
    "Result",
    "Rule",
    "Severity",
    "SourceFile",
    "Span",
    "Stated",
    "Suppressions",
    "Undecided",
    "Verdict",
    "finding",
    "has_secret_form",
    "hookimpl",
    "lint",
    "may_hold_secret",
    "names_secret",
    "nearest",
    "printable",
    "rule",
]
TESTING = [
    "CLEAN",
    "FILE",
    "PRODUCTION",
    "brief",
    "lint_files",
    "lint_fragment",
    "lint_sources",
    "lint_text",
    "merge",
    "page_example",
    "page_problems",
]
HOOKS = {
    "modelspec_finding": ("finding", "deployment"),
    "modelspec_knowledge": (),
    "modelspec_profiles": (),
    "modelspec_rules": (),
}
PAGE = Path(__file__).resolve().parents[2] / "docs" / "writing-packs.md"


def test_the_public_names_are_these() -> None:
    assert sorted(modelspec_lint.linter.__all__) == sorted(NAMES)
    assert sorted(modelspec_lint.linter.testing.__all__) == sorted(TESTING)


@pytest.mark.parametrize("name", NAMES)
def test_a_public_name_says_what_it_is(name: str) -> None:
    found = getattr(modelspec_lint.linter, name)
    if not isinstance(found, str | tuple | frozenset | dict | list):
        assert found.__doc__


def test_the_hooks_take_these_arguments() -> None:
    packs = load_packs()
    found = {
        name: packs.hooks.hook.__dict__[name].spec.argnames
        for name in vars(hookspecs)
        if name.startswith("modelspec_")
    }
    assert found == HOOKS


def test_the_page_names_them_all() -> None:
    page = PAGE.read_text(encoding="utf-8")
    written = set(re.findall(r"`(\w+)", page.partition("## The public face")[2]))
    assert set(NAMES) <= written
    assert {name for name in written if name in vars(modelspec_lint.linter)} == set(NAMES)
    assert [name for name in (*TESTING, *HOOKS) if f"`{name}" not in page] == []


def test_the_rule_on_the_page_is_one_and_its_cases_pass(tmp_path: Path) -> None:
    page = PAGE.read_text(encoding="utf-8")
    code = page.partition("```python\n")[2].partition("\n```\n\nThe docstring")[0]
    cases = page.partition("```yaml\npack: ")[2].partition("\n```")[0]
    (tmp_path / "acme.py").write_text(code)
    packs = with_python_files(load_packs(), [str(tmp_path / "acme.py")])
    assert packs.problems == ()
    (rule,) = packs.loaded[-1].rules
    assert page_problems(rule) == ()
    assert yaml.safe_load(f"pack: {cases}")["pages"] == [rule.code]
    (tmp_path / "conftest.py").write_text('pytest_plugins = ["modelspec_lint.linter.testing.plugin"]\n')
    (tmp_path / "tests").mkdir()
    (tmp_path / "tests" / "acme.cases.yaml").write_text(f"pack: {cases}\n")
    program = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", str(tmp_path)]
    done = subprocess.run(program, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert "4 passed" in done.stdout, done.stdout
