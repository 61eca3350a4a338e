"""From the authored YAML files to the compiled form: read, check, index, pack."""

from modelspec_lint.knowledge_base.compiler.authored import FactsError
from modelspec_lint.knowledge_base.compiler.build import compile_facts

__all__ = ["FactsError", "compile_facts"]
