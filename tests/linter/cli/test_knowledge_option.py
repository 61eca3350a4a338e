"""``--knowledge``: specs are held against an organisation's own facts, those of packs included."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from modelspec_lint.linter.cli import main
from modelspec_lint.linter.cli.packs import packs_or_exit

BASE = "meta-llama/Llama-3.1-8B-Instruct"
SPEC = """\
apiVersion: piqc.ai/v1alpha1
kind: ModelSpec
metadata:
  name: chat
spec:
  identity:
    model: {id: acme/support-llm, family: llama-3.1, task: text-generation, framework: vllm, precision: bf16}
  runtime:
    accelerator: {vendor: nvidia, type: t4-16gb, count: 1}
    batch: {maxBatchSize: 8, maxSequenceLengthTokens: 200000}
"""
HEAD = (
    "apiVersion: modelspec-lint/v1\nkind: Knowledge\nmetadata: {name: acme, version: 2026.11, source: wiki}\n"
)
TUNED = HEAD + f"models:\n  - {{id: acme/support-llm, based-on: {BASE}}}\n"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "chat.modelspec.yaml").write_text(SPEC)
    (tmp_path / "acme.yaml").write_text(TUNED)
    return tmp_path


def lint(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["lint", *arguments, "chat.modelspec.yaml"], catch_exceptions=False)


def findings(run: Result) -> list[tuple[str, str, int]]:
    report = json.loads(run.stdout)
    return [(each["code"], each["message"], each["line"]) for each in report["findings"]]


def test_a_fine_tune_is_linted_like_its_base(folder: Path) -> None:
    unknown = lint("--format", "json")
    tuned = lint("--format", "json", "--knowledge", "acme.yaml")
    (folder / "chat.modelspec.yaml").write_text(SPEC.replace("acme/support-llm", BASE))
    base = lint("--format", "json")
    said = {code for code, _, _ in findings(base)}
    assert {"MS201", "MS211"} <= said
    assert findings(tuned) == [
        (code, message.replace(BASE, "acme/support-llm"), line) for code, message, line in findings(base)
    ]
    assert not {"MS201", "MS211"} & {code for code, _, _ in findings(unknown)}
    assert (tuned.exit_code, tuned.stderr) == (1, "")
    assert json.loads(tuned.stdout)["tool"]["knowledge"].endswith(" + acme 2026.11")


def test_a_quantised_copy_of_a_fine_tune_is_known_as_well(folder: Path) -> None:
    (folder / "chat.modelspec.yaml").write_text(SPEC.replace("acme/support-llm", "acme/support-llm-AWQ"))
    run = lint("--format", "json", "--knowledge", "acme.yaml", "--select", "MS101,MS211")
    assert [code for code, _, _ in findings(run)] == ["MS211"]


def test_a_price_of_ones_own_is_among_the_ways_out_with_its_source(folder: Path) -> None:
    (folder / "prices.yaml").write_text(
        HEAD + "accelerators:\n"
        "  - {id: a100-sxm4-80gb, on-demand-usd-per-hour: 0.25, source: contract 2026-03}\n"
    )
    run = lint("--knowledge", "acme.yaml", "--knowledge", "prices.yaml", "--select", "MS201")
    assert "1 x a100-sxm4-80gb (0.25 USD an hour, acme 2026.11: contract 2026-03)" in run.stdout


def test_later_files_win_and_globs_are_sorted(folder: Path) -> None:
    for name, length in (("b.yaml", 400_000), ("c.yaml", 200_000)):
        (folder / name).write_text(HEAD + f"models:\n  - {{id: acme/support-llm, context: {length}}}\n")
    arguments = ("--format", "json", "--select", "MS211", "--knowledge")
    assert findings(lint(*arguments, "[ab]*.yaml")) == []
    (folder / "c.yaml").write_text(HEAD + "models:\n  - {id: acme/support-llm, context: 100000}\n")
    assert [code for code, _, _ in findings(lint(*arguments, "[ab]*.yaml", "--knowledge", "c.yaml"))] == [
        "MS211"
    ]
    assert findings(lint(*arguments, "acme.yaml", *(f"--knowledge={name}.yaml" for name in "cb"))) == []


def test_verbose_names_the_layers(folder: Path) -> None:
    run = lint("-v", "--knowledge", "acme.yaml")
    assert run.stderr == "modelspec: knowledge acme 2026.11 from acme.yaml\n"


def test_mistakes_are_told_all_at_once_and_exit_2(folder: Path) -> None:
    (folder / "acme.yaml").write_text(TUNED.replace("based-on", "basedon") + "engines: 5\n")
    run = lint("--knowledge", "acme.yaml")
    assert run.exit_code == 2
    assert run.stdout == ""
    assert run.stderr.splitlines() == [
        "acme.yaml:5:10: model acme/support-llm is new. A new one needs `family`, `task`, `parameters`, "
        "`precision`, or `based-on`",
        "acme.yaml:5:28: model acme/support-llm: unknown key `basedon`; did you mean `based-on`?",
        "acme.yaml:6:10: `engines`: a list is wanted, each entry with its `id`",
        "modelspec: 3 mistakes in knowledge files; nothing was done",
    ]


@pytest.mark.parametrize("name", ["nowhere.yaml", "chat.modelspec.yaml", "."])
def test_what_is_no_knowledge_file_exits_2(name: str) -> None:
    run = lint("--knowledge", name)
    assert run.exit_code == 2
    assert run.stderr.startswith(f"{name}:")


def test_a_glob_that_matches_nothing_exits_2() -> None:
    run = lint("--knowledge", "policy/*.yaml")
    assert run.exit_code == 2
    assert "--knowledge policy/*.yaml matches no file" in run.stderr


def test_a_file_whose_name_has_signs_of_a_glob_is_that_file(folder: Path) -> None:
    (folder / "acme[1].yaml").write_text(TUNED)
    assert lint("--knowledge", "acme[1].yaml", "-v").stderr.endswith("from acme[1].yaml\n")


def test_a_knowledge_file_is_no_spec() -> None:
    run = CliRunner().invoke(main, ["lint", "acme.yaml"], catch_exceptions=False)
    assert run.exit_code == 4


PACK = """\
from pathlib import Path
from modelspec_lint.linter import hookimpl

@hookimpl
def modelspec_knowledge():
    return {answer}
"""


@pytest.fixture
def pack(folder: Path, monkeypatch: pytest.MonkeyPatch):
    """Install a pack whose hook gives an answer."""

    def install(name: str, answer: str) -> None:
        (folder / f"{name}_pack.py").write_text(PACK.format(answer=answer))
        (folder / f"{name}-1.0.dist-info").mkdir()
        (folder / f"{name}-1.0.dist-info" / "METADATA").write_text(f"Name: {name}\nVersion: 1.0\n")
        (folder / f"{name}-1.0.dist-info" / "entry_points.txt").write_text(
            f"[modelspec_lint.packs]\n{name} = {name}_pack\n"
        )
        monkeypatch.syspath_prepend(folder)

    yield install
    for name in [name for name in sys.modules if name.endswith("_pack")]:
        del sys.modules[name]


def test_a_pack_brings_facts_and_what_is_named_goes_over_them(folder: Path, pack) -> None:
    pack("acme_facts", "[Path(__file__).with_name('acme.yaml')]")
    assert packs_or_exit().knowledge() == (str(folder / "acme.yaml"),)
    codes = [code for code, _, _ in findings(lint("--format", "json", "--select", "MS211"))]
    assert codes == ["MS211"]
    (folder / "longer.yaml").write_text(HEAD + "models:\n  - {id: acme/support-llm, context: 400000}\n")
    assert findings(lint("--format", "json", "--select", "MS211", "--knowledge", "longer.yaml")) == []


def test_mistakes_in_a_packs_facts_are_told_and_exit_2(folder: Path, pack) -> None:
    pack("acme_wrong", "[Path(__file__).with_name('wrong.yaml')]")
    (folder / "wrong.yaml").write_text(HEAD + "models: 5\n")
    run = lint()
    assert run.exit_code == 2
    assert run.stderr.startswith(f"{folder / 'wrong.yaml'}:4:9: `models`: a list is wanted")


def test_a_pack_that_gives_no_list_is_not_loaded(pack) -> None:
    pack("acme_text", "'acme.yaml'")
    run = lint()
    assert run.exit_code == 3
    assert "modelspec_knowledge() gave 'acme.yaml', not a list" in run.stderr


def modelspec(*arguments: str) -> Result:
    return CliRunner().invoke(main, arguments, catch_exceptions=False)


def test_facts_of_ones_own_are_looked_up_like_any_other() -> None:
    shown = modelspec("kb", "show", "acme/support-llm-AWQ", "--knowledge", "acme.yaml")
    assert shown.exit_code == 0
    assert "acme/support-llm" in shown.stdout
    assert "acme 2026.11: wiki" in shown.stdout
    listed = modelspec("kb", "models", "support", "--format", "json", "--knowledge", "acme.yaml")
    assert "acme/support-llm" in listed.stdout
    assert json.loads(listed.stdout)["facts_version"].endswith(" + acme 2026.11")


def test_knowledge_files_are_checked() -> None:
    assert modelspec("kb", "check", "acme.yaml").exit_code == 0
    wrong = modelspec("kb", "check", "chat.modelspec.yaml")
    assert wrong.exit_code == 1
    assert wrong.stdout.startswith("chat.modelspec.yaml:1:13: `apiVersion` is `modelspec-lint/v1`")


def test_the_sum_is_done_with_facts_of_ones_own() -> None:
    flags = ("--model", "acme/support-llm", "--accelerator", "l4-24gb", "--engine", "vllm")
    tuned = modelspec("fit", *flags, "--format", "json", "--knowledge", "acme.yaml")
    base = modelspec("fit", *("--model", BASE, *flags[2:]), "--format", "json")
    assert (tuned.exit_code, base.exit_code) == (0, 0)
    (of_tuned,), (of_base,) = json.loads(tuned.stdout)["fits"], json.loads(base.stdout)["fits"]
    assert of_tuned["declared"]["model"] == "acme/support-llm"
    assert of_tuned["memory"] == of_base["memory"]
    assert of_base["memory"]["weights"]["expected"] > 10
