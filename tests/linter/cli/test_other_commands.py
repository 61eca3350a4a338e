import json

import pytest
from click.testing import CliRunner

from modelspec_lint.linter.cli import main
from modelspec_lint.rules import RULES


def modelspec(*arguments):
    return CliRunner().invoke(main, arguments, catch_exceptions=False)


def test_rules_lists_every_rule_with_severity_and_sentence():
    run = modelspec("rules")
    lines = [line for line in run.stdout.splitlines() if line and line[2:5].isdigit()]
    assert run.exit_code == 0
    assert [line[:5] for line in lines] == [rule.code for rule in RULES]
    assert next(line for line in lines if line.startswith("MS201")).split()[:3] == [
        "MS201",
        "error",
        "weights-exceed-memory",
    ]


def test_rules_are_grouped_under_what_they_are_about():
    blocks = modelspec("rules", "--select", "MS4,MS801,MS904").stdout.split("\n\n")
    assert [block.splitlines()[0] for block in blocks][-3:] == [
        "MS4xx latency and scaling",
        "MS8xx governance",
        "MS9xx cost",
    ]


def test_rules_speaks_json_and_markdown():
    rules = json.loads(modelspec("rules", "--format", "json", "--select", "MS201").stdout)["rules"]
    assert [rule["code"] for rule in rules if rule["code"] == "MS201"] == ["MS201"]
    assert "| MS201 | weights-exceed-memory | error |" in modelspec("rules", "--format", "markdown").stdout


def test_packs_are_listed_with_where_they_come_from():
    run = modelspec("rules", "--packs")
    assert run.stdout.startswith("builtin ")
    assert "modelspec-lint" in run.stdout
    listed = json.loads(modelspec("rules", "--packs", "--format", "json").stdout)
    assert listed["packs"][0]["name"] == "builtin"


@pytest.mark.parametrize("word", ["MS201", "ms201", "weights-exceed-memory"])
def test_explain_prints_a_rules_page(word):
    run = modelspec("explain", word)
    assert run.exit_code == 0
    assert run.stdout.startswith("# MS201 weights-exceed-memory\n")
    assert "## What it does" in run.stdout


@pytest.mark.parametrize("path", ["spec.runtime.batch", "/spec/runtime/batch", "Spec.Runtime.Batch"])
def test_explain_prints_what_a_field_means(path):
    run = modelspec("explain", path)
    assert run.exit_code == 0
    assert "maxBatchSize" in run.stdout


def test_explain_says_type_bounds_and_examples_of_a_field():
    text = modelspec("explain", "spec.operations.serving.port").stdout
    assert "a whole number from 1 to 65535" in text
    assert "Examples:" in text
    assert "one of http, grpc" in modelspec("explain", "spec.operations.serving.protocol").stdout
    assert "required" in modelspec("explain", "spec.pipeline.dependencies").stdout


@pytest.mark.parametrize(
    ("word", "suggestion"),
    [
        ("MS2O1", "MS201"),
        ("spec.runtime.bach", "spec.runtime.batch"),
        ("weight-exceeds-memory", "weights-exceed-memory"),
    ],
)
def test_explain_suggests_what_may_have_been_meant(word, suggestion):
    run = modelspec("explain", word)
    assert run.exit_code == 2
    assert "did you mean" in run.stderr
    assert f"'{suggestion}'" in run.stderr


def test_help_and_version_are_there():
    assert "lint" in modelspec("-h").stdout
    assert "Exit codes" in modelspec("lint", "--help").stdout
    assert modelspec("--version").stdout.startswith("modelspec")


@pytest.mark.parametrize(
    ("word", "title"),
    [
        ("maxBatchSize", "# spec.runtime.batch.maxBatchSize"),
        ("modelspec-lint/tensor-parallel", "# metadata.annotations.modelspec-lint/tensor-parallel"),
        (
            "/metadata/annotations/modelspec-lint~1tensor-parallel",
            "# metadata.annotations.modelspec-lint/tensor-",
        ),
    ],
)
def test_explain_takes_the_last_name_alone_and_annotations(word, title):
    run = modelspec("explain", word)
    assert run.exit_code == 0, run.stderr
    assert run.stdout.startswith(title)
