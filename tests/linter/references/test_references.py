"""References between specs, apart from the rules that speak of them."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from modelspec_lint.knowledge_base import KnowledgeBase
from modelspec_lint.linter import Project
from modelspec_lint.linter.document import read_path, read_source
from modelspec_lint.linter.outline import outline_of
from modelspec_lint.linter.references import repository
from modelspec_lint.linter.references.written import is_below, joined, kind_of
from modelspec_lint.linter.spec import read_spec

KNOWLEDGE = KnowledgeBase.load()


def text(name, *references):
    lines = [f"      - {{id: d{position}, role: custom, {each}}}" for position, each in enumerate(references)]
    return "\n".join(
        [
            "apiVersion: piqc.ai/v1alpha1",
            "kind: ModelSpec",
            f"metadata: {{name: {name}}}",
            "spec:",
            "  pipeline:",
            f"    dependencies: {'' if lines else '[]'}",
            *lines,
            "",
        ]
    )


def project(sources):
    documents = [document for source in sources for document in source.documents]
    return Project([outline_of(each, read_spec(each.data)) for each in documents], KNOWLEDGE)


def in_memory(**files):
    return project(read_source(f"{name}.modelspec.yaml", each.encode()) for name, each in files.items())


@pytest.mark.parametrize(
    ("written", "kind"),
    [
        ("guard", "name"),
        ("llama-3.1-guard", "name"),
        ("guard@1.2", "name"),
        ("guard.yaml", "path"),
        ("guard.MODELSPEC.YML", "path"),
        ("guards/guard", "path"),
        ("..\\guard", "path"),
        ("/guard.yaml", "absolute"),
        ("~/guard.yaml", "absolute"),
        ("D:\\guard.yaml", "absolute"),
        ("file:guard.yaml", "absolute"),
        ("https://example.com/guard.yaml", "address"),
        ("git::ssh://example.com/guard", "path"),
        ("${GUARD}", "placeholder"),
        ("{{ guard }}/a.yaml", "placeholder"),
    ],
)
def test_what_a_reference_is_by_how_it_is_written(written, kind):
    assert kind_of(written) == kind


@given(st.text())
def test_any_text_is_some_kind_of_reference(written):
    assert kind_of(written) in {"name", "path", "absolute", "address", "placeholder"}


@given(st.lists(st.sampled_from(["..", ".", "a", "b"]), min_size=1, max_size=8))
def test_what_is_below_a_folder_does_not_climb_out_of_it(parts):
    path = joined("/repo/specs/chat.yaml", "/".join(parts))
    assert is_below(path, "/repo") == (Path("/repo") in (Path(path), *Path(path).parents))
    assert not is_below("/repository/a", "/repo")


def test_a_run_without_references_has_none():
    assert in_memory(a=text("a"), b=text("b", "required: true")).references is None


def test_references_are_those_of_the_run_in_path_order():
    found = in_memory(b=text("b", "specRef: a", "specRef: nobody"), a=text("a", "specRef: b"))
    assert found.references is not None
    assert [(each.source.document.name, each.written, each.status) for each in found.references.all] == [
        ("a", "b", "found"),
        ("b", "a", "found"),
        ("b", "nobody", "missing"),
    ]


def test_a_name_that_two_specs_have_has_no_single_target():
    found = in_memory(a=text("a", "specRef: b"), b=text("b"), c=text("b"))
    assert found.references is not None
    (reference,) = found.references.all
    assert (reference.status, len(reference.targets), reference.target) == ("found", 2, None)


def test_files_that_references_lead_to_are_followed_as_well(tmp_path):
    for name, following in (("a", "b"), ("b", "c"), ("c", "a")):
        (tmp_path / f"{name}.yaml").write_text(text(name, f"specRef: {following}.yaml"))
    found = project([read_path("a.yaml", tmp_path / "a.yaml")])
    assert found.references is not None
    assert [each.written for each in found.references.all] == ["b.yaml"]
    (cycle,) = found.references.cycles()
    assert [each.source.document.name for each in cycle] == ["a", "b", "c"]
    assert [each.source.document.file.path for each in cycle] == ["a.yaml", "b.yaml", "c.yaml"]


def test_a_link_to_a_file_of_the_run_leads_to_that_file(tmp_path):
    (tmp_path / "a.yaml").write_text(text("a", "specRef: link.yaml"))
    (tmp_path / "b.yaml").write_text(text("b"))
    (tmp_path / "link.yaml").symlink_to("b.yaml")
    sources = [read_path(name, tmp_path / name) for name in ("a.yaml", "b.yaml")]
    found = project(sources)
    assert found.references is not None
    (reference,) = found.references.all
    assert reference.target is not None
    assert reference.target.document is sources[1].documents[0]


def test_a_tree_of_too_many_files_is_left_open(tmp_path, monkeypatch):
    monkeypatch.setattr(repository, "_MOST_READ", 2)
    for number in range(4):
        (tmp_path / f"s{number}.yaml").write_text(text(f"s{number}", f"specRef: s{number + 1}.yaml"))
    (tmp_path / "s4.yaml").write_text(text("s4"))
    (tmp_path / "a.yaml").write_text(
        text("a", "specRef: s0.yaml", "specRef: s2.yaml", "specRef: s3.yaml", "specRef: s0.yaml")
    )
    found = project([read_path("a.yaml", tmp_path / "a.yaml")])
    assert found.references is not None
    assert [each.status for each in found.references.all] == ["found", "found", "open", "found"]
    assert found.references.all[2].reason == "the repository holds more files than are looked through"


def test_a_repository_of_too_many_names_leaves_a_name_open(tmp_path, monkeypatch):
    monkeypatch.setattr(repository, "_MOST_SEEN", 2)
    (tmp_path / ".git").mkdir()
    for number in range(4):
        (tmp_path / f"{number}.txt").write_text("")
    (tmp_path / "a.yaml").write_text(text("a", "specRef: nobody"))
    found = project([read_path("a.yaml", tmp_path / "a.yaml")])
    assert found.references is not None
    assert [each.status for each in found.references.all] == ["open"]


@given(st.sets(st.tuples(st.integers(0, 5), st.integers(0, 5), st.booleans()), max_size=12))
def test_cycles_are_those_of_the_graph(edges):
    names = "abcdef"
    files = {
        names[here]: text(
            names[here],
            *(
                f"specRef: {names[there]}, required: {str(required).lower()}"
                for start, there, required in sorted(edges)
                if start == here
            ),
        )
        for here in range(6)
    }
    references = in_memory(**files).references
    found = references.cycles() if references else ()
    told = set()
    for cycle in found:
        steps = [(each.source.document.name, each.target.document.name) for each in cycle if each.target]
        assert len(steps) == len(cycle)
        assert all(here[1] == there[0] for here, there in zip(steps, steps[1:] + steps[:1], strict=True))
        assert len({start for start, _ in steps}) == len(steps)
        told |= {start for start, _ in steps}
    on_a_cycle = {node for node in range(6) if node in reached(node, edges)}
    assert bool(found) == bool(on_a_cycle)
    assert told <= {names[node] for node in on_a_cycle}
    required = {edge for edge in edges if edge[2]}
    provable = any(node in reached(node, required) for node in range(6))
    assert provable == any(all(each.dependency.required for each in cycle) for cycle in found)


def reached(node, edges):
    """Return the nodes that can be reached from a node in one step or more."""
    seen = set()
    waiting = [node]
    while waiting:
        here = waiting.pop()
        for start, there, _ in edges:
            if start == here and there not in seen:
                seen.add(there)
                waiting.append(there)
    return seen
