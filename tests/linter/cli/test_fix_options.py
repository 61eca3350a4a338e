from __future__ import annotations

import codecs
import json

import pytest
from click.testing import CliRunner

from modelspec_lint.linter.cli import main
from modelspec_lint.linter.cli.fixing import MOST_REASONS
from modelspec_lint.linter.testing import CLEAN

SAFE = CLEAN.replace("maxBatchSize", "max_batch_size")
UNSAFE = CLEAN.replace("precision", "presicion")
BAD = CLEAN.replace("maxSequenceLengthTokens: 8192", "max_sequence_length_tokens: 131072")
"""The right key uncovers a length that the model does not have."""
TAKEN_BACK = (
    "modelspec: a.modelspec.yaml:20:7: the fix of MS101 {} rolled back: "
    "it would bring MS211 context-exceeds-model at a.modelspec.yaml:20:32\n"
)


@pytest.fixture
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("NO_COLOR", "1")
    return tmp_path


def put(folder, name, text):
    path = folder / name
    path.parent.mkdir(exist_ok=True, parents=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def lint(*arguments, **options):
    return CliRunner().invoke(main, ["lint", "--ignore", "MS8", *arguments], **options)


def test_safe_fixes_are_made_in_place(here):
    file = put(here, "a.modelspec.yaml", SAFE)
    result = lint("--fix")
    assert (result.exit_code, result.output) == (0, "checked 1 spec in 1 file: no findings; 1 fixed\n")
    assert file.read_text() == CLEAN
    assert lint("--fix").output == "checked 1 spec in 1 file: no findings\n"


def test_unsafe_fixes_take_a_word_more(here):
    file = put(here, "a.modelspec.yaml", UNSAFE)
    said = lint().output
    assert "= unsafe fix: rename `presicion` to `precision` (--fix --unsafe-fixes)\n" in said
    assert lint("--fix").exit_code == 1
    assert file.read_text() == UNSAFE
    assert lint("--fix", "--unsafe-fixes").exit_code == 0
    assert file.read_text() == CLEAN


def test_what_is_rolled_back_is_counted_and_reported(here):
    file = put(here, "a.modelspec.yaml", BAD)
    put(here, "b.modelspec.yaml", SAFE)
    result = lint("--fix", "--format", "json")
    summary = json.loads(result.stdout)["summary"]
    assert (summary["fixed"], summary["rolled_back"], summary["errors"]) == (1, 1, 1)
    assert file.read_text() == BAD
    assert result.stderr == TAKEN_BACK.format("was")


def test_why_a_fix_would_be_rolled_back_is_said_with_the_diff_as_well(here):
    put(here, "a.modelspec.yaml", BAD)
    result = lint("--diff")
    told = TAKEN_BACK.format("would be")
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr == f"{told}modelspec: 0 findings would be fixed in 0 files; 1 would be rolled back\n"


def test_no_more_reasons_are_told_than_somebody_reads(here):
    for number in range(MOST_REASONS + 2):
        put(here, f"{number:02}.modelspec.yaml", BAD)
    told = lint("--diff").stderr.splitlines()
    assert len(told) == MOST_REASONS + 2
    assert told[-2] == "modelspec: and 2 more would be rolled back"


def test_a_diff_changes_nothing(here):
    file = put(here, "a.modelspec.yaml", SAFE)
    result = lint("--diff")
    assert result.exit_code == 1
    assert "-      max_batch_size: 32\n+      maxBatchSize: 32\n" in result.stdout
    assert result.stderr == "modelspec: 1 finding would be fixed in 1 file\n"
    assert file.read_text() == SAFE
    put(here, "a.modelspec.yaml", UNSAFE)
    clean = lint("--diff")
    assert (clean.exit_code, clean.stdout) == (0, "")
    assert lint("--diff", "--unsafe-fixes").exit_code == 1


@pytest.mark.parametrize(
    ("mark", "encoding"),
    [
        (b"", "utf-8"),
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
    ],
)
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_encoding_mark_and_line_ends_stay(here, mark, encoding, end):
    def data(text):
        return mark + (text + "# für 🚀").replace("\n", end).encode(encoding)

    file = put(here, "a.modelspec.yaml", data(SAFE))
    assert lint("--fix").exit_code == 0
    assert file.read_bytes() == data(CLEAN)


def test_standard_input_comes_out_fixed_and_the_report_beside_it(here):
    result = lint("--fix", "-", input=SAFE)
    assert (result.exit_code, result.stdout) == (0, CLEAN)
    assert result.stderr == "checked 1 spec in 1 file: no findings; 1 fixed\n"
    other = "apiVersion: v1\nkind: Pod\n"
    assert lint("--fix", "-", input=other).stdout == other
    assert lint("--diff", "-", input=SAFE).stdout.startswith("--- a/<stdin>\n+++ b/<stdin>\n")


def test_json_is_fixed_too(here):
    text = '{"apiVersion": "piqc.ai/v1alpha1", "kind": "ModelSpec",\n "Metadata": {"name": "chat"}}'
    file = put(here, "a.modelspec.json", text)
    lint("--fix", "--select", "MS101")
    assert file.read_text() == text.replace("Metadata", "metadata")


def test_what_is_suppressed_is_not_fixed(here):
    text = SAFE.replace(
        "max_batch_size: 32", "max_batch_size: 32 # modelspec: ignore[MS101] reason: old tool"
    )
    file = put(here, "a.modelspec.yaml", text)
    result = lint("--fix")
    assert "; 1 suppressed" in result.output
    assert "fixed" not in result.output
    assert file.read_text() == text


def test_what_the_baseline_accepts_is_not_fixed(here):
    file = put(here, "a.modelspec.yaml", SAFE)
    runner = CliRunner()
    runner.invoke(main, ["baseline", "create", "--ignore", "MS8"])
    result = lint("--fix", "--baseline", "modelspec-baseline.json")
    assert result.output.startswith("checked 1 spec in 1 file: no findings; 1 baselined; 3 undecided")
    assert file.read_text() == SAFE


def test_files_that_may_not_be_written_are_said_and_reported(here, tmp_path_factory):
    elsewhere = put(tmp_path_factory.mktemp("elsewhere"), "a.modelspec.yaml", SAFE)
    linked = put(tmp_path_factory.mktemp("linked"), "l.modelspec.yaml", SAFE)
    put(here, "b.modelspec.yaml", SAFE).chmod(0o444)
    put(here, "c.modelspec.yaml", SAFE)
    (here / "d.modelspec.yaml").symlink_to(here / "c.modelspec.yaml")
    (here / "e.modelspec.yaml").symlink_to(linked)
    names = ["b.modelspec.yaml", "c.modelspec.yaml", "e.modelspec.yaml", str(elsewhere)]
    result = lint("--fix", "-q", "--select", "MS101", *names)
    assert result.exit_code == 2
    outside = f"lies outside of {here} and is left alone; run modelspec where it belongs"
    assert result.stderr.splitlines() == [
        f"modelspec: {elsewhere} {outside}",
        "modelspec: b.modelspec.yaml is read-only and is left alone",
        f"modelspec: e.modelspec.yaml {outside}",
    ]
    said = [line.split(":")[0] for line in result.stdout.splitlines()]
    assert said == [str(elsewhere), "b.modelspec.yaml", "e.modelspec.yaml"]
    texts = [path.read_text() for path in (elsewhere, linked, here / "b.modelspec.yaml")]
    assert texts == [SAFE, SAFE, SAFE]
    assert (here / "c.modelspec.yaml").read_text() == CLEAN


def test_a_link_within_the_tree_is_not_replaced_by_a_file(here):
    file = put(here, "c.modelspec.yaml", SAFE)
    link = here / "d.modelspec.yaml"
    link.symlink_to(file)
    result = lint("--fix", "d.modelspec.yaml")
    assert result.stderr == (
        "modelspec: d.modelspec.yaml is a symbolic link and is left alone; name the file that it leads to\n"
    )
    assert (link.is_symlink(), file.read_text()) == (True, SAFE)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--unsafe-fixes"], "--unsafe-fixes says which fixes are made: add --fix or --diff"),
        (["--fix", "--diff"], "--diff changes nothing and --fix does: choose one of them"),
        (["--diff", "--format", "json"], "--diff prints a diff and no report"),
        (["--diff", "--output", "json=x.json"], "--diff prints a diff and no report"),
    ],
)
def test_what_cannot_be_meant_is_a_usage_error(here, arguments, said):
    result = lint(*arguments)
    assert result.exit_code == 2
    assert said in result.output


def test_the_fixes_of_sarif_are_the_edits_that_are_made(here):
    file = put(here, "a.modelspec.yaml", SAFE.replace("\n", "\r\n"))
    (result,) = json.loads(lint("--format", "sarif").output)["runs"][0]["results"]
    (change,) = result["fixes"][0]["artifactChanges"]
    assert change["artifactLocation"]["uri"] == "a.modelspec.yaml"
    (replacement,) = change["replacements"]
    region, text = replacement["deletedRegion"], replacement["insertedContent"]["text"]
    lines = file.read_bytes().decode().split("\n")
    assert region["startLine"] == region["endLine"]
    line = lines[region["startLine"] - 1]
    lines[region["startLine"] - 1] = (
        line[: region["startColumn"] - 1] + text + line[region["endColumn"] - 1 :]
    )
    lint("--fix")
    assert file.read_bytes().decode() == "\n".join(lines)
