"""The Dockerfile, read by a linter of Dockerfiles. To build it takes a Docker daemon: a CI job does."""

from __future__ import annotations

import re
from collections.abc import Callable

from tests.integrations.scratch import ROOT, run

TEXT = (ROOT / "Dockerfile").read_text("utf-8")
INSTRUCTIONS = [
    tuple(line.split(maxsplit=1))
    for line in re.sub(r"\\\n\s*", "", TEXT).splitlines()
    if line and not line.startswith("#")
]


def values(name: str) -> list[str]:
    """Return what stands behind an instruction, wherever it is used."""
    return [value for instruction, value in INSTRUCTIONS if instruction == name]


def test_hadolint_finds_nothing(program: Callable[[str], str]) -> None:
    done = run(program("hadolint"), "--no-color", "Dockerfile", folder=ROOT)

    assert (done.returncode, done.stdout) == (0, "")


def test_the_base_is_pinned_by_digest_and_the_same_in_both_stages() -> None:
    build, final = values("FROM")

    assert re.fullmatch(r"python:3\.\d+\.\d+-slim-\w+@sha256:[0-9a-f]{64}", final)
    assert build == f"{final} AS build"


def test_it_runs_as_nobody_and_without_a_shell() -> None:
    assert values("USER") == [
        "65532:65532"
    ]  # a number: Kubernetes' runAsNonRoot can tell that it is not root
    assert [name for name, _ in INSTRUCTIONS][-4:] == ["USER", "WORKDIR", "ENTRYPOINT", "CMD"]
    assert (values("ENTRYPOINT"), values("CMD")) == (['["modelspec"]'], ['["lint", "."]'])
    commands = [re.sub(r"^(--\S+ )*", "", value) for value in values("RUN")]
    assert len(commands) == 2
    assert [each for each in commands if not each.startswith('["python", "-m", "pip", ')] == []


def test_the_final_stage_installs_nothing_but_what_the_first_has_built() -> None:
    install = values("RUN")[-1]

    assert install.startswith("--mount=type=bind,from=build,source=/wheels,target=/wheels ")
    assert '"--no-index", "--find-links", "/wheels"' in install
