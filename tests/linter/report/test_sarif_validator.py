"""Microsoft's SARIF tool as a judge: its validator with GitHub's rules, and its own fingerprints.

What it said is printed at the end of the run of tests.
"""

import json
import os
import re
import subprocess
from dataclasses import replace
from itertools import islice

import pytest

from modelspec_lint.linter import Place, Severity, finding, rule
from modelspec_lint.linter.accepted import Accepted
from modelspec_lint.linter.document import Span, read_source
from modelspec_lint.linter.policy import Policy
from modelspec_lint.linter.report import render
from modelspec_lint.linter.testing import lint_sources, page_example
from modelspec_lint.linter.verdicts import Crash, Pack, judge
from modelspec_lint.rules import RULES

pytestmark = pytest.mark.skipif(
    "SARIF_MULTITOOL" not in os.environ, reason="SARIF_MULTITOOL names no Sarif.Multitool"
)

NO_RULE_OF_A_SPEC = {"MS001"}
"""A crash is a notification: no spec makes this rule report."""


@pytest.fixture(scope="module")
def of_every_rule():
    """A run over the examples of all pages: every rule finds something."""
    results = []
    for each in RULES:
        for number, example in enumerate(each.page.examples("Bad")):
            text, options = page_example(each, example)
            source = read_source(f"pages/{each.code}-{number}.modelspec.yaml", text.encode())
            results.append(lint_sources([source], RULES, policy=Policy(options={each.code: options})))
    last = read_source("pages/bytes.modelspec.yaml", b"\xff\xfe\x00\xd8")
    results.append(lint_sources([last], RULES))
    verdicts = [verdict for result in results for verdict in result.verdicts]
    return replace(results[0], verdicts=tuple(sorted(verdicts, key=lambda verdict: verdict.order)))


def test_a_run_with_findings_of_every_rule(tmp_path, of_every_rule, options):
    assert {each.code for each in of_every_rule.verdicts} >= {each.code for each in RULES} - NO_RULE_OF_A_SPEC
    assert complaints(tmp_path, of_every_rule, options) == []


def test_a_run_with_suppressions(tmp_path, of_every_rule, options):
    verdicts = of_every_rule.verdicts
    accepted = (
        *(Accepted(each, "suppressed", "Known.", "ml-platform", "2027-01-31") for each in verdicts[::3]),
        *(Accepted(each, "baselined") for each in verdicts[1::3]),
    )
    result = replace(of_every_rule, verdicts=verdicts[2::3], accepted=accepted)
    assert complaints(tmp_path, result, replace(options, sarif_suppressed=True)) == []
    assert complaints(tmp_path, result, replace(options, sarif_category="nightly")) == []


def test_a_clean_run(tmp_path, make_result, options):
    assert complaints(tmp_path, make_result(), options) == []


def test_a_run_with_another_pack_related_places_fixes_and_what_was_not_decided(tmp_path, sample, options):
    assert complaints(tmp_path, sample, options) == []


def test_a_run_with_a_crash(tmp_path, make_result, make_verdict, options):
    @rule("ACME001", "needs-cost-centre", severity=Severity.NOTE, tags=("governance",), on="document")
    def check(subject):
        """Ask for a cost centre."""

    text = "apiVersion: piqc.ai/v1alpha1\nkind: ModelSpec\nmetadata: {name: a}\n"
    pack = Pack("acme", "1.2.0", "acme 1.2.0", (check,))
    source = read_source("a.modelspec.yaml", text.encode())
    crash = Crash(check, pack, source, source.documents[0], "acme.py:3 in check", "KeyError: 'x'")
    result = make_result([make_verdict(text, "/metadata/name")], crashes=[crash], packs=(pack,))
    assert complaints(tmp_path, result, options) == []


def test_a_run_that_had_to_be_cut(tmp_path, of_every_rule, options):
    many = tuple(of_every_rule.verdicts * (10_000 // len(of_every_rule.verdicts) + 1))[:10_000]
    report = render("sarif", replace(of_every_rule, verdicts=many), options)
    assert "5,000 more were left out" in report.warnings[0]
    # the validator is right that equal results are no two results
    assert {each[1] for each in judged(tmp_path, report.text)} <= {"SARIF2017"}


def test_fingerprints_are_those_that_the_tool_computes_for_two_hundred_files(tmp_path, make_result, options):
    verdicts = []
    for number, data in enumerate(islice(contents(), 200)):
        path = f"{number}.modelspec.yaml"
        (tmp_path / path).write_bytes(data)
        source = read_source(path, data, tmp_path / path)
        verdicts += [on_line(source, line) for line in range(1, data.count(b"\n") + 1)]
    assert len({each.file for each in verdicts}) == 200
    log = render("sarif", make_result(verdicts), replace(options, root=tmp_path)).text
    ours = fingerprints(json.loads(log))

    emptied = json.loads(log)
    (run,) = emptied["runs"]
    run["originalUriBaseIds"]["%SRCROOT%"]["uri"] = f"{tmp_path.as_uri()}/"
    for each in run["results"]:
        del each["partialFingerprints"]
    (tmp_path / "emptied.sarif").write_text(json.dumps(emptied), encoding="utf-8")
    tool(
        *("rewrite", str(tmp_path / "emptied.sarif"), "-o", str(tmp_path / "theirs.sarif")),
        *("--insert", "RollingHashPartialFingerprints", "--log", "ForceOverwrite"),
    )
    theirs = fingerprints(json.loads((tmp_path / "theirs.sarif").read_text(encoding="utf-8-sig")))
    assert len(ours) == len(verdicts) > 1500
    assert theirs == ours
    SAID["said"] = f"{len(ours)} fingerprints in 200 files, all equal"


def contents():
    """Yield the bytes of files: all examples of the pages, with line ends and characters of all kinds."""
    variants = (
        lambda text: text,
        lambda text: text.replace("\n", "\r\n"),
        lambda text: text.replace(": ", ":   \t") + "# \U0001f600 \u4e2d \u00e9\n",
        lambda text: text + "# " + "long " * 60 + "\n" + "same: line\n" * 5,
    )
    examples = [example for each in RULES for name in ("Bad", "Good") for example in each.page.examples(name)]
    for number, example in enumerate(examples):
        yield variants[number % len(variants)](example).encode()


@rule("ACME001", "every-line", severity=Severity.NOTE, tags=("governance",), on="document")
def every_line(subject):
    """Report every line."""


def on_line(source, line):
    made = finding(Place(span=Span(line, 1, line, 2, 0, 1)), "Here.")
    pack = Pack("acme", "1.2.0", "acme 1.2.0", (every_line,))
    return judge(made, every_line, pack, every_line.severity, source, None)


def fingerprints(log):
    """Return GitHub's fingerprint of each result, by file and line."""
    found = {}
    for each in log["runs"][0]["results"]:
        place = each["locations"][0]["physicalLocation"]
        key = place["artifactLocation"]["uri"], place["region"]["startLine"]
        found[key] = each["partialFingerprints"]["primaryLocationLineHash"]
    return found


def complaints(folder, result, options):
    return judged(folder, render("sarif", result, options).text)


@pytest.fixture(autouse=True)
def _in_the_summary(request, say_at_the_end):
    yield
    if said := SAID.pop("said", None):
        say_at_the_end(
            f"SARIF validator, {request.node.name.removeprefix('test_').replace('_', ' ')}: {said}"
        )


SAID = {}


def judged(folder, text):
    """Return the errors and warnings of Microsoft's validator, all of its GitHub rules on but GH1004."""
    log, settings, verdict = (folder / name for name in ("report.sarif", "ghas.xml", "validation.sarif"))
    log.write_text(text, encoding="utf-8")
    tool("export-validation-config", str(settings))
    configuration, switched = re.subn(
        r'(Key="GH100[123567]\.[^"]+\.Options">\s*<Property Key="RuleEnabled" Value=)"Default"',
        r'\1"Error"',
        settings.read_text(encoding="utf-8-sig"),
    )
    assert switched == 6
    settings.write_text(configuration, encoding="utf-8")
    tool(
        *("validate", str(log), "--rule-kind", "Sarif;Ghas", "-c", str(settings)),
        *("-o", str(verdict), "--log", "ForceOverwrite", "--max-file-size-in-kb", "100000"),
    )
    results = json.loads(verdict.read_text(encoding="utf-8-sig"))["runs"][0]["results"]
    levels = [each.get("level", "warning") for each in results]
    count = len(json.loads(text)["runs"][0]["results"])
    SAID["said"] = f"{count} results, {levels.count('error')} errors, {levels.count('warning')} warnings"
    return [
        (level, each["ruleId"], each["message"])
        for level, each in zip(levels, results, strict=True)
        if level in {"error", "warning"}
    ]


def tool(*arguments):
    environment = {**os.environ, "DOTNET_SYSTEM_GLOBALIZATION_INVARIANT": "1"}
    command = [os.environ["SARIF_MULTITOOL"], *arguments]
    ran = subprocess.run(command, env=environment, capture_output=True, timeout=300)
    assert ran.returncode == 0, (ran.stdout + ran.stderr).decode(errors="replace")
