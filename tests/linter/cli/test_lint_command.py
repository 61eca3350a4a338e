import json
import os
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from modelspec_lint.linter.cli import main

CLEAN = """\
apiVersion: piqc.ai/v1alpha1
kind: ModelSpec
metadata:
  name: chat
spec:
  identity:
    model:
      id: meta-llama/Meta-Llama-3-8B-Instruct
      family: llama-3
      task: text-generation
      framework: vllm
      precision: bf16
  runtime:
    accelerator: {vendor: nvidia, type: a100-sxm4-80gb, count: 1}
    batch: {maxBatchSize: 32, maxSequenceLengthTokens: 8192}
"""
REVERSED = CLEAN + "  operations:\n    scaling: {minReplicas: 3, maxReplicas: 2}\n"
NOTE = CLEAN.replace("maxBatchSize: 32, ", "").replace(
    "metadata:\n", "metadata:\n  labels: {environment: production}\n"
)


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("FORCE_COLOR", raising=False)
    return tmp_path


def modelspec(*arguments, **options):
    return CliRunner().invoke(main, ["lint", *arguments], catch_exceptions=False, **options)


def write(folder, name, text=CLEAN):
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return path


def test_a_clean_file_exits_0_and_says_what_was_checked(folder):
    write(folder, "a.modelspec.yaml")
    run = modelspec("a.modelspec.yaml")
    assert (run.exit_code, run.stderr) == (0, "")
    assert "1 spec" in run.stdout


def test_an_error_exits_1(folder):
    write(folder, "a.modelspec.yaml", REVERSED)
    run = modelspec("-q", ".")
    assert run.exit_code == 1
    assert run.stdout.startswith("a.modelspec.yaml:17:28: error[MS406]")


@pytest.mark.parametrize(("fail_on", "code"), [("note", 1), ("warning", 0), ("error", 0), ("never", 0)])
def test_fail_on_sets_the_least_severity_that_fails(folder, fail_on, code):
    write(folder, "a.modelspec.yaml", NOTE)
    run = modelspec("--fail-on", fail_on, "--select", "MS213", "a.modelspec.yaml")
    assert "note[MS213]" in run.stdout
    assert run.exit_code == code


def test_fail_on_never_passes_errors(folder):
    write(folder, "a.modelspec.yaml", REVERSED)
    assert modelspec("--fail-on", "never", ".").exit_code == 0


def test_fail_on_unknown_fails_where_a_rule_could_not_decide(folder):
    write(folder, "a.modelspec.yaml", CLEAN.replace("Meta-Llama-3-8B-Instruct", "Nobody-Knows-This"))
    assert modelspec("a.modelspec.yaml").exit_code == 0
    assert modelspec("--fail-on-unknown", "a.modelspec.yaml").exit_code == 1


@pytest.mark.parametrize("form", ["text", "json", "sarif", "github"])
def test_exit_codes_are_the_same_for_every_format(folder, form):
    write(folder, "good.modelspec.yaml")
    write(folder, "bad.modelspec.yaml", REVERSED)
    assert modelspec("--format", form, "good.modelspec.yaml").exit_code == 0
    assert modelspec("--format", form, "bad.modelspec.yaml").exit_code == 1


def test_select_and_ignore_choose_rules(folder):
    write(folder, "a.modelspec.yaml", REVERSED)
    assert modelspec("--ignore", "MS406", ".").exit_code == 0
    assert modelspec("--select", "memory", ".").exit_code == 0
    assert modelspec("--select", "MS4,MS2", ".").exit_code == 1
    assert modelspec("--select", "replicas-reversed", ".").exit_code == 1


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("--select", "MS4O6"), "did you mean 'MS406'?"),
        (("--ignore", "replicas-reverse"), "did you mean 'replicas-reversed'?"),
        (("--select", ""), "No rule, tag or prefix is called ''"),
        (("--format", "yaml"), "'yaml' is not one of"),
        (("--output", "findings.sarif"), "FORMAT=FILE is wanted, such as sarif=findings.sarif"),
        (("--output", "sarf=x"), "there is no format 'sarf'; did you mean 'sarif'?"),
        (("--fail-on", "info"), "'info' is not one of"),
        (("--selct", "MS2"), "--selct"),
    ],
)
def test_a_wrong_option_exits_2_and_says_what_is_wanted(folder, arguments, sentence):
    write(folder, "a.modelspec.yaml")
    run = modelspec(*arguments, ".")
    assert run.exit_code == 2
    assert sentence in run.stderr
    assert run.stdout == ""


def test_a_path_that_matches_nothing_is_named_with_the_nearest_one(folder):
    write(folder, "chat.modelspec.yaml")
    run = modelspec("chat.modelspec.yml", "chat.modelspec.yaml")
    assert run.exit_code == 2
    assert "chat.modelspec.yml" in run.stderr
    assert "did you mean" in run.stderr
    assert "1 spec" in run.stdout


def test_nothing_linted_although_a_path_was_named_exits_4(folder):
    (folder / "empty").mkdir()
    run = modelspec("empty")
    assert run.exit_code == 4
    assert "nothing was linted" in run.stderr
    assert modelspec("missing.yaml").exit_code == 4


def test_a_named_file_without_a_spec_exits_4(folder):
    write(folder, "service.yaml", "apiVersion: v1\nkind: Service\nmetadata: {name: x}\n")
    assert modelspec("service.yaml").exit_code == 4


def test_no_path_means_this_folder_and_an_empty_one_is_said_aloud(folder):
    run = modelspec()
    assert run.exit_code == 0
    assert "nothing was linted" in run.stderr
    write(folder, "specs/a.modelspec.yaml", REVERSED)
    run = modelspec()
    assert run.exit_code == 1
    assert "specs/a.modelspec.yaml" in run.stdout


def test_standard_input_is_linted_under_the_given_name(folder):
    run = modelspec("-q", "--stdin-filename", "x.modelspec.yaml", "-", input=REVERSED)
    assert run.exit_code == 1
    assert run.stdout.startswith("x.modelspec.yaml:17:28: error[MS406]")


def test_several_reports_come_out_of_one_run(folder):
    write(folder, "a.modelspec.yaml", REVERSED)
    run = modelspec("--output", "json=out.json", "--output", "sarif=out.sarif", ".")
    assert "MS406" in run.stdout
    assert json.loads((folder / "out.json").read_text())["findings"][0]["code"] == "MS406"
    assert json.loads((folder / "out.sarif").read_text())["version"] == "2.1.0"


def test_a_report_that_cannot_be_written_is_an_error(folder):
    write(folder, "a.modelspec.yaml")
    run = modelspec("--output", f"json={folder / 'no' / 'such' / 'folder.json'}", ".")
    assert run.exit_code != 0
    assert "cannot write" in run.stderr


def test_colour_follows_the_environment(folder):
    write(folder, "a.modelspec.yaml", REVERSED)
    assert "\x1b[" not in modelspec(".").stdout
    assert "\x1b[" in modelspec(".", env={"FORCE_COLOR": "1", "NO_COLOR": ""}, color=True).stdout
    assert "\x1b[" not in modelspec(".", env={"FORCE_COLOR": "1", "NO_COLOR": "1"}, color=True).stdout


def test_verbose_names_what_could_not_be_decided(folder):
    write(folder, "a.modelspec.yaml", CLEAN.replace("Meta-Llama-3-8B-Instruct", "Nobody-Knows-This"))
    assert "MS201" in modelspec("-v", ".").stdout


def test_findings_are_the_same_from_another_folder(folder):
    write(folder, "specs/a.modelspec.yaml", REVERSED)
    here = modelspec("-q", "specs").stdout
    os.chdir(folder / "specs")
    assert modelspec("-q", ".").stdout == here.removeprefix("specs/")
    assert Path.cwd().name == "specs"


def test_a_missing_c_parser_is_said_when_asked(folder, monkeypatch):
    monkeypatch.setattr(sys.modules["modelspec_lint.linter.cli.lint"], "C_PARSER", False)
    write(folder, "a.modelspec.yaml")
    assert "without libyaml" in modelspec("-v", ".").stderr
    assert modelspec(".").stderr == ""


@pytest.mark.parametrize(
    "outputs",
    [("json=a.modelspec.yaml",), ("json=r.txt", "sarif=r.txt"), ("json=r.txt", "sarif=./r.txt")],
)
def test_an_output_never_overwrites_an_input_or_another_output(folder, outputs):
    path = write(folder, "a.modelspec.yaml")
    run = modelspec(*(word for output in outputs for word in ("--output", output)), ".")
    assert run.exit_code == 2
    assert "would overwrite" in run.stderr
    assert path.read_text() == CLEAN


def test_a_rule_kept_off_a_broken_field_is_undecided_when_nothing_else_says_so(folder):
    write(folder, "a.modelspec.yaml", CLEAN.replace("count: 1", 'count: "1"'))
    run = modelspec("--select", "MS201", "--fail-on-unknown", "a.modelspec.yaml")
    assert run.exit_code == 1
    assert "1 undecided" in run.stdout


def test_an_unknown_key_that_means_nothing_of_ours_hides_no_other_finding(folder):
    huge = CLEAN.replace("Meta-Llama-3-8B", "Meta-Llama-3-70B").replace("a100-sxm4-80gb", "l4")
    write(folder, "a.modelspec.yaml", huge.replace("  name: chat", "  name: chat\n  namespace: prod"))
    run = modelspec("-q", "a.modelspec.yaml")
    assert "error[MS101]" in run.stdout
    assert "error[MS201]" in run.stdout


def test_a_misplaced_block_is_one_finding(folder):
    dedented = CLEAN.replace("    batch: {", "  batch: {")
    write(folder, "a.modelspec.yaml", dedented)
    assert [line.split(": ")[1][:12] for line in modelspec("-q", ".").stdout.splitlines()] == ["error[MS101]"]
