"""``modelspec config show`` and ``explain``, and ``modelspec lint`` under configuration."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from modelspec_lint.linter.cli import main
from modelspec_lint.linter.testing import CLEAN

TOO_MANY = (
    CLEAN.replace("maxBatchSize: 32", "maxBatchSize: 3200")
    + "  operations:\n    serving: {maxConcurrency: 1600, port: 80}\n"
)
"""A spec of which MS203 warns and MS505 notes; nothing else is said of it without a profile."""

CONFIG = """\
extend = "policy/base.toml"
exclude = ["vendor/**"]
ignore = ["MS505"]

[[overrides]]
files = ["experiments/**"]
severity = { batch-exceeds-kv-cache = "note" }
"""
BASE = """\
fail-on = "warning"
ignore = ["MS9"]

[severity]
MS203 = "error"
"""


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("FORCE_COLOR", raising=False)
    (tmp_path / ".git").mkdir()
    write(tmp_path, "modelspec.toml", CONFIG)
    write(tmp_path, "policy/base.toml", BASE)
    for number, name in enumerate(["specs/a", "experiments/b", "vendor/c"]):
        write(tmp_path, f"{name}.modelspec.yaml", TOO_MANY.replace("name: chat", f"name: chat{number}"))
    return tmp_path


def write(folder: Path, name: str, text: str) -> None:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


def modelspec(*arguments: str, **options):
    return CliRunner().invoke(main, arguments, catch_exceptions=False, **options)


def found(run) -> list[tuple[str, str, str]]:
    """Return file, severity and code of each finding of a report in JSON."""
    report = json.loads(run.stdout)
    return [(each["file"].split("/")[0], each["severity"], each["code"]) for each in report["findings"]]


def test_lint_follows_the_configuration_of_each_file(folder):
    run = modelspec("lint", "--format", "json")
    assert found(run) == [("experiments", "note", "MS203"), ("specs", "error", "MS203")]
    assert run.exit_code == 1


def test_the_command_line_wins(folder):
    run = modelspec("lint", "--format", "json", "--severity", "MS203=warning", "--extend-select", "MS505")
    assert {each[1:] for each in found(run)} == {("warning", "MS203"), ("note", "MS505")}
    assert modelspec("lint", "--ignore", "MS203").exit_code == 0


def test_fail_on_is_that_of_each_file_unless_the_command_line_says_it(folder):
    assert modelspec("lint", "experiments").exit_code == 0
    write(folder, "experiments/modelspec.toml", 'fail-on = "note"\n')
    assert modelspec("lint", "experiments").exit_code == 1
    assert modelspec("lint", "experiments", "--fail-on", "never").exit_code == 0
    write(folder, "experiments/modelspec.toml", 'fail-on = "never"\n')
    assert modelspec("lint", "experiments").exit_code == 0
    assert modelspec("lint").exit_code == 1


def test_no_config_is_as_if_there_were_none(folder):
    run = modelspec("lint", "--format", "json", "--no-config", "specs")
    assert found(run) == [("specs", "warning", "MS203"), ("specs", "note", "MS505")]
    assert run.exit_code == 0


def test_a_configuration_can_be_named(folder):
    write(folder, "other.toml", 'select = ["MS203"]\n')
    run = modelspec("lint", "--format", "json", "--config", "other.toml", "specs")
    assert found(run) == [("specs", "warning", "MS203")]
    assert modelspec("lint", "--config", "other.toml", "--no-config").exit_code == 2
    run = modelspec("lint", "--config", "mine.toml")
    assert (run.exit_code, run.stderr) == (
        2,
        "mine.toml:1:1: there is no such file\nmodelspec: 1 mistake in the configuration; nothing was done\n",
    )


def test_a_named_file_that_says_nothing_of_us_is_a_mistake(folder):
    write(folder, "pyproject.toml", '[project]\nname = "acme"\n')
    run = modelspec("lint", "--config", "pyproject.toml", "specs")
    assert run.exit_code == 2
    assert run.stderr.splitlines()[0] == "pyproject.toml:1:1: there is no [tool.modelspec] in it"


def test_what_is_excluded_is_linted_where_it_is_named(folder):
    assert found(modelspec("lint", "--format", "json", "vendor/c.modelspec.yaml"))[0][0] == "vendor"
    assert found(modelspec("lint", "--format", "json", "vendor"))[0][0] == "vendor"
    run = modelspec("lint", "vendor/c.modelspec.yaml", "--force-exclude")
    assert (run.exit_code, run.stderr) == (
        0,  # a commit hook that names an excluded file has asked for nothing
        "modelspec: nothing was linted: configuration excludes all that was named\n",
    )
    assert modelspec("lint", "nowhere.yaml", "--force-exclude").exit_code == 4
    assert "1 spec" in modelspec("lint", "--force-exclude", "vendor/c.modelspec.yaml", "experiments").stdout


def test_mistakes_stop_the_run_all_at_once(folder):
    write(folder, "modelspec.toml", 'profile = "strct"\nignore = ["MS2O3"]\n')
    write(folder, "experiments/modelspec.toml", "x = 1\n")
    run = modelspec("lint")
    assert run.exit_code == 2
    assert run.stdout == ""
    places = [line.split(" ")[0] for line in run.stderr.splitlines()]
    assert places == [
        "experiments/modelspec.toml:1:1:",
        "modelspec.toml:1:11:",
        "modelspec.toml:2:11:",
        "modelspec:",
    ]


def test_knowledge_and_packs_of_the_configuration_are_laid(folder):
    write(
        folder,
        "policy/facts/acme.yaml",
        "apiVersion: modelspec-lint/v1\nkind: Knowledge\nmetadata: {name: acme, source: wiki}\n"
        "engines: [{id: acme-serve, name: Acme Serve, based-on: vllm}]\n",
    )
    write(
        folder,
        "policy/acme.yaml",
        "apiVersion: modelspec-lint/v1\nkind: RulePack\nmetadata: {name: acme, version: 1.0.0}\n"
        "rules:\n- id: ACME001\n  name: needs-a-team\n  severity: error\n  template: required-label\n"
        "  with: {label: team}\n  why: Somebody answers.\n"
        "  cases:\n    bad: {}\n    good: {metadata: {labels: {team: a}}}\n",
    )
    write(
        folder,
        "modelspec.toml",
        'select = ["ACME001"]\npacks = ["policy/acme.yaml"]\nknowledge = ["policy/facts/*.yaml"]\n'
        '[[overrides]]\nwhere.framework = "acme-serve"\n',
    )
    run = modelspec("lint", "--format", "json", "specs")
    assert found(run) == [("specs", "error", "ACME001")]
    assert "acme" in modelspec("lint", "-v", "specs").stderr
    assert found(modelspec("lint", "--format", "json", "--pack", "policy/acme.yaml", "specs")) == found(run)


def test_facts_that_a_pack_and_the_configuration_name_are_laid_once(folder):
    write(
        folder,
        "facts.yaml",
        "apiVersion: modelspec-lint/v1\nkind: Knowledge\nmetadata: {name: acme, source: wiki}\n"
        "engines: [{id: acme-serve, name: Acme Serve, based-on: vllm}]\n",
    )
    head = "apiVersion: modelspec-lint/v1\nkind: RulePack\n"
    for name in ("one", "two"):
        write(
            folder,
            f"{name}.yaml",
            f"{head}metadata: {{name: {name}, version: '1'}}\nknowledge: [facts.yaml]\n",
        )
    write(folder, "modelspec.toml", 'packs = ["one.yaml", "two.yaml"]\nknowledge = ["facts.yaml"]\n')
    run = modelspec("lint", "-v", "--knowledge", "facts.yaml", "specs")
    assert (run.exit_code, run.stderr.count("modelspec: knowledge acme")) == (0, 1)
    alone = modelspec("lint", "-v", "--no-config", "--pack", "one.yaml", "--knowledge", "facts.yaml", "specs")
    assert (alone.exit_code, alone.stderr.count("modelspec: knowledge acme")) == (0, 1)


def test_mistakes_in_what_the_configuration_names_are_told_with_its_own(folder):
    write(folder, "policy/facts.yaml", "kind: Knowledge\n")
    write(folder, "modelspec.toml", 'knowledge = ["policy/facts.yaml"]\nfail-on = 1\n')
    run = modelspec("lint", "specs")
    assert run.exit_code == 2
    assert run.stderr.startswith("modelspec.toml:2:11: fail-on is 1;")
    assert "\npolicy/facts.yaml:1:1: " in run.stderr


def test_the_baseline_of_the_configuration_is_held_against(folder):
    assert modelspec("baseline", "create", "--no-config", "specs").exit_code == 0
    write(folder, "modelspec.toml", 'baseline = "modelspec-baseline.json"\nfail-on = "note"\n')
    assert modelspec("lint", "specs").exit_code == 0
    assert modelspec("lint", "experiments").exit_code == 1


def test_show_tells_every_key_and_its_place(folder):
    run = modelspec("config", "show", "specs/a.modelspec.yaml")
    assert run.stdout == (
        "specs/a.modelspec.yaml is governed by modelspec.toml, which extends policy/base.toml.\n"
        "\n"
        'exclude         ["vendor/**"]  (modelspec.toml:2:11)\n'
        'ignore          ["MS505"]  (modelspec.toml:3:10)\n'
        'overrides.1     {"files": ["experiments/**"], "severity": {"batch-exceeds-kv-cache": "note"}}  '
        "(modelspec.toml:5:1)\n"
        'fail-on         "warning"  (policy/base.toml:1:11)\n'
        'ignore          ["MS9"]  (policy/base.toml:2:10)\n'
        'severity.MS203  "error"  (policy/base.toml:5:9)\n'
    )


def test_show_marks_what_a_closer_file_overrules(folder):
    write(
        folder,
        "modelspec.toml",
        'extend = "policy/base.toml"\nfail-on = "note"\n[severity]\nbatch-exceeds-kv-cache = "note"\n',
    )
    shown = json.loads(modelspec("config", "show", "--format", "json").stdout)
    assert shown["files"] == ["modelspec.toml", "policy/base.toml"]
    assert [(each["key"], each["value"], each["inForce"]) for each in shown["settings"]] == [
        ("fail-on", "note", True),
        ("severity.batch-exceeds-kv-cache", "note", True),
        ("fail-on", "warning", False),
        ("ignore", ["MS9"], True),
        ("severity.MS203", "error", False),
    ]


def test_show_without_configuration_says_so(folder):
    run = modelspec("config", "show", "--no-config")
    assert run.stdout == ". is governed by no configuration: the profile recommended, nothing else.\n"


def test_explain_says_which_layer_decided(folder):
    run = modelspec("config", "explain", "batch-exceeds-kv-cache", "experiments/b.modelspec.yaml")
    assert run.stdout == (
        "MS203 batch-exceeds-kv-cache in experiments/b.modelspec.yaml\n"
        "governed by modelspec.toml, which extends policy/base.toml\n"
        "\n"
        "it runs\n"
        "  * on: recommended, the profile where none is named: every rule runs\n"
        "\n"
        "severity: note\n"
        '  * note: modelspec.toml override 1: severity.batch-exceeds-kv-cache = "note" '
        "(modelspec.toml:7:14)\n"
        '    error: policy/base.toml: severity.MS203 = "error" (policy/base.toml:5:1)\n'
        "    warning: the rule itself: unless a finding says another\n"
    )


def test_explain_takes_the_command_line_for_a_layer_and_names_idle_overrides(folder):
    write(
        folder,
        "modelspec.toml",
        'unsuppressable = ["MS805"]\nignore = ["MS8"]\n[rules.MS805]\nmax-days = 7\n'
        + CONFIG[CONFIG.index("[[") :],
    )
    run = modelspec("config", "explain", "MS805", "specs/a.modelspec.yaml", "--extend-select", "MS805")
    assert run.stdout == (
        "MS805 retention-too-long in specs/a.modelspec.yaml\n"
        "governed by modelspec.toml\n"
        "\n"
        "it runs\n"
        "  * on: command line: --extend-select MS805\n"
        '    off: modelspec.toml: ignore = ["MS8"] (modelspec.toml:2:11)\n'
        "    on: recommended, the profile where none is named: every rule runs\n"
        "\n"
        "severity: warning\n"
        "  * warning: the rule itself: unless a finding says another\n"
        "\n"
        "option max-days = 7\n"
        "  * 7: modelspec.toml: rules.MS805.max-days = 7 (modelspec.toml:4:12)\n"
        "    30: the rule itself: the default\n"
        "\n"
        "option frameworks = []\n"
        "  * []: the rule itself: the default\n"
        "\n"
        'it cannot be suppressed: unsuppressable: unsuppressable = ["MS805"] (modelspec.toml:1:19)\n'
        "\n"
        "overrides that do not hold here:\n"
        "    modelspec.toml override 1 (modelspec.toml:5:1)\n"
    )


def test_explain_says_what_keeps_lint_from_a_file(folder):
    told = modelspec("config", "explain", "MS203", "vendor/c.modelspec.yaml").stdout
    assert "\nexcluded: linted only where it is named, and not with --force-exclude\n\nit runs\n" in told
    write(folder, "policy/notes.yaml", "kind: Service\n")
    told = modelspec("config", "explain", "MS203", "policy/notes.yaml").stdout
    assert "\nno ModelSpec document is in it\n\nit runs\n" in told
    write(folder, "policy/nameless.yaml", CLEAN.replace("  name: chat\n", "  labels: {}\n"))
    assert "no ModelSpec" not in modelspec("config", "explain", "MS203", "policy/nameless.yaml").stdout
    (document,) = json.loads(
        modelspec("config", "explain", "MS203", "vendor/c.modelspec.yaml", "--format", "json").stdout
    )["documents"]
    assert document["excluded"] is True


def test_show_names_what_the_command_line_says(folder):
    told = modelspec("config", "show", "--profile", "strict", "--severity", "MS203=note").stdout.splitlines()
    assert told[2:4] == [
        "--profile       strict  (command line)",
        "--severity      MS203=note  (command line)",
    ]
    shown = json.loads(modelspec("config", "show", "--ignore", "MS2,MS3", "--format", "json").stdout)
    assert shown["commandLine"] == [{"option": "--ignore", "value": "MS2,MS3"}]
    assert modelspec("config", "show", "--no-config", "--select", "MS2").stdout == (
        ". is governed by no configuration: the profile recommended, nothing else.\n"
        "\n"
        "--select  MS2  (command line)\n"
    )
    assert modelspec("config", "show", "--profile", "strikt").exit_code == 2


def test_explain_tells_documents_of_one_file_apart(folder):
    write(folder, "modelspec.toml", '[[overrides]]\nwhere.labels.environment = "dev"\nignore = ["MS203"]\n')
    labelled = CLEAN.replace("  name: chat\n", "  name: other\n  labels: {environment: dev}\n")
    write(folder, "two.modelspec.yaml", f"{CLEAN}---\n{labelled}")
    run = modelspec("config", "explain", "MS203", "two.modelspec.yaml", "--format", "json")
    documents = json.loads(run.stdout)["documents"]
    assert [(each["document"], each["runs"][0]["value"]) for each in documents] == [
        ("chat", True),
        ("other", False),
    ]
    assert [len(each["idleOverrides"]) for each in documents] == [1, 0]


def test_rules_are_listed_as_the_configuration_of_the_folder_has_them(folder):
    assert modelspec("pack", "new", "acme").exit_code == 0
    packed = f'packs = ["acme.yaml"]\nseverity.ACME001 = "note"\n{CONFIG}'.replace('extend = "', '# "')
    write(folder, "modelspec.toml", packed)

    def listed(*options: str) -> dict[str, str]:
        lines = modelspec("rules", *options).stdout.splitlines()
        return {line.split()[0]: line.split()[1] for line in lines if "  " in line}

    here, elsewhere = listed(), listed("--no-config")
    assert (here["MS505"], here["MS203"], here["ACME001"]) == ("off", "warning", "note")
    assert (elsewhere["MS505"], elsewhere["MS203"]) == ("note", "warning")
    assert "ACME001" not in elsewhere
    assert listed("--profile", "minimal")["MS203"] == "off"
    report = json.loads(modelspec("rules", "--select", "MS505,acme", "--format", "json").stdout)
    by_code = {each["code"]: (each["severity"], each["here"]) for each in report["rules"]}
    assert by_code["MS505"] == ("note", {"runs": False, "severity": "note"})
    assert by_code["ACME001"] == ("error", {"runs": True, "severity": "note"})
    assert "acme 0.1.0  2 rules, from acme.yaml" in modelspec("rules", "--packs").stdout


def test_the_page_of_a_rule_is_found_in_packs_of_the_configuration(folder):
    assert modelspec("pack", "new", "acme").exit_code == 0
    assert modelspec("explain", "ACME001").exit_code == 2
    write(folder, "modelspec.toml", 'packs = ["acme.yaml"]\n')
    assert modelspec("explain", "ACME001").stdout.startswith("# ACME001 production-needs-team-label\n")
    assert "did you mean 'ACME001'" in modelspec("explain", "ACMEO01").stderr
    assert modelspec("explain", "ACME001", "--no-config").exit_code == 2


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["explain", "MS2O3", "specs/a.modelspec.yaml"], "there is no rule 'MS2O3'; did you mean "),
        (["explain", "MS203", "specs/x.yaml"], "specs/x.yaml: no such file or folder"),
        (["explain", "MS203", "specs"], "specs: one file is wanted"),
        (["show", "nowhere"], "nowhere: no such file or folder"),
    ],
)
def test_what_means_nothing_is_a_usage_error(folder, arguments, said):
    run = modelspec("config", *arguments)
    assert run.exit_code == 2
    assert said in run.stderr


def test_a_file_without_documents_of_ours_is_explained_as_a_file(folder):
    write(folder, "specs/x.yaml", "a: 1\n")
    explained = json.loads(modelspec("config", "explain", "MS002", "specs/x.yaml", "--format", "json").stdout)
    assert [(each["document"], each["rule"]) for each in explained["documents"]] == [(None, "MS002")]
