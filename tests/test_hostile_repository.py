"""A repository in which everything is hostile stays inert, whatever the program is asked about it.

No code of it runs, nothing is connected, no file outside of it is read or written, none in it is changed, no
control character reaches the terminal, and it takes no time.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from unicodedata import category

import pytest

from tests.hostile.attacks import ATTACKS, MARKUP
from tests.hostile.tree import CANARY, GOOD, Attack, Ground, Nursery, Seen

SECONDS = 15.0
"""How long one may take on a busy machine; an attack that works takes hours."""

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="attacks are made of links and pipes")


@pytest.fixture
def ground(tmp_path: Path) -> Ground:
    return Ground(tmp_path)


@pytest.fixture(scope="module")
def nursery() -> Iterator[Nursery]:
    nursery = Nursery()
    yield nursery
    nursery.close()


@pytest.mark.parametrize("name", ATTACKS)
def test_a_hostile_repository_stays_inert(name: str, ground: Ground, nursery: Nursery) -> None:
    attack = ATTACKS[name]
    files = dict(attack.files)
    if attack.spec is not None:
        files.setdefault("good.modelspec.yaml", attack.spec)
    ground.plant(files)
    before = ground.traces()
    command = attack.command
    seen = ground.run(command) if attack.from_the_beginning else ground.run_in(nursery, command)

    assert seen.violations == ()
    assert ground.traces() == before
    assert "Traceback" not in seen.text, seen.text[-3000:]
    assert seen.code in attack.codes, (seen.code, seen.text[-3000:])
    assert CANARY not in seen.text
    assert [each for each in attack.says if each not in seen.text] == [], seen.text[:3000]
    assert [each for each in attack.never if each in seen.text] == []
    assert _controls(seen.text) == []
    assert seen.seconds < SECONDS
    assert len(seen.stdout) + len(seen.stderr) < 10_000_000
    _check_form(attack, seen)


def test_there_are_many_attacks() -> None:
    assert len(ATTACKS) >= 150


@pytest.mark.parametrize("from_the_beginning", [True, False])
def test_the_watcher_sees_what_it_is_there_for(
    from_the_beginning: bool, ground: Ground, nursery: Nursery
) -> None:
    evil = (
        "import os, socket, subprocess\n"
        "open('canary', 'w').close()\n"
        f"open({str(ground.outside / 'secret.yaml')!r}).close()\n"
        f"os.listdir({str(ground.outside)!r})\n"
        "os.mkdir('folder')\n"
        "socket.socket().close()\n"
        "subprocess.run(['true'])\n"
        "RULES = []\n"
    )
    ground.plant({"evil.py": evil, "good.modelspec.yaml": GOOD})
    command = ("lint", "--pack", "evil.py", ".")
    seen = ground.run(command) if from_the_beginning else ground.run_in(nursery, command)
    kinds = {each.split("'")[1] for each in seen.violations}
    assert kinds == {"writes", "reads", "lists", "does", "starts or connects", "runs"}


def _controls(text: str) -> list[str]:
    """List what may drive a terminal, or hide or turn text around."""
    hidden = ("Cc", "Cf", "Zl", "Zp", "Cs")
    allowed = "\n\u200c\u200d"
    return sorted({ascii(each) for each in text if category(each) in hidden and each not in allowed})


def _check_form(attack: Attack, seen: Seen) -> None:
    form = attack.command[attack.command.index("--format") + 1] if "--format" in attack.command else "text"
    if form in ("json", "sarif", "gitlab") and seen.code in (0, 1):
        json.loads(seen.stdout)
    if form in ("html", "markdown"):
        assert MARKUP not in seen.text
        parser = _Markup()
        parser.feed(seen.stdout.decode())
        assert parser.hostile == []
    if form == "junit":
        from xml.etree import ElementTree

        ElementTree.fromstring(seen.stdout)
    if form == "github":
        commands = [line for line in seen.text.splitlines() if line.startswith("::")]
        assert [each for each in commands if each.startswith("::error file=a,")] == []
        assert all(each.split(" ")[0] in ("::error", "::warning", "::notice") for each in commands)


class _Markup(HTMLParser):
    """Looks for elements and attributes that only a hostile text can have brought."""

    def __init__(self) -> None:
        super().__init__()
        self.hostile: list[str] = []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        """Note what runs code or loads something."""
        names = {name for name, _ in attributes}
        if tag == "img" or "onerror" in names:
            self.hostile.append(tag)

    def handle_data(self, data: str) -> None:
        """Note code of ours that is none."""
        if self.cdata_elem == "script" and "alert(1)" in data:
            self.hostile.append(data)
