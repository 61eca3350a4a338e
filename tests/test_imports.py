"""Who may use what, where import-linter cannot say it (its contracts are in pyproject.toml)."""

from __future__ import annotations

import ast
import importlib.util
from collections.abc import Iterator
from pathlib import Path

import pytest

import modelspec_lint.knowledge_base
import modelspec_lint.linter

FACES = {
    "modelspec_lint.linter": frozenset(modelspec_lint.linter.__all__),
    "modelspec_lint.knowledge_base": frozenset(modelspec_lint.knowledge_base.__all__),
}
SIDE_EFFECTS = frozenset({"click", "io", "logging", "os", "pathlib", "shutil", "socket", "subprocess", "sys"})


def test_rules_import_only_what_the_linter_and_the_knowledge_base_offer() -> None:
    strays = [
        f"{path.name}:{line} {module} {name}"
        for path, line, module, name in _imports("rules")
        if _ours(module) and not module.startswith("modelspec_lint.rules")
        if name not in FACES.get(module, frozenset())
    ]

    assert strays == []


def test_rules_touch_neither_files_nor_the_terminal_nor_the_environment() -> None:
    strays = [
        f"{path.name}:{line} {module}"
        for path, line, module, _ in _imports("rules")
        if module.partition(".")[0] in SIDE_EFFECTS
    ]
    calls = [
        f"{path.name}:{line} {name}" for path, line, name in _calls("rules") if name in {"open", "print"}
    ]

    assert strays + calls == []


def test_only_the_command_line_prints_and_exits() -> None:
    strays = [
        f"{path.name}:{line} {name}"
        for path, line, name in _calls("linter")
        if "cli" not in path.parts and name in {"print", "exit", "quit"}
    ]

    assert strays == []


@pytest.mark.parametrize("package", ["linter", "rules", "knowledge_base", "schema"])
def test_every_package_tells_type_checkers_that_it_is_typed(package: str) -> None:
    assert (_folder(package) / "py.typed").is_file()


def _imports(package: str) -> Iterator[tuple[Path, int, str, str]]:
    """Yield each import of a package as file, line, module and imported name ("" for a bare import)."""
    for path, tree in _modules(package):
        for node in ast.walk(tree):
            if isinstance(node, ast.Import):
                for alias in node.names:
                    yield path, node.lineno, alias.name, ""
            elif isinstance(node, ast.ImportFrom):
                for alias in node.names:
                    yield path, node.lineno, node.module or "", alias.name


def _calls(package: str) -> Iterator[tuple[Path, int, str]]:
    for path, tree in _modules(package):
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                yield path, node.lineno, node.func.id


def _modules(package: str) -> Iterator[tuple[Path, ast.Module]]:
    paths = sorted(_folder(package).rglob("*.py"))
    assert paths, f"no modules found in {package}: the test would prove nothing"
    for path in paths:
        yield path.relative_to(_folder(package)), ast.parse(path.read_text(encoding="utf-8"))


def _folder(package: str) -> Path:
    found = importlib.util.find_spec(f"modelspec_lint.{package}")
    assert found is not None
    assert found.origin is not None
    return Path(found.origin).parent


def _ours(module: str) -> bool:
    return module.partition(".")[0] == "modelspec_lint"
