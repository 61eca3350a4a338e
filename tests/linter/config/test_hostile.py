"""A configuration by somebody else's hand runs nothing, reads nothing outside, and ends soon."""

from __future__ import annotations

import os
import sys
import time

import pytest

ATTACKS = {
    "a pack in Python": 'packs = ["evil.py"]',
    "a pack in Python, in capitals": 'packs = ["EVIL.PY"]',
    "a compiled module": 'packs = ["evil.so"]',
    "a module by its dotted name": 'packs = ["os.system"]',
    "an entry point": '[plugins]\nacme = "evil:run"',
    "a hook": '[hooks]\npre = "evil.sh"',
    "a pack of another's": 'packs = ["/etc/passwd"]',
    "a pack above the root": 'packs = ["../../../../etc/passwd.yaml"]',
    "a pack through a link": 'packs = ["link.yaml"]',
    "knowledge above the root": 'knowledge = ["../outside.yaml"]',
    "knowledge through a link": 'knowledge = ["link.yaml"]',
    "knowledge in a linked folder": 'knowledge = ["linked/*.yaml"]',
    "knowledge in a linked folder, deeper": 'knowledge = ["**/outside.yaml"]',
    "a glob above the root": 'knowledge = ["*/../../*.yaml"]',
    "a baseline above the root": 'baseline = "../outside.yaml"',
    "a baseline through a link": 'baseline = "link.yaml"',
    "an extended file above the root": 'extend = "../outside.toml"',
    "an extended file through a link": 'extend = "link.toml"',
    "an extended file by its whole path": 'extend = "/etc/passwd"',
    "an extended file at home": 'extend = "~/.modelspec.toml"',
    "an extended file by its address": 'extend = "https://example.org/modelspec.toml"',
    "itself": 'extend = "./modelspec.toml"',
    "itself, through a link": 'extend = "loop.toml"',
    "a name with an end": 'extend = "a\\u0000.toml"',
    "a name that moves the cursor": 'profile = "\\u001b[2J\\u001b]8;;https://example.org\\u0007"',
    "a name that turns round": 'select = ["\\u202e102SM"]',
    "a name of a mebibyte": f'select = ["{"a" * 1_000_000}"]',
    "a template": 'profile = "{{ cycler.__init__.__globals__.os.system(1) }}"',
    "a format string": 'profile = "{0.__class__.__mro__} %s %n"',
    "a pattern of stars": f'exclude = ["{"*a" * 240}", "{"**/a/" * 90}b"]\nx = 1',
    "patterns by the thousand": "exclude = [" + '"*a*b*c*d*e", ' * 15_000 + "]\nx = 1",
    "keys of a mebibyte": "a." * 500_000 + "a = 1",
    "lists of a mebibyte": "a = " + "[" * 1_000_000,
    "tables of a mebibyte": "a = " + "{a=" * 300_000,
    "entries of a mebibyte": "a = [" + "1," * 500_000 + "]",
    "headers of a mebibyte": "[[a]]\n" * 170_000,
    "strings of a mebibyte": 'a = """' + '\\"' * 500_000,
    "comments of a mebibyte": "#" * 1_000_000 + "\nx = 1",
    "a number of a mebibyte": "a = " + "9" * 1_000_000,
    "overrides by the thousand": '[[overrides]]\nfiles=["a"]\nx=1\n' * 4_000,
}


@pytest.fixture
def hostile(repository):
    """Lay what the attacks reach for."""
    outside = repository.root.parent
    (outside / "outside.yaml").write_text("secret: 1\n")
    (outside / "outside.toml").write_text('profile = "strict"\n')
    (repository.root / "link.yaml").symlink_to(outside / "outside.yaml")
    (repository.root / "link.toml").symlink_to(outside / "outside.toml")
    (repository.root / "linked").symlink_to(outside)
    (repository.root / "loop.toml").symlink_to("modelspec.toml")
    for name in ("evil.py", "EVIL.PY", "evil.so"):
        repository.write(name, "raise SystemExit('it ran')\n")
    return repository


@pytest.mark.parametrize("attack", ATTACKS)
def test_an_attack_is_refused_in_a_sentence(hostile, attack, seen):
    hostile.write("modelspec.toml", ATTACKS[attack])
    modules = set(sys.modules)
    seen.clear()
    began = time.perf_counter()
    mistakes = hostile.mistakes()
    assert time.perf_counter() - began < 5
    assert mistakes != []
    assert all(each.isprintable() and len(each) < 500 for each in mistakes)
    assert {event for event, _ in seen} == {"open"}
    opened = {os.path.realpath(path) for _, path in seen if "/pytest-" in path}
    assert opened == {os.path.realpath(hostile.root / "modelspec.toml")}
    assert not {"evil", "jinja2"} & (set(sys.modules) - modules)


WATCHED = {
    "subprocess.Popen",
    "os.system",
    "os.exec",
    "os.posix_spawn",
    "socket.connect",
    "socket.getaddrinfo",
}
SEEN: list[list[tuple[str, str]]] = []
"""Where events go, while somebody looks; an audit hook cannot be taken out again."""


def audit(event: str, arguments: tuple[object, ...]) -> None:
    if SEEN and (event in WATCHED or (event == "open" and isinstance(arguments[0], str | os.PathLike))):
        SEEN[-1].append((event, os.fspath(arguments[0]) if event == "open" else str(arguments)))


sys.addaudithook(audit)


@pytest.fixture
def seen():
    """Return what Python was asked to open, to run and to connect to."""
    SEEN.append([])
    yield SEEN[-1]
    SEEN.clear()


def test_a_pipe_in_place_of_a_file_is_not_waited_for(repository):
    for name in ("base.toml", "acme.yaml", "facts.yaml"):
        os.mkfifo(repository.root / name)
    repository.write(
        "modelspec.toml", 'extend = "base.toml"\npacks = ["acme.yaml"]\nknowledge = ["facts.yaml"]\n'
    )
    assert repository.mistakes() == [
        "modelspec.toml:1:10: there is no file 'base.toml', seen from this file",
        "modelspec.toml:2:10: there is no file 'acme.yaml', seen from this file",
        "modelspec.toml:3:14: there is no file 'facts.yaml', seen from this file",
    ]


def test_configuration_in_an_excluded_folder_has_no_say(repository):
    repository.write("modelspec.toml", 'exclude = ["vendor/"]\n')
    repository.write("vendor/modelspec.toml", 'exclude = ["!vendor"]\nbroken\n')
    excludes = repository.governing().exclusion(os.path.realpath(repository.root))
    assert excludes(os.path.realpath(repository.root / "vendor"), True)
