"""Finding files: what is named, what is walked, what is passed over."""

import os
import subprocess
from pathlib import Path

import pytest

from modelspec_lint.linter.discover import FoundPath, discover, read_found

SPEC = "apiVersion: piqc.ai/v1alpha1\nkind: ModelSpec\nmetadata: {name: x}\n"


@pytest.fixture
def tree(tmp_path, monkeypatch):
    """Make files in a fresh working folder: a text, or ``None`` for a folder."""
    here = tmp_path / "here"
    here.mkdir()
    monkeypatch.chdir(here)

    def tree(files):
        for name, text in files.items():
            path = here / name
            path.parent.mkdir(parents=True, exist_ok=True)
            if text is None:
                path.mkdir()
            else:
                path.write_text(text)
        return here

    return tree


def shown(*paths, **options):
    found = discover(paths, **options)
    assert found.problems == ()
    return [each.shown for each in found.paths]


def test_a_folder_is_walked_in_order_and_only_what_may_hold_specs_is_found(tree):
    tree(
        {
            "b.modelspec.yaml": SPEC,
            "a.yaml": "x: 1\n",
            "a/z.json": "{}",
            "a/c.YML": "",
            "B/x.modelspec.json": "{}",
            "readme.md": "kind: ModelSpec",
            "yaml": "",
            ".hidden/d.yml": "",
            ".git/config.yaml": "",
        }
    )
    assert shown(".") == [
        ".hidden/d.yml",
        "B/x.modelspec.json",
        "a.yaml",
        "a/c.YML",
        "a/z.json",
        "b.modelspec.yaml",
    ]


def test_found_files_are_not_named_and_named_files_are(tree):
    here = tree({"specs/a.yaml": SPEC, "b.txt": SPEC})
    assert discover(["specs", "b.txt"]).paths == (
        FoundPath("b.txt", here / "b.txt", named=True),
        FoundPath("specs/a.yaml", here / "specs/a.yaml", named=False),
    )


def test_a_file_is_found_once_however_often_it_is_named(tree):
    here = tree({"d/a.yaml": SPEC})
    (here / "link.yaml").symlink_to("d/a.yaml")
    ways = ["d", "d/a.yaml", "./d/../d/a.yaml", str(here / "d/a.yaml"), "d/*.yaml", "link.yaml"]
    for paths in (ways, ways[::-1]):
        (found,) = discover(paths).paths
        assert found.named
    assert discover(ways).paths[0].shown == "d/a.yaml"


def test_paths_are_shown_relative_to_the_working_folder_where_they_are_below_it(tree, tmp_path):
    here = tree({"d/a.yaml": SPEC, "e/b.yaml": SPEC})
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "c.yaml").write_text(SPEC)
    assert shown(str(here / "d/a.yaml"), f"{here}/e", "d/../d") == ["d/a.yaml", "e/b.yaml"]
    assert shown("../outside/c.yaml") == shown("../outside") == shown("../outside/*") == ["../outside/c.yaml"]
    assert shown(str(outside)) == shown(str(outside / "c.yaml")) == [f"{outside}/c.yaml"]
    assert shown("../here/d") == ["d/a.yaml"]


class TestGitignore:
    def test_what_it_excludes_is_passed_over(self, tree):
        tree(
            {
                ".gitignore": "build/\n*.tmp.yaml\n/top.yaml\n# comment\n\ndocs/**/draft.yaml\n",
                "build/a.yaml": "",
                "b/build/a.yaml": "",
                "x.tmp.yaml": "",
                "top.yaml": "",
                "b/top.yaml": "",
                "docs/a/b/draft.yaml": "",
                "docs/final.yaml": "",
            }
        )
        assert shown(".") == ["b/top.yaml", "docs/final.yaml"]

    def test_a_later_pattern_and_a_deeper_file_win(self, tree):
        tree(
            {
                ".gitignore": "*.yaml\n!keep.yaml\n",
                "a.yaml": "",
                "keep.yaml": "",
                "d/keep.yaml": "",
                "d/b.yaml": "",
                "d/.gitignore": "!b.yaml\nkeep.yaml\n",
                "d/e/b.yaml": "",
                "d/e/a.yaml": "",
            }
        )
        assert shown(".") == ["d/b.yaml", "d/e/b.yaml", "keep.yaml"]

    def test_nothing_in_an_excluded_folder_comes_back(self, tree):
        tree({".gitignore": "d/\n!d/a.yaml\n", "d/a.yaml": "", "b.yaml": ""})
        assert shown(".") == ["b.yaml"]

    def test_that_of_the_repository_applies_below_it(self, tree):
        tree({".git": None, ".gitignore": "skip.yaml\n/d/top.yaml\n", "d/.gitignore": "e/no.yaml\n"})
        tree(
            {"d/e/skip.yaml": "", "d/e/no.yaml": "", "d/e/yes.yaml": "", "d/top.yaml": "", "d/e/top.yaml": ""}
        )
        assert shown("d/e") == ["d/e/top.yaml", "d/e/yes.yaml"]
        assert shown("d") == ["d/e/top.yaml", "d/e/yes.yaml"]

    def test_that_above_a_folder_without_a_repository_does_not(self, tree):
        tree({".gitignore": "a.yaml\n", "d/a.yaml": ""})
        assert shown("d") == ["d/a.yaml"]

    def test_a_file_or_folder_that_is_named_is_taken_all_the_same(self, tree):
        tree(
            {
                ".git": None,
                ".gitignore": "build/\na.yaml\n",
                "a.yaml": "",
                "build/b.yaml": "",
                "build/c/d.yaml": "",
            }
        )
        assert shown("a.yaml", "build") == ["a.yaml", "build/b.yaml", "build/c/d.yaml"]
        assert shown("build/c") == ["build/c/d.yaml"]

    def test_a_broken_line_or_bytes_that_are_no_text_do_no_harm(self, tree):
        here = tree({"a.yaml": "", "b.yaml": "", "sub/.gitignore": "", "sub/c.yaml": ""})
        (here / ".gitignore").write_bytes(b"!\n\xff\xfe\na.yaml\r\n\\\n[z-a]\n")
        assert shown(".") == ["b.yaml", "sub/c.yaml"]

    def test_it_agrees_with_git(self, tree):
        files = {f"{folder}{name}.yaml": "" for folder in ("", "a/", "a/b/", "c/", "c/a/") for name in "xyz"}
        here = tree(
            {**files, ".gitignore": "/a/*\n!/a/b/\nz.yaml\n!c/z.yaml\nc/**/y.*\n", "a/b/.gitignore": "x*\n"}
        )
        git = ["git", "-c", "init.defaultBranch=main", "-C", str(here)]
        if subprocess.run([*git, "init", "-q"], capture_output=True, check=False).returncode != 0:
            pytest.skip("there is no git here")
        listed = subprocess.run(
            [*git, "ls-files", "--others", "--exclude-standard", "*.yaml"],
            capture_output=True,
            text=True,
            check=True,
        )
        assert shown(".") == sorted(listed.stdout.split())


class TestGlobs:
    FILES = ("a.yaml", "b.yml", "d/a.yaml", "d/e/a.yaml", "d/e/notes.txt", "x[1].yaml", "d/a.modelspec.yaml")

    @pytest.mark.parametrize(
        ("pattern", "expected"),
        [
            ("*.yaml", ["a.yaml", "x[1].yaml"]),
            ("**/*.yaml", ["a.yaml", "d/a.modelspec.yaml", "d/a.yaml", "d/e/a.yaml", "x[1].yaml"]),
            ("**/a.yaml", ["a.yaml", "d/a.yaml", "d/e/a.yaml"]),
            ("d/**/a.yaml", ["d/a.yaml", "d/e/a.yaml"]),
            ("d/**", ["d/a.modelspec.yaml", "d/a.yaml", "d/e/a.yaml", "d/e/notes.txt"]),
            ("**/**/**/e/*.yaml", ["d/e/a.yaml"]),
            ("[ab].y?ml", ["a.yaml"]),
            ("[!a].yml", ["b.yml"]),
            ("d*", ["d/a.modelspec.yaml", "d/a.yaml", "d/e/a.yaml"]),
            ("d/e/*.txt", ["d/e/notes.txt"]),
            ("./d/*.yaml", ["d/a.modelspec.yaml", "d/a.yaml"]),
            ("x[1].yaml", ["x[1].yaml"]),
        ],
    )
    def test_a_pattern_that_the_shell_left_alone_is_expanded(self, tree, pattern, expected):
        tree(dict.fromkeys(self.FILES, ""))
        assert shown(pattern) == expected

    def test_an_absolute_pattern(self, tree):
        here = tree(dict.fromkeys(self.FILES, ""))
        assert shown(f"{here}/d/e/*") == ["d/e/a.yaml", "d/e/notes.txt"]

    def test_gitignore_is_respected(self, tree):
        tree({"a.yaml": "", "b.yaml": "", ".gitignore": "b.yaml"})
        assert shown("*.yaml") == ["a.yaml"]

    @pytest.mark.parametrize("pattern", ["*.json", "d/*.yaml", "[z-a]*", "[", "b*/x", "a.yaml/*"])
    def test_a_pattern_that_matches_nothing_is_a_usage_error(self, tree, pattern):
        tree({"a.yaml": "", "d/x.txt": ""})
        found = discover([pattern])
        assert found.paths == ()
        (problem,) = found.problems
        assert problem in {
            f"{pattern}: no file matches this pattern (.gitignore is respected)",
            "a.yaml: no such file or folder",
        }


class TestPathsThatDoNotExist:
    @pytest.mark.parametrize(
        ("path", "problem"),
        [
            ("specs/chat.modelspec.yml", "did you mean specs/chat.modelspec.yaml?"),
            ("spec/chat.modelspec.yaml", "did you mean specs/chat.modelspec.yaml?"),
            ("spec/other.yaml", "did you mean specs?"),
            ("SPECS", "did you mean specs?"),
            ("specs/nothing-like-it", None),
            ("/no/such/place/at-all", None),
        ],
    )
    def test_they_are_usage_errors_with_the_nearest_that_does(self, tree, path, problem):
        tree({"specs/chat.modelspec.yaml": SPEC, "b.yaml": ""})
        found = discover([path, "b.yaml"])
        assert [each.shown for each in found.paths] == ["b.yaml"]
        expected = f"{path}: no such file or folder"
        assert found.problems == (f"{expected}; {problem}" if problem else expected,)

    def test_names_are_shown_without_control_characters(self, tree):
        tree({"a.yaml": ""})
        assert discover(["\x1b[31m"]).problems == (
            "\\x1b[31m: no file matches this pattern (.gitignore is respected)",
        )
        assert discover(["\x1b.txt"]).problems == ("\\x1b.txt: no such file or folder",)
        assert discover(["a\0b"]).problems == ("a\\x00b: no such file or folder",)

    def test_a_name_that_is_too_long(self, tree):
        tree({})
        found = discover(["x" * 5000])
        assert len(found.paths) + len(found.problems) == 1


class TestLinks:
    def test_links_to_folders_are_not_followed_so_that_circles_do_no_harm(self, tree):
        here = tree({"d/a.yaml": ""})
        (here / "d/up").symlink_to("..")
        (here / "self").symlink_to(".")
        assert shown(".") == ["d/a.yaml"]

    def test_a_folder_that_is_named_through_a_link_is_walked(self, tree, tmp_path):
        here = tree({})
        (tmp_path / "outside").mkdir()
        (tmp_path / "outside/a.yaml").write_text(SPEC)
        (here / "link").symlink_to(tmp_path / "outside")
        assert shown("link") == ["link/a.yaml"]
        assert shown(".") == []
        assert read_found(discover(["link"]).paths[0]).text == SPEC

    def test_a_link_to_a_file_out_of_the_tree_is_followed_only_when_it_is_named(self, tree, tmp_path):
        here = tree({"d/b.yaml": ""})
        (tmp_path / "secret.yaml").write_text(SPEC)
        (here / "d/a.modelspec.yaml").symlink_to(tmp_path / "secret.yaml")
        found = discover(["."])
        assert ([each.shown for each in found.paths], found.skipped) == (["d/b.yaml"], 1)
        assert shown("d/a.modelspec.yaml") == ["d/a.modelspec.yaml"]

    def test_a_link_within_the_tree_shows_a_file_under_its_own_name_if_it_is_found_itself(self, tree):
        here = tree({"z/real.yaml": "", "store/data.bin": SPEC})
        (here / "a.yaml").symlink_to("z/real.yaml")
        (here / "b.yaml").symlink_to("store/data.bin")
        assert shown(".") == ["b.yaml", "z/real.yaml"]

    def test_a_broken_link_is_read_only_when_its_name_announces_a_spec(self, tree):
        here = tree({})
        (here / "a.modelspec.yaml").symlink_to("gone")
        (here / "b.yaml").symlink_to("gone")
        (here / "c.modelspec.yaml").symlink_to("c.modelspec.yaml")
        found = discover(["."])
        assert [each.shown for each in found.paths] == ["a.modelspec.yaml", "c.modelspec.yaml"]
        messages = [read_found(each).problems[0].message for each in found.paths]
        assert messages == [
            "The file cannot be read: it is a symbolic link to gone, which does not exist.",
            "The file cannot be read: its symbolic links lead in a circle.",
        ]
        assert shown("b.yaml") == ["b.yaml"]


def test_pipes_are_found_only_when_their_name_announces_a_spec(tree):
    here = tree({})
    if not hasattr(os, "mkfifo"):
        pytest.skip("there are no named pipes here")
    os.mkfifo(here / "a.yaml")
    os.mkfifo(here / "b.modelspec.yaml")
    (found,) = discover(["."]).paths
    assert read_found(found).problems[0].message == "This is a named pipe, not a regular file."


def test_a_folder_with_the_name_of_a_spec_is_a_folder(tree):
    tree({"x.modelspec.yaml/a.yaml": SPEC})
    assert shown(".") == shown("x.modelspec.yaml") == ["x.modelspec.yaml/a.yaml"]


def test_a_folder_without_specs_holds_nothing_and_is_no_mistake(tree):
    tree({"readme.md": ""})
    assert discover(["."]).paths == ()
    assert discover(["."]).problems == ()


def test_a_file_that_was_named_is_read_whatever_its_suffix(tree):
    tree({"spec.txt": SPEC})
    (found,) = discover(["spec.txt"]).paths
    assert len(read_found(found).documents) == 1


def test_standard_input(tree, monkeypatch):
    here = tree({})
    (plain,) = discover(["-", "-"]).paths
    assert plain == FoundPath("<stdin>", None, named=True, standard_input=True)
    (named,) = discover(["-"], stdin_filename="specs/x.modelspec.yaml").paths
    assert named == FoundPath(
        "specs/x.modelspec.yaml", here / "specs/x.modelspec.yaml", True, standard_input=True
    )
    with (here / "input").open("w+") as stream:
        stream.write(SPEC)
        stream.seek(0)
        monkeypatch.setattr("sys.stdin", stream)
        source = read_found(named)
    assert (source.path, source.absolute, len(source.documents)) == (named.shown, named.absolute, 1)


def test_ten_thousand_files_are_found_quickly_and_without_reading_them(tree):
    here = tree({".gitignore": "*.tmp\n"})
    for folder in range(100):
        (here / str(folder)).mkdir()
        for number in range(20):
            Path(here, str(folder), f"{number}.yaml").touch()
    assert len(discover(["."]).paths) == 2000
