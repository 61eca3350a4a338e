"""Packs in Python: one that cannot be loaded is told of in a sentence and the rest serves; exit code 3."""

from __future__ import annotations

import itertools
import json

import pytest

from tests.linter.packs.conftest import HEAD

GOOD = "RULES = [make('ACME001', says)]\n"

REFUSED = {
    "cannot be imported": ("import no_such_module_anywhere\n", "ModuleNotFoundError: No module named"),
    "is no Python": ("def (:\n", "SyntaxError: "),
    "leaves": ("raise SystemExit(0)\n", "SystemExit: 0"),
    "fails at the core": (
        "class Panic(BaseException): pass\nraise Panic('at the core')\n",
        "Panic: at the core",
    ),
    "offers nothing": ("", "it offers nothing: a function with @hookimpl is wanted, or a list called RULES"),
    "its hook raises": (
        "@hookimpl\ndef modelspec_rules():\n    raise KeyError('rules')\n",
        "KeyError: 'rules'",
    ),
    "its hook returns nothing": (
        "@hookimpl\ndef modelspec_rules():\n    pass\n",
        "modelspec_rules() gave None, not a list",
    ),
    "its hook returns a text": (
        "@hookimpl\ndef modelspec_rules():\n    return 'ACME001'\n",
        "modelspec_rules() gave 'ACME001', not a list",
    ),
    "a function that was not decorated": (
        "RULES = [says]\n",
        "RULES gave a function, which is no rule; @rule(...) makes one of a function",
    ),
    "a mistyped hook": (
        GOOD + "@hookimpl\ndef modelspec_rule():\n    return RULES\n",
        "there is no hook 'modelspec_rule'; did you mean 'modelspec_rules'?",
    ),
    "a hook with an argument that there is not": (
        GOOD + "@hookimpl\ndef modelspec_finding(verdict):\n    pass\n",
        "PluginValidationError: ",
    ),
    "one rule twice": (
        "RULES = [make('ACME001', says), make('ACME001', says)]\n",
        "it has two rules ACME001; it has two rules acme-rule-acme001",
    ),
    "a code of a built-in rule": (
        "RULES = [make('MS201', says)]\n",
        "the pack builtin has a rule MS201 already",
    ),
    "a prefix of built-in rules": (
        "RULES = [make('MS999', says)]\n",
        "MS999: MS is the prefix of built-in rules, and a pack has its own",
    ),
    "a name of a built-in rule": (
        "RULES = [rule('ACME001', 'weights-exceed-memory', severity=Severity.NOTE, tags=['a'])(says)]\n",
        "the pack builtin has a rule weights-exceed-memory already",
    ),
    "a subject that there is not": (
        "RULES = [make('ACME001', says, on='deploment')]\n",
        "rule 'ACME001': on='deploment' is none of file, document, deployment, project, suppressions, crash; "
        "did you mean 'deployment'?",
    ),
    "a certainty that there is not": (
        "RULES = [rule('ACME001', 'a-b', severity=Severity.NOTE, tags=['a'], certainty='hihg')(says)]\n",
        "rule 'ACME001': certainty='hihg' is none of very-high, high, medium, low; did you mean 'high'?",
    ),
    "a text for a severity": (
        "RULES = [rule('ACME001', 'a-b', severity='error', tags=['a'])(says)]\n",
        "rule 'ACME001': its severity is 'error', not one of Severity",
    ),
    "a text for a list of tags": (
        "RULES = [rule('ACME001', 'a-b', severity=Severity.NOTE, tags='governance')(says)]\n",
        "rule 'ACME001': its tags are single letters: a list is wanted, not a text",
    ),
    "a field with dots": (
        "RULES = [rule('ACME001', 'a-b', severity=Severity.NOTE, tags=[], fields=['spec.runtime'])(says)]\n",
        "rule 'ACME001': its field 'spec.runtime' is no JSON pointer",
    ),
    "a code that is none": (
        "RULES = [make('acme-1', says)]\n",
        "ValueError: rule code 'acme-1': an upper-case prefix and three digits are wanted, such as ACME001",
    ),
    "a profile of a built-in name": (
        GOOD + "from modelspec_lint.linter import Profile\n@hookimpl\ndef modelspec_profiles():\n"
        "    return [Profile('production', 'Anything goes.', lambda rule: False)]\n",
        "the pack builtin has a profile 'production' already",
    ),
    "a profile that cannot be asked": (
        GOOD + "from modelspec_lint.linter import Profile\n@hookimpl\ndef modelspec_profiles():\n"
        "    return [Profile('acme', 'Ours.', lambda rule: rule.level)]\n",
        "profile 'acme': asked of ",
    ),
    "a number for a path": (
        GOOD + "@hookimpl\ndef modelspec_knowledge():\n    return [7]\n",
        "modelspec_knowledge() gave 7, which is no path",
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_pack_that_cannot_serve_is_refused_in_a_sentence(name, pack, modelspec):
    body, said = REFUSED[name]
    bad, good = pack(body, "bad.py"), pack("RULES = [make('GOOD001', says)]\n", "good.py")
    run = modelspec("lint", "-q", "--pack", bad, "--pack", good, ".")
    assert (run.returncode, "Traceback" in run.stderr) == (3, False), run.stderr
    assert run.stdout == "chat.modelspec.yaml:4:9: warning[GOOD001] Acme speaks.\n"
    assert run.stderr.startswith("modelspec: the rule pack bad (bad.py) could not be loaded: ")
    assert said in run.stderr
    assert len(run.stderr.splitlines()) == 1


def test_a_pack_is_a_list_of_rules_or_hooks(pack, modelspec):
    hooks = "@hookimpl\ndef modelspec_rules():\n    return (make('HOOK001', says),)\n"
    run = modelspec("lint", "-q", "--pack", pack(GOOD), "--pack", pack(hooks, "hooks.py"), ".")
    assert [line.split()[1] for line in run.stdout.splitlines()] == ["warning[ACME001]", "warning[HOOK001]"]
    assert (run.returncode, run.stderr) == (0, "")


def test_of_two_packs_with_one_code_the_first_by_name_serves(pack, modelspec):
    first, second = pack(GOOD, "a.py"), pack(GOOD, "b.py")
    for order in ((first, second), (second, first)):
        run = modelspec("lint", "-q", *(f"--pack={each}" for each in order), ".")
        assert run.returncode == 3
        assert "the rule pack b (b.py) could not be loaded: the pack a has a rule ACME001" in run.stderr
        assert run.stdout.count("warning[ACME001]") == 1


def test_hooks_of_a_pack_that_was_refused_are_not_asked(pack, modelspec):
    body = (
        "from dataclasses import replace\nRULES = [make('MS201', says)]\n"
        "@hookimpl\ndef modelspec_finding(finding, deployment):\n    raise RuntimeError\n"
    )
    run = modelspec("lint", "-q", "--pack", pack(body, "bad.py"), "--pack", pack(GOOD, "good.py"), ".")
    assert run.stdout == "chat.modelspec.yaml:4:9: warning[ACME001] Acme speaks.\n"


def test_a_pack_that_takes_for_ever_to_import_is_given_up(folder, pack, modelspec, monkeypatch):
    import sys

    from modelspec_lint.linter import loading
    from modelspec_lint.linter.plugins import load_packs
    from modelspec_lint.linter.python_files import with_python_files

    monkeypatch.setattr(loading, "LOADING_SECONDS", 0.3)
    name = pack("while True:\n    pass\n", "endless.py", head="")
    packs = with_python_files(load_packs(), [name])
    assert packs.problems == (
        "the rule pack endless (endless.py) could not be loaded: it took longer than 0.3 seconds",
    )
    assert "modelspec_pack_endless" not in sys.modules


def test_nothing_is_written_beside_a_pack_and_nothing_beside_it_is_imported(folder, pack, modelspec):
    (folder / "yaml.py").write_text("raise RuntimeError('the wrong one')\n")
    (folder / "beside.py").write_text("")
    run = modelspec("lint", "-q", "--pack", pack("import beside\n" + GOOD), ".")
    assert "ModuleNotFoundError: No module named 'beside'" in run.stderr
    assert sorted(each.name for each in folder.iterdir()) == [
        "acme.py",
        "beside.py",
        "chat.modelspec.yaml",
        "yaml.py",
    ]


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("nowhere.py", " nowhere.py: there is no such file"),
        ("acm.py", " acm.py: no such file or folder; did you mean acme.py?"),
        ("folder.py", " folder.py: is no file"),
    ],
)
def test_a_pack_that_is_not_there_is_a_usage_error(path, said, folder, pack, modelspec):
    (folder / "folder.py").mkdir()
    pack(GOOD)
    run = modelspec("lint", "--pack", path, ".")
    assert run.returncode == 2
    assert run.stderr.splitlines()[-1] == f"Error: --pack{said}"


def test_the_list_of_packs_says_what_was_loaded_from_where_and_which_version(folder, pack, modelspec):
    name = pack(GOOD + "__version__ = '4.2'\n")
    bad = pack("import no_such_module\n", "bad.py")
    run = modelspec("rules", "--packs", "--pack", name, "--pack", bad)
    builtin, acme = run.stdout.splitlines()
    assert builtin.startswith("builtin 0.")
    assert acme == f"acme 4.2  1 rule, from acme.py ({folder / 'acme.py'})"
    assert run.returncode == 3
    assert "the rule pack bad (bad.py) could not be loaded" in run.stderr
    told = json.loads(modelspec("rules", "--packs", "--format", "json", "--pack", name, "--pack", bad).stdout)
    assert told["packs"][1] == {
        "name": "acme",
        "version": "4.2",
        "origin": "acme.py",
        "location": str(folder / "acme.py"),
        "rules": 1,
    }
    assert [each.partition(":")[0] for each in told["problems"]] == [
        "the rule pack bad (bad.py) could not be loaded"
    ]


YAML = """\
apiVersion: modelspec-lint/v1
kind: RulePack
metadata: {{name: {name}, version: 1.0.0}}
{more}
rules:
  - id: {code}001
    name: rule-of-{name}
    severity: warning
    template: required-label
    with: {{label: team}}
    why: So.
    cases: {{bad: {{metadata: {{name: a}}}}, good: {{metadata: {{labels: {{team: b}}}}}}}}
"""


def test_any_order_of_packs_gives_the_same_output(folder, pack, modelspec):
    for name, more in (
        ("zeta", "severity: {MS213: error, ACME001: note}"),
        ("beta", "severity: {MS213: warning, ACME001: error}\nextends: [zeta.yaml]"),
        ("mid", "severity: {MS213: note}"),
    ):
        (folder / f"{name}.yaml").write_text(YAML.format(name=name, code=name.upper(), more=more))
    hook = (
        "from dataclasses import replace\n"
        "@hookimpl\ndef modelspec_finding(finding):\n"
        "    return replace(finding, message=finding.message + ' {}')\n"
    )
    packs = [
        "zeta.yaml",
        "beta.yaml",
        "mid.yaml",
        pack(GOOD + hook.replace("{}", "(one)"), "one.py"),
        pack("RULES = [make('TWO001', says)]\n" + hook.replace("{}", "(two)"), "two.py"),
    ]
    outputs = set()
    orders = list(itertools.permutations(packs))
    for order in orders[:: len(orders) // 8]:
        run = modelspec("lint", "--format", "json", *(f"--pack={each}" for each in order), ".")
        outputs.add((run.returncode, run.stdout, run.stderr))
    ((_, report, said),) = outputs
    assert said == ""
    findings = json.loads(report)["findings"]
    assert {"ACME001", "TWO001", "ZETA001", "BETA001", "MID001"} <= {each["code"] for each in findings}
    assert all(
        each["message"].endswith("(one) (two)") for each in findings if not each["code"].startswith("MS10")
    )


def distribution(folder, name, pack, module, version="1.0"):
    """Lay an installed distribution into a folder on the path."""
    metadata = folder / f"{name}-{version}.dist-info"
    metadata.mkdir(parents=True)
    (metadata / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n")
    (metadata / "entry_points.txt").write_text(f"[modelspec_lint.packs]\n{pack} = {module}\n")
    code = f"RULES = [make('{module.upper()}001', says)]\n"
    (folder / f"{module}.py").write_text(HEAD + code)


@pytest.fixture
def installed(tmp_path_factory, monkeypatch):
    """A folder on the path of the program."""
    folder = tmp_path_factory.mktemp("installed")
    monkeypatch.setenv("PYTHONPATH", str(folder))
    return folder


def test_an_installed_pack_is_loaded_and_named_with_its_distribution(installed, modelspec):
    distribution(installed, "zeta-rules", "zeta", "zeta")
    run = modelspec("rules", "--packs")
    assert run.stdout.splitlines()[1] == f"zeta 1.0  1 rule, from zeta-rules 1.0 ({installed / 'zeta.py'})"
    run = modelspec("lint", "-q", ".")
    assert run.stdout == "chat.modelspec.yaml:4:9: warning[ZETA001] Acme speaks.\n"


def test_of_two_distributions_with_one_pack_the_first_is_used_and_the_run_fails(installed, modelspec):
    distribution(installed, "a-rules", "acme", "first")
    distribution(installed, "b-rules", "acme", "second")
    run = modelspec("lint", "-q", ".")
    assert (run.returncode, run.stdout) == (3, "chat.modelspec.yaml:4:9: warning[FIRST001] Acme speaks.\n")
    assert run.stderr == (
        "modelspec: a-rules 1.0 and b-rules 1.0 both offer a rule pack acme: the first is used\n"
    )


def test_nobody_passes_for_the_pack_that_comes_with_the_program(installed, modelspec):
    distribution(installed, "evil-rules", "builtin", "evil")
    run = modelspec("lint", "-q", ".")
    assert (run.returncode, run.stdout) == (3, "")
    assert "evil-rules 1.0 offers a rule pack called builtin, which is the program's own" in run.stderr
    listed = modelspec("rules", "--packs")
    assert len(listed.stdout.splitlines()) == 1
    assert listed.stdout.startswith("builtin 0.")
