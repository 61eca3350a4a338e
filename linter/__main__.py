"""``python -m modelspec_lint.linter`` is ``modelspec``."""

from modelspec_lint.linter.cli import main

main(prog_name="modelspec")
