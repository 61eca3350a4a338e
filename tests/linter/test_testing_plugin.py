"""Files of cases, as a pack's author runs them with pytest."""

import subprocess
import sys

import pytest

PACK = """\
from modelspec_lint.linter import Option, Severity, finding, rule

@rule("ACME101", "needs-a-ticket", severity=Severity.WARNING, tags=("acme",),
      options=(Option("label", "ticket", "Which label."),))
def needs_a_ticket(deployment, options):
    \"\"\"No ticket is named.\"\"\"
    name = options.text("label")
    if deployment.production and name not in deployment.spec.metadata.labels:
        yield finding("/metadata/labels", f"No {name} is named.")

RULES = [needs_a_ticket]
"""
CASES = """\
pack: ../acme.py
cases:
  ACME101:
    bad:
      - metadata: {labels: {environment: production}}
        says: ["6:5 warning[ACME101] No ticket is named."]
      - metadata: {labels: {environment: production, ticket: T-1}}
        options: {label: change}
    good:
      - metadata: {labels: {environment: production, ticket: T-1}}
      - metadata: {labels: {environment: dev}}
"""


@pytest.fixture
def run(tmp_path):
    (tmp_path / "acme.py").write_text(PACK)
    (tmp_path / "tests").mkdir()
    (tmp_path / "conftest.py").write_text('pytest_plugins = ["modelspec_lint.linter.testing.plugin"]\n')

    def run(cases, *arguments):
        (tmp_path / "tests" / "acme.cases.yaml").write_text(cases)
        program = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-q", *arguments]
        return subprocess.run(program, cwd=tmp_path, capture_output=True, text=True, check=False)

    return run


def test_each_case_is_a_test(run):
    done = run(CASES, "-vv")
    assert done.returncode == 0, done.stdout
    assert [line.split("::")[1].split()[0] for line in done.stdout.splitlines() if "::" in line] == [
        "ACME101-bad-1",
        "ACME101-bad-2",
        "ACME101-good-1",
        "ACME101-good-2",
    ]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("environment: dev", "environment: prod"), "ACME101 says: 6:5 warning[ACME101] No ticket is named."),
        (("label: change", "label: ticket"), "ACME101 says nothing."),
        (("6:5 warning", "4:3 warning"), "Expected: 4:3 warning[ACME101] No ticket is named."),
        (
            (
                "bad:\n      - metadata: {",
                "bad:\n      - apiVersion: v1\n        kind: Pod\n        metadata: {",
            ),
            "The fragment makes no ModelSpec that can be read.",
        ),
    ],
)
def test_a_case_that_does_not_go_as_it_says_fails_in_a_sentence(change, said, run):
    done = run(CASES.replace(*change))
    assert done.returncode == 1
    assert said in done.stdout
    assert "Traceback" not in done.stdout
    assert "1 failed, 3 passed" in done.stdout


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("ACME101:", "ACME1001:"), "there is no rule 'ACME1001'; did you mean 'ACME101'?"),
        (("label: change", "lable: change"), "ACME101 has no option 'lable'; did you mean 'label'?"),
        (("label: change", "label: 7"), "ACME101 label: text is wanted"),
        (("cases:", "casse:"), "the file: there is no key 'casse'; did you mean 'cases'?"),
        (("../acme.py", "../acne.py"), "there is no pack"),
        (("    good:", "    godo:"), "ACME101: there is no key 'godo'; did you mean 'good'?"),
        ((CASES[CASES.index("    good:") :], ""), "ACME101 has no good case: a rule is tested both ways"),
        (("pack: ../acme.py", "pack: ["), "this is no YAML"),
    ],
)
def test_a_file_of_cases_that_is_none_fails_to_be_collected(change, said, run):
    done = run(CASES.replace(*change))
    assert done.returncode == 2
    assert said in done.stdout
    assert "Traceback" not in done.stdout


def test_the_pages_of_rules_are_cases_too(run):
    done = run(CASES + "pages: [ACME101]\n")
    assert "The page has no section 'Why it matters'." in done.stdout
    assert "1 failed, 4 passed" in done.stdout


def test_a_pack_in_yaml_has_cases_of_its_own_and_may_have_others(run, tmp_path):
    (tmp_path / "acme.yaml").write_text(
        "apiVersion: modelspec-lint/v1\nkind: RulePack\nmetadata: {name: acme, version: 1.0.0}\n"
        "rules:\n- id: ACME101\n  name: needs-a-ticket\n  severity: warning\n  template: required-label\n"
        "  with: {label: ticket}\n  why: So.\n"
        "  cases: {bad: {metadata: {name: a}}, good: {metadata: {labels: {ticket: a}}}}\n"
    )
    text = CASES.replace("../acme.py", "../acme.yaml").replace("        options: {label: change}\n", "")
    done = run(text.replace('        says: ["6:5 warning[ACME101] No ticket is named."]\n', ""))
    assert "2 failed, 2 passed" in done.stdout
