"""Every mistake in configuration is said at its place, all of them at once, with what may have been meant."""

from __future__ import annotations

import pytest

UNKNOWN = [
    ('profil = "strict"', "1:1: there is no key 'profil' of the configuration; did you mean 'profile'?"),
    ('fail_on = "error"', "1:1: there is no key 'fail_on' of the configuration; did you mean 'fail-on'?"),
    (
        "input-tokens = 1",
        "1:1: there is no key 'input-tokens' of the configuration; it belongs under [workload]",
    ),
    (
        'frameworks = ["gdpr"]',
        "1:1: there is no key 'frameworks' of the configuration; it belongs under [governance]",
    ),
    (
        "[workload]\ninput_tokens = 1",
        "2:1: there is no key 'input_tokens' in workload; did you mean 'input-tokens'?",
    ),
    (
        '[[overrides]]\nfiles = ["a"]\nextend = "x"',
        "3:1: there is no key 'extend' in overrides[1]; did you mean 'extend-select'?",
    ),
    (
        '[[overrides]]\nwhere = { lables = { a = "b" } }',
        "2:11: there is no key 'lables' in overrides[1].where; did you mean 'labels'?",
    ),
    ('profile = "prodction"', "1:11: there is no profile 'prodction'; did you mean 'production'?"),
    ('profile = "strict@2026.9"', "1:11: there is no edition '2026.9' of the rules; did you mean '2026.1'?"),
    ('select = ["memroy"]', "1:11: no rule, tag or prefix is called 'memroy'; did you mean 'memory'?"),
    ('ignore = ["MS201", "MS2O2"]', "1:20: no rule, tag or prefix is called 'MS2O2'; did you mean "),
    ('extend-select = ["weight-exceed-memory"]', "did you mean 'weights-exceed-memory'?"),
    ('unsuppressable = ["MS99"]', "1:19: no rule, tag or prefix is called 'MS99'"),
    ('fail-on = "eror"', '"error", "warning", "note" or "never" is wanted; did you mean \'error\'?'),
    (
        '[severity]\nweights-exceeds-memory = "note"',
        "2:1: there is no rule 'weights-exceeds-memory'; did you mean 'weights-",
    ),
    (
        '[severity]\nMS201 = "eror"',
        '2:9: severity.MS201 is "eror"; "error", "warning" or "note" is wanted; did you',
    ),
    ('[severity]\nMS201 = "off"', "; a rule is turned off by ignore"),
    (
        "[rules.retention-to-long]\nmax-days = 3",
        "1:8: there is no rule 'retention-to-long'; did you mean 'retention-too-long'?",
    ),
    (
        "[rules.retention-too-long]\nmax-day = 3",
        "2:1: MS805 (retention-too-long) has no option 'max-day'; did you mean 'max-days'?",
    ),
    ("[rules.MS201]\nx = 1", "2:1: MS201 (weights-exceed-memory) has no option 'x': it has none"),
    (
        "[rules.MS805]\nmax-days = '3'",
        "2:12: a whole number is wanted for max-days of MS805 (retention-too-long)",
    ),
    ('[governance]\nframeworks = ["gpdr"]', "2:15: there is no framework 'gpdr'; did you mean 'gdpr'?"),
    ('[rules.MS806]\nframeworks = ["hippa"]', "2:14: there is no framework 'hippa'; did you mean 'hipaa'?"),
    ('[[overrides]]\nwhere.framework = "vlm"', "2:19: there is no framework 'vlm'; did you mean 'vllm'?"),
    ('[[overrides]]\nwhere.task = "txt-generation"', "2:14: there is no task 'txt-generation'; did you mean"),
    ('[[overrides]]\nwhere.vendor = "nvidai"', "2:16: there is no vendor 'nvidai'; did you mean 'nvidia'?"),
    (
        '[[overrides]]\nfiles = ["a"]\nprofile = "minmal"',
        "3:11: there is no profile 'minmal'; did you mean 'minimal'?",
    ),
]


@pytest.mark.parametrize(("text", "said"), UNKNOWN, ids=[text.replace("\n", " ") for text, _ in UNKNOWN])
def test_every_unknown_name_is_an_error_with_a_suggestion(mistakes, text, said):
    (only,) = mistakes(text)
    assert only.startswith(said) if said[0].isdigit() else said in only


SHAPES = [
    ("profile = 3", "1:11: profile is 3; text is wanted"),
    ('select = "MS2"', '1:10: select is "MS2"; a list of texts is wanted'),
    ('ignore = ["MS2", 5]', "1:18: ignore[2] is 5; text is wanted"),
    ('ignore = [""]', '1:11: ignore[1] is ""; text that is not empty is wanted'),
    ('severity = "error"', '1:12: severity is "error"; a table is wanted'),
    ('rules.MS805 = "x"', '1:15: rules.MS805 is "x"; a table is wanted'),
    (
        "[rules.MS805]\nmax-days = { a = 1 }",
        "2:12: rules.MS805.max-days: true or false, a number, text or a list of texts is wanted",
    ),
    ("[workload]\ninput-tokens = 0", "2:16: workload.input-tokens is 0; at least 1 is wanted"),
    ("[workload]\ninput-tokens = 1.5", "2:16: workload.input-tokens is 1.5; a whole number is wanted"),
    ("[workload]\ninput-tokens = true", "2:16: workload.input-tokens is true; a whole number is wanted"),
    (
        "[workload]\ninput-tokens = 2_000_000_000",
        "2:16: workload.input-tokens is 2000000000; at most 1,000,000,000 is wanted",
    ),
    (
        "[workload]\ninput-tokens = 99999999999999999999",
        "2:16: workload.input-tokens is larger than anything means",
    ),
    ("[workload]\ninput-tokens = nan", "2:16: workload.input-tokens is no number that can be compared"),
    (
        "baseline = 2026-01-01",
        "1:12: baseline is a date or a time, and nothing here takes one; text stands in quotes",
    ),
    (
        '[[overrides]]\nprofile = "minimal"',
        "1:1: overrides[1]: neither files nor where says which files or specs it is for",
    ),
    ("[[overrides]]\nfiles = []", "2:9: overrides[1].files: a list that is not empty is wanted"),
    ("[[overrides]]\nwhere = {}", "2:9: overrides[1].where: a table that is not empty is wanted"),
    (
        "[[overrides]]\nwhere.labels = { a = 1 }",
        "2:22: overrides[1].where.labels.a is 1; text or a list of texts is wanted",
    ),
    ("[[overrides]]\nwhere.task = []", "2:14: overrides[1].where.task: text or a list of texts is wanted"),
    ("[overrides]\na = 1", "1:1: overrides: a list of tables is wanted: each begins with [[overrides]]"),
    (
        '[severity]\nMS201 = "note"\nweights-exceed-memory = "error"',
        "3:1: the severity of MS201 is set twice, by the rule's code and by its name",
    ),
    (
        "[rules]\nMS805.max-days = 1\nretention-too-long.max-days = 2",
        "3:31: max-days of MS805 is set twice, by the rule's code and by its name",
    ),
    (
        'exclude = ["../x"]',
        "1:12: '../x' leads out of the folder of this file: patterns mean what is below it",
    ),
    (
        '[[overrides]]\nfiles = ["a\\\\b"]',
        "2:10: 'a\\\\b': folders are separated by /, and a backslash means nothing here",
    ),
]


@pytest.mark.parametrize(("text", "said"), SHAPES, ids=[text.replace("\n", " ") for text, _ in SHAPES])
def test_what_has_the_wrong_shape_is_said_with_what_is_wanted(mistakes, text, said):
    assert mistakes(text) == [said]


PATHS = [
    (
        'packs = ["policy/rules.py"]',
        "1:10: 'policy/rules.py' is code, and configuration never runs any: a pack in Python is installed, "
        "or named with --pack",
    ),
    ('packs = ["acme"]', "1:10: 'acme' is no declarative pack: a .yaml file is wanted"),
    ('packs = ["no.yaml"]', "1:10: there is no file 'no.yaml', seen from this file"),
    (
        'packs = ["../acme.yaml"]',
        "1:10: '../acme.yaml' leads out of the repository, and nothing is read there",
    ),
    ('packs = ["/etc/acme.yaml"]', "1:10: '/etc/acme.yaml' is wanted relative to this file, with /"),
    ('packs = ["~/acme.yaml"]', "1:10: '~/acme.yaml' is wanted relative to this file, with /"),
    ('knowledge = ["k/*.yaml"]', "1:14: 'k/*.yaml' matches no file (.gitignore is respected)"),
    ('knowledge = ["../*.yaml"]', "1:14: '..' leads out of the repository, and nothing is read there"),
    ('knowledge = ["*/../../*.yaml"]', "1:14: '*/../../*.yaml': no .. is wanted behind a sign of a pattern"),
    ('baseline = "../b.json"', "1:12: '../b.json' leads out of the repository, and nothing is read there"),
    ('baseline = "a\\u0000b"', "1:12: 'a\\x00b' holds a character that no path has"),
    (
        'extend = "modelspec.toml"',
        "1:10: 'modelspec.toml' extends this file in turn, or is it: a loop has no beginning",
    ),
    ('extend = "../x.toml"', "1:10: '../x.toml' leads out of the repository, and nothing is read there"),
    ('extend = "x.toml"', "1:10: there is no file 'x.toml', seen from this file"),
    ('extend = "x.py"', "1:10: 'x.py' is no configuration: a modelspec.toml is wanted"),
]


@pytest.mark.parametrize(("text", "said"), PATHS, ids=[text for text, _ in PATHS])
def test_paths_that_may_not_or_cannot_be_read_are_refused(mistakes, text, said):
    assert mistakes(text) == [said]


def test_all_mistakes_of_all_files_are_told_at_once(repository):
    repository.write("modelspec.toml", 'profile = "strct"\nextend = "base/base.toml"\n')
    repository.write("base/base.toml", 'ignore = ["MS999"]\nfail-on = 1\n[[overrides]]\nselect = ["MS998"]\n')
    repository.write("sub/modelspec.toml", "select = 1\n")
    assert repository.mistakes("a.yaml", "sub/a.yaml") == [
        "base/base.toml:1:11: no rule, tag or prefix is called 'MS999'",
        'base/base.toml:2:11: fail-on is 1; "error", "warning", "note" or "never" is wanted',
        "base/base.toml:3:1: overrides[1]: neither files nor where says which files or specs it is for",
        "base/base.toml:4:11: no rule, tag or prefix is called 'MS998'",
        "modelspec.toml:1:11: there is no profile 'strct'; did you mean 'strict'?",
        "sub/modelspec.toml:1:10: select is 1; a list of texts is wanted",
    ]


def test_a_loop_of_extended_files_is_refused_where_it_closes(repository):
    repository.write("modelspec.toml", 'extend = "a.toml"\n')
    repository.write("a.toml", 'profile = "strict"\nextend = "b.toml"\n')
    repository.write("b.toml", 'extend = "a.toml"\n')
    assert repository.mistakes() == [
        "b.toml:1:10: 'a.toml' extends this file in turn, or is it: a loop has no beginning"
    ]


def test_a_row_of_files_that_extend_one_another_has_an_end(repository):
    for number in range(40):
        repository.write(f"c{number}.toml", f'extend = "c{number + 1}.toml"\n')
    repository.write("modelspec.toml", 'extend = "c0.toml"\n')
    assert repository.mistakes() == ["c14.toml:1:10: more than 16 files extend one another"]


def test_names_of_an_organisation_s_own_are_taken_as_they_are(mistakes):
    assert (
        mistakes('[[overrides]]\nwhere = { framework = "acme-serve", task = "triage", vendor = "acme" }')
        == []
    )


def test_places_in_a_pyproject_are_those_of_the_whole_file(repository):
    repository.write(
        "pyproject.toml", '[project]\nname = "x"\n\n[tool.modelspec]\nignore = ["MS999"]\nx = 1\n'
    )
    assert [each.partition(" ")[0] for each in repository.mistakes()] == [
        "pyproject.toml:5:11:",
        "pyproject.toml:6:1:",
    ]


def test_files_of_one_run_that_are_held_against_different_facts_are_refused(repository):
    repository.write("a/facts.yaml", "x: 1")
    repository.write("a/modelspec.toml", 'knowledge = ["facts.yaml"]\n')
    repository.write("b/modelspec.toml", "")
    assert repository.mistakes("a/x.yaml", "b/x.yaml") == [
        "b/modelspec.toml:1:1: knowledge differs from that of a/modelspec.toml, and a run has one: let both "
        "extend one file, or lint what they govern in two runs"
    ]
    assert repository.mistakes("a/x.yaml", "x.yaml") == [
        "a/modelspec.toml:1:1: knowledge is for files of this run that it does not govern as well: lint "
        "those in another run"
    ]
