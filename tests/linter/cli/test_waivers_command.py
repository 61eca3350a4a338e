"""``modelspec waivers`` as a user runs it."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from modelspec_lint.linter.cli import main
from modelspec_lint.linter.testing import CLEAN

SUPPRESSED = CLEAN.replace(
    "maxBatchSize: 32", "maxBatchSize: 512 # modelspec: ignore[MS203] reason: load test, until: 9999-12-31"
)


@pytest.fixture
def waivers(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    def waivers(*arguments):
        return CliRunner().invoke(main, ["waivers", *arguments])

    return waivers


def test_the_ledger_of_a_folder_is_printed(waivers, tmp_path):
    (tmp_path / "a.modelspec.yaml").write_text(SUPPRESSED)
    (tmp_path / "b.modelspec.yaml").write_text(CLEAN)
    run = waivers()
    assert run.output == (
        "a.modelspec.yaml:19:25: active[MS203] load test\n"
        "  covers the line, no owner, until 9999-12-31, accepts 1 finding\n"
        "\n"
        "1 waiver in 1 file: 1 active\n"
    )
    assert run.exit_code == 0


def test_the_ledger_is_printed_as_json(waivers, tmp_path):
    (tmp_path / "a.modelspec.yaml").write_text(SUPPRESSED)
    run = waivers("--format", "json", "a.modelspec.yaml")
    assert [each["state"] for each in json.loads(run.output)["waivers"]] == ["active"]


def test_a_profile_that_requires_reasons_is_heard(waivers, tmp_path):
    (tmp_path / "a.modelspec.yaml").write_text(SUPPRESSED.replace("reason: load test,", ""))
    assert "bad[MS203]" in waivers("--profile", "production").output
    assert "active[MS203]" in waivers().output


def test_a_folder_without_suppressions_has_an_empty_ledger(waivers, tmp_path):
    (tmp_path / "a.modelspec.yaml").write_text(CLEAN)
    run = waivers()
    assert (run.output, run.exit_code) == ("no waivers\n", 0)


def test_paths_that_lead_nowhere_are_told(waivers, tmp_path):
    (tmp_path / "a.modelspec.yaml").write_text(SUPPRESSED)
    assert waivers("a.modelspec.yaml", "none.modelspec.yaml").exit_code == 2
    (tmp_path / "b.yaml").write_text("kind: Service\n")
    run = waivers("b.yaml")
    assert run.exit_code == 4
    assert "nothing was linted: no ModelSpec document in b.yaml" in run.output


def test_what_configuration_excludes_was_not_asked_for(waivers, tmp_path):
    (tmp_path / "a.modelspec.yaml").write_text(SUPPRESSED)
    (tmp_path / "modelspec.toml").write_text('exclude = ["*.modelspec.yaml"]\n')
    run = waivers("--force-exclude", "a.modelspec.yaml")
    assert (run.exit_code, run.stdout) == (0, "no waivers\n")
    assert run.stderr == "modelspec: nothing was linted: configuration excludes all that was named\n"
    assert waivers("a.modelspec.yaml").output.endswith("1 active\n")


def test_a_name_that_holds_an_escape_reaches_no_terminal(waivers, tmp_path):
    (tmp_path / "\x1b[31m.yaml").write_text("kind: Service\n")
    run = waivers("\x1b[31m.yaml")
    assert run.exit_code == 4
    assert run.stderr == "modelspec: nothing was linted: no ModelSpec document in \\x1b[31m.yaml\n"


def test_an_unknown_format_is_refused(waivers):
    assert waivers("--format", "xml").exit_code == 2
