from __future__ import annotations

import os
import time

import pytest

from modelspec_lint.linter import Severity
from modelspec_lint.linter.declarative import PackError, load_pack, with_packs
from modelspec_lint.linter.plugins import load_packs
from modelspec_lint.linter.profile import find_profile
from modelspec_lint.linter.rule import rule as make_rule
from modelspec_lint.linter.verdicts import Pack
from tests.linter.declarative.conftest import HEAD, rule_text

LABEL = "  template: required-label\n  with: {label: team}\n"


def test_a_pack_gives_rules_like_any_other(write):
    loaded = load_pack(write(rule_text("  tags: [cost]\n  certainty: high\n" + LABEL)))
    (rule,) = loaded.pack.rules
    assert (loaded.pack.name, loaded.pack.version) == ("acme", "1.0.0")
    assert (rule.code, rule.name, rule.severity, rule.on) == (
        "ACME001",
        "test-rule-1",
        Severity.WARNING,
        "deployment",
    )
    assert (rule.tags, rule.certainty, rule.fields) == (("cost", "acme"), "high", ("/metadata/labels/team",))
    assert not loaded.pack.trusted


def test_all_mistakes_are_told_at_once_with_their_places(mistakes):
    told = mistakes(
        whole="""\
apiVersion: modelspec-lint/v2
kind: RulePack
metadata: {name: Acme Pack, version: 1.2, requires: ">=99"}
extend: [other.yaml]
disable: [MS999]
severity: {MS201: eror, weights-exceed-memry: note}
rules:
  - id: ms001
    name: something
    severity: fatal
    template: required-lable
    with: {label: team}
    why: ""
    cases: {bad: {metadata: {name: a}}}
"""
    )
    assert told[:8] == [
        "1:13: apiVersion: 'modelspec-lint/v1' is wanted",
        "3:18: name: a name of lower-case words joined by hyphens is wanted",
        '3:38: version: text is wanted: put "1.2" in quotes',
        f"3:53: requires: this is modelspec-lint {_version()}, and the pack wants >=99",
        "4:1: a pack has no key 'extend'; did you mean 'extends'?",
        "5:11: disable: there is no rule 'MS999'",
        "6:19: severity: 'eror' is none; did you mean 'error'?",
        "6:25: severity: there is no rule 'weights-exceed-memry'; did you mean 'weights-exceed-memory'?",
    ]
    places = [each.split(": ")[:2] for each in told[8:]]
    assert places == [
        ["8:9", "id"],
        ["9:11", "name"],
        ["10:15", "severity"],
        ["11:15", "template"],
        ["13:10", "why"],
        ["14:12", "'cases' lacks 'good'"],
    ]


def test_a_name_that_is_wrong_keeps_no_mistake_of_the_rules_untold(mistakes):
    pack = """apiVersion: modelspec-lint/v1
kind: RulePack
metadata: {name: Acme Pack, version: 1.2.0}
rules: [&rule {id: ms001}, *rule]
"""
    told = mistakes(whole=pack)
    assert "3:18: name: a name of lower-case words joined by hyphens is wanted" in told
    assert "4:20: id: this pack has a rule 'ms001' already" in told
    assert [each for each in mistakes(whole=pack.replace("Acme Pack", "acme")) if "name:" not in each] == [
        each for each in told if "name:" not in each
    ]


def _version():
    from modelspec_lint.linter.version import version

    return version()


def test_all_mistakes_of_rules_and_choices_are_told_at_once(mistakes):
    assert mistakes(
        whole="""\
apiVersion: modelspec-lint/v1
kind: RulePack
metadata: {name: acme, version: "1.2"}
disable: [MS999]
severity: {MS201: eror, weights-exceed-memry: note}
rules:
  - id: ms001
    name: something
    severity: fatal
    template: required-lable
    with: {label: team}
    why: ""
    cases: {bad: {metadata: {name: a}}}
  - {}
"""
    ) == [
        "4:11: disable: there is no rule 'MS999'",
        "5:19: severity: 'eror' is none; did you mean 'error'?",
        "5:25: severity: there is no rule 'weights-exceed-memry'; did you mean 'weights-exceed-memory'?",
        "7:9: id: a prefix of 2 to 10 upper-case letters and three digits, such as ACME001, is wanted",
        "8:11: name: a name of two or more lower-case words joined by hyphens is wanted",
        "9:15: severity: 'fatal' is not one of error, warning, note",
        "10:15: template: 'required-lable' is not one of required-field, forbidden-field, required-label, "
        "required-annotation, allowed-values, forbidden-values, pattern, range, naming, approved-models, "
        "approved-accelerators, approved-registries, max-gpus, max-cost-per-month; "
        "did you mean 'required-label'?",
        "12:10: why: text is wanted, and this is empty",
        "13:12: 'cases' lacks 'good': a fragment about which the rule is silent, or several",
        "14:5: a rule has a 'template' or a 'when': what does it look for?",
        "14:5: a rule lacks 'cases': fragments of specs about which the rule speaks, "
        "and about which it is silent",
        "14:5: a rule lacks 'id': the code: an upper-case prefix of the pack's own, and three digits",
        "14:5: a rule lacks 'name': the name: lower-case words joined by hyphens",
        "14:5: a rule lacks 'severity': how bad a finding is",
        "14:5: a rule lacks 'why': why it matters, for the rule's page",
    ]


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("  template: required-label\n", "10:13: the template 'required-label' wants 'with': 'label'"),
        (
            "  template: required-label\n  with: {label: 7}\n",
            '11:17: label: text is wanted: put "7" in quotes',
        ),
        ("  template: required-label\n  with: [label]\n", "11:9: the template 'required-label' is a map: "),
        (
            "  template: required-label\n  with: {label: team, pattern: '(?=x)'}\n",
            "11:32: pattern: a regular expression is wanted, without look-around and back-references",
        ),
        (
            "  template: required-field\n  with: {field: spec.runtime.acelerator}\n",
            "11:17: field: spec.runtime has no field 'acelerator'; did you mean 'accelerator'?",
        ),
        (
            "  template: required-field\n  with: {field: spec.pipeline.dependencies.id}\n",
            "11:17: field: spec.pipeline.dependencies is a list: the number of an entry is wanted, such as 0",
        ),
        (
            "  template: required-field\n  with: {field: metadata.name.first}\n",
            "11:17: field: metadata.name has no fields",
        ),
        (
            "  template: range\n  with: {field: metadata.name, at-least: 1}\n",
            "11:17: field: a field with a number is wanted; this field is of type string",
        ),
        (
            "  template: range\n  with: {field: spec.runtime.accelerator.count}\n",
            "11:17: field: 'at-least' or 'at-most' is wanted beside it, or both",
        ),
        (
            "  template: range\n  with: {field: spec.runtime.accelerator.count, at-least: 9, at-most: 2}\n",
            "11:71: at-most: 2 is less than 'at-least', 9: no number is in between",
        ),
        (
            "  template: allowed-values\n"
            "  with: {field: spec.operations.serving.protocol, values: [http, tcp]}\n",
            "11:66: values: the field can never hold `tcp`: it is one of http, grpc",
        ),
        (
            "  template: forbidden-values\n"
            "  with: {field: spec.runtime.accelerator.count, values: [eight]}\n",
            "11:58: values: the field can never hold `eight`: it is of type integer",
        ),
        (
            "  template: max-gpus\n  with: {gpus: 8, per: pod}\n",
            "11:24: per: 'pod' is not one of replica, deployment",
        ),
        ("  template: max-gpus\n  with: {gpus: 1.5}\n", "11:16: gpus: a whole number is wanted"),
        ("  template: max-gpus\n  with: {gpus: -1}\n", "11:16: gpus: at least 0 is wanted"),
        ("  template: max-cost-per-month\n  with: {usd: .inf}\n", "11:15: usd: a number is wanted"),
        (
            "  template: approved-models\n  with: {models: []}\n",
            "11:18: models: a list of texts is wanted, and this one is empty",
        ),
        (LABEL + "  when: '{{ true }}'\n", "12:9: 'when' does not go with 'template'"),
        (LABEL + "  at: metadata.name\n", "12:7: 'at' does not go with 'template'"),
        ("  when: '{{ true }}'\n  with: {label: x}\n", "11:9: 'with' are the parameters of a 'template'"),
        ("  when: {{ labels.x }}\n", "10:9: an expression stands in quotes: '{{ ... }}'"),
        (
            "  when: \"{{ labels.team == 'x' and spec.runtime.acelerator.count > 1 }}\"\n",
            "10:49: when: spec.runtime has no 'acelerator'; did you mean 'accelerator'?",
        ),
        (
            "  when: >-\n    {{ labels.team == 'x' and\n       acelerator.name == 'x' }}\n",
            "12:8: when: there is no name 'acelerator'; did you mean 'accelerator'?",
        ),
        (
            "  when: '{{ labels.x is defined }}'\n  unless: '{{ annotation.x is defined }}'\n",
            "11:15: unless: there is no name 'annotation'; did you mean 'annotations'?",
        ),
        (
            LABEL + "  message: '{{ memry.batch }}'\n",
            "12:16: message: there is no name 'memry'; did you mean 'memory'?",
        ),
        (
            LABEL + "  where: {label: {a: b}}\n",
            "12:11: 'where' has no selector 'label'; did you mean 'labels'?",
        ),
        (LABEL + "  where: {framework: vlm}\n", "12:22: no framework is called 'vlm'; did you mean 'vllm'"),
        (
            LABEL + "  where: {task: text-genration}\n",
            "12:17: no task is called 'text-genration'; did you mean",
        ),
        (
            LABEL + "  where: {vendor: nvidea}\n",
            "12:19: no vendor is called 'nvidea'; did you mean 'nvidia'?",
        ),
        (LABEL + "  where: {labels: {}}\n", "12:19: labels: a map is wanted: labels and their values"),
        (
            LABEL.replace("label: team", "label: x") + "  where: {files: []}\n",
            "12:18: files: a text is wanted, or a list of texts that is not empty",
        ),
        (LABEL + "  tags: cost\n", "12:9: tags: a list of words is wanted"),
    ],
)
def test_a_mistake_in_a_rule_is_told_where_it_is(mistakes, body, said):
    told = mistakes(rule_text(body))
    assert len(told) == 1
    assert told[0].startswith(said)


def test_a_misspelt_parameter_is_told_with_the_one_that_is_missing(mistakes):
    assert mistakes(rule_text("  template: required-label\n  with: {lable: team}\n")) == [
        "11:9: the template 'required-label' lacks 'label': the key of the label",
        "11:10: the template 'required-label' has no parameter 'lable'; did you mean 'label'?",
    ]


def test_codes_and_names_are_unique_among_all_packs(mistakes):
    same = rule_text(LABEL) + rule_text(LABEL).replace("test-rule-1", "weights-exceed-memory")
    assert mistakes(same) == [
        "12:7: id: this pack has a rule 'ACME001' already",
        "13:9: name: the pack 'builtin' has a rule 'weights-exceed-memory' already",
    ]


def test_prefixes_of_built_in_rules_are_refused(mistakes):
    assert mistakes(rule_text(LABEL).replace("ACME001", "MS950")) == [
        "5:7: id: MS is the prefix of built-in rules; a pack has one of its own"
    ]


def test_a_pack_cannot_be_called_like_another(mistakes):
    assert mistakes(whole=HEAD.replace("acme", "builtin") + rule_text(LABEL))[0].startswith(
        "3:18: name: 'builtin' is the pack that comes with the program"
    )


def test_codes_and_names_are_of_the_form_that_rules_have(load):
    from modelspec_lint.linter.declarative.rule_shape import CODE, NAME

    (rule,) = load(LABEL).pack.rules
    made = make_rule(rule.code, rule.name, severity=Severity.NOTE, tags=())(rule.check)
    assert (made.code, made.name) == (rule.code, rule.name)
    assert (CODE, NAME) == (r"^[A-Z]{2,10}[0-9]{3}$", r"^[a-z0-9]+(-[a-z0-9]+)+$")


BASE = HEAD.replace("acme", "base") + rule_text(LABEL, 7)


def test_a_pack_extends_others_which_come_first(write):
    write(whole=BASE, name="shared/base.yaml")
    path = write(
        whole=HEAD.replace("rules:\n", "extends: [shared/base.yaml]\ndisable: [ACME007]\nrules:\n")
        + rule_text(LABEL)
    )
    packs = with_packs(load_packs(), [path])
    assert [pack.name for pack in packs.loaded[-2:]] == ["base", "acme"]
    assert packs.disabled() == {"ACME007"}


def test_a_pack_that_two_extend_is_loaded_once(write):
    write(whole=BASE, name="base.yaml")
    extends = HEAD.replace("rules:\n", "extends: [base.yaml]\nrules:\n")
    one = write(whole=extends + rule_text(LABEL, 1), name="one.yaml")
    two = write(whole=extends.replace("acme", "two") + rule_text(LABEL, 2), name="two.yaml")
    packs = with_packs(load_packs(), [one, two, one])
    assert [pack.name for pack in packs.loaded[-3:]] == ["base", "acme", "two"]


def test_packs_that_extend_one_another_are_refused(write):
    write(
        whole=HEAD.replace("acme", "other").replace("rules:\n", "extends: [acme.yaml]\n"), name="other.yaml"
    )
    path = write(whole=HEAD.replace("rules:\n", "extends: [other.yaml]\n"))
    with pytest.raises(PackError) as caught:
        load_pack(path)
    assert [each.message for each in caught.value.mistakes] == [
        "extends: the packs extend one another in a circle"
    ]


@pytest.mark.parametrize("key", ["extends", "knowledge"])
@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("../outside.yaml", "the path leads out of the repository; packs bring along what lies in it"),
        ("/etc/passwd", "a path relative to the pack is wanted, with / between its parts"),
        ("~/x.yaml", "a path relative to the pack is wanted, with / between its parts"),
        ("a\\b.yaml", "a path relative to the pack is wanted, with / between its parts"),
        ("link.yaml", "the path leads out of the repository; packs bring along what lies in it"),
        ("loop.yaml", "the path leads nowhere"),
        ("missing.yaml", "there is no such file"),
        ("folder", "there is no such file"),
    ],
)
def test_a_pack_brings_along_only_what_lies_in_its_repository(write, tmp_path, key, name, said):
    (tmp_path / "outside.yaml").write_text(BASE)
    path = write(whole=HEAD.replace("rules:\n", f"{key}: ['{name}']\n"), name="repository/acme.yaml")
    os.symlink(tmp_path / "outside.yaml", path.parent / "link.yaml")
    os.symlink("loop.yaml", path.parent / "loop.yaml")
    (path.parent / "folder").mkdir()
    with pytest.raises(PackError) as caught:
        load_pack(path)
    (mistake,) = caught.value.mistakes
    assert (mistake.line, mistake.message) in (
        (4, f"{key}: {said}"),
        (4, f"{key}: there is no such file"),  # newer Pythons resolve a loop to itself
    )


def test_the_repository_is_what_a_pack_may_reach(write, tmp_path):
    (tmp_path / ".git").mkdir()
    write(whole=BASE, name="base.yaml")
    path = write(whole=HEAD.replace("rules:\n", "extends: [../base.yaml]\n"), name="policy/acme.yaml")
    assert [each.pack.name for each in load_pack(path).in_order()] == ["base", "acme"]


KNOWLEDGE = """\
apiVersion: modelspec-lint/v1
kind: Knowledge
metadata: {name: facts, version: "1", source: wiki}
models:
  - {id: acme/chat, based-on: meta-llama/Llama-3.1-8B-Instruct}
"""


def test_facts_travel_with_a_pack(write):
    write(whole=KNOWLEDGE, name="facts.yaml")
    path = write(whole=HEAD.replace("rules:\n", "knowledge: [facts.yaml]\n"))
    packs = with_packs(load_packs(), [path])
    assert packs.knowledge()[-1].endswith("facts.yaml")


def test_mistakes_of_its_facts_are_mistakes_of_the_pack(write):
    write(whole=KNOWLEDGE.replace("based-on", "based-un"), name="facts.yaml")
    path = write(
        whole=HEAD.replace("rules:\n", "knowledge: [facts.yaml]\nrules:\n") + rule_text("  when: 1\n")
    )
    with pytest.raises(PackError) as caught:
        load_pack(path)
    assert {os.path.basename(each.path) for each in caught.value.mistakes} == {"facts.yaml", "acme.yaml"}


PROFILE = """\
profile:
  name: acme
  summary: Ours.
  extends: {base}
  select: [MS205]
  ignore: [memory]
  notes-are-warnings: true
rules:
"""


def test_a_pack_has_a_profile_of_its_own(write):
    path = write(whole=HEAD.replace("rules:\n", PROFILE.format(base="minimal")) + rule_text(LABEL))
    packs = with_packs(load_packs(), [path])
    rules = [rule for rule, _ in packs.rules()]
    profile = find_profile("acme", packs.profiles(), rules)
    codes = profile.codes(rules)
    assert (profile.notes_are_warnings, profile.production) == (True, False)
    assert "ACME001" in codes
    assert "MS101" in codes
    assert "MS201" not in codes, "ignored by its tag"
    assert "MS205" not in codes, "what is ignored wins over what is selected"
    assert "MS408" not in codes, "no part of the profile that it extends"


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("minimal", "minimum"), "extends: There is no profile 'minimum'; did you mean 'minimal'?"),
        (("minimal", "minimal@1999.1"), "extends: There is no edition '1999.1' of the rules"),
        (("MS205", "MS2O5"), "select: No rule, tag or prefix is called 'MS2O5'"),
        (("name: acme\n", "name: strict\n"), "there is a profile 'strict' already"),
        (
            ("notes-are-warnings", "note-are-warnings"),
            "'profile' has no key 'note-are-warnings'; did you mean",
        ),
    ],
)
def test_a_mistake_in_a_profile_is_told(write, change, said):
    text = HEAD.replace("rules:\n", PROFILE.format(base="minimal").replace(*change)) + rule_text(LABEL)
    with pytest.raises(PackError) as caught:
        load_pack(write(whole=text))
    assert caught.value.mistakes[0].message.startswith(said)


def test_choices_about_rules_go_with_the_pack_and_the_last_one_wins(write):
    write(
        whole=HEAD.replace("acme", "base").replace("rules:\n", "severity: {MS201: note, MS202: note}\n"),
        name="b.yaml",
    )
    path = write(
        whole=HEAD.replace("rules:\n", "extends: [b.yaml]\nseverity: {weights-exceed-memory: warning}\n")
    )
    packs = with_packs(load_packs(), [path])
    assert packs.severities() == {"MS201": Severity.WARNING, "MS202": Severity.NOTE}


HOSTILE = {
    "alias bomb": "a: &a [x, x, x, x, x, x, x, x, x]\n"
    + "".join(
        f"{b}: &{b} [{', '.join(['*' + a] * 9)}]\n" for a, b in zip("abcdefgh", "bcdefghi", strict=True)
    ),
    "merge bomb": "a: &a {k1: 1, k2: 2}\n"
    + "".join(
        f"{b}: &{b} {{<<: [{', '.join(['*' + a] * 99)}], z{b}: 1}}\n"
        for a, b in zip("abcdefgh", "bcdefghi", strict=True)
    ),
    "tag": "rules: !!python/object/apply:os.system ['true']\n",
    "own tag": "rules: !include /etc/passwd\n",
    "depth": "rules: " + "[" * 500 + "]" * 500 + "\n",
    "recursion": "rules: &a [*a]\n",
    "documents": "---\n" * 50,
    "binary": "\x00\x01",
    "list": "- a\n",
    "scalar": "a",
    "empty": "",
    "duplicate": "kind: RulePack\nkind: RulePack\n",
    "unclosed": "rules: [\n",
    "values": "rules: [" + "1, " * 60_000 + "]\n",
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_hostile_yaml_is_a_mistake_of_the_pack(write, kind):
    path = write(whole=HOSTILE[kind])
    start = time.perf_counter()
    with pytest.raises(PackError) as caught:
        load_pack(path)
    assert time.perf_counter() - start < 5
    assert 1 <= len(caught.value.mistakes) <= 100


def test_a_pack_that_is_no_file_is_a_mistake(tmp_path):
    os.mkfifo(tmp_path / "pipe.yaml")
    for path in (tmp_path, tmp_path / "pipe.yaml", tmp_path / "missing.yaml", "/dev/zero", "a\0b"):
        with pytest.raises(PackError) as caught:
            load_pack(path)
        assert len(caught.value.mistakes) == 1


def test_a_pack_larger_than_the_limit_is_refused(write):
    with pytest.raises(PackError) as caught:
        load_pack(write(whole="# " + "x" * 1_100_000))
    assert "is larger than 1,048,576 bytes" in str(caught.value)


def test_mistakes_drive_no_terminal(mistakes):
    (told,) = mistakes(rule_text(LABEL + '  "\\e[31m\\u202ex": 1\n'))
    assert "\x1b" not in told
    assert "\u202e" not in told
    assert "\\x1b[31m\\u202ex" in told


def test_the_file_of_a_case_is_a_name(mistakes):
    rule = rule_text(LABEL).replace("bad: {", "bad: {file: 7, ")
    assert mistakes(rule) == [
        "9:23: file: the name of a file is wanted, such as experiments/chat.modelspec.yaml"
    ]


@pytest.mark.parametrize("key", ["tags: ['\\e[31m']", "tags: [Cost Centre]"])
def test_a_tag_is_a_word(mistakes, key):
    key = key.replace("'", '"')
    (told,) = mistakes(rule_text(f"  {key}\n" + LABEL))
    assert told.startswith("10:9: tags: a name of lower-case words joined by hyphens is wanted")


def test_a_version_is_a_version(mistakes):
    (told,) = mistakes(whole=HEAD.replace("1.0.0", '"1.0 \\e[31m"') + rule_text(LABEL))
    assert told == "3:33: version: a version such as 1.2.0 is wanted"


def test_facts_of_a_pack_that_is_extended_are_known_in_the_pack_that_extends_it(write):
    facts = KNOWLEDGE.replace("models:", "engines:").replace(
        "{id: acme/chat, based-on: meta-llama/Llama-3.1-8B-Instruct}", "{id: acme-engine, based-on: vllm}"
    )
    write(whole=facts, name="facts.yaml")
    write(
        whole=HEAD.replace("acme", "base").replace("rules:\n", "knowledge: [facts.yaml]\n"), name="base.yaml"
    )
    rule = rule_text("  where: {framework: acme-engine}\n" + LABEL)
    path = write(whole=HEAD.replace("rules:\n", "extends: [base.yaml]\nrules:\n") + rule)
    assert len(load_pack(path).rules) == 1


def test_more_mistakes_than_a_hundred_are_of_no_use(mistakes):
    assert len(mistakes("".join(f"- id: {number}\n" for number in range(400)))) == 100


def test_loading_does_not_depend_on_the_order_of_packs(write):
    one = write(rule_text(LABEL, 1), name="one.yaml")
    two = write(whole=HEAD.replace("acme", "two") + rule_text(LABEL, 2), name="two.yaml")
    codes = [
        [rule.code for rule, _ in with_packs(load_packs(), order).rules()]
        for order in ([one, two], [two, one])
    ]
    assert codes[0] == codes[1]


def test_a_pack_named_like_the_built_in_one_is_never_trusted():
    assert Pack("builtin", "1", "").trusted
    assert not Pack("acme", "1", "").trusted


def test_a_case_says_nothing_by_a_slip(mistakes):
    body = "  template: range\n  with: {field: spec.runtime.batch.maxBatchSize, at-most: 40}\n"
    rule = rule_text(body)
    line = rule.splitlines(keepends=True)[4]
    slipped = rule.replace(
        line,
        "  cases:\n"
        "    bad: {spec: {runtime: {batch: {maxBatchSize: 50}}}, metadata: {labels: {any: thing}}}\n"
        "    good:\n"
        "      - {spec: {runtime: {batch: {maxBatchSiz: 5}}}, file: a.yaml}\n"
        "      - {spec: {pipeline: {dependencies: [{id: a, rolle: input}]}}}\n"
        "      - {apiVersion: piqc.ai/v1alpha1, kind: ModelSpec, metadata: {nam: a}}\n",
    )
    said = [each.split(": ", 1)[1] for each in mistakes(slipped)]
    assert said == [
        "good: spec.runtime.batch has no field 'maxBatchSiz'; did you mean 'maxBatchSize'?",
        "good: spec.pipeline.dependencies.0 has no field 'rolle'; did you mean 'role'?",
    ]
