"""What ``pyproject.toml`` cannot say: the packages found on disk, and the facts compiled into a wheel."""

from __future__ import annotations

import sys
from pathlib import Path

from setuptools import setup
from setuptools.command.build_py import build_py

ROOT = Path(__file__).resolve().parent
NAMESPACE = "modelspec_lint"
FOLDERS = ("linter", "rules", "knowledge_base", "schema")


def packages() -> list[str]:
    """List every folder that holds Python modules, under the name by which it is imported."""
    folders = {module.parent for folder in FOLDERS for module in (ROOT / folder).rglob("*.py")}
    return sorted(".".join((NAMESPACE, *folder.relative_to(ROOT).parts)) for folder in folders)


class BuildWithFacts(build_py):
    """Build the packages, then compile the facts: a wheel needs neither the YAML files nor their parser."""

    def run(self) -> None:
        """Build; an editable installation compiles its facts when they are first opened."""
        super().run()
        if self.editable_mode:
            return
        sys.path.insert(0, str(Path(self.build_lib).resolve()))
        from modelspec_lint.knowledge_base.compiled import Compiled, write
        from modelspec_lint.knowledge_base.compiler import compile_facts

        facts = compile_facts(ROOT / "knowledge_base" / "facts")
        write(Compiled({**facts.header, "signature": ""}, facts.data), self.compiled())
        if not self.compiled().is_file():
            raise RuntimeError(f"the compiled facts could not be written to {self.compiled()}")

    def get_outputs(self, include_bytecode: bool = True) -> list[str]:
        """Name the compiled facts among the files of the build."""
        outputs: list[str] = super().get_outputs(include_bytecode)
        return outputs if self.editable_mode else [*outputs, str(self.compiled())]

    def compiled(self) -> Path:
        """Say where in the build the compiled facts lie."""
        return Path(self.build_lib, NAMESPACE, "knowledge_base", "compiled", "facts.jsonl")


setup(
    packages=packages(),
    package_data={
        f"{NAMESPACE}.linter": ["py.typed"],
        f"{NAMESPACE}.linter.browser": ["templates/*"],
        f"{NAMESPACE}.linter.fit": ["templates/*"],
        f"{NAMESPACE}.linter.report.html": ["templates/*"],
        f"{NAMESPACE}.rules": ["py.typed"],
        f"{NAMESPACE}.knowledge_base": ["py.typed"],
        f"{NAMESPACE}.knowledge_base.checkpoint": ["*.yaml"],
        f"{NAMESPACE}.schema": ["py.typed", "*.json"],
    },
    cmdclass={"build_py": BuildWithFacts},
)
