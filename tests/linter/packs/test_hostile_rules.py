"""Whatever a rule in code does, it loses only itself; and what cannot be stopped ends, loudly."""

from __future__ import annotations

import json
import signal

import pytest

AFTER = "def last(deployment):\n    yield finding('/kind', 'The last speaks.')\n"
RULES = "RULES = [make('ACME001', bad), make('ACME002', last)]\n"

CRASHES = {
    "catches-every-exception": (
        "def bad(deployment):\n    while True:\n        try:\n            sum(range(1000))\n"
        "        except Exception:\n            pass\n",
        "TimeoutError: the rule took longer than 0.3 seconds",
    ),
    "catches-everything-and-tries-again": (
        "def bad(deployment):\n    import time\n    while True:\n        try:\n            raise OSError\n"
        "        except:\n            time.sleep(0.1)\n",
        "TimeoutError: the rule took longer than 0.3 seconds",
    ),
    "makes-something-else-of-it": (
        "def bad(deployment):\n    try:\n        while True: pass\n"
        "    except BaseException as error:\n        raise ValueError('mine') from error\n",
        "TimeoutError: the rule took longer than 0.3 seconds",
    ),
    "ends-as-if-nothing-had-been": (
        "def bad(deployment):\n    try:\n        while True: pass\n"
        "    except BaseException:\n        return []\n",
        "TimeoutError: the rule took longer than 0.3 seconds",
    ),
    "waits": (
        "def bad(deployment):\n    import time\n    time.sleep(1000)\n    yield\n",
        "TimeoutError: the rule took longer than 0.3 seconds",
    ),
    "waits-for-a-lock": (
        "def bad(deployment):\n    import threading\n    lock = threading.Lock()\n    lock.acquire()\n"
        "    lock.acquire()\n    yield\n",
        "TimeoutError: the rule took longer than 0.3 seconds",
    ),
    "regular-expression": (
        "def bad(deployment):\n    import re\n    re.match('(a+)+$', 'a' * 60 + 'b')\n    yield\n",
        "TimeoutError: the rule took longer than 0.3 seconds",
    ),
    "power": (
        "def bad(deployment):\n    ten = 10\n    ten ** ten ** 8\n    yield\n",
        "TimeoutError: the rule took longer than 0.3 seconds",
    ),
    "recursion": (
        "def bad(deployment):\n    return bad(deployment)\n",
        "RecursionError: maximum recursion depth exceeded",
    ),
    "leaves": ("def bad(deployment):\n    import sys\n    sys.exit(0)\n", "SystemExit: 0"),
    "an-error-of-the-lowest-kind": (
        "class Panic(BaseException): pass\ndef bad(deployment):\n    raise Panic('at the core')\n",
        "Panic: at the core",
    ),
    "generator-exit": ("def bad(deployment):\n    raise GeneratorExit\n", "GeneratorExit"),
    "an-error-that-cannot-speak": (
        "class Mute(Exception):\n    def __str__(self): raise RuntimeError\n"
        "def bad(deployment):\n    raise Mute\n",
        "in bad: Mute",
    ),
    "without-end": (
        "def bad(deployment):\n    while True:\n        yield finding('/kind', 'again')\n",
        "ValueError: the rule gave more than 1,000 findings for one subject",
    ),
    "a-text": ("def bad(deployment):\n    return 'text'\n", "TypeError: the rule gave str, not a finding"),
    "a-number-for-a-message": (
        "def bad(deployment):\n    yield finding('/kind', 7)\n",
        "TypeError: the rule gave 7 for a message",
    ),
    "an-empty-message": (
        "def bad(deployment):\n    yield finding('/kind', ' ')\n",
        "TypeError: the rule gave a finding without a message",
    ),
    "a-message-without-end": (
        "def bad(deployment):\n    yield finding('/kind', 'x' * 10_000_000)\n",
        "TypeError: the rule gave a message of more than 5,000 characters",
    ),
    "a-path-with-dots-for-a-place": (
        "def bad(deployment):\n    yield finding('metadata.name', 'x')\n",
        "TypeError: the rule gave 'metadata.name' for a place, not a JSON pointer",
    ),
    "a-word-for-a-severity": (
        "def bad(deployment):\n    yield finding('/kind', 'x', severity='error')\n",
        "TypeError: the rule gave a finding with 'error' for its severity",
    ),
    "a-span-beyond-all": (
        "from modelspec_lint.linter import Place, Span\n"
        "def bad(deployment):\n    yield finding(Place(span=Span(0, 0, 0, 0, -1, -2)), 'x')\n",
        "TypeError: the rule gave a span that is none",
    ),
    "no-number-for-evidence": (
        "from modelspec_lint.linter import Estimate\n"
        "def bad(deployment):\n    nan = float('nan')\n"
        "    yield finding('/kind', 'x', evidence=[Estimate('a', nan, nan, nan, 'GiB', '')])\n",
        "TypeError: the rule gave nan for a number",
    ),
    "texts-for-fixes": (
        "def bad(deployment):\n    yield finding('/kind', 'x', fixes=['s/a/b/'])\n",
        "TypeError: the rule gave 's/a/b/' for a fix",
    ),
    "a-thousand-related-places": (
        "def bad(deployment):\n    yield finding('/kind', 'x', related=['/kind'] * 1000)\n",
        "TypeError: the rule gave a finding with more than 100 related places",
    ),
    "changes-the-data": (
        "def bad(deployment):\n    deployment.document.data['metadata']['name'] = 'other'\n    return []\n",
        "TypeError: the rule changed the document that it was shown",
    ),
    "changes-the-data-and-fails": (
        "def bad(deployment):\n    del deployment.document.data['spec']\n    raise KeyError('spec')\n",
        "KeyError: 'spec'",
    ),
    "changes-the-labels": (
        "def bad(deployment):\n    deployment.spec.metadata.labels['env'] = 'production'\n    return []\n",
        "TypeError: 'mappingproxy' object does not support item assignment",
    ),
    "changes-the-deployment": (
        "def bad(deployment):\n    deployment.always_production = True\n    return []\n",
        "AttributeError: a deployment is not changed, and always_production was to be set",
    ),
    "changes-the-spec": (
        "def bad(deployment):\n    deployment.spec.metadata.name = 'other'\n    return []\n",
        "AttributeError: can't set attribute",
    ),
}


@pytest.mark.parametrize("name", CRASHES)
def test_a_rule_in_code_loses_only_itself(name, pack, modelspec):
    body, said = CRASHES[name]
    run = modelspec("lint", "--format", "json", "--pack", pack(body + AFTER + RULES), ".", limit=0.3)
    assert (run.returncode, "Traceback" in run.stderr) == (3, False), run.stderr
    report = json.loads(run.stdout)
    crash, *others = report["findings"]
    assert [each["code"] for each in others] == ["ACME002"]
    assert crash["code"] == "MS001"
    assert crash["message"].startswith(
        "Rule ACME001 acme-rule-acme001 of pack acme unknown crashed at acme.py:"
    )
    assert said in crash["message"]
    assert report["summary"]["crashed"] == 1


def test_the_place_of_an_overrun_is_where_the_rule_was(pack, modelspec):
    name = pack("def bad(deployment):\n    while True:\n        pass\n" + AFTER + RULES)
    run = modelspec("lint", "-q", "--pack", name, ".", limit=0.3)
    assert "acme.py:10 in bad: TimeoutError" in run.stdout or "acme.py:11 in bad: TimeoutError" in run.stdout


def test_what_swallows_every_alarm_ends_the_run_with_a_sentence(pack, modelspec):
    body = (
        "def swallow(work):\n    while True:\n        try:\n            work()\n"
        "        except BaseException:\n            continue\n"
        "def forever():\n    swallow(lambda: swallow(lambda: swallow(lambda: swallow(spin))))\n"
        "def spin():\n    while True:\n        pass\n"
        "def bad(deployment):\n    forever()\n"
    )
    run = modelspec("lint", "--pack", pack(body + AFTER + RULES), ".", limit=0.3)
    assert (run.returncode, run.stdout) == (3, "")
    assert (
        "modelspec: rule ACME001 acme-rule-acme001 of pack acme unknown does not end, and cannot be"
        in run.stderr
    )
    assert run.stderr.rstrip().endswith("; nothing is reported")


@pytest.mark.skipif(not hasattr(signal, "SIGPROF"), reason="the system has no timer of processor time")
def test_what_never_returns_to_python_is_ended_by_the_system_which_says_where(pack, modelspec):
    body = "def bad(deployment):\n    sum(range(10 ** 13))\n    yield\n"
    run = modelspec("lint", "--pack", pack(body + AFTER + RULES), ".", limit=0.3)
    assert (run.returncode, run.stdout) == (-signal.SIGPROF, "")
    assert 'acme.py", line 10 in bad' in run.stderr


def test_what_a_rule_prints_does_not_spoil_the_report(pack, modelspec):
    body = "print('while it loads')\ndef bad(deployment):\n    print('while it runs')\n    return []\n"
    run = modelspec("lint", "--format", "json", "--pack", pack(body + AFTER + RULES), ".")
    assert [each["code"] for each in json.loads(run.stdout)["findings"]] == ["ACME002"]
    assert run.stderr.splitlines()[:2] == ["while it loads", "while it runs"]


def test_rules_after_one_that_changed_the_document_see_it_as_it_is_written(pack, modelspec):
    body = (
        "def bad(deployment):\n"
        "    deployment.document.data['metadata']['name'] = 'other'\n"
        "    deployment.document.data['spec']['runtime']['accelerator']['count'] = 10**6\n"
        "    deployment.spec, deployment.production\n    return []\n"
        "def last(deployment):\n"
        "    count = deployment.spec.runtime.accelerator.count\n"
        "    yield finding('/kind', f'{deployment.document.data[\"metadata\"][\"name\"]} on {count}')\n"
    )
    run = modelspec("lint", "-q", "--pack", pack(body + RULES), ".")
    assert run.returncode == 3
    assert run.stdout.splitlines()[1:] == ["chat.modelspec.yaml:2:7: warning[ACME002] chat on 1"]


def test_a_thread_that_a_rule_leaves_behind_does_not_keep_the_program(pack, modelspec):
    body = (
        "import threading, time\n"
        "def bad(deployment):\n    threading.Thread(target=time.sleep, args=(1000,)).start()\n    return []\n"
    )
    run = modelspec("lint", "-q", "--pack", pack(body + AFTER + RULES), ".")
    assert run.stdout.splitlines()[-1] == "chat.modelspec.yaml:2:7: warning[ACME002] The last speaks."
    assert run.returncode == 3
    assert "RuntimeError: it left a thread running" in run.stdout


def test_several_processes_say_what_one_says(folder, pack, modelspec):
    text = (folder / "chat.modelspec.yaml").read_text()
    for number in range(6):
        (folder / f"{number}.modelspec.yaml").write_text(text.replace("name: chat", f"name: chat-{number}"))
    body = (
        "def bad(deployment):\n    yield finding('/kind', 'before')\n"
        "    if '3' in deployment.document.name:\n        while True: pass\n"
        "    if '4' in deployment.document.name:\n        deployment.document.data.clear()\n"
        "from dataclasses import replace\n@hookimpl\ndef modelspec_finding(finding, deployment):\n"
        "    if '5' in deployment.document.name:\n        raise KeyError(5)\n"
        "    return replace(finding, message=finding.message + ' indeed')\n"
    )
    name = pack(body + AFTER + RULES)
    alone, shared = (
        modelspec("lint", "--format", "json", "-j", jobs, "--pack", name, ".", limit=0.3) for jobs in "12"
    )
    assert (alone.returncode, alone.stdout, alone.stderr) == (shared.returncode, shared.stdout, shared.stderr)
    assert (alone.returncode, json.loads(alone.stdout)["summary"]["crashed"]) == (3, 3)


def test_what_a_rule_ends_elsewhere_is_judged_here(folder, pack, modelspec):
    text = (folder / "chat.modelspec.yaml").read_text()
    (folder / "other.modelspec.yaml").write_text(text.replace("name: chat", "name: other"))
    body = (
        "import os\nos.register_at_fork(after_in_child=lambda: os.environ.update(ELSEWHERE='1'))\n"
        "def bad(deployment):\n    if 'ELSEWHERE' in os.environ:\n        os._exit(9)\n    return []\n"
    )
    run = modelspec("lint", "-q", "-j", "2", "--pack", pack(body + AFTER + RULES), ".")
    assert (run.returncode, run.stderr) == (0, "")
    assert run.stdout.count("warning[ACME002] The last speaks.") == 2
