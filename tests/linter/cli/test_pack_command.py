from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from click.testing import CliRunner

from modelspec_lint.linter.cli import main
from modelspec_lint.linter.testing import CLEAN

EXAMPLES = Path(__file__).parents[3] / "examples" / "acme-pack" / "declarative"
PACK = """\
apiVersion: modelspec-lint/v1
kind: RulePack
metadata: {name: acme, version: 1.0.0}
disable: [MS401]
severity: {missing-field: note}
rules:
- id: ACME001
  name: needs-team
  severity: error
  why: Somebody has to be called.
  template: required-label
  with: {label: team}
  cases: {bad: {metadata: {name: a}}, good: {metadata: {labels: {team: x}}}}
"""


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "acme.yaml").write_text(PACK)
    (tmp_path / "chat.modelspec.yaml").write_text(CLEAN)
    return tmp_path


def modelspec(*arguments):
    return CliRunner().invoke(main, arguments, catch_exceptions=False)


def test_the_way_of_an_author_from_new_to_a_run(folder):
    written = modelspec("pack", "new", "search-team", "--prefix", "SRCH", "--owner", "search")
    assert (written.exit_code, written.stdout) == (
        0,
        "wrote search-team.yaml; now: modelspec pack test search-team.yaml\n",
    )
    tested = modelspec("pack", "test", "search-team.yaml")
    assert (tested.exit_code, tested.stdout) == (0, "search-team.yaml: 2 rules, 7 cases: all as they say\n")
    checked = modelspec("pack", "check", "search-team.yaml")
    assert (checked.exit_code, checked.stdout) == (0, "search-team.yaml: 2 rules: nothing to say\n")
    linted = modelspec(
        "lint", "-q", "--pack", "search-team.yaml", "--select", "search-team", "chat.modelspec.yaml"
    )
    assert (linted.exit_code, linted.stdout) == (0, "")


def test_new_leaves_what_is_there_as_it_is(folder):
    run = modelspec("pack", "new", "acme")
    assert run.exit_code == 2
    assert "acme.yaml exists already; it is left as it is" in run.stderr
    assert (folder / "acme.yaml").read_text() == PACK


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("new", "Acme Pack"), "a name of lower-case words joined by hyphens is wanted"),
        (("new", "ms"), "MS is the prefix of built-in rules"),
        (("new", "42"), "2 to 10 upper-case letters are wanted"),
        (("new", "x", "--prefix", "a1"), "2 to 10 upper-case letters are wanted"),
        (("new", "fresh", "--file", "missing/x.yaml"), "no such file or directory"),
        (("templates", "rang"), "There is no template 'rang'; did you mean 'range'?"),
        (("tset", "acme.yaml"), "There is no command 'tset'; did you mean 'test'?"),
        (("test",), "Missing argument"),
    ],
)
def test_a_wrong_command_is_a_usage_error(folder, arguments, said):
    run = modelspec("pack", *arguments)
    assert run.exit_code == 2
    assert said in run.stderr


def test_a_case_that_does_not_go_as_it_says_fails_the_test(folder):
    (folder / "acme.yaml").write_text(
        PACK.replace("good: {metadata: {labels: {team: x}}}", "good: {kind: ModelSpec}")
    )
    run = modelspec("pack", "test", "acme.yaml")
    assert run.exit_code == 1
    assert run.stdout == (
        "acme.yaml:13:45: ACME001, good case 1: the rule speaks, and it should be silent: "
        "The label `team` is missing.\n"
        "acme.yaml: 1 rule, 2 cases: 1 not as they say\n"
    )


@pytest.mark.parametrize("command", [("pack", "test"), ("pack", "check"), ("lint", "--pack")])
def test_a_rule_without_a_silent_case_fails_every_command(folder, command):
    (folder / "acme.yaml").write_text(PACK.replace(", good: {metadata: {labels: {team: x}}}", ""))
    run = modelspec(*command, "acme.yaml")
    assert run.exit_code == 2
    assert run.stderr == (
        "acme.yaml:13:10: 'cases' lacks 'good': a fragment about which the rule is silent, or several\n"
        "modelspec: 1 mistake in pack files; nothing was done\n"
    )


def test_check_says_what_could_be_better(folder):
    run = modelspec("pack", "check", "acme.yaml")
    assert run.exit_code == 1
    assert run.stdout == (
        "acme.yaml:7:7: ACME001: there is no 'help': what can somebody do about a finding?\n"
        "acme.yaml: 1 rule: 1 remark\n"
    )


def test_templates_are_listed_with_their_parameters():
    text = modelspec("pack", "templates").stdout
    assert text.startswith("required-field\n  A field has to be declared, and not empty.\n")
    one = modelspec("pack", "templates", "max-gpus").stdout
    assert one == (
        "max-gpus\n"
        "  A replica, or all replicas of a deployment, take no more than a number of accelerators.\n"
        "  gpus  The most accelerators. (whole number; required)\n"
        "  per   Whether they are counted for one replica, or for the most replicas that are declared. "
        "(text: replica, deployment; else replica)\n"
    )
    schema = json.loads(modelspec("pack", "templates", "range", "--format", "json").stdout)
    assert list(schema["templates"]["range"]["properties"]) == ["field", "at-least", "at-most"]


def test_lint_runs_the_rules_of_a_pack(folder):
    run = modelspec("lint", "-q", "--pack", "acme.yaml", "--select", "ACME", "chat.modelspec.yaml")
    assert run.exit_code == 1
    assert run.stdout == "chat.modelspec.yaml:3:1: error[ACME001] The label `team` is missing.\n"


def test_the_rules_of_a_pack_are_known_to_every_command(folder):
    listed = json.loads(modelspec("rules", "--pack", "acme.yaml", "--packs", "--format", "json").stdout)
    row = listed["packs"][-1]
    assert (row["name"], row["version"], row["origin"], row["rules"]) == ("acme", "1.0.0", "acme.yaml", 1)
    assert "ACME001  error" in modelspec("rules", "--pack", "acme.yaml", "--select", "acme").stdout
    page = modelspec("explain", "--pack", "acme.yaml", "acme001").stdout
    assert page.startswith("# ACME001 needs-team\n")
    assert "## Good\n```yaml\nmetadata:\n  labels:\n    team: x\n```\n" in page


def test_the_rules_of_a_pack_are_an_extension_in_sarif(folder):
    log = json.loads(
        modelspec("lint", "--pack", "acme.yaml", "--format", "sarif", "chat.modelspec.yaml").stdout
    )
    tool = log["runs"][0]["tool"]
    assert [rule["id"] for rule in tool["extensions"][0]["rules"]] == ["acme/ACME001"]
    (result,) = [
        each for each in log["runs"][0]["results"] if each.get("rule", {}).get("id") == "acme/ACME001"
    ]
    assert result["rule"]["toolComponent"] == {"index": 0}


def test_choices_of_a_pack_hold_until_the_command_line_says_otherwise(folder):
    (folder / "chat.modelspec.yaml").write_text(CLEAN.replace("      task: text-generation\n", ""))
    pack = ("lint", "-q", "--pack", "acme.yaml", "--ignore", "ACME", "chat.modelspec.yaml")
    assert "note[MS102]" in modelspec(*pack).stdout
    assert "warning[MS102]" in modelspec(*pack, "--severity", "MS102=warning").stdout
    assert "error[MS102]" in modelspec("lint", "-q", "chat.modelspec.yaml").stdout


def test_a_disabled_rule_runs_only_where_it_is_named(folder):
    (folder / "acme.yaml").write_text(PACK.replace("MS401", "MS102"))
    (folder / "chat.modelspec.yaml").write_text(CLEAN.replace("      task: text-generation\n", ""))
    pack = ("lint", "-q", "--pack", "acme.yaml", "--ignore", "ACME", "chat.modelspec.yaml")
    assert "MS102" not in modelspec(*pack).stdout
    assert "MS102" not in modelspec(*pack, "--select", "ALL").stdout
    assert "MS102" in modelspec(*pack, "--extend-select", "missing-field").stdout


def test_any_order_of_packs_gives_the_same(folder):
    (folder / "two.yaml").write_text(
        PACK.replace("acme", "two").replace("ACME", "TWO").replace("needs-team", "needs-owner")
    )
    one, two = ("--pack", "acme.yaml"), ("--pack", "two.yaml")
    first = modelspec("lint", *one, *two, "--format", "json", "chat.modelspec.yaml").stdout
    second = modelspec("lint", *two, *one, "--format", "json", "chat.modelspec.yaml").stdout
    assert json.loads(first)["findings"] == json.loads(second)["findings"]


@pytest.mark.parametrize("name", ["acme.yaml", "company.yaml"])
def test_the_example_packs_pass(name):
    path = os.fspath(EXAMPLES / name)
    assert modelspec("pack", "test", path).exit_code == 0
    assert modelspec("pack", "check", path).exit_code == 0
