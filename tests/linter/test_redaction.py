"""A secret is in no report, whichever rules are selected and whatever they speak about."""

import json

import pytest
import yaml
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from modelspec_lint.linter import Place, Severity, finding, rule
from modelspec_lint.linter.cli import main
from modelspec_lint.linter.report import FORMATS as REPORTS
from modelspec_lint.linter.report import ReportOptions, render
from modelspec_lint.linter.testing import CLEAN, lint_text

SECRET = "tr0ub4dor-and-3"
FORMATS = ("text", "json", "sarif", "github")


def spec(variables):
    return CLEAN + f"    environment:\n      variables:\n{variables}"


def reports(folder, text, *arguments):
    (folder / "a.modelspec.yaml").write_text(text)
    runner = CliRunner()
    for form in FORMATS:
        run = runner.invoke(main, ["lint", str(folder), "--format", form, *arguments], catch_exceptions=False)
        yield form, run.output
    for flag in ("-q", "-v"):
        run = runner.invoke(main, ["lint", str(folder), flag, *arguments], catch_exceptions=False)
        yield flag, run.output


@pytest.mark.parametrize(
    "arguments",
    [(), ("--select", "MS507"), ("--select", "MS101,MS103"), ("--ignore", "MS507"), ("--select", "MS212")],
)
def test_no_report_shows_it(tmp_path, arguments):
    text = spec(
        f"        CACHE_PASSWORD: {SECRET}\n        CACHE_USER: app  # not {SECRET}\n        PORT: 8000\n"
    )
    for form, output in reports(tmp_path, text, *arguments):
        assert SECRET not in output, form


def test_stars_stand_for_it_under_the_mark(tmp_path):
    text = spec(f"        CACHE_PASSWORD: {SECRET}  # was {SECRET}\n")
    output = dict(reports(tmp_path, text))["text"]
    assert "        CACHE_PASSWORD: ***************  # was ***************\n" in output
    assert "^" * len(SECRET) in output


@pytest.mark.parametrize(
    "variables",
    [
        f"        CACHE_PASSWORD: '{SECRET}\n        PORT: '1'\n",  # a quote is missing
        f"        CACHE_PASSWORD: {SECRET}\n        CACHE_PASSWORD: other-horse-8\n",  # twice
        f"        CACHE_PASSWORD:\t{SECRET}: x\n",
        f"        CACHE_PASSWORD: [{SECRET}]\n",
        f"        CACHE_PASSWORD: {{{SECRET}: {SECRET}}}\n",
        f"        NOTE: |\n          CACHE_PASSWORD={SECRET}\n        PORT: 1\n",
    ],
)
def test_mistakes_of_yaml_and_of_structure_do_not_show_it_either(tmp_path, variables):
    for form, output in reports(tmp_path, spec(variables)):
        assert SECRET not in output, form


def test_a_password_of_digits_is_named_by_no_one_and_no_fix_writes_stars_for_it(tmp_path):
    said = dict(reports(tmp_path, spec("        CACHE_PASSWORD: 73519284\n")))
    assert "73519284" not in "".join(said.values())
    findings = json.loads(said["json"])["findings"]
    assert [(each["code"], each["fixes"]) for each in findings if each["severity"] == "error"] == [
        ("MS103", []),
        ("MS507", []),
    ]


def test_a_private_key_over_many_lines_is_masked_line_by_line(tmp_path):
    body = "".join(f"          {letter * 40}\n" for letter in "abc")
    text = spec(f"        DEPLOY_KEY: |\n          -----BEGIN RSA PRIVATE KEY-----\n{body}        PORT: 80\n")
    for form, output in reports(tmp_path, text):
        assert "a" * 40 not in output, form
        assert "c" * 40 not in output, form


def test_the_fingerprints_do_not_depend_on_it(tmp_path):
    def prints(secret):
        said = dict(reports(tmp_path, spec(f"        CACHE_PASSWORD: {secret}\n        PORT: 8000\n")))
        (run,) = json.loads(said["sarif"])["runs"]
        hashes = [each["partialFingerprints"] for each in run["results"]]
        return hashes, [each["fingerprint"] for each in json.loads(said["json"])["findings"]]

    assert prints(SECRET) == prints("horses-korrekt8")


def test_what_a_rule_hides_is_masked_in_the_words_of_all_others():
    @rule("TST001", "keeps-quiet", severity=Severity.NOTE, tags=("test",), protects=True)
    def keeps_quiet(deployment):
        """Hide the family."""
        yield finding("/spec/identity/model/family", "hidden", hides=["/spec/identity/model/family"])

    @rule("TST002", "talks-much", severity=Severity.NOTE, tags=("test",))
    def talks(deployment):
        """Tell the family."""
        yield finding(
            "/spec/identity/model/id", "It is llama-3.", related=[("/spec", "llama-3")], help="llama-3, again"
        )

    verdicts = lint_text(CLEAN, [keeps_quiet, talks]).verdicts
    told = verdicts[0]
    assert (told.message, told.help, told.related[0].message) == ("It is ***.", ("***, again",), "***")
    assert verdicts[1].source.line(9) == "      family: *******"


def test_a_crash_does_not_tell_it():
    @rule("TST001", "keeps-quiet", severity=Severity.NOTE, tags=("test",), protects=True)
    def keeps_quiet(deployment):
        """Hide the family, then fail."""
        yield finding("/spec", "hidden", hides=[Place("/spec/identity/model/family")])
        raise ValueError("not llama-3")

    with pytest.raises(AssertionError, match=r"ValueError: not \*\*\*"):
        lint_text(CLEAN, keeps_quiet)


PASSWORDS = st.text(st.sampled_from("abcXYZ019-_.:#\"'\\%{}[]&*!|>éß☃"), min_size=8, max_size=40).map(
    lambda text: f"q7{text}Zk"
)


@settings(deadline=None)
@given(PASSWORDS, st.sampled_from(["plain", "'", '"', "|"]))
def test_no_password_however_it_is_written_is_shown(password, style):
    entry = yaml.safe_dump(
        {"CACHE_PASSWORD": password, "PORT": 8000},
        default_style=None if style == "plain" else style,
        sort_keys=False,
        width=10_000,
        allow_unicode=True,
    )
    text = spec("".join(f"        {line}\n" for line in entry.splitlines()))
    result = lint_text(text)
    if "MS507" not in [each.code for each in result.verdicts]:
        return  # a reference, or a placeholder
    for form in REPORTS:
        shown = render(form, result, ReportOptions()).text
        assert password not in shown
        assert json.dumps(password)[1:-1] not in shown
