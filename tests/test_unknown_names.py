"""Whatever may be named can be misnamed: each such name is an error, with the name that was meant."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

import pytest
from click.testing import CliRunner

from modelspec_lint.linter.cli import main
from modelspec_lint.linter.testing import CLEAN

HEAD = "apiVersion: modelspec-lint/v1\nkind: RulePack\nmetadata: {name: acme, version: 1.0.0}\n"
RULE = """\
rules:
  - id: ACME001
    name: acme-rule
    severity: warning
    why: So.
    cases: {bad: {metadata: {name: a}}, good: {metadata: {name: b}}}
"""
KNOWLEDGE = "apiVersion: modelspec-lint/v1\nkind: Knowledge\nmetadata: {name: k, version: 1, source: s}\n"
SUPPRESSED = CLEAN.replace("  name: chat", "  name: chat # modelspec: ignore[{}] reason: load test only")


class Case(NamedTuple):
    """A command with an unknown name, and the name that it offers."""

    command: str
    meant: str
    files: Mapping[str, str] = {}
    code: int = 2


def pack(body: str, meant: str, *, in_rule: bool = True) -> Case:
    text = HEAD + RULE + "".join(f"    {line}\n" for line in body.splitlines()) if in_rule else HEAD + body
    return Case("lint --pack acme.yaml .", meant, {"acme.yaml": text})


def config(text: str, meant: str) -> Case:
    return Case("lint .", meant, {"modelspec.toml": text})


def python(body: str, meant: str) -> Case:
    head = "from modelspec_lint.linter import Severity, hookimpl, rule\n"
    return Case("lint --pack acme.py .", meant, {"acme.py": head + body}, 3)


COMMAND_LINE = {
    "command": Case("lnit .", "lint"),
    "command of pack": Case("pack tset acme.yaml", "test"),
    "command of baseline": Case("baseline craete .", "create"),
    "command of kb": Case("kb modles", "models"),
    "command of config": Case("config shwo", "show"),
    "option": Case("lint --formt json .", "--format"),
    "option of fit": Case("fit --accelerater h100", "--accelerator"),
    "format": Case("lint --format jsn .", "json"),
    "format of rules": Case("rules --format markdwon", "markdown"),
    "format of fit": Case("fit chat.modelspec.yaml --format htm", "html"),
    "output": Case("lint --output srif=x.sarif .", "sarif"),
    "level of failure": Case("lint --fail-on eror .", "error"),
    "code of a rule": Case("lint --select MS2001 .", "MS201"),
    "name of a rule": Case("lint --ignore weights-exceed-memry .", "weights-exceed-memory"),
    "tag": Case("lint --extend-select govrnance .", "governance"),
    "prefix": Case("rules --select MS2O1", "MS201"),
    "profile": Case("lint --profile prodution .", "production"),
    "edition of a profile": Case("lint --profile production@2026.11 .", "2026.1"),
    "rule of a severity": Case("lint --severity MS2001=note .", "MS201"),
    "severity": Case("lint --severity MS201=wraning .", "warning"),
    "page of a rule": Case("explain weights-exceeds-memory", "weights-exceed-memory"),
    "page of a field": Case("explain spec.runtime.bacth", "spec.runtime.batch"),
    "template": Case("pack templates required-lable", "required-label"),
    "path": Case("lint chat.modelspec.yml", "chat.modelspec.yaml", {}, 4),
    "pack": Case("lint --pack acme.yml .", "acme.yaml", {"acme.yaml": HEAD + "rules: []\n"}),
    "knowledge": Case("lint --knowledge facts.yml .", "facts.yaml", {"facts.yaml": KNOWLEDGE}),
    "configuration": Case("lint --config modelspec.tml .", "modelspec.toml", {"modelspec.toml": ""}),
    "baseline": Case("lint --baseline modelspec-baselin.json .", "modelspec-baseline.json"),
    "accelerator": Case(
        "fit --model meta-llama/Llama-3.1-8B --accelerator a100-sxm4-80bg", "a100-sxm4-80gb", {}, 2
    ),
    "fact": Case("kb show a100-sxm4-80bg", "a100-sxm4-80gb"),
}

PACKS = {
    "key of a pack": pack("ruels: []\n", "rules", in_rule=False),
    "key of metadata": pack("", "owner").__class__(
        "lint --pack acme.yaml .",
        "owner",
        {"acme.yaml": HEAD.replace("version: 1.0.0", "version: 1.0.0, ownr: me") + "rules: []\n"},
    ),
    "key of a rule": pack("whne: x\n", "when"),
    "severity of a rule": Case(
        "lint --pack acme.yaml .",
        "warning",
        {
            "acme.yaml": HEAD
            + RULE.replace("severity: warning", "severity: wraning")
            + "    template: required-label\n    with: {label: a}\n"
        },
    ),
    "template of a rule": pack("template: required-lable\nwith: {label: a}\n", "required-label"),
    "parameter of a template": pack("template: required-label\nwith: {lable: a}\n", "label"),
    "field of a template": pack("template: required-field\nwith: {field: spec.runtime.bacth}\n", "batch"),
    "selector": pack("where: {lables: {a: b}}\ntemplate: required-label\nwith: {label: a}\n", "labels"),
    "task of a selector": pack(
        "where: {task: text-generaton}\ntemplate: required-label\nwith: {label: a}\n", "text-generation"
    ),
    "framework of a selector": pack(
        "where: {framework: vlm}\ntemplate: required-label\nwith: {label: a}\n", "vllm"
    ),
    "vendor of a selector": pack(
        "where: {vendor: nvida}\ntemplate: required-label\nwith: {label: a}\n", "nvidia"
    ),
    "name of an expression": pack("when: '{{ sepc.runtime is defined }}'\n", "spec"),
    "part of an expression": pack("when: '{{ spec.runtime.bacth is defined }}'\n", "batch"),
    "estimate of an expression": pack("when: '{{ memory.totl.expected > 1 }}'\n", "total"),
    "end of an estimate": pack("when: '{{ memory.total.expcted > 1 }}'\n", "expected"),
    "fact of an expression": pack("when: '{{ model.contxt > 1 }}'\n", "context"),
    "filter of an expression": pack("when: '{{ (metadata.name | lenght) > 1 }}'\n", "length"),
    "test of an expression": pack("when: '{{ metadata.name is defind }}'\n", "defined"),
    "name of a message": pack("when: '{{ 1 > 0 }}'\nmessage: '{{ acelerator.name }}'\n", "accelerator"),
    "place of a rule": pack("when: '{{ 1 > 0 }}'\nat: spec.runtime.bacth\n", "batch"),
    "certainty of a rule": pack("certainty: hihg\ntemplate: required-label\nwith: {label: a}\n", "high"),
    "case of a rule": Case(
        "lint --pack acme.yaml .",
        "good",
        {
            "acme.yaml": HEAD
            + RULE.replace("good:", "godo:")
            + "    template: required-label\n    with: {label: a}\n"
        },
    ),
    "rule that is disabled": pack(
        "disable: [oversized-acelerator]\n", "oversized-accelerator", in_rule=False
    ),
    "rule that is judged": pack("severity: {MS8010: error}\n", "MS810", in_rule=False),
    "severity that it gets": pack("severity: {MS810: eror}\n", "error", in_rule=False),
    "profile that is extended": pack(
        "profile: {name: acme, summary: Ours., extends: prodution}\n", "production", in_rule=False
    ),
    "rule that a profile ignores": pack(
        "profile: {name: acme, summary: Ours., extends: production, ignore: [MS8009]}\n",
        "MS809",
        in_rule=False,
    ),
}

CONFIGURATION = {
    "key": config("ignroe = []\n", "ignore"),
    "rule": config('ignore = ["MS2001"]\n', "MS201"),
    "tag": config('select = ["govrnance"]\n', "governance"),
    "profile": config('profile = "prodution"\n', "production"),
    "level": config('fail-on = "eror"\n', "error"),
    "rule of a severity": config('[severity]\nweights-exceed-memry = "note"\n', "weights-exceed-memory"),
    "severity": config('[severity]\nMS201 = "wraning"\n', "warning"),
    "rule of options": config("[rules.retention-to-long]\nmax-days = 3\n", "retention-too-long"),
    "option": config("[rules.retention-too-long]\nmax-dasy = 3\n", "max-days"),
    "selector": config('[[overrides]]\nwhere = { lables = { a = "b" } }\nprofile = "minimal"\n', "labels"),
    "key of an override": config('[[overrides]]\nfiels = ["a/**"]\nprofile = "minimal"\n', "files"),
    "value of a selector": config(
        '[[overrides]]\nwhere = { vendor = "nvida" }\nprofile = "minimal"\n', "nvidia"
    ),
    "framework of governance": config('[governance]\nframeworks = ["gdrp"]\n', "gdpr"),
    "key of a workload": config("[workload]\ninput-token = 3\n", "input-tokens"),
    "rule that is not suppressed": config('unsuppressable = ["MS8003"]\n', "MS803"),
}

CODE = {
    "hook": python("@hookimpl\ndef modelspec_rule():\n    return []\n", "modelspec_rules"),
    "subject of a rule": python(
        "RULES = [rule('ACME001', 'a-b', severity=Severity.NOTE, tags=[], on='documnt')(len)]\n", "document"
    ),
    "certainty of a rule": python(
        "RULES = [rule('ACME001', 'a-b', severity=Severity.NOTE, tags=[], certainty='hihg')(len)]\n", "high"
    ),
}

FACTS = {
    "kind of fact": Case("lint --knowledge k.yaml .", "models", {"k.yaml": KNOWLEDGE + "modles: []\n"}),
    "key of a fact": Case(
        "lint --knowledge k.yaml .",
        "license",
        {"k.yaml": KNOWLEDGE + "models: [{id: a/b, based-on: meta-llama/Llama-3.1-8B, licnse: mit}]\n"},
    ),
    "model that another is based on": Case(
        "lint --knowledge k.yaml .",
        "meta-llama/Llama-3.1-8B",
        {"k.yaml": KNOWLEDGE + "models: [{id: a/b, based-on: meta-llama/Lama-3.1-8B}]\n"},
    ),
}

SPECS = {
    "field of a spec": Case(
        "lint -v .", "maxBatchSize", {"x.modelspec.yaml": CLEAN.replace("maxBatchSize", "maxBacthSize")}, 1
    ),
    "rule of a suppression": Case(
        "lint --fail-on warning x.modelspec.yaml",
        "MS201",
        {"x.modelspec.yaml": SUPPRESSED.format("MS2001")},
        1,
    ),
    "annotation": Case(
        "lint --fail-on warning x.modelspec.yaml",
        "modelspec-lint/tensor-parallel",
        {
            "x.modelspec.yaml": CLEAN.replace(
                "  name: chat", '  name: chat\n  annotations: {modelspec-lint/tensor-paralel: "1"}'
            )
        },
        1,
    ),
}

CASES = {
    f"{group}: {name}": case
    for group, cases in (
        ("command line", COMMAND_LINE),
        ("pack", PACKS),
        ("configuration", CONFIGURATION),
        ("code", CODE),
        ("facts", FACTS),
        ("spec", SPECS),
    )
    for name, case in cases.items()
}


@pytest.mark.parametrize("name", CASES)
def test_an_unknown_name_is_an_error_with_a_suggestion(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = CASES[name]
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".git").mkdir()
    (tmp_path / "chat.modelspec.yaml").write_text(CLEAN)
    (tmp_path / "modelspec-baseline.json").write_text("{}")
    for file, text in case.files.items():
        (tmp_path / file).write_text(text)
    run = CliRunner().invoke(main, case.command.split())
    assert run.exit_code == case.code, run.output
    said = " ".join(run.output.split())
    hints = [each.partition("?")[0] for each in said.casefold().split("did you mean ")[1:]]
    assert any(case.meant.casefold() in each for each in hints), said
