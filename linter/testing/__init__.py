"""Testing rules: run them over a fragment of YAML, over the examples of their own pages, over files of cases.

The project's own rules and those of other packs are tested with this module::

    from modelspec_lint.linter.testing import brief, lint_fragment, page_problems

    def test_the_page_of_my_rule_tells_the_truth():
        assert page_problems(my_rule) == ()

    def test_a_team_label_is_asked_for():
        verdicts = lint_fragment("metadata: {labels: {env: prod}}", my_rule)
        assert brief(verdicts) == ["5:3 warning[ACME001] No team is named."]

With the plugin (:mod:`.plugin`), pytest runs the cases in files called ``*.cases.yaml`` (:mod:`.cases`).
"""

from modelspec_lint.linter.testing.fragments import (
    CLEAN,
    FILE,
    PRODUCTION,
    brief,
    lint_files,
    lint_fragment,
    lint_sources,
    lint_text,
    merge,
)
from modelspec_lint.linter.testing.pages import page_example, page_problems

__all__ = [
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
