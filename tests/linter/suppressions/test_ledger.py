"""The ledger: what is suppressed, by whom, until when, and whether it is needed."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path

import jsonschema
import pytest

from modelspec_lint.linter.document import read_source
from modelspec_lint.linter.engine import lint
from modelspec_lint.linter.plan import Judging, UniformPlan
from modelspec_lint.linter.plugins import load_packs
from modelspec_lint.linter.report import ReportOptions
from modelspec_lint.linter.suppressions import read_suppressions
from modelspec_lint.linter.suppressions.ledger import ledger
from modelspec_lint.linter.suppressions.ledger_report import ledger_json, ledger_text
from modelspec_lint.linter.testing import CLEAN
from modelspec_lint.schema import load_schema

TODAY = date(2026, 7, 1)
CROWDED = CLEAN.replace("maxBatchSize: 32", "maxBatchSize: 512 # modelspec: {}")
PAGE = (Path(__file__).parents[3] / "docs" / "suppressions.md").read_text("utf-8")


@pytest.fixture
def waivers(knowledge):
    """Return the ledger of texts by file name."""

    def waivers(texts, **judging):
        packs = load_packs()
        rules = [rule for rule, _ in packs.rules()]
        sources = [read_source(name, text.encode()) for name, text in texts.items()]
        files = [found for source in sources if (found := read_suppressions(source)) is not None]
        plan = UniformPlan(Judging(**{"codes": frozenset(rule.code for rule in rules), **judging}))
        return ledger(files, lint(sources, plan, packs, knowledge), plan, rules, knowledge, TODAY)

    return waivers


@pytest.fixture
def waiver(waivers):
    """Return the only waiver of a crowded spec with a comment at its batch size."""

    def waiver(comment, text=CROWDED, **judging):
        (only,) = waivers({"x.modelspec.yaml": text.format(comment)}, **judging)
        return only

    return waiver


@pytest.mark.parametrize(
    ("comment", "state", "findings", "idle"),
    [
        ("ignore[MS203]", "active", 1, ()),
        ("ignore[MS203, MS201]", "active", 1, ("MS201",)),
        ("ignore[MS201]", "unused", 0, ("MS201",)),
        ("ignore[MS201, MS999]", "unused", 0, ("MS201",)),
        ("ignore[MS203] until: 2026-06-30", "expired", 0, ()),
        ("ignore[MS203] until: 2026-07-01", "active", 1, ()),
        ("ignore", "bad", 0, ()),
        ("ignore[MS999]", "bad", 0, ()),
        ("ignore[MS001]", "bad", 0, ()),
        ("ignore[MS203] see: 1", "bad", 0, ()),
    ],
)
def test_every_state_is_told(waiver, comment, state, findings, idle):
    found = waiver(comment)
    assert (found.state, found.findings, found.idle) == (state, findings, idle)
    assert bool(found.problems) == (state in ("bad", "expired") or "MS999" in comment)


def test_what_a_policy_asks_makes_a_waiver_bad(waiver):
    assert waiver("ignore[MS203]", reasons_required=True).state == "bad"
    assert waiver("ignore[MS203] reason: a", reasons_required=True).state == "active"
    assert waiver("ignore[MS203]", unsuppressable=frozenset({"MS203"})).state == "bad"


def test_a_rule_that_was_not_selected_or_could_not_decide_is_not_unused(waiver):
    assert waiver("ignore[MS201]", codes=frozenset({"MS203"})).state == "active"
    unknown = CROWDED.replace("meta-llama/Meta-Llama-3-8B-Instruct", "acme/unheard-of-model")
    assert waiver("ignore[MS203]", unknown).state == "active"
    broken = CROWDED.replace("count: 1", "count: one")
    assert waiver("ignore[MS203]", broken).state == "active"


def test_a_rule_that_a_deeper_finding_silences_is_not_unused(waiver):
    huge = CROWDED.replace("Meta-Llama-3-8B", "Meta-Llama-3-70B").replace("512", "32")
    found = waiver("ignore[MS203]", huge)
    assert (found.state, found.findings) == ("active", 0)


def test_the_ledger_is_in_order_of_files_and_places(waivers):
    text = CROWDED.format("ignore[MS203]")
    found = waivers(
        {"b.modelspec.yaml": f"# modelspec: ignore-file[MS204]\n{text}", "a.modelspec.yaml": text}
    )
    assert [(each.suppression.source.path, each.suppression.span.line) for each in found] == [
        ("a.modelspec.yaml", 19),
        ("b.modelspec.yaml", 1),
        ("b.modelspec.yaml", 20),
    ]


def test_the_text_names_rules_reason_owner_day_and_use(waivers):
    text = CROWDED.format("ignore[MS203, MS201] reason: load test, owner: ml-platform, until: 2027-03-31")
    expired = CROWDED.format("ignore[batch-exceeds-kv-cache] until: 2020-01-01")
    listed = waivers({"a.modelspec.yaml": text, "b.modelspec.yaml": expired, "c.modelspec.yaml": CLEAN})
    assert ledger_text(listed, ReportOptions()) == (
        "a.modelspec.yaml:19:25: active[MS203, MS201] load test\n"
        "  covers the line, owner ml-platform, until 2027-03-31, accepts 1 finding, needs no MS201\n"
        "b.modelspec.yaml:19:25: expired[MS203] no reason given\n"
        "  covers the line, no owner, until 2020-01-01\n"
        "  The suppression has expired: its last day was 2020-01-01.\n"
        "\n"
        "2 waivers in 2 files: 1 active, 1 expired\n"
    )
    assert ledger_text((), ReportOptions()) == "no waivers\n"


def test_the_json_is_as_its_schema_says(waivers):
    comments = ["ignore[MS203] reason: a, owner: b, until: 2027-01-01", "ignore", "ignore[MS201, X]"]
    texts = {f"{n}.modelspec.yaml": CROWDED.format(comment) for n, comment in enumerate(comments)}
    texts["3.modelspec.yaml"] = (
        f"# modelspec: ignore-file[MS203]\n{CROWDED.format('')}# modelspec: ignore[X1]"
    )
    report = json.loads(ledger_json(waivers(texts), "2026-07-01"))
    jsonschema.Draft202012Validator(load_schema("waivers.v1")).validate(report)
    assert report["waivers"][0] == {
        "file": "0.modelspec.yaml",
        "line": 19,
        "column": 25,
        "covers": "line",
        "covered_line": 19,
        "rules": ["MS203"],
        "reason": "a",
        "owner": "b",
        "until": "2027-01-01",
        "state": "active",
        "findings": 1,
        "unused": [],
        "problems": [],
    }
    assert report["summary"] == {"waivers": 5, "active": 2, "unused": 1, "expired": 0, "bad": 2}


def test_what_a_suppression_says_drives_no_terminal_and_tells_no_secret(waivers):
    secret = "hf_" + "a1B2" * 8
    comment = f"ignore[MS203,\u202e] reason: \u202eraw \u200b {secret}, owner: \u2066x"
    listed = waivers({"x\x1b[2J.modelspec.yaml": CROWDED.format(comment)})
    text = ledger_text(listed, ReportOptions())
    assert len(listed) == 1
    assert all(line.isprintable() for line in text.splitlines())
    assert ledger_text(listed, ReportOptions(unicode=False)).isascii()
    assert "a1B2" not in text
    assert "a1B2" not in ledger_json(listed, "2026-07-01")
    assert ledger_json(listed, "2026-07-01").isascii()


def test_a_waiver_of_many_rules_is_cut_in_the_text_alone(waivers):
    words = [f"MS{number}" for number in range(100, 140)]
    listed = waivers({"x.modelspec.yaml": CROWDED.format(f"ignore[{','.join(words)}]")})
    assert ", MS109, 30 more] no reason given\n" in ledger_text(listed, ReportOptions())
    assert json.loads(ledger_json(listed, "2026-07-01"))["waivers"][0]["rules"] == words


def test_the_page_shows_what_the_program_prints(waivers):
    spec = re.search(r"```yaml\n(.*?)```", PAGE, re.DOTALL)[1]
    command, printed = re.search(r"```console\n\$ (.*?)\n(.*?)```", PAGE, re.DOTALL).groups()
    name = command.rpartition(" ")[2]
    assert ledger_text(waivers({name: spec}), ReportOptions()) == printed
