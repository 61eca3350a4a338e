"""Words that a shell completes, asked of each shell that is here, with the script that the program prints."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.integrations.scratch import MODELSPEC, environment, run

ASKED = {
    # the shell's own machinery is a terminal's; what our script gives it is printed instead
    "bash": """
        eval "$(_MODELSPEC_COMPLETE=bash_source modelspec)"
        compopt() { echo "<$2>"; }
        COMP_WORDS=("$@") COMP_CWORD=$(($# - 1))
        complete -p modelspec >/dev/null
        _modelspec_completion modelspec
        printf '%s\\n' "${COMPREPLY[@]}"
    """,
    "zsh": """
        autoload -Uz compinit && compinit -u -D
        eval "$(_MODELSPEC_COMPLETE=zsh_source modelspec)"
        compadd() { print -l -- "${(P@)@[-1]}"; }
        _describe() { print -l -- "${(P@)3%%:*}"; }
        _path_files() { print '<default>'; }
        words=("$@") CURRENT=$#
        [[ $_comps[modelspec] == _modelspec_completion ]] && _modelspec_completion
    """,
}
FISH = "_MODELSPEC_COMPLETE=fish_source modelspec | source; complete --do-complete $argv[1]"


def completed(program: Callable[[str], str], shell: str, folder: Path, *words: str) -> list[str]:
    """Return what ``shell`` offers for the last of ``words``."""
    env = environment(PATH=f"{MODELSPEC.parent}:{environment()['PATH']}", HOME=str(folder))
    done: subprocess.CompletedProcess[str]
    if shell == "fish":
        done = run(program("fish"), "--no-config", "-c", FISH, " ".join(words), folder=folder, env=env)
    else:
        plain = "--norc" if shell == "bash" else "-f"
        done = run(program(shell), plain, "-c", ASKED[shell], shell, *words, folder=folder, env=env)
    assert (done.returncode, done.stderr) == (0, "")
    return [line.split("\t")[0].split(":")[0] for line in done.stdout.splitlines() if line]


@pytest.mark.parametrize("shell", [*ASKED, "fish"])
@pytest.mark.parametrize(
    ("words", "offered"),
    [
        (["ba"], ["baseline"]),
        (["lint", "--show"], ["--show-suppressed"]),
        (["lint", "--format", "gi"], ["github", "gitlab"]),
        (["lint", "--profile", "pro"], ["production"]),
        (["lint", "--select", "MS406"], ["MS406"]),
        (["explain", "weights-e"], ["weights-exceed-memory"]),
    ],
    ids=lambda value: " ".join(value),
)
def test_commands_options_and_values_are_offered(
    program: Callable[[str], str], tmp_path: Path, shell: str, words: list[str], offered: list[str]
) -> None:
    found = completed(program, shell, tmp_path, "modelspec", *words)
    assert sorted(set(offered) & set(found)) == sorted(offered)
    assert [each for each in found if not each.startswith(words[-1])] == []


@pytest.mark.parametrize(
    ("shell", "words"),
    [
        ("bash", ["lint", "cha"]),
        ("zsh", ["lint", "cha"]),
        ("fish", ["lint", "cha"]),
        ("bash", ["lint", "--config", "cha"]),
        ("bash", ["lint", "--pack", "cha"]),
        ("bash", ["lint", "--knowledge", "cha"]),
        ("bash", ["lint", "--baseline", "cha"]),
        ("bash", ["fit", "cha"]),
        ("bash", ["waivers", "cha"]),
        ("bash", ["baseline", "create", "cha"]),
    ],
    ids=str,
)
def test_files_are_left_to_the_shell(
    program: Callable[[str], str], tmp_path: Path, shell: str, words: list[str]
) -> None:
    (tmp_path / "chat.modelspec.yaml").write_text("")

    found = completed(program, shell, tmp_path, "modelspec", *words)

    assert found == (["chat.modelspec.yaml"] if shell == "fish" else ["<default>"])


def test_of_a_list_of_rules_the_last_is_completed(program: Callable[[str], str], tmp_path: Path) -> None:
    words = ("modelspec", "lint", "--select", "MS201,replicas-rev")

    assert completed(program, "bash", tmp_path, *words) == ["MS201,replicas-reversed"]


def test_completing_in_a_hostile_folder_runs_nothing_of_it(
    program: Callable[[str], str], tmp_path: Path
) -> None:
    (tmp_path / "modelspec.toml").write_text('packs = ["evil.py"]\n')
    for name in ("evil.py", "click.py", "sitecustomize.py"):
        (tmp_path / name).write_text("from pathlib import Path\nPath('pwned').touch()\n")

    assert completed(program, "bash", tmp_path, "modelspec", "lint", "--profile", "st") == ["strict"]
    assert not (tmp_path / "pwned").exists()
