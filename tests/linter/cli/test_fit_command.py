"""``modelspec fit``: what it takes, what it prints, and how it ends."""

from __future__ import annotations

import json
import time

import pytest
from click.testing import CliRunner

from modelspec_lint.linter.cli import main

SPEC = """\
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
FLAGS = ("--model", "llama-3.1-8b-instruct", "--accelerator", "l40s", "--engine", "vllm")


@pytest.fixture
def spec(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("FORCE_COLOR", raising=False)
    (tmp_path / "chat.modelspec.yaml").write_text(SPEC)
    return tmp_path / "chat.modelspec.yaml"


def fit(*arguments, **options):
    return CliRunner().invoke(main, ["fit", *arguments], catch_exceptions=False, **options)


def answer(*arguments):
    run = fit(*arguments, "--format", "json")
    assert run.exit_code == 0, run.stderr
    return json.loads(run.stdout)["fits"]


def test_a_spec_is_summed_up(spec):
    run = fit(str(spec))

    assert (run.exit_code, run.stderr) == (0, "")
    assert run.stdout.startswith("chat  ")
    assert "Starts: the 32 declared sequences of 8,192 tokens fit at once under every setting." in run.stdout
    for heading in ("Memory", "How much fits", "How fast", "What it costs", "What else would do"):
        assert f"\n{heading}\n" in run.stdout


def test_flags_alone_make_a_question_too():
    (found,) = answer(*FLAGS, "--max-batch-size", "16", "--max-sequence-length", "8192")

    assert (found["name"], found["place"]) == (None, None)
    assert found["verdict"]["starts"] is True
    assert found["request"]["model"] == "meta-llama/Llama-3.1-8B-Instruct"
    assert found["limits"]["largest_batch"]["expected"] == 24


def test_flags_go_before_what_the_spec_declares(spec):
    (found,) = answer(
        str(spec), "--accelerator", "l4", "--max-num-seqs", "2", "--max-sequence-length", "4096"
    )

    assert found["request"]["accelerators"] == ["l4-24gb"]
    assert found["request"]["model"] == "meta-llama/Meta-Llama-3-8B-Instruct"
    assert (found["limits"]["at_batch"], found["limits"]["at_length"]) == (2, 4096)


def test_every_document_of_a_file_is_answered_in_order(spec):
    spec.write_text(SPEC + "---\n" + SPEC.replace("name: chat", "name: other"))

    assert [each["name"] for each in answer(str(spec))] == ["chat", "other"]


def test_a_spec_is_read_from_standard_input():
    run = fit("-", input=SPEC)

    assert run.exit_code == 0
    assert "<stdin>:2" in run.stdout


@pytest.mark.parametrize(
    ("flag", "value", "said"),
    [
        ("--model", "meta-llama/Llama-3.1-8B-Instuct", "did you mean 'meta-llama/Llama-3.1-8B-Instruct'"),
        ("--accelerator", "h10", "did you mean"),
        ("--precision", "fp9", "did you mean 'fp4' or 'fp8'"),
        ("--engine", "vlm", "did you mean 'vllm'"),
        ("--kv-cache-dtype", "fp9", "did you mean 'fp4' or 'fp8'"),
    ],
)
def test_an_unknown_name_in_a_flag_is_a_usage_error_with_a_suggestion(flag, value, said):
    run = fit(*FLAGS, flag, value)

    assert run.exit_code == 2
    assert f"{flag}: '{value}' is not known" in run.stderr
    assert said in run.stderr


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "name a SPEC, or a --model and an --accelerator"),
        (("--model", "llama-3.1-8b-instruct"), "--accelerator is missing"),
        (("nowhere.yaml",), "nowhere.yaml: no such file or folder"),
        ((*FLAGS, "--gpu-memory-utilization", "1.5"), "not in the range"),
        ((*FLAGS, "--count", "0"), "not in the range"),
        ((*FLAGS, "--engine-version", "latest"), "a version is wanted"),
        ((*FLAGS, "--parameters", "many"), "a parameter count is wanted"),
        ((*FLAGS, "--max-batch-size", "4", "--max-num-seqs", "8"), "name the same thing, and differ"),
    ],
)
def test_a_wrong_command_is_a_usage_error(arguments, said):
    run = fit(*arguments)

    assert run.exit_code == 2
    assert said in run.stderr


def test_a_spec_that_is_broken_in_shape_points_to_lint(spec):
    spec.write_text(SPEC.replace("count: 1", "count: two"))
    run = fit("chat.modelspec.yaml")

    assert run.exit_code == 1
    assert "chat.modelspec.yaml:2: /spec/runtime/accelerator/count cannot be read" in run.stderr
    assert "`modelspec lint chat.modelspec.yaml` says where and how" in run.stderr


def test_a_file_that_is_no_yaml_points_to_lint(spec):
    spec.write_text("kind: ModelSpec\n\tspec: 1\n")
    run = fit("chat.modelspec.yaml")

    assert run.exit_code == 1
    assert "chat.modelspec.yaml:2: " in run.stderr


def test_a_file_without_a_modelspec_is_a_usage_error(spec):
    spec.write_text("apiVersion: v1\nkind: Pod\n")
    spec.rename("pod.yaml")

    assert "there is no ModelSpec document in pod.yaml" in fit("pod.yaml").stderr


def test_an_unknown_name_in_a_spec_is_said_where_its_figures_would_stand(spec):
    spec.write_text(SPEC.replace("type: a100-sxm4-80gb", "type: b9000"))
    run = fit(str(spec))

    assert run.exit_code == 0
    assert "The knowledge base has no accelerator named 'b9000'" in run.stdout
    assert "Undecided: the accelerator 'b9000' is not known." in run.stdout or (
        "Undecided: the accelerator is not known." in run.stdout
    )
    assert "What else would do" in run.stdout


def test_the_file_name_of_the_output_says_its_format(spec):
    for name, start in (("out.json", "{"), ("out.html", "<!DOCTYPE html>"), ("out.txt", "chat  ")):
        run = fit(str(spec), "--output", name)
        assert (run.exit_code, run.stdout) == (0, "")
        assert (spec.parent / name).read_text("utf-8").startswith(start)


def test_an_output_that_cannot_be_written_is_a_usage_error(spec):
    run = fit(str(spec), "--output", "no/such/folder.html")

    assert run.exit_code == 2
    assert "cannot write" in run.stderr


def test_all_lists_every_alternative():
    few, every = answer(*FLAGS)[0], answer(*FLAGS, "--all")[0]

    assert len(few["alternatives"]["rows"]) == 8
    assert len(every["alternatives"]["rows"]) == every["alternatives"]["found"] > 50


def test_the_whole_sum_takes_less_than_a_second(spec):
    fit(str(spec))  # the facts are opened once
    start = time.perf_counter()
    fit(str(spec))

    assert time.perf_counter() - start < 1


@pytest.mark.parametrize("color", ["1", ""])
def test_colour_goes_to_terminals_only_unless_it_is_forced(spec, monkeypatch, color):
    monkeypatch.setenv("FORCE_COLOR", color or "0")

    assert ("\x1b[" in fit(str(spec)).stdout) == bool(color)
