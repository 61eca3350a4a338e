"""The parts of the build that pyproject.toml cannot say: which packages there are, and the compiled facts."""

from __future__ import annotations

import sys
from importlib.machinery import ModuleSpec
from importlib.util import module_from_spec
from pathlib import Path

from setuptools import find_packages, setup
from setuptools.command.build_py import build_py

ROOT = Path(__file__).parent
NAMESPACE = "modelspec_lint"
FOLDERS = ("linter", "rules", "knowledge_base", "schema")


def packages() -> list[str]:
    """Return the four packages and all below them, by the names they are imported under."""
    found = []
    for folder in FOLDERS:
        found.append(f"{NAMESPACE}.{folder}")
        found += [f"{NAMESPACE}.{folder}.{inner}" for inner in find_packages(str(ROOT / folder))]
    return found


class BuildWithFacts(build_py):
    """Puts the compiled facts into the wheel: an installed program reads no YAML for them."""

    def run(self) -> None:
        """Build as ever, then compile."""
        super().run()
        if not self.editable_mode:
            target = Path(self.build_lib) / NAMESPACE / "knowledge_base" / "compiled" / "facts.jsonl"
            compile_into(target)

    def get_outputs(self, include_bytecode: bool = True) -> list[str]:
        """Name the compiled facts among the files of the build."""
        target = Path(self.build_lib) / NAMESPACE / "knowledge_base" / "compiled" / "facts.jsonl"
        return [*super().get_outputs(include_bytecode), str(target)]


def compile_into(target: Path) -> None:
    """Compile the facts of this source tree; a mistake in them stops the build."""
    import_source("knowledge_base")
    from modelspec_lint.knowledge_base.compiled import AUTHORED, write
    from modelspec_lint.knowledge_base.compiler import compile_facts

    target.parent.mkdir(parents=True, exist_ok=True)
    write(compile_facts(AUTHORED), target)


def import_source(folder: str) -> None:
    """Make a folder importable under its installed name without running its ``__init__``."""
    for name, path in ((NAMESPACE, []), (f"{NAMESPACE}.{folder}", [str(ROOT / folder)])):
        spec = ModuleSpec(name, None, is_package=True)
        spec.submodule_search_locations = path
        sys.modules[name] = module_from_spec(spec)


setup(
    packages=packages(),
    package_data={
        f"{NAMESPACE}.linter": ["py.typed"],
        f"{NAMESPACE}.rules": ["py.typed"],
        f"{NAMESPACE}.knowledge_base": ["py.typed"],
        f"{NAMESPACE}.schema": ["py.typed", "*.json"],
    },
    cmdclass={"build_py": BuildWithFacts},
)
