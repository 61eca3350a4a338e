from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from modelspec_lint.linter.cli import main
from modelspec_lint.linter.testing import CLEAN

BROKEN = CLEAN.replace("type: a100-sxm4-80gb", "type: a100-sxm4-80gbb")
WORSE = BROKEN.replace("count: 1", "count: 0")
FILE = "modelspec-baseline.json"


@pytest.fixture
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("NO_COLOR", "1")
    (tmp_path / "a.modelspec.yaml").write_text(BROKEN)
    return tmp_path


def run(*arguments):
    return CliRunner().invoke(
        main, [*arguments, "--select", "MS1,MS3"] if "-h" not in arguments else arguments
    )


def lint(*arguments):
    return run("lint", "-q", *arguments)


def test_from_create_to_a_run_that_reports_only_what_is_new(here):
    made = run("baseline", "create")
    assert (made.exit_code, made.output) == (0, f"modelspec: {FILE}: 1 finding accepted; 1 finding in it\n")
    assert lint("--baseline", FILE).exit_code == 0

    (here / "a.modelspec.yaml").write_text("# moved\n\n" + WORSE)
    again = lint("--baseline", FILE)
    assert again.exit_code == 1
    assert [line.split(" ")[1] for line in again.output.splitlines()] == ["error[MS105]"]


def test_the_summary_counts_what_the_baseline_accepts(here):
    run("baseline", "create")
    assert run("lint", "--baseline", FILE).output == "checked 1 spec in 1 file: no findings; 1 baselined\n"


def test_no_baseline_is_taken_for_a_spec_whatever_it_is_called(here):
    run("baseline", "create", "--baseline", "other.json")
    assert run("lint", "--baseline", "other.json").output.endswith("1 baselined\n")
    run("baseline", "create")
    assert "skipped" not in run("lint", "--baseline", "other.json").output


def test_the_baseline_holds_from_any_folder(here, monkeypatch):
    run("baseline", "create")
    (here / "deeper").mkdir()
    monkeypatch.chdir(here / "deeper")
    assert lint("..", "--baseline", f"../{FILE}").exit_code == 0
    assert lint("../a.modelspec.yaml", "--baseline", f"../{FILE}").exit_code == 0
    assert lint(str(here / "a.modelspec.yaml"), "--baseline", str(here / FILE)).exit_code == 0


def test_what_is_stale_is_said_and_fails_only_on_demand(here):
    run("baseline", "create")
    (here / "a.modelspec.yaml").write_text(CLEAN)
    said = (
        f"modelspec: 1 finding of {FILE} no longer occurs: "
        f"`modelspec baseline prune --baseline {FILE}` takes it out\n"
    )
    told = lint("--baseline", FILE)
    assert (told.exit_code, told.output) == (0, said)
    failed = lint("--baseline", FILE, "--fail-on-stale-baseline")
    assert (failed.exit_code, failed.output) == (1, said)
    assert (
        "MS302 a.modelspec.yaml piqc.ai/v1alpha1 ModelSpec chat /spec"
        in lint("-v", "--baseline", FILE).output
    )


def test_a_file_that_is_gone_is_stale_and_one_that_was_not_named_is_not(here):
    (here / "b.modelspec.yaml").write_text(BROKEN)
    run("baseline", "create")
    assert lint("a.modelspec.yaml", "--baseline", FILE, "--fail-on-stale-baseline").exit_code == 0
    (here / "b.modelspec.yaml").unlink()
    assert lint("a.modelspec.yaml", "--baseline", FILE, "--fail-on-stale-baseline").exit_code == 1


def test_a_rule_that_does_not_run_makes_nothing_stale(here):
    run("baseline", "create")
    runner = CliRunner()
    result = runner.invoke(main, ["lint", "--select", "MS1", "--baseline", FILE, "--fail-on-stale-baseline"])
    assert result.exit_code == 0


def test_what_a_pack_found_stays_while_that_pack_is_not_there(here):
    run("baseline", "create")
    accepted = json.loads((here / FILE).read_text())
    accepted["findings"].append({**accepted["findings"][0], "rule": "TWO001"})
    (here / FILE).write_text(json.dumps(accepted))
    said = (
        f"modelspec: 1 finding of {FILE} is of rules that no pack of this run has (TWO001): nothing is said "
        "of them; `modelspec baseline create --force` leaves them out\n"
    )
    told = lint("--baseline", FILE, "--fail-on-stale-baseline")
    assert (told.exit_code, told.output) == (0, said)
    for command in ("prune", "update"):
        done = run("baseline", command)
        assert (done.exit_code, done.output) == (
            0,
            f"{said}modelspec: {FILE}: nothing to change; 2 findings in it\n",
        )
    run("baseline", "create", "--force")
    assert [each["rule"] for each in json.loads((here / FILE).read_text())["findings"]] == ["MS302"]


def test_create_overwrites_nothing_without_force(here):
    run("baseline", "create")
    before = (here / FILE).read_bytes()
    (here / "a.modelspec.yaml").write_text(WORSE)
    refused = run("baseline", "create")
    assert refused.exit_code == 2
    assert f"{FILE} exists: `modelspec baseline update` extends it, --force overwrites it" in refused.output
    assert (here / FILE).read_bytes() == before
    assert run("baseline", "create", "--force").exit_code == 0
    assert len(json.loads((here / FILE).read_text())["findings"]) == 2


def test_prune_takes_out_and_never_adds(here):
    run("baseline", "create")
    (here / "a.modelspec.yaml").write_text(CLEAN.replace("count: 1", "count: 0"))
    pruned = run("baseline", "prune")
    assert (pruned.exit_code, pruned.output) == (
        0,
        f"modelspec: {FILE}: 1 finding taken out; 0 findings in it\n",
    )
    assert json.loads((here / FILE).read_text())["findings"] == []


def test_update_adds_and_takes_out(here):
    run("baseline", "create")
    (here / "a.modelspec.yaml").write_text(CLEAN.replace("count: 1", "count: 0"))
    updated = run("baseline", "update")
    assert updated.output == f"modelspec: {FILE}: 1 finding added, 1 taken out; 1 finding in it\n"
    before = (here / FILE).stat().st_mtime_ns
    again = run("baseline", "update")
    assert again.output == f"modelspec: {FILE}: nothing to change; 1 finding in it\n"
    assert (here / FILE).stat().st_mtime_ns == before


def test_accepted_findings_are_shown_on_demand(here):
    run("baseline", "create")
    text = run("lint", "--baseline", FILE, "--show-suppressed").output
    assert text.startswith("accepted:\n  a.modelspec.yaml:16:13: warning[MS302] ")
    assert "\n    baselined\n" in text
    report = json.loads(run("lint", "--baseline", FILE, "--show-suppressed", "--format", "json").output)
    assert [(each["finding"]["code"], each["how"], each["reason"]) for each in report["accepted"]] == [
        ("MS302", "baselined", None)
    ]
    assert "accepted" not in json.loads(run("lint", "--baseline", FILE, "--format", "json").output)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["lint", "--baseline", "none.json"], "none.json does not exist; `modelspec baseline create"),
        (["lint", "--baseline", "a.modelspec.yaml"], "a.modelspec.yaml:1:1: this is no JSON"),
        (
            ["lint", "--fail-on-stale-baseline"],
            "--fail-on-stale-baseline needs a baseline: add --baseline FILE",
        ),
        (["baseline", "update"], f"{FILE} does not exist; `modelspec baseline create"),
        (["baseline", "prune", "--baseline", "."], ". cannot be read: is a directory"),
        (["baseline", "create", "none"], "none: no such file or folder"),
        (["baseline", "create", "--baseline", "none/b.json"], "none/b.json cannot be written: no such file"),
    ],
)
def test_a_mistake_is_a_sentence_and_writes_nothing(here, arguments, said):
    result = run(*arguments)
    assert result.exit_code == 2
    assert said in result.output
    assert sorted(each.name for each in here.iterdir()) == ["a.modelspec.yaml"]


def test_a_symbolic_link_is_not_written_through(here, tmp_path_factory):
    elsewhere = tmp_path_factory.mktemp("elsewhere") / "precious.json"
    elsewhere.write_text('{"version": "1", "findings": []}')
    (here / FILE).symlink_to(elsewhere)
    for arguments in (["update"], ["create"], ["create", "--force"]):
        assert run("baseline", *arguments).exit_code == 2
    assert elsewhere.read_text() == '{"version": "1", "findings": []}'


def test_configuration_may_name_the_baseline(here):
    (here / "modelspec.toml").write_text('baseline = "accepted.json"\n')
    assert run("baseline", "create").output.startswith("modelspec: accepted.json: 1 finding accepted")
    assert run("lint").output == "checked 1 spec in 1 file: no findings; 1 baselined\n"
    (here / "a.modelspec.yaml").write_text(CLEAN)
    assert (
        run("baseline", "prune").output == "modelspec: accepted.json: 1 finding taken out; 0 findings in it\n"
    )


def test_what_configuration_makes_unsuppressable_is_not_accepted(here):
    run("baseline", "create")
    (here / "modelspec.toml").write_text('unsuppressable = ["MS302"]\n')
    result = lint("--baseline", FILE)
    assert [line.split(" ")[1] for line in result.stdout.splitlines()] == ["warning[MS302]"]
    assert "1 finding of" in result.stderr
    again = run("baseline", "create", "--force")
    assert again.output == f"modelspec: {FILE}: 0 findings accepted; 0 findings in it\n"
