"""``modelspec_finding``: packs change findings, none can lose one, and one that fails is told of once."""

from __future__ import annotations

import json

import pytest

RULES = "RULES = [make('ACME001', says), make('ACME002', says)]\n"
HOOK = "from dataclasses import replace\n@hookimpl\ndef modelspec_finding(finding, deployment):\n"

FAILURES = {
    "raises": ("    raise RuntimeError('no')\n", "RuntimeError: no"),
    "leaves": ("    raise SystemExit(0)\n", "SystemExit: 0"),
    "returns a text": ("    return 'x'\n", "TypeError: the hook gave str, not a finding"),
    "returns a list": ("    return [finding]\n", "TypeError: the hook gave list, not a finding"),
    "returns rubbish in a finding": (
        "    return replace(finding, message=None)\n",
        "TypeError: the hook gave None for a message",
    ),
    "never returns": ("    while True: pass\n", "TimeoutError: the hook took longer than 0.3 seconds"),
    "changes the document": (
        "    deployment.document.data.clear()\n",
        "TypeError: the hook changed the document that it was shown",
    ),
}


@pytest.mark.parametrize("name", FAILURES)
def test_a_hook_that_fails_is_one_finding_and_the_others_are_as_they_were(name, pack, modelspec):
    body, said = FAILURES[name]
    run = modelspec("lint", "--format", "json", "--pack", pack(RULES + HOOK + body), ".", limit=0.3)
    assert (run.returncode, "Traceback" in run.stderr) == (3, False), run.stderr
    crash, *others = json.loads(run.stdout)["findings"]
    assert crash["message"].startswith(
        "Hook modelspec_finding of pack acme unknown, asked of a finding of ACME001, crashed at "
    )
    assert crash["message"].endswith(said)
    assert crash["help"] == ["tell the authors of pack acme"]
    assert [(each["code"], each["message"]) for each in others] == [
        ("ACME001", "Acme speaks."),
        ("ACME002", "Acme speaks."),
    ]


def test_a_hook_that_fails_is_told_of_once_for_each_document(folder, pack, modelspec):
    text = (folder / "chat.modelspec.yaml").read_text()
    (folder / "other.modelspec.yaml").write_text(text.replace("name: chat", "name: other"))
    run = modelspec("lint", "-q", "--pack", pack(RULES + HOOK + "    raise RuntimeError('no')\n"), ".")
    told = [line.split(":")[0] for line in run.stdout.splitlines() if "MS001" in line]
    assert told == ["chat.modelspec.yaml", "other.modelspec.yaml"]


def test_sarif_says_that_it_was_a_hook(pack, modelspec):
    run = modelspec("lint", "--format", "sarif", "--pack", pack(RULES + HOOK + "    raise OSError\n"), ".")
    (notification,) = [
        each
        for each in json.loads(run.stdout)["runs"][0]["invocations"][0]["toolExecutionNotifications"]
        if each["level"] == "error"
    ]
    assert notification["message"]["text"].startswith("The hook modelspec_finding of pack acme crashed at ")


def test_a_hook_cannot_bring_to_light_what_a_finding_hides(folder, pack, modelspec):
    spec = folder / "chat.modelspec.yaml"
    secret = "hf_" + "aB3dE5fG7hJ9kL1mN2pQ4rS6tU8vW0xY2z"
    spec.write_text(
        spec.read_text() + f"    environment:\n      variables:\n        HUGGING_FACE_HUB_TOKEN: {secret}\n"
    )
    body = RULES + HOOK + "    return replace(finding, hides=(), help=(str(deployment.document.data),))\n"
    run = modelspec("lint", "--format", "json", "-v", "--pack", pack(body), ".")
    assert secret not in run.stdout + run.stderr
    assert "MS5" in run.stdout
