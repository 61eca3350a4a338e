"""Which documents are judged, and what is passed over and counted."""

import pytest

OURS = "apiVersion: piqc.ai/v1alpha1\nkind: ModelSpec\n"
DEPLOYMENT = "apiVersion: apps/v1\nkind: Deployment\nspec: {a: 1, a: 2}\n"


def counted(source):
    return (len(source.documents), source.skipped, len(source.problems))


@pytest.mark.parametrize(
    ("text", "announced", "named", "found"),
    [
        (OURS, True, True, True),
        ("apiVersion: piqc.ai/v9\nkind: ModelSpec\n", True, True, True),
        ("apiVersion: piqc.io/v1\nkind: ModelSpec\n", True, True, True),
        ("apiVersion: paralleliq.ai/v1\nkind: ModelSpec\n", True, True, True),
        ("apiVersion: example.org/v1\nkind: ModelSpec\n", True, False, False),
        ("kind: ModelSpec\nmetadata: {}\n", True, True, False),
        ("apiVersion: 1.0\nkind: ModelSpec\n", True, True, False),
        ("apiversion: piqc.ai/v1alpha1\nkind: ModelSpec\n", True, True, True),
        ("api_version: piqc.ai/v1alpha1\nKind: ModelSpec\n", True, True, True),
        ("apiVersion: piqc.ai/v1alpha1\nkind: Modelspec\n# ModelSpec\n", True, True, True),
        ("apiVersion: piqc.ai/v1alpha1\nkind: ModelSpecs\n", True, True, True),
        ("apiVersion: piqc.ai/v1alpha1\nkind: Pipeline\n# ModelSpec\n", True, False, False),
        ("apiVersion: piqc.ai/v1alpha1\nmetadata: {}\n# ModelSpec\n", True, True, False),
        ("metadata: {name: x}\n", True, False, False),
        ("apiVersion: v1\nkind: model-spec\n", True, False, False),
        ("kind: Deployment\n", True, False, False),
        ("kind: 3\n", True, False, False),
        ("kind: [ModelSpec]\n", True, False, False),
        (DEPLOYMENT, False, False, False),
        ("apiVersion: v1\nkind: Service\n# ModelSpec\n", False, False, False),
        ("- ModelSpec\n", True, False, False),
        ("ModelSpec\n", True, False, False),
    ],
)
def test_the_better_a_file_is_announced_the_more_is_taken_for_ours(read, text, announced, named, found):
    def is_ours(name, **options):
        source = read(text, name, **options)
        assert source.skipped == 1 - len(source.documents)
        return len(source.documents) == 1

    assert is_ours("x.modelspec.yaml", named=False) is announced
    assert is_ours("values.yaml") is named
    assert is_ours("values.yaml", named=False) is found


@pytest.mark.parametrize(
    "name", ["a.modelspec.yml", "A.ModelSpec.YAML", "d/a.modelspec.json", ".modelspec.yaml"]
)
def test_names_that_announce_a_spec(read, name):
    assert counted(read('{"metadata": {}}', name, named=False)) == (1, 0, 0)


@pytest.mark.parametrize(
    "name", ["modelspec.yaml", "a.modelspec.yaml.bak", "amodelspec.yaml", "a.modelspec.txt"]
)
def test_names_that_do_not(read, name):
    assert counted(read('{"metadata": {}}', name, named=False)) == (0, 1, 0)


def test_others_are_skipped_and_counted_with_all_that_is_wrong_with_them(read):
    source = read(f"{DEPLOYMENT}---\n{OURS}---\n{DEPLOYMENT}---\n- !Ref x\n", "stack.yaml", named=False)
    assert counted(source) == (1, 3, 0)
    assert source.documents[0].index == 1


def test_a_found_file_without_our_kind_is_not_even_parsed(read):
    source = read("{{ not: [yaml", "templates/x.yaml", named=False)
    assert counted(source) == (0, 1, 0)
    assert (source.text, source.data) == ("", b"")


def test_a_found_file_in_utf_16_is_looked_into(read):
    assert counted(read(OURS.encode("utf-16"), "x.yaml", named=False)) == (1, 0, 0)


def test_a_found_file_that_is_no_text_is_passed_over(read):
    assert counted(read(b"ModelSpec\xff\xfe\0", "x.yaml", named=False)) == (0, 1, 0)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (f"{OURS}a: [\n", True),
        ("a: [\n# ModelSpec\n", False),
        (f"{OURS}---\n# ModelSpec\na: [\n", False),
        ("apiVersion: example.org/v1\nkind: ModelSpec\na: [\n", False),
        ('{"apiVersion": "piqc.ai/v1alpha1", "kind": "ModelSpec", "a": [\n', True),
        (f"{OURS}metadata:\n  name: {{{{ .Values.name }}}}-x\n  {{{{- if .x }}}}\n", False),
    ],
)
def test_a_syntax_error_in_a_found_file_is_told_where_the_text_reads_like_ours(read, text, told):
    source = read(text, "x.yaml", named=False)
    assert [problem.kind for problem in source.problems] == (["syntax"] if told else [])
    assert source.skipped == (0 if told else 1)


def test_a_template_that_happens_to_be_yaml_is_skipped_where_it_was_found_and_told_where_it_was_named(read):
    text = f"{OURS}metadata:\n  name: {{{{ .Values.name }}}}\n"
    assert counted(read(text, "templates/x.yaml", named=False)) == (0, 1, 0)
    for source in (read(text, "x.yaml"), read(text, "x.modelspec.yaml", named=False)):
        (problem,) = source.problems
        assert (problem.kind, problem.span.line, problem.span.column, problem.span.end_column) == (
            "syntax",
            4,
            9,
            27,
        )
        assert source.documents == ()


def test_a_placeholder_in_quotes_is_text(read):
    source = read(f"{OURS}metadata:\n  name: '{{{{ .Values.name }}}}'\n", "x.yaml", named=False)
    assert source.documents[0].name == "{{ .Values.name }}"
