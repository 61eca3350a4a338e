"""Authored facts are checked when they are compiled, and every mistake is reported where it was made."""

from pathlib import Path

import pytest

from modelspec_lint.knowledge_base.compiler import FactsError, compile_facts

PRECISIONS = """\
sources:
  ieee: IEEE 754
precisions:
  fp16:
    name: half
    aliases: [half]
    bits: 16
    bits-low: 16
    bits-high: 16
    scope: all
    weight-only: false
    sources: [ieee]
"""


def mistakes_of(folder: Path, **files: str) -> list[str]:
    facts = folder / "facts"
    facts.mkdir()
    for name, text in {"knowledge": 'version: "1"\n', **files}.items():
        (facts / f"{name}.yaml").write_text(text)
    with pytest.raises(FactsError) as error:
        compile_facts(facts)
    return error.value.mistakes


def test_right_facts_compile(tmp_path: Path) -> None:
    (tmp_path / "knowledge.yaml").write_text('version: "1"\n')
    (tmp_path / "precisions.yaml").write_text(PRECISIONS)
    compiled = compile_facts(tmp_path)
    assert compiled.header["version"] == "1"
    assert compiled.names("precisions").ids == ["fp16"]
    assert compiled.record("precisions", 0)["sources"] == ["IEEE 754"]


def test_two_compilations_give_the_same_bytes(tmp_path: Path) -> None:
    (tmp_path / "knowledge.yaml").write_text('version: "1"\n')
    (tmp_path / "precisions.yaml").write_text(PRECISIONS)
    first, second = compile_facts(tmp_path), compile_facts(tmp_path)
    assert first.data == second.data
    assert first.header == second.header


def test_an_unknown_key_is_named_with_the_nearest(tmp_path: Path) -> None:
    text = PRECISIONS.replace("weight-only", "weights-only")
    assert mistakes_of(tmp_path, precisions=text) == [
        "facts/precisions.yaml:5: precision fp16: `weight-only` is missing",
        "facts/precisions.yaml:11: precision fp16: unknown key `weights-only`; did you mean `weight-only`?",
    ]


def test_a_wrong_type_is_named_with_what_is_wanted(tmp_path: Path) -> None:
    text = PRECISIONS.replace("bits: 16", "bits: sixteen").replace("scope: all", "scope: some")
    assert mistakes_of(tmp_path, precisions=text) == [
        "facts/precisions.yaml:7: precision fp16, `bits`: a number is wanted, not `sixteen`",
        "facts/precisions.yaml:10: precision fp16, `scope`: one of all, linears, experts, file-mean is"
        " wanted, not `some`",
    ]


def test_a_list_where_text_is_wanted_is_a_mistake(tmp_path: Path) -> None:
    text = PRECISIONS.replace("name: half", "name: [half]").replace("aliases: [half]", "aliases: half")
    assert mistakes_of(tmp_path, precisions=text) == [
        "facts/precisions.yaml:5: precision fp16, `name`: text is wanted",
        "facts/precisions.yaml:6: precision fp16, `aliases`: a list is wanted",
    ]


def test_an_entry_without_sources_is_a_mistake(tmp_path: Path) -> None:
    text = PRECISIONS.replace("    sources: [ieee]\n", "").replace("sources:\n  ieee: IEEE 754\n", "")
    assert mistakes_of(tmp_path, precisions=text) == [
        "facts/precisions.yaml:3: precision fp16: `sources` is missing"
    ]


def test_empty_sources_are_a_mistake(tmp_path: Path) -> None:
    text = PRECISIONS.replace("sources: [ieee]", "sources: []").replace("sources:\n  ieee: IEEE 754\n", "")
    assert mistakes_of(tmp_path, precisions=text) == [
        "facts/precisions.yaml:3: precision fp16: `sources` is empty"
    ]


def test_a_source_that_the_file_does_not_list_is_a_mistake(tmp_path: Path) -> None:
    text = PRECISIONS.replace("[ieee]", "[ieee, hearsay]")
    assert mistakes_of(tmp_path, precisions=text) == [
        "facts/precisions.yaml:4: precision fp16: source `hearsay` is not among the file's `sources`"
    ]


def test_a_source_that_nothing_cites_is_a_mistake(tmp_path: Path) -> None:
    text = PRECISIONS.replace("  ieee: IEEE 754\n", "  ieee: IEEE 754\n  other: a book\n")
    assert mistakes_of(tmp_path, precisions=text) == [
        "facts/precisions.yaml:1: source `other` is cited by no entry"
    ]


def test_one_name_for_two_facts_is_a_mistake(tmp_path: Path) -> None:
    second = PRECISIONS.replace("fp16", "bf16").replace("[half]", "[HALF]")
    assert mistakes_of(tmp_path, a=PRECISIONS, b=second) == [
        "facts/b.yaml:4: precision bf16: `HALF` already names fp16 (facts/a.yaml:4)"
    ]


def test_one_id_for_two_facts_is_a_mistake(tmp_path: Path) -> None:
    assert mistakes_of(tmp_path, a=PRECISIONS, b=PRECISIONS) == [
        "facts/b.yaml:4: precision fp16 is already at facts/a.yaml:4"
    ]


def test_a_key_that_is_there_twice_is_a_mistake(tmp_path: Path) -> None:
    text = PRECISIONS.replace("    bits: 16\n", "    bits: 16\n    bits: 8\n")
    assert mistakes_of(tmp_path, precisions=text) == ["facts/precisions.yaml:8: `bits` is there twice"]


def test_a_date_that_is_not_quoted_is_a_mistake(tmp_path: Path) -> None:
    text = PRECISIONS.replace("name: half", "name: 2024-01-02")
    assert mistakes_of(tmp_path, precisions=text) == [
        "facts/precisions.yaml:5: `2024-01-02` is read as a timestamp; quote it"
    ]


def test_what_is_not_yaml_is_reported_with_its_line(tmp_path: Path) -> None:
    (mistake,) = mistakes_of(tmp_path, precisions="precisions:\n  fp16: [\n")
    assert mistake.startswith("facts/precisions.yaml:3: not YAML: ")


def test_a_list_at_the_top_is_a_mistake(tmp_path: Path) -> None:
    assert mistakes_of(tmp_path, precisions="- fp16\n") == ["facts/precisions.yaml:1: a mapping is wanted"]


def test_an_unknown_key_at_the_top_is_a_mistake(tmp_path: Path) -> None:
    assert mistakes_of(tmp_path, precisions="speed: 3\n" + PRECISIONS) == [
        "facts/precisions.yaml:1: unknown key `speed`"
    ]


def test_facts_need_a_version(tmp_path: Path) -> None:
    (tmp_path / "precisions.yaml").write_text(PRECISIONS)
    with pytest.raises(FactsError, match="no file states the `version` of the facts"):
        compile_facts(tmp_path)


def test_an_instance_type_with_an_unknown_accelerator_is_a_mistake(tmp_path: Path) -> None:
    text = (
        "cloud: aws\nsources:\n  list: a price list\ninstances:\n"
        "  p9.large:\n    accelerator: x900\n    count: 1\n    sources: [list]\n"
    )
    assert mistakes_of(tmp_path, instances=text) == [
        "facts/instances.yaml:5: instance type p9.large: there is no accelerator `x900`"
    ]


def test_a_file_must_state_the_cloud_of_its_instance_types(tmp_path: Path) -> None:
    (mistake, *_) = mistakes_of(tmp_path, instances="instances: {}\n")
    assert mistake == "facts/instances.yaml:1: `cloud` is missing beside `instances`"


def test_a_pair_must_have_two_values(tmp_path: Path) -> None:
    text = (
        "vendor: acme\nsources:\n  sheet: a data sheet\naccelerators:\n  x1:\n    name: X1\n"
        "    memory-gb: 8\n    visible-memory-gib: [7]\n    visible-memory-basis: measured\n"
        "    largest-memory-gib: 8\n"
        "    sources: [sheet]\n"
    )
    assert mistakes_of(tmp_path, accelerators=text) == [
        "facts/accelerators.yaml:8: accelerator x1, `visible-memory-gib`: 2 values are wanted, 1 are there",
    ]
