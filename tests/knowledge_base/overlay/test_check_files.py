"""``check_knowledge_files``: what a file says, and what follows from it."""

from __future__ import annotations

from pathlib import Path

import pytest

from modelspec_lint.knowledge_base import KnowledgeBase, check_knowledge_files

BASE = "meta-llama/Llama-3.1-8B-Instruct"
ROOT = Path(__file__).parents[3]
FACTS = ROOT / "knowledge_base" / "facts"
"""The authored files; an installed distribution holds them compiled."""


def told(paths: list[Path]) -> list[str]:
    return [
        f"{Path(each.path).name}:{each.line}:{each.column}: {each.message}"
        for each in check_knowledge_files(paths)
    ]


def test_the_example_of_the_repository_has_no_mistake() -> None:
    assert check_knowledge_files([ROOT / "examples" / "knowledge" / "acme.yaml"]) == []


def test_the_built_in_facts_have_no_mistake_as_files() -> None:
    assert check_knowledge_files(sorted(FACTS.rglob("*.yaml"))) == []


def test_parameters_that_do_not_follow_from_the_dimensions_are_told(written) -> None:
    text = f"models:\n  - {{id: acme/wide, based-on: {BASE}, ffn: 16384}}\n"
    assert KnowledgeBase.load(written(text)).models.get("acme/wide").ffn == 16384
    (found, *_) = told(written(text))
    assert found.startswith(
        "1.yaml:5:10: model acme/wide: 8,030,261,248 parameters are stated, 8,835,567,616 follow"
    )


def test_what_is_wrong_without_the_file_is_not_told(written) -> None:
    assert told(written("workloads:\n  - {id: text-generation, input-tokens: 5000}\n")) == []


def test_mistakes_of_shape_are_told_of_every_file(written) -> None:
    assert told(written("engines:\n  - {id: vllm, nmae: x}\n", "models: 3\n")) == [
        "1.yaml:5:16: engine vllm: unknown key `nmae`; did you mean `name`?",
        "2.yaml:4:9: `models`: a list is wanted, each entry with its `id`",
    ]


def test_files_are_checked_over_those_before_them(written) -> None:
    paths = written(
        f"models: [{{id: acme/one, based-on: {BASE}}}]", "models: [{id: acme/two, based-on: acme/one}]"
    )
    assert told(paths) == []
    assert told(paths[1:]) == ["2.yaml:4:35: model acme/two: there is no model `acme/one`"]


AUTHORED_FILE = """\
family: acme
sources:
  card: the model card
models:
  acme/tiny:
    task: text-generation
    parameters: 1000000
    precision: bf16
    aliases: [acme-tiny]
    sources: [card]
"""


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        ("card", "card", []),
        (
            "precision: bf16",
            "precison: bf16",
            [
                "6:5: model acme/tiny: `precision` is missing",
                "8:5: model acme/tiny: unknown key `precison`; did you mean `precision`?",
            ],
        ),
        (
            "precision: bf16",
            "precision: bf17",
            ["8:16: model acme/tiny: there is no precision `bf17`; did you mean `bf16`?"],
        ),
        ("acme-tiny", "Qwen3-8B", ["9:15: model acme/tiny: `Qwen3-8B` already names Qwen/Qwen3-8B"]),
        ("1000000", "-5", ["7:17: model acme/tiny, `parameters`: `-5` is negative"]),
        (
            "[card]",
            "[hearsay]",
            [
                "1:1: source `card` is cited by no entry",
                "5:3: model acme/tiny: source `hearsay` is not among the file's `sources`",
            ],
        ),
        (
            "family: acme\n",
            "",
            ["3:1: `family` is missing beside `models`", "5:5: model acme/tiny: `family` is missing"],
        ),
    ],
)
def test_an_authored_file_is_checked_as_well(tmp_path, old, new, found) -> None:
    path = tmp_path / "acme.yaml"
    path.write_text(AUTHORED_FILE.replace(old, new))
    assert told([path]) == [f"acme.yaml:{each}" for each in found]
