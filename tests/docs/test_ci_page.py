"""The page on CI says what is so: its output is printed, its files are valid, its commands run."""

from __future__ import annotations

import json
import re
from pathlib import Path

import jsonschema
import pytest
import yaml

from docs.transcripts import PAGE, blocks, renewed
from modelspec_lint.linter.cli import main
from tests.integrations.scratch import BROKEN, MODELSPEC, ROOT, environment, find_program, run

TEXT = PAGE.read_text("utf-8")
SPEC, WORKFLOW, GITLAB, PRE_COMMIT, _ = blocks(TEXT, "yaml")
SHELL = [line for block in blocks(TEXT, "sh") for line in block.splitlines()]


def test_the_output_on_the_page_is_what_the_commands_print() -> None:
    """Made anew by: python -m docs.transcripts"""
    assert len(blocks(TEXT, "console")) == 5
    assert renewed(TEXT) == TEXT


@pytest.mark.parametrize(
    ("text", "schema"), [(WORKFLOW, "github-workflows"), (GITLAB, "gitlab-ci")], ids=["GitHub", "GitLab"]
)
def test_the_pipelines_follow_their_published_schema(tmp_path: Path, text: str, schema: str) -> None:
    (tmp_path / "pipeline.yml").write_text(text)

    done = run(
        *(find_program("check-jsonschema"), "--builtin-schema", f"vendor.{schema}", "pipeline.yml"),
        folder=tmp_path,
    )

    assert done.stdout.strip() == "ok -- validation done", done.stdout


def test_the_workflow_and_the_page_know_the_inputs_and_outputs_of_the_action() -> None:
    action = yaml.safe_load((ROOT / "action.yml").read_text("utf-8"))
    given = yaml.safe_load(WORKFLOW)["jobs"]["lint"]["steps"][-1]["with"]
    section = TEXT.split("## GitHub Actions")[1].split("## GitLab")[0]
    inputs, outputs = section.split("| input |")[1].split("| output |")

    assert set(given) <= set(action["inputs"])
    rows = [re.match(r"\| `(.*?)` \| (?:`(.*?)` )?\|", line) for line in inputs.splitlines()]
    assert {row[1]: row[2] or "" for row in rows if row} == {
        name: each["default"] for name, each in action["inputs"].items()
    }
    cells = [line.split("|")[1] for line in outputs.splitlines() if line.startswith("| `")]
    named = re.findall(r"`([a-z-]+)`", " ".join(cells))
    assert named == list(action["outputs"])


def test_the_gitlab_pipeline_sets_what_the_template_reads() -> None:
    template = yaml.safe_load((ROOT / "ci" / "gitlab.yml").read_text("utf-8"))

    assert set(yaml.safe_load(GITLAB)["variables"]) == set(template["variables"])


def test_the_hooks_are_those_of_the_manifest() -> None:
    hooks = [each["id"] for each in yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))]
    section = TEXT.split("## pre-commit")[1].split("## Anything else")[0]

    assert [each["id"] for each in yaml.safe_load(PRE_COMMIT)["repos"][0]["hooks"]] == hooks[:1]
    assert re.findall(r"^\| `([a-z-]+)` \|", section, re.MULTILINE) == hooks


def test_pre_commit_takes_the_configuration(tmp_path: Path) -> None:
    (tmp_path / ".pre-commit-config.yaml").write_text(PRE_COMMIT)

    assert run(find_program("pre-commit"), "validate-config", folder=tmp_path).returncode == 0


def test_jenkins_runs_commands_that_write_what_it_reads(tmp_path: Path) -> None:
    (pipeline,) = blocks(TEXT, "groovy")
    venv, install, lint = re.findall(r"sh '(.*)'", pipeline)
    assert (venv, install) == (
        'python -I -m venv "$WORKSPACE_TMP/lint"',
        '"$WORKSPACE_TMP/lint/bin/pip" install --quiet modelspec-lint==0.1.0',
    )
    (tmp_path / "chat.modelspec.yaml").write_text(SPEC)
    scripts = tmp_path / "outside of it" / "lint" / "bin"
    scripts.mkdir(parents=True)
    (scripts / "modelspec").symlink_to(MODELSPEC)

    done = run(
        "sh", "-xe", "-c", lint, folder=tmp_path, env=environment(WORKSPACE_TMP=str(scripts.parents[1]))
    )

    assert (done.returncode, "error[MS406]" in done.stdout) == (1, True)
    for name in (*re.findall(r"junit '(.*?)'", pipeline), *re.findall(r"pattern: '(.*?)'", pipeline)):
        assert "MS406" in (tmp_path / name).read_text("utf-8")


def test_a_step_without_the_action_fails_after_the_summary(tmp_path: Path) -> None:
    (tmp_path / "chat.modelspec.yaml").write_text(SPEC)
    summary = tmp_path / "the summary"
    path = f"{MODELSPEC.parent}:{environment()['PATH']}"
    env = environment(GITHUB_STEP_SUMMARY=str(summary), PATH=path)

    done = run("bash", "-e", "-c", "\n".join(SHELL[:2]), folder=tmp_path, env=env)

    assert (done.returncode, "::error file=chat.modelspec.yaml" in done.stdout) == (1, True)
    assert "MS406" in summary.read_text("utf-8")


def test_options_on_the_page_exist() -> None:
    lint = [name for parameter in main.commands["lint"].params for name in parameter.opts]
    commands = [line for line in SHELL if line.startswith("modelspec lint")]
    used = {option for line in commands for option in re.findall(r"(?<= )--[a-z-]+", line.split("|")[0])}
    used |= set(re.findall(r"`(--[a-z-]+)", TEXT)) | {"--profile", "--output"}

    assert len(commands) == 3
    assert used - set(lint) == set()


def test_what_reviewdog_reads_of_sarif_is_there(tmp_path: Path) -> None:
    """Fields that reviewdog's parser takes: parser/sarif.go."""
    (tmp_path / "a b.modelspec.yaml").write_text(BROKEN)

    done = run(MODELSPEC, "lint", "--format", "sarif", ".", folder=tmp_path)
    (log,) = json.loads(done.stdout)["runs"]
    (result,) = log["results"]

    place = result["locations"][0]["physicalLocation"]
    assert (log["tool"]["driver"]["name"], result["ruleId"], result["level"]) == (
        *("modelspec-lint", "MS406", "error"),
    )
    assert place["artifactLocation"]["uri"] == "a%20b.modelspec.yaml"
    assert (place["region"]["startLine"], place["region"]["startColumn"]) == (17, 28)
    bases = log.get("originalUriBaseIds", {})
    assert [each for each in bases.values() if "uri" in each] == []  # else it would be part of every path


@pytest.mark.parametrize(
    "settings", [*blocks(TEXT, "json"), (ROOT / ".vscode/settings.json").read_text("utf-8")]
)
def test_editor_settings_name_schemas_that_are_there_and_files_that_they_describe(settings: str) -> None:
    associations = dict(json.loads(settings)["yaml.schemas"])
    associations |= {each["url"]: each["fileMatch"] for each in json.loads(settings)["json.schemas"]}

    for path, patterns in associations.items():
        assert path.startswith("./schema/")
        schema = json.loads((ROOT / path).read_text("utf-8"))
        jsonschema.Draft202012Validator.check_schema(schema)
        for pattern in patterns:
            files = [*ROOT.glob(pattern), *(ROOT / "examples").glob(pattern)]
            assert files or pattern in {"*.modelspec.yml", "*.modelspec.json"}
            for file in files:
                jsonschema.validate(yaml.safe_load(file.read_text("utf-8")), schema)


def test_the_schema_is_where_the_page_says_it_is() -> None:
    (command,) = (line for line in SHELL if line.startswith("python -c"))
    path = f"{MODELSPEC.parent}:{environment()['PATH']}"

    done = run("sh", "-c", command, folder=ROOT / "examples", env=environment(PATH=path))

    assert Path(done.stdout.strip()).read_bytes() == (ROOT / "schema" / "modelspec.v0.1.json").read_bytes()


def test_the_lines_for_shells_are_those_that_shells_run(tmp_path: Path) -> None:
    lines = [line.split("  ")[0] for line in SHELL if "_MODELSPEC_COMPLETE" in line]

    assert lines == [
        'eval "$(_MODELSPEC_COMPLETE=bash_source modelspec)"',
        'eval "$(_MODELSPEC_COMPLETE=zsh_source modelspec)"',
        "_MODELSPEC_COMPLETE=fish_source modelspec | source",
    ]  # as tests/integrations/test_shell_completion.py does
