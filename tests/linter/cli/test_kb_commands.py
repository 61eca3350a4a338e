"""``modelspec kb``: facts looked up and checked, for people and for machines."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from modelspec_lint.knowledge_base import KnowledgeBase
from modelspec_lint.linter.cli import main

CATALOGUES = (
    *("models", "accelerators", "instances", "precisions"),
    *("engines", "workloads", "controls", "licences"),
)


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["kb", *arguments])


@pytest.mark.parametrize("catalogue", CATALOGUES)
def test_a_catalogue_is_listed_whole(catalogue: str) -> None:
    found = run(catalogue)
    size = len(getattr(KnowledgeBase.load(), catalogue))
    assert found.exit_code == 0
    assert f"\n{size:,} of {size:,} {catalogue}." in found.output
    assert len(found.output.splitlines()) == size + 3


@pytest.mark.parametrize("catalogue", CATALOGUES)
def test_a_catalogue_for_machines_holds_every_entry_with_its_sources(catalogue: str) -> None:
    written = json.loads(run(catalogue, "--format", "json").output)
    assert (written["version"], written["catalogue"], written["query"]) == ("1", catalogue, None)
    assert [entry["id"] for entry in written["entries"]] == list(
        getattr(KnowledgeBase.load(), catalogue).ids()
    )
    assert all(entry["sources"] for entry in written["entries"])


def test_a_table_has_units_and_thousands_and_says_what_is_not_supported() -> None:
    assert run("accelerators", "H100-SXM").output == (
        "'H100-SXM' is another name of 'h100-sxm5-80gb'.\n"
        "\n"
        "  ID              SOLD AS             VISIBLE   BANDWIDTH   BF16      FP8  FP4     INT8      LINK\n"
        "  h100-sxm5-80gb    80 GB  79.18 to 79.22 GiB  3,350 GB/s  989.4  1,978.9   no  1,978.9  900 GB/s\n"
        "\n"
        f"1 of {len(KnowledgeBase.load().accelerators)} accelerators. "
        "Rates: dense TFLOPS; no: unsupported, -: unknown. LINK: both ways, each.\n"
    )


def test_a_name_that_several_facts_share_lists_them_all() -> None:
    lines = run("accelerators", "a100").output.splitlines()
    assert lines[0] == "'a100' may mean a100-pcie-40gb, a100-sxm4-40gb, a100-pcie-80gb or a100-sxm4-80gb."
    assert [line.split()[0] for line in lines[3:7]] == [
        *("a100-pcie-40gb", "a100-sxm4-40gb", "a100-pcie-80gb", "a100-sxm4-80gb")
    ]


def test_words_that_are_no_name_filter() -> None:
    written = json.loads(run("instances", "h100", "azure", "--format", "json").output)
    assert written["match"] is None
    assert {entry["cloud"] for entry in written["entries"]} == {"azure"}
    assert all(entry["accelerator"].startswith("h100") for entry in written["entries"])


@pytest.mark.parametrize(
    ("arguments", "advice"),
    [
        (("models", "llama-3.1-8b-instuct"), "did you mean 'meta-llama/Llama-3.1-8B-Instruct'"),
        (("controls", "gdrp"), "did you mean 'gdpr'?"),
        (("show", "mistralai/Mixtral-8x7B-Instrcut-v0.1"), "'mistralai/Mixtral-8x7B-Instruct-v0.1'"),
        (("licences", "qqqqqqqq"), "There is no licence 'qqqqqqqq'\n"),
        (
            ("instances", "p5.49xlarge"),
            "There is no instance type 'p5.49xlarge'; did you mean 'p5.4xlarge', 'p5.48xlarge'",
        ),
        (("model",), "There is no command 'model'; did you mean 'models'?"),
    ],
)
def test_nothing_found_is_a_usage_error_with_advice(arguments: tuple[str, ...], advice: str) -> None:
    found = run(*arguments)
    assert found.exit_code == 2
    assert advice in found.output


def test_a_repackaging_is_shown_as_its_base_model_and_a_precision() -> None:
    lines = run("show", "TheBloke/Mixtral-8x7B-Instruct-v0.1-AWQ").output.splitlines()
    assert lines[0] == "mistralai/Mixtral-8x7B-Instruct-v0.1  model, facts of 2026.11"
    assert lines[2] == (
        "  'TheBloke/Mixtral-8x7B-Instruct-v0.1-AWQ' is 'mistralai/Mixtral-8x7B-Instruct-v0.1', "
        "repackaged as awq."
    )
    assert lines[4:7] == [
        "As named",
        "  precision  awq: AWQ, 4 bits in groups of 128, 4.16 bits on linears",
        "  on disk    24.65 GB (24.13 to 27.56)",
    ]


@pytest.mark.parametrize(
    ("name", "identifier", "line"),
    [
        (
            "NVIDIA-H100-80GB-HBM3-MIG-1g.10gb",
            "h100-sxm5-80gb",
            "MIG slice  1g.10gb: 9.75 GiB visible, at most 7",
        ),
        ("NVIDIA-A10G-SHARED", "a10g-24gb", "shared  time slicing"),
        ("AMD_Instinct_MI300X_OAM", "mi300x-192gb", "bandwidth      5,300 GB/s"),
    ],
)
def test_labels_of_nodes_are_read(name: str, identifier: str, line: str) -> None:
    output = run("show", name).output
    assert output.startswith(f"{identifier}  accelerator, facts of 2026.11\n")
    assert line in output


def test_an_ambiguous_name_is_not_shown_as_if_it_were_decided() -> None:
    found = run("show", "a100")
    assert found.exit_code == 2
    assert "'a100' may mean a100-pcie-40gb" in found.output


def test_values_that_are_unverified_are_marked() -> None:
    lines = run("show", "mi300x").output.splitlines()
    assert "  speed   896 GB/s both ways, per accelerator  (unverified)" in lines


def test_what_is_unverified_beside_the_values_is_listed() -> None:
    output = run("show", "a800-sxm4-80gb").output
    assert "\nUnverified\n  - tflops taken as A100 (same GA100 die)\n" in output


@pytest.mark.parametrize("catalogue", CATALOGUES)
def test_every_fact_has_a_page(catalogue: str) -> None:
    knowledge = KnowledgeBase.load()
    for identifier in getattr(knowledge, catalogue).ids()[:: 1 if catalogue != "models" else 12]:
        found = run("show", identifier)
        assert found.exit_code == 0, found.output
        assert f"{identifier}  " in found.output
        assert "\nSources\n" in found.output
        assert "None" not in found.output.partition("\nSources\n")[0]


def test_a_fact_for_machines_carries_what_its_name_meant() -> None:
    written = json.loads(run("show", "NVIDIA-A10G-SHARED", "--format", "json").output)
    (fact,) = written["facts"]
    assert (fact["kind"], fact["fact"]["id"]) == ("accelerator", "a10g-24gb")
    assert fact["match"]["shared"] is True
    assert fact["fact"]["bandwidth_gb_s"] == 600


def test_the_check_of_the_built_in_facts_is_clean_and_counts() -> None:
    found, models = run("check"), len(KnowledgeBase.load().models)
    assert found.exit_code == 0
    assert found.output.startswith(f"models        {models}, recounted from their dimensions:\n  exact  ")
    assert found.output.endswith("no contradiction found\n")
    written = json.loads(run("check", "--format", "json").output)
    assert written["problems"] == []
    assert sum(written["checked"]["models"].values()) == models
    assert len(written["not_recountable"]) == written["checked"]["models"].get("not recountable", 0)


def test_the_check_names_what_cannot_be_recounted_and_why() -> None:
    assert "    moonshotai/Kimi-K3: no formula for its architecture (" in run("check", "-v").output


def test_a_knowledge_file_with_a_mistake_is_named_with_its_place(tmp_path: Path) -> None:
    file = tmp_path / "ours.yaml"
    file.write_text("models: [", encoding="utf-8")
    found = run("check", str(file))
    assert found.exit_code == 1
    assert found.output.startswith(f"{file}:2:1: not YAML: ")
    assert found.output.endswith("1 file checked: 1 problem\n")
    written = json.loads(run("check", str(file), "--format", "json").output)
    assert [mistake["line"] for mistake in written["mistakes"]] == [2]
