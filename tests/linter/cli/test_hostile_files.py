"""Whatever lies in the tree: a finding or one sentence, never a traceback, and never for long."""

import json
import os
import subprocess
import sys
import time

import pytest

GOOD = b"""\
apiVersion: piqc.ai/v1alpha1
kind: ModelSpec
metadata: {name: chat}
spec:
  identity: {model: {id: a/b, family: c, task: text-generation, framework: vllm}}
  runtime: {accelerator: {vendor: nvidia, type: h100, count: 1}}
"""


def modelspec(*arguments, cwd, **environment):
    return subprocess.run(
        [sys.executable, "-m", "modelspec_lint.linter", "lint", *arguments],
        cwd=cwd,
        env={**os.environ, **environment},
        capture_output=True,
        timeout=60,
        check=False,
    )


def _bomb():
    levels = [b"a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    levels += [b"a%d: &a%d [%s]" % (n, n, b", ".join([b"*a%d" % (n - 1)] * 9)) for n in range(1, 12)]
    return b"\n".join(levels)


FILES = {
    "nested-brackets": (b"[" * 200_000, "MS005"),
    "nested-maps": (b"{a: " * 200_000, "MS005"),
    "nested-dashes": (b"- " * 50_000, "MS005"),
    "alias-bomb": (_bomb(), "MS005"),
    "recursive-alias": (b"kind: ModelSpec\na: &a [*a]\n", "MS005"),
    "python-tag": (GOOD.replace(b"name: chat", b"name: !!python/object/apply:os.system [id]"), "MS005"),
    "latin-1": (GOOD.replace(b"chat", b"ch\xe9t"), "MS002"),
    "nul": (GOOD.replace(b"chat", b"ch\0t"), "MS002"),
    "utf-16-without-bom": (GOOD.decode().encode("utf-16-le"), "MS002"),
    "too-large": (GOOD + b"# " + b"x" * 2_000_000, "MS002"),
    "tab": (b"kind: ModelSpec\nspec:\n\tidentity: 1\n", "MS003"),
    "unbalanced": (b"kind: ModelSpec\nmetadata: {name: 'x\n", "MS003"),
    "duplicate-key": (GOOD.replace(b"{name: chat}", b"{name: a, name: b}"), "MS004"),
    "long-integer": (GOOD.replace(b"count: 1", b"count: " + b"9" * 5_000), "MS10"),
    "nan": (GOOD.replace(b"count: 1", b"count: .nan"), "MS10"),
    "infinity": (GOOD.replace(b"count: 1", b"count: .inf"), "MS10"),
    "sexagesimal": (GOOD.replace(b"count: 1", b"count: " + b"1:" * 5_000 + b"1"), "MS10"),
    "list": (b"- a\n- b\n", "MS103"),
    "scalar": (b"just words\n", "MS103"),
    "number-key": (GOOD + b"1: 2\n", "MS101"),
    "null-everywhere": (b"apiVersion: piqc.ai/v1alpha1\nkind: ModelSpec\nmetadata:\nspec:\n", "MS103"),
    "merge-of-itself": (b"kind: ModelSpec\na: &a\n  <<: *a\n", "MS005"),
}


@pytest.mark.parametrize("name", FILES)
def test_a_hostile_file_gives_a_finding(name, tmp_path):
    data, code = FILES[name]
    (tmp_path / "x.modelspec.yaml").write_bytes(data)
    begin = time.monotonic()
    run = modelspec("--format", "json", ".", cwd=tmp_path)
    assert b"Traceback" not in run.stderr
    assert run.returncode == 1, run.stderr
    codes = [each["code"] for each in json.loads(run.stdout)["findings"]]
    assert any(each.startswith(code) for each in codes), codes
    assert time.monotonic() - begin < 20


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_a_byte_order_mark_is_legal(encoding, tmp_path):
    (tmp_path / "x.modelspec.yaml").write_bytes(GOOD.decode().encode(encoding))
    run = modelspec("--format", "json", "--select", "MS1", ".", cwd=tmp_path)
    assert (run.returncode, json.loads(run.stdout)["summary"]["specs"]) == (0, 1)


def test_things_that_are_no_regular_files_are_findings(tmp_path):
    (tmp_path / "folder.modelspec.yaml").mkdir()
    (tmp_path / "dangling.modelspec.yaml").symlink_to("nowhere")
    (tmp_path / "loop.modelspec.yaml").symlink_to("loop.modelspec.yaml")
    os.mkfifo(tmp_path / "pipe.modelspec.yaml")
    names = sorted(path.name for path in tmp_path.iterdir() if not path.is_dir())
    run = modelspec("-q", *names, cwd=tmp_path)
    assert b"Traceback" not in run.stderr
    assert run.returncode == 1
    assert run.stdout.count(b"error[MS002]") == 3
    run = modelspec("-q", "folder.modelspec.yaml", cwd=tmp_path)
    assert b"Traceback" not in run.stderr
    assert run.returncode in {1, 4}


def test_an_empty_file_is_no_spec_and_no_traceback(tmp_path):
    (tmp_path / "x.modelspec.yaml").write_bytes(b"")
    run = modelspec("x.modelspec.yaml", cwd=tmp_path)
    assert (run.returncode, b"Traceback" in run.stderr) == (4, False)


def test_a_link_out_of_the_tree_is_not_followed_unless_it_is_named(tmp_path):
    outside, tree = tmp_path / "outside", tmp_path / "tree"
    outside.mkdir()
    tree.mkdir()
    (outside / "x.modelspec.yaml").write_bytes(GOOD)
    (tree / "link").symlink_to(outside)
    (tree / "x.modelspec.yaml").symlink_to(outside / "x.modelspec.yaml")
    assert json.loads(modelspec("--format", "json", "tree", cwd=tmp_path).stdout)["summary"]["specs"] == 0
    named = modelspec("--format", "json", "tree/x.modelspec.yaml", cwd=tmp_path)
    assert json.loads(named.stdout)["summary"]["specs"] == 1


@pytest.mark.parametrize("form", ["text", "github"])
def test_control_characters_of_a_file_never_reach_the_terminal(form, tmp_path):
    hostile = GOOD.replace(b"id: a/b", b'id: "a/\\e[31mb\\u202e\\a"')
    hostile = hostile.replace(b"count: 1", b'"cou\\e[2Jnt": 1')
    (tmp_path / "x.modelspec.yaml").write_bytes(hostile)
    (tmp_path / "y\x1b[31m.modelspec.yaml").write_bytes(hostile)
    run = modelspec("--format", form, "-v", ".", cwd=tmp_path)
    assert b"Traceback" not in run.stderr
    text = (run.stdout + run.stderr).decode()
    assert not [character for character in text if character in "\x1b\x07\u202e"]


def test_two_runs_give_the_same_bytes_whatever_the_hash_seed(tmp_path):
    for number in range(6):
        broken = GOOD.replace(b"count: 1", b"count: 0, cuont: 2") if number % 2 else GOOD
        (tmp_path / f"{number}.modelspec.yaml").write_bytes(broken)
    for form in ("text", "json", "sarif", "github"):
        runs = (
            modelspec("--format", form, ".", cwd=tmp_path, PYTHONHASHSEED=seed) for seed in ("0", "1", "77")
        )
        outputs = {run.stdout for run in runs}
        assert len(outputs) == 1


def spec_called(name):
    return GOOD.replace(b"chat", name)


@pytest.mark.parametrize(
    ("where", "text"),
    [("type: h100", b"type: " + b"7x" * 5_000), ("id: a/b", b"id: " + b"Q4_K_M-" * 30_000)],
    ids=["accelerator", "model"],
)
def test_a_name_without_end_costs_no_time(where, text, tmp_path):
    (tmp_path / "x.modelspec.yaml").write_bytes(GOOD.replace(where.encode(), text))
    begin = time.monotonic()
    run = modelspec("--format", "json", ".", cwd=tmp_path)
    assert json.loads(run.stdout)["summary"]["specs"] == 1
    assert len(run.stdout) < 50_000
    assert time.monotonic() - begin < 5


def test_many_documents_of_one_name_in_one_file_cost_no_more_than_many_files(tmp_path):
    (tmp_path / "x.modelspec.yaml").write_bytes(b"---\n".join([GOOD] * 400))
    begin = time.monotonic()
    run = modelspec("--format", "json", "--select", "MS106", ".", cwd=tmp_path)
    assert json.loads(run.stdout)["summary"]["warnings"] == 399
    assert time.monotonic() - begin < 10


@pytest.mark.parametrize("name", [".gitignore", ".modelspecignore"])
def test_an_ignore_file_cannot_make_the_matcher_backtrack(name, tmp_path):
    (tmp_path / ("a" * 105 + ".modelspec.yaml")).write_bytes(GOOD)
    (tmp_path / name).write_text("*a" * 16 + "*b\n" + "fooN*bar/\n" * 50_000)
    begin = time.monotonic()
    run = modelspec("--format", "json", ".", cwd=tmp_path)
    assert json.loads(run.stdout)["summary"]["specs"] == 1
    assert time.monotonic() - begin < 5


def test_a_working_folder_that_is_gone_and_a_full_disk_are_sentences(tmp_path):
    (tmp_path / "x.modelspec.yaml").write_bytes(GOOD)
    program = f"{sys.executable} -m modelspec_lint.linter"
    for command in (
        f"mkdir gone; cd gone; rmdir ../gone; {program} lint",
        f"{program} lint x.modelspec.yaml > /dev/full",
        f"{program} lint x.modelspec.yaml >&-",
    ):
        run = subprocess.run(
            ["sh", "-c", command], cwd=tmp_path, capture_output=True, timeout=60, check=False
        )
        assert b"Traceback" not in run.stderr, command
        assert run.returncode != 1, (command, run.stderr)
