"""Which file governs a folder: the closest one, up to the repository's root and no further."""

from __future__ import annotations

import os

import pytest

from modelspec_lint.linter.config.governing import Governing

STRICT, MINIMAL = 'profile = "strict"\n', 'profile = "minimal"\n'


def governs(repository, file: str, **how) -> str | None:
    chain = repository.governing(file, **how).of(repository.root / file)
    return chain.shown if chain else None


def test_the_closest_file_governs_and_the_others_have_no_say(repository):
    repository.write("modelspec.toml", STRICT)
    repository.write("a/b/modelspec.toml", MINIMAL)
    assert governs(repository, "x.yaml") == "modelspec.toml"
    assert governs(repository, "a/x.yaml") == "modelspec.toml"
    assert governs(repository, "a/b/x.yaml") == "a/b/modelspec.toml"
    assert governs(repository, "a/b/c/d/x.yaml") == "a/b/modelspec.toml"


def test_a_pyproject_governs_where_it_has_our_table(repository):
    repository.write("modelspec.toml", STRICT)
    repository.write("a/pyproject.toml", '[tool.modelspec]\nprofile = "minimal"\n')
    repository.write("b/pyproject.toml", '[project]\nname = "modelspec-lint-user"\n')
    repository.write("c/pyproject.toml", "[tool.ruff]\n")
    assert governs(repository, "a/x.yaml") == "a/pyproject.toml"
    assert governs(repository, "b/x.yaml") == "modelspec.toml"
    assert governs(repository, "c/x.yaml") == "modelspec.toml"


def test_a_folder_of_that_name_is_no_configuration(repository):
    repository.write("a/modelspec.toml/x", "")
    assert repository.mistakes("a/x.yaml") == ["a/modelspec.toml:1:1: is no file"]


def test_nothing_above_the_repository_governs(repository):
    (repository.root.parent / "modelspec.toml").write_text(STRICT)
    assert governs(repository, "a/x.yaml") is None


def test_a_repository_within_a_repository_has_its_own_end(repository):
    repository.write("modelspec.toml", STRICT)
    repository.write("vendored/.git", "gitdir: elsewhere")
    assert governs(repository, "vendored/a/x.yaml") is None


def test_without_a_repository_the_end_is_the_topmost_folder_that_was_named(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "modelspec.toml").write_text(STRICT)
    inner = tmp_path / "a" / "b"
    inner.mkdir(parents=True)
    (tmp_path / "a" / "modelspec.toml").write_text(MINIMAL)
    assert Governing([]).chain(str(inner)).shown == "a/modelspec.toml"
    monkeypatch.chdir(inner)
    assert Governing([]).chain(str(inner)) is None
    assert Governing([str(tmp_path / "a")]).chain(str(inner)).path == tmp_path / "a" / "modelspec.toml"
    assert Governing([str(tmp_path)]).chain(str(tmp_path)).path == tmp_path / "modelspec.toml"


def test_two_files_in_one_folder_are_one_too_many(repository):
    repository.write("modelspec.toml", STRICT)
    repository.write("pyproject.toml", "[project]\n\n[tool.modelspec]\n")
    assert repository.mistakes() == [
        "pyproject.toml:3:7: there is a modelspec.toml beside it: keep one of the two"
    ]


def test_a_named_file_governs_everything(repository):
    repository.write("a/modelspec.toml", STRICT)
    repository.write("policy/ours.toml", MINIMAL)
    assert governs(repository, "a/x.yaml", named="policy/ours.toml") == "policy/ours.toml"


def test_a_named_file_that_is_not_there_is_said(repository):
    assert repository.mistakes(named="nowhere.toml") == ["nowhere.toml:1:1: there is no such file"]


def test_with_no_config_nothing_governs(repository):
    repository.write("modelspec.toml", "broken = ")
    governing = repository.governing("a.yaml", off=True)
    assert (governing.chains, governing.mistakes, governing.exclusion(str(repository.root))) == ((), (), None)


def test_every_file_is_read_once_however_many_specs_there_are(repository):
    repository.write("modelspec.toml", 'extend = "base.toml"\n')
    repository.write("base.toml", STRICT)
    files = [f"f{number % 10}/spec{number}.yaml" for number in range(1000)]
    governing = repository.governing(files[0])
    repository.write("modelspec.toml", "who reads this again sees that it is broken")
    repository.write("base.toml", "so is this")
    governing.take_in([repository.root / file for file in files])
    assert {governing.of(repository.root / file).shown for file in files} == {"modelspec.toml"}
    assert governing.mistakes == ()


def test_a_link_that_leads_out_of_the_repository_is_not_followed(repository):
    outside = repository.root.parent / "outside.toml"
    outside.write_text("secret = 1")
    (repository.root / "modelspec.toml").symlink_to(outside)
    (repository.root / "a").mkdir()
    (repository.root / "a" / "pyproject.toml").symlink_to(outside)
    assert repository.mistakes("a/x.yaml") == [
        "modelspec.toml:1:1: is a link that leads out of the repository: not followed"
    ]


def test_a_link_within_the_repository_is_followed(repository):
    repository.write("policy/ours.toml", STRICT)
    (repository.root / "modelspec.toml").symlink_to("policy/ours.toml")
    assert repository.mistakes() == []
    assert governs(repository, "a.yaml") == "modelspec.toml"


def test_a_pipe_is_not_waited_for(repository):
    os.mkfifo(repository.root / "modelspec.toml")
    assert repository.mistakes() == ["modelspec.toml:1:1: is no file"]


def test_a_file_behind_a_link_is_governed_where_the_link_is(repository):
    repository.write("a/modelspec.toml", STRICT)
    repository.write("b/x.yaml", "")
    (repository.root / "a" / "x.yaml").symlink_to("../b/x.yaml")
    assert governs(repository, "a/x.yaml") == "a/modelspec.toml"


@pytest.mark.parametrize("depth", [400])
def test_folders_nested_deep_are_no_trouble(repository, depth):
    repository.write("modelspec.toml", STRICT)
    assert governs(repository, "d/" * depth + "x.yaml") == "modelspec.toml"


def test_what_is_excluded_is_told_folder_by_folder(repository):
    repository.write("modelspec.toml", 'exclude = ["vendor/**", "*.tmp.yaml", "a\\\\b"]\n')
    excludes = repository.governing().exclusion(str(repository.root))
    root = os.path.realpath(repository.root)
    assert [excludes(f"{root}/{name}", name == "vendor") for name in ("vendor", "a.tmp.yaml", "a.yaml")] == [
        False,
        True,
        False,
    ]
    assert excludes(f"{root}/vendor/x", True)
