"""Entry points found without importlib.metadata are those that it finds."""

import subprocess
import sys
import zipfile
from importlib import metadata

import pytest

from modelspec_lint.linter import installed


def as_library_says(group):
    return sorted(
        (each.name, each.value, each.dist.name, each.dist.version)
        for each in metadata.entry_points(group=group)
    )


@pytest.mark.parametrize("group", ["modelspec_lint.packs", "console_scripts", "pytest11", "no.such.group"])
def test_the_entry_points_are_those_that_the_library_finds(group):
    assert sorted(tuple(each) for each in installed.entry_points(group)) == as_library_says(group)


def write_distribution(folder, name, entries):
    info = folder / f"{name}-1.5.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.5\n\nName: not me\n")
    (info / "entry_points.txt").write_text(entries)


def test_sections_comments_extras_and_attributes_are_read(tmp_path, monkeypatch):
    text = (
        "[other]\nx = y\n[ acme.group ]\n# a comment\none = os.path:join [extra]\ntwo=json\n\n[last]\nz = z\n"
    )
    write_distribution(tmp_path, "acme", text)
    monkeypatch.syspath_prepend(tmp_path)
    one, two = installed.entry_points("acme.group")
    assert one == ("one", "os.path:join", "acme", "1.5")
    assert one.load() is __import__("os").path.join
    assert two.load() is __import__("json")


def test_of_two_copies_of_a_distribution_the_first_on_the_path_counts(tmp_path, monkeypatch):
    for folder, value in (("second", "late"), ("first", "early")):
        write_distribution(tmp_path / folder, "acme", f"[acme.group]\none = {value}\n")
        monkeypatch.syspath_prepend(tmp_path / folder)
    assert [each.value for each in installed.entry_points("acme.group")] == ["early"]


def test_an_archive_on_the_path_is_left_to_the_library(tmp_path, monkeypatch):
    archive = tmp_path / "acme.zip"
    with zipfile.ZipFile(archive, "w") as file:
        file.writestr("acme-2.0.dist-info/METADATA", "Name: acme\nVersion: 2.0\n")
        file.writestr("acme-2.0.dist-info/entry_points.txt", "[acme.group]\none = zipped\n")
    monkeypatch.syspath_prepend(archive)
    assert [tuple(each) for each in installed.entry_points("acme.group")] == [
        ("one", "zipped", "acme", "2.0")
    ]


def test_loading_packs_imports_no_mail_parser():
    code = (
        "import sys; before = 'email.message' in sys.modules\n"
        "from modelspec_lint.linter.plugins import load_packs; load_packs()\n"
        "print(before or 'email.message' not in sys.modules)"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout == "True\n"
