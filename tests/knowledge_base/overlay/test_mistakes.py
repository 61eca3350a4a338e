"""Every mistake is told at once, where it was made, with what was meant."""

from __future__ import annotations

import pytest

from modelspec_lint.knowledge_base import KnowledgeBase, OverlayError

BASE = "meta-llama/Llama-3.1-8B-Instruct"


def test_an_unknown_field_is_named_with_the_nearest(mistakes_of) -> None:
    assert mistakes_of("accelerators:\n  - {id: l4-24gb, power: 70, bandwith-gb-s: 300}\n") == [
        "1.yaml:5:19: accelerator l4-24gb: unknown key `power`; did you mean `power-w`?",
        "1.yaml:5:30: accelerator l4-24gb: unknown key `bandwith-gb-s`; did you mean `bandwidth-gb-s`?",
    ]


def test_the_sources_of_a_built_in_entry_are_no_field_of_an_overlay(mistakes_of) -> None:
    assert mistakes_of("engines:\n  - {id: vllm, sources: [x]}\n") == [
        "1.yaml:5:16: engine vllm: unknown key `sources`; did you mean `source`?"
    ]


def test_an_unknown_catalogue_is_named_with_the_nearest(mistakes_of) -> None:
    assert mistakes_of("acelerators: []\n") == [
        "1.yaml:4:1: unknown key `acelerators`; did you mean `accelerators`?"
    ]


@pytest.mark.parametrize(
    ("field", "message"),
    [
        ("memory-gb: many", "`memory-gb`: a number is wanted, not `many`"),
        ("power-w: 70.5", "`power-w`: a whole number is wanted, not `70.5`"),
        ("power-w: true", "`power-w`: a whole number is wanted, not `true`"),
        ("name: 12", "`name`: text is wanted, not `12`"),
        ("name: [L4]", "`name`: text is wanted"),
        ("name: null", "`name`: text is wanted, not `null`"),
        ("aliases: ours", "`aliases`: a list is wanted"),
        ("tflops: 12", "`tflops`: a map is wanted"),
        ("tflops: {fp8: fast}", "`tflops`, `fp8`: a number is wanted, not `fast`"),
        ("visible-memory-gib: [22]", "`visible-memory-gib`: 2 values are wanted, 1 are there"),
        ("memory-gb: -24", "`memory-gb`: `-24` is negative"),
        ("memory-gb: 0", "`memory-gb`: `0` is no size"),
        ("memory-gb: .nan", "`memory-gb`: `.nan` is no number"),
        ("memory-gb: .inf", "`memory-gb`: `.inf` is no number"),
        ("memory-gb: 1.0e+400", "`memory-gb`: `1.0e+400` is larger than any fact"),
        ("memory-gb: 10000000000000000", "`memory-gb`: `10000000000000000` is larger than any fact"),
        ("power-w: 0o70", "`power-w`: a whole number is wanted, not `0o70`"),
        ("released: 2024-01-01", "`released`: a whole number is wanted, not `2024-01-01`"),
    ],
)
def test_a_value_that_cannot_be_is_told_at_its_place(mistakes_of, field, message) -> None:
    text = f"accelerators:\n  - id: l4-24gb\n    {field}\n"
    column = 5 + len(field.split(": ")[0]) + 2
    found = mistakes_of(text)
    assert [each.split(": ", 2)[0] for each in found[-1:]] == ["1.yaml:6:" + str(_column(field, column))]
    assert found[-1].endswith(f"accelerator l4-24gb, {message}")


def _column(field: str, column: int) -> int:
    return column + 6 if field == "tflops: {fp8: fast}" else column


@pytest.mark.parametrize("number", ["0777", "1_000", "0x1F", "1:30"])
def test_a_number_that_is_easily_misread_is_a_mistake(mistakes_of, number) -> None:
    message = "is a number that is easily misread; write it plainly, or in quotes where it is text"
    assert mistakes_of(f"accelerators:\n  - {{id: l4-24gb, power-w: {number}}}\n") == [
        f"1.yaml:5:28: accelerator l4-24gb, `power-w`: `{number}` {message}"
    ]


def test_a_new_entry_must_state_what_is_needed(mistakes_of) -> None:
    assert mistakes_of("accelerators:\n  - {id: a100-smx4-80gb, power-w: 300}\n") == [
        "1.yaml:5:10: accelerator a100-smx4-80gb is new; did you mean `a100-sxm4-80gb`? A new one needs "
        "`vendor`, `name`, `memory-gb`, `visible-memory-gib`, `visible-memory-basis`, `largest-memory-gib`, "
        "or `based-on`"
    ]


def test_the_basis_of_a_new_value_is_the_layer(lay) -> None:
    new = lay(
        "accelerators:\n"
        "  - {id: x900-8gb, vendor: acme, name: X900, memory-gb: 8, visible-memory-gib: [7.4, 7.5],\n"
        "     largest-memory-gib: 7.8, source: data sheet}\n"
    ).accelerators.get("x900-8gb")
    assert new.visible_memory_basis == "stated by acme 2026.10: data sheet"


def test_what_an_entry_is_based_on_must_be_there(mistakes_of) -> None:
    assert mistakes_of("models:\n  - {id: acme/a, based-on: meta-llama/Llama-3.1-8B-Instuct}\n") == [
        "1.yaml:5:28: model acme/a: there is no model `meta-llama/Llama-3.1-8B-Instuct`; "
        f"did you mean `{BASE}`?"
    ]
    assert mistakes_of("models:\n  - {id: acme/a, based-on: llama-3.1-8b-instruct}\n") == [
        f"1.yaml:5:28: model acme/a: there is no model `llama-3.1-8b-instruct`; did you mean `{BASE}`?"
    ]


def test_what_is_based_on_a_mistake_is_not_told_of_again(mistakes_of) -> None:
    text = "models:\n  - {id: acme/a, based-on: acme/b}\n  - {id: acme/b, based-on: nobody/knows}\n"
    assert mistakes_of(text) == ["1.yaml:6:28: model acme/b: there is no model `nobody/knows`"]


@pytest.mark.parametrize("others", [(), ("acme/b",), ("acme/b", "acme/c", "acme/d")])
def test_nothing_is_based_on_itself(mistakes_of, others) -> None:
    ring = ["acme/a", *others]
    lines = [
        f"  - {{id: {one}, based-on: {two}}}" for one, two in zip(ring, [*ring[1:], ring[0]], strict=True)
    ]
    assert mistakes_of("models:\n" + "\n".join(lines)) == ["1.yaml:5:10: model acme/a is based on itself"]


def test_a_known_entry_is_based_on_nothing(mistakes_of) -> None:
    assert mistakes_of(f"models:\n  - {{id: Qwen/Qwen3-8B, based-on: {BASE}}}\n") == [
        "1.yaml:5:35: model Qwen/Qwen3-8B is known: only a new entry is based on another"
    ]


def test_an_entry_that_is_there_twice_is_a_mistake(mistakes_of) -> None:
    assert mistakes_of("engines:\n  - {id: vllm}\n  - {id: vllm}\n") == [
        "1.yaml:6:10: engine vllm is there twice"
    ]


def test_a_key_that_is_there_twice_is_a_mistake(mistakes_of) -> None:
    assert mistakes_of("engines:\n  - {id: vllm, name: a, name: b}\n") == [
        "1.yaml:5:25: `name` is there twice"
    ]


def test_an_entry_without_a_name_is_a_mistake(mistakes_of) -> None:
    text = "engines:\n  - {name: x}\n  - vllm\n  - {id: ''}\n  - {id: '--'}\n  - {id: ' vllm'}\n"
    assert mistakes_of(text) == [
        "1.yaml:5:5: engine: `id` is missing",
        "1.yaml:6:5: engine: a map is wanted, with its `id`",
        "1.yaml:7:10: engine, `id`: text is wanted",
        "1.yaml:8:10: engine, `id`: `--` is no name",
        "1.yaml:9:10: engine, `id`: ` vllm` is no name",
    ]


def test_entries_are_a_list(mistakes_of) -> None:
    assert mistakes_of("engines:\n  vllm: {name: x}\n") == [
        "1.yaml:5:3: `engines`: a list is wanted, each entry with its `id`"
    ]


def test_a_reference_to_what_is_not_there_is_a_mistake(mistakes_of) -> None:
    text = (
        "instances:\n  - {id: box, cloud: acme, accelerator: h100-smx5-80gb, count: 8}\n"
        "engines:\n  - {id: vllm, precisions: {hearsay: reads}}\n"
    )
    near = "there is no accelerator `h100-smx5-80gb`; did you mean `h100-sxm5-80gb`?"
    assert mistakes_of(text) == [
        f"1.yaml:5:41: instance type box: {near}",
        "1.yaml:7:29: engine vllm: there is no precision `hearsay`",
    ]


def test_a_reference_to_a_new_entry_is_none(lay) -> None:
    knowledge = lay(
        "instances: [{id: box, cloud: acme, accelerator: l4-acme, count: 2}]\n"
        "accelerators: [{id: l4-acme, based-on: l4-24gb}]\n"
    )
    assert knowledge.instances.get("box").accelerator == "l4-acme"


@pytest.mark.parametrize(
    ("entry", "message"),
    [
        ("precisions: [{id: awq, bits: 9}]", "precision awq: `bits` (9) is more than `bits-high`"),
        (
            f"models: [{{id: {BASE}, kv-heads: 64}}]",
            f"model {BASE}: `kv-heads` (64) is more than `heads` (32)",
        ),
        (
            "accelerators: [{id: l4-24gb, visible-memory-gib: [30, 20]}]",
            "accelerator l4-24gb: visible memory runs from 30 to 20 GiB",
        ),
        (
            f"models: [{{id: {BASE}, cache: [{{kind: full, layers: 0, elements: 8}}]}}]",
            f"model {BASE}: `layers` is 0",
        ),
    ],
)
def test_fields_that_contradict_each_other_are_a_mistake(mistakes_of, entry, message) -> None:
    (found,) = mistakes_of(entry)
    assert found.startswith(f"1.yaml:4:{entry.index('id: ') + 5}: {message}")


@pytest.mark.parametrize(
    ("facts", "message"),
    [
        ("{memory: [1]}", "32: engine vllm, `facts`, `memory`: a map is wanted"),
        ("{port: http}", "30: engine vllm, `facts`, `port`: a whole number is wanted"),
        (
            "{memory: {acounting: x}}",
            "44: engine vllm, `facts`, `memory`, `acounting`: unknown key `acounting`; ",
        ),
        (
            "{memory: {graphs: [1, 2]}}",
            "41: engine vllm, `facts`, `memory`, `graphs`: 3 numbers are wanted, 2 are",
        ),
        (
            "{memory: {releases: [{since: '0', non-torch: {1: [1, 2, 'x']}}]}}",
            "79: engine vllm, `facts`, `memory`, `releases`, `0`, `non-torch`, `1`, `2`: a number is wanted",
        ),
        ("{kernels: {amd: 5}}", "39: engine vllm, `facts`, `kernels`, `amd`: a list is wanted"),
        ("{kernels: {amd: [{precision: awq}]}, environment: {ACME: x}, anything: {else: 5}}", ""),
    ],
)
def test_an_engines_facts_are_held_against_those_of_the_others(lay, mistakes_of, facts, message) -> None:
    text = f"engines:\n  - {{id: vllm, facts: {facts}}}\n"
    if message:
        (found,) = mistakes_of(text)
        assert found.startswith(f"1.yaml:5:{message}")
    else:
        assert lay(text).engines.get("vllm").facts["anything"] == {"else": 5}


@pytest.mark.parametrize(
    ("head", "message"),
    [
        ("kind: Knowledge\nmetadata: {name: a}\n", "1.yaml:1:1: `apiVersion: modelspec-lint/v1` is missing"),
        (
            "apiVersion: v1\nkind: Knowledge\nmetadata: {name: a}\n",
            "1.yaml:1:13: `apiVersion` is `modelspec-lint/v1`",
        ),
        (
            "apiVersion: modelspec-lint/v1\nkind: Knowlege\nmetadata: {name: a}\n",
            "1.yaml:2:7: `kind` is `Knowledge`",
        ),
        ("apiVersion: modelspec-lint/v1\nkind: Knowledge\n", "1.yaml:1:1: `metadata` is missing"),
        (
            "apiVersion: modelspec-lint/v1\nkind: Knowledge\nmetadata: {}\n",
            "1.yaml:3:11: metadata: `name` is missing",
        ),
        (
            "apiVersion: modelspec-lint/v1\nkind: Knowledge\nmetadata: {name: a, versoin: 1}\n",
            "1.yaml:3:21: metadata: unknown key `versoin`; did you mean `version`?",
        ),
    ],
)
def test_a_head_that_is_wrong_is_told(tmp_path, head, message) -> None:
    path = tmp_path / "1.yaml"
    path.write_text(head)
    with pytest.raises(OverlayError) as error:
        KnowledgeBase.load([path])
    assert str(error.value).replace(f"{tmp_path}/", "").startswith(message)


def test_a_value_needs_a_source_of_the_entry_or_of_the_file(tmp_path) -> None:
    path = tmp_path / "1.yaml"
    path.write_text(
        "apiVersion: modelspec-lint/v1\nkind: Knowledge\nmetadata: {name: a}\nengines:\n"
        "  - {id: vllm, name: x}\n  - {id: sglang, name: y, source: tests}\n"
    )
    with pytest.raises(OverlayError) as error:
        KnowledgeBase.load([path])
    assert [each[1:] for each in error.value.mistakes] == [
        (5, 5, "engine vllm: neither the entry nor the file's `metadata` has a `source`")
    ]


def test_mistakes_of_all_files_are_told_at_once_in_the_order_of_their_places(mistakes_of) -> None:
    first = "engines:\n  - {id: vllm, nmae: x}\nmodels:\n  - {id: a/b, based-on: nobody}\n"
    assert [each.split(" ")[0] for each in mistakes_of(first, "engines: 5\n")] == [
        "1.yaml:5:16:",
        "1.yaml:7:25:",
        "2.yaml:4:10:",
    ]
