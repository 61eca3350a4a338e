"""The report in a real browser: what it shows, how it is used, what it never does."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from modelspec_lint.linter.accepted import Accepted
from tests.browser.chromium import Chromium
from tests.browser.results import result_with
from tests.linter.report.hostile import FIELDS, HOSTILE, linted, spec_of

PageOf = Callable[..., Path]
FRAMES = "new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"
VISIBLE = "Array.from(document.querySelectorAll('#list > li:not([hidden])'))"
CONTRAST = Path(__file__).with_name("contrast.js").read_text("utf-8")


def choose(browser: Chromium, id: str, value: str) -> None:
    browser.run(
        f"(field => {{ field.value = {value!r};"
        " field.dispatchEvent(new Event('change', {bubbles: true})) })"
        f"(document.getElementById({id!r}))"
    )


def search(browser: Chromium, words: str) -> None:
    browser.run(
        f"(field => {{ field.value = {words!r};"
        " field.dispatchEvent(new Event('input', {bubbles: true})) })"
        "(document.getElementById('search'))"
    )
    browser.run("new Promise(done => setTimeout(done, 120))")


def codes(browser: Chromium) -> list[str]:
    return browser.run(f"{VISIBLE}.map(item => item.querySelector('.where b').textContent)")


def said(browser: Chromium) -> str:
    return browser.run("document.getElementById('shown').value")


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("findings", [3, 300, 5000])
def test_a_page_is_legible_quiet_and_as_wide_as_its_window(
    browser: Chromium, page_of: PageOf, tmp_path: Path, findings: int, width: int, dark: bool
) -> None:
    browser.show(width, 900, dark=dark)
    browser.open(page_of(findings))

    for part in ("fleet", "findings", "specs", "rules"):
        browser.run(f"document.getElementById('{part}').scrollIntoView()")
        browser.run(FRAMES)
        browser.screenshot(tmp_path / f"{part}.png")
        assert (tmp_path / f"{part}.png").stat().st_size > 10_000
        assert browser.run("document.documentElement.scrollWidth") == width
        assert browser.run(CONTRAST) == []
    assert browser.problems == []
    assert len(browser.requests) == 1


def test_five_thousand_findings_are_there_and_filtered_in_less_than_two_seconds(
    browser: Chromium, page_of: PageOf
) -> None:
    page = page_of(5000)
    browser.show(1280)
    taken = min(_seconds_until_filtered(browser, page) for _ in range(3))

    assert taken < 2
    assert len(codes(browser)) == result_with(5000).summary.errors


def _seconds_until_filtered(browser: Chromium, page: Path) -> float:
    """From asking for the page until it is painted, and once more with errors only."""
    browser.open(page)
    browser.run(FRAMES)
    browser.run("document.querySelectorAll('.chip.warning, .chip.note').forEach(chip => chip.click())")
    browser.run(FRAMES)
    seconds: float = browser.run("performance.now() / 1000")
    return seconds


def test_filters_leave_what_they_say(browser: Chromium, page_of: PageOf) -> None:
    result = result_with(300)
    browser.show(1280)
    browser.open(page_of(300))
    all_findings = f"{len(result.verdicts)} findings"
    assert said(browser) == all_findings

    browser.run("document.querySelector('.chip.error').click()")
    assert len(codes(browser)) == result.summary.warnings + result.summary.notes
    browser.run("document.querySelector('.chip.error').click()")

    rules = sorted({f"{each.code} {each.name}" for each in result.verdicts})
    choose(browser, "rule", str(rules.index("MS101 unknown-field")))
    assert set(codes(browser)) == {"MS101"}
    assert said(browser) == f"{len(codes(browser))} of {all_findings}"

    files = sorted({each.file for each in result.verdicts})
    choose(browser, "file", str(files.index("team-1/misspelt-fields.modelspec.yaml")))
    expected = [each for each in result.verdicts if each.file == "team-1/misspelt-fields.modelspec.yaml"]
    assert codes(browser) == [each.code for each in expected if each.code == "MS101"]

    browser.run("document.querySelector('#controls [type=reset]').click()")
    browser.run(FRAMES)
    assert said(browser) == all_findings
    assert len(codes(browser)) == len(result.verdicts)


def test_owners_filter_too(browser: Chromium, page_of: PageOf) -> None:
    browser.show(1280)
    browser.open(page_of(300))
    owners = browser.run("Array.from(document.getElementById('owner').options, option => option.text)")
    assert owners == ["all owners", "ads", "search", "support", "no owner declared"]

    choose(browser, "owner", "1")
    places = browser.run(f"{VISIBLE}.map(item => item.querySelector('.path').textContent)")
    assert places
    assert all(place.startswith("team-0/") for place in places)


def test_a_search_finds_words_in_what_is_folded_away(browser: Chromium, page_of: PageOf) -> None:
    browser.show(1280)
    browser.open(page_of(300))
    search(browser, "start-up logs WEIGHTS")
    found = set(codes(browser))
    assert "MS202" in found
    assert "MS101" not in found

    search(browser, "no such words anywhere")
    assert codes(browser) == []
    assert browser.run("document.getElementById('none').checkVisibility()")
    browser.run("document.getElementById('clear').click()")
    browser.run(FRAMES)
    assert len(codes(browser)) == len(result_with(300).verdicts)
    assert browser.run("document.activeElement.id") == "search"


def test_markup_is_nothing_that_a_search_finds(browser: Chromium, page_of: PageOf) -> None:
    browser.show(1280)
    browser.open(page_of(300))
    for words in ("<div", "class=", "noscript", "&lt;"):
        search(browser, words)
        assert codes(browser) == []


def test_findings_are_sorted_as_is_asked(browser: Chromium, page_of: PageOf) -> None:
    result = result_with(300)
    browser.show(1280)
    browser.open(page_of(300))
    worst = sorted(result.verdicts, key=lambda each: (-each.severity, each.order))
    assert codes(browser) == [each.code for each in worst]

    choose(browser, "sort", "rule")
    assert codes(browser) == sorted(each.code for each in worst)
    choose(browser, "sort", "file")
    places = browser.run(f"{VISIBLE}.map(item => item.querySelector('.path').textContent)")
    by_file = sorted(worst, key=lambda each: (each.file, each.span.line, -each.severity, each.order))
    assert places == [f"{each.file}:{each.span.line}:{each.span.column}" for each in by_file]
    choose(browser, "sort", "severity")
    assert codes(browser) == [each.code for each in worst]


def test_accepted_findings_are_marked_and_filtered(browser: Chromium, page_of: PageOf) -> None:
    result = result_with(3)
    accepted = Accepted(result.verdicts[0], "suppressed", "load test", "ml-platform", "2027-03-31")
    page = page_of(replace(result, accepted=(accepted,)), show_suppressed=True)
    browser.show(1280)
    browser.open(page)

    assert len(codes(browser)) == len(result.verdicts) + 1
    choose(browser, "accepted", "accepted")
    assert codes(browser) == [accepted.verdict.code]
    terms = browser.run(f"{VISIBLE}[0].querySelector('.accepted').textContent")
    assert terms == "Accepted, suppressed: load test, owner ml-platform, until 2027-03-31"
    choose(browser, "accepted", "open")
    assert len(codes(browser)) == len(result.verdicts)


@pytest.mark.parametrize("copies", [1, 3], ids=["parsed at once", "parsed when looked at"])
def test_no_text_of_a_spec_becomes_anything_but_text(browser: Chromium, page_of: PageOf, copies: int) -> None:
    specs = [spec_of([text] * FIELDS, text) for text in HOSTILE * copies]
    result = linted(*specs, path="<img src=x onerror=alert(1)>.modelspec.json")
    assert (len(result.verdicts) > 250) is (copies > 1) or copies == 1
    for width in (1280, 390):
        browser.show(width)
        browser.open(page_of(result))
        browser.run("document.getElementById('toggle').click()")
        browser.run("document.querySelectorAll('details').forEach(each => each.open = true)")
        browser.run("dispatchEvent(new Event('beforeprint'))")
        browser.run(FRAMES)

        assert browser.problems == []
        assert len(browser.requests) == 1
        assert (
            browser.run("document.querySelectorAll('noscript, img, iframe, object, b b, h1 + h1').length")
            == 0
        )
        assert browser.run("document.scripts.length") == 1
        assert browser.run("document.styleSheets.length") == 1
        assert browser.run("document.querySelectorAll('main > section').length") == 5
        assert browser.run(
            "Array.from(document.links).every(each => /^(#|https?:)/.test(each.getAttribute('href')))"
        )
        assert browser.run("document.documentElement.scrollWidth") == width
        assert len(codes(browser)) == len(result.verdicts)


def test_the_policy_stops_what_is_not_the_page_s_own(
    browser: Chromium, page_of: PageOf, tmp_path: Path
) -> None:
    """What would happen if something were let through after all."""
    text = page_of(3).read_text("utf-8")
    injected = (
        "<script>window.forged = 1</script><style>body { display: none }</style>"
        "<img src=x onerror='window.forged = 2'>"
    )
    file = tmp_path / "injected.html"
    file.write_text(text.replace("<main>", f"<main>{injected}"), "utf-8")
    browser.show(1280)
    browser.open(file)

    assert browser.run("window.forged === undefined")
    assert browser.run("getComputedStyle(document.body).display") == "block"
    assert len(browser.problems) >= 3
    assert all("Content Security Policy" in problem for problem in browser.problems)


def test_without_scripts_everything_is_there(program: str, page_of: PageOf) -> None:
    result = result_with(300)
    with Chromium(program, scripts=False) as browser:
        browser.show(1280)
        browser.open(page_of(300))
        count = "document.querySelectorAll({!r}).length".format

        assert not browser.run("document.getElementById('controls').checkVisibility()")
        assert browser.run(count(".finding .body .code > div")) >= len(result.verdicts)
        assert browser.run(count(".card .small")) == 2 * result.summary.specs
        browser.run("document.getElementById('specs').scrollIntoView()")
        assert browser.run("document.querySelector('.card .small').checkVisibility()")
        browser.run("document.querySelector('.finding details').open = true")
        assert browser.run("document.querySelector('.finding .body').checkVisibility()")
        assert browser.problems == []


def test_it_is_used_with_the_keyboard(browser: Chromium, page_of: PageOf) -> None:
    browser.show(1280)
    browser.open(page_of(300))
    browser.press("Tab")
    assert browser.run("document.activeElement.className") == "skip"

    browser.run("document.querySelector('#list summary').focus()")
    browser.press("ArrowDown")
    browser.press("ArrowDown")
    assert browser.run(f"{VISIBLE}.indexOf(document.activeElement.closest('li'))") == 2
    browser.press("Enter", "\r")
    browser.run(FRAMES)
    assert browser.run("document.activeElement.parentElement.open")
    assert browser.run("document.activeElement.parentElement.querySelector('.body').checkVisibility()")
    browser.press("ArrowUp")
    assert browser.run(f"{VISIBLE}.indexOf(document.activeElement.closest('li'))") == 1


def test_open_all_opens_what_is_shown_and_closes_it_again(browser: Chromium, page_of: PageOf) -> None:
    browser.show(1280)
    browser.open(page_of(300))
    search(browser, "MS202")
    shown = len(codes(browser))
    count = "document.querySelectorAll('#list details[open] .body').length"
    browser.run("document.getElementById('toggle').click()")
    browser.run(FRAMES)
    assert browser.run(count) == shown
    assert browser.run("document.getElementById('toggle').textContent") == "Close all"
    browser.run("document.getElementById('toggle').click()")
    browser.run(FRAMES)
    assert browser.run(count) == 0


def test_a_link_to_a_finding_opens_it(browser: Chromium, page_of: PageOf) -> None:
    browser.show(1280)
    browser.open(page_of(300))
    browser.run("location.hash = '#finding-7'")
    browser.run(FRAMES)
    assert browser.run("document.querySelector('#finding-7 .body').checkVisibility()")


def test_a_number_of_findings_leads_to_them(browser: Chromium, page_of: PageOf) -> None:
    browser.show(1280)
    browser.open(page_of(300))
    browser.run("document.querySelector('#rule-MS101 a.counts').click()")
    browser.run("new Promise(done => setTimeout(done, 50))")
    assert set(codes(browser)) == {"MS101"}

    browser.run("document.querySelector('.rules a.counts').click()")
    browser.run("new Promise(done => setTimeout(done, 50))")
    assert len(set(codes(browser))) == 1
    assert said(browser).startswith(browser.run("document.querySelector('.rules a.counts').textContent"))


def test_assistive_technology_is_told_what_there_is(browser: Chromium, page_of: PageOf) -> None:
    browser.show(1280)
    browser.open(page_of(3))
    names = browser.names()
    told = {role: [name for each, name in names if each == role] for role, _ in names}

    assert {"Fleet", "Findings", "Specs", "Rules"} <= set(told["heading"])
    assert told["combobox"] == ["Rule", "File", "Owner", "Sort by"]
    assert told["searchbox"] == ["Search"]
    assert {"errors", "warnings", "notes"} <= set(told["checkbox"])
    assert {"main", "navigation", "banner", "search", "contentinfo"} <= set(told)
    for role in ("image", "img", "button", "link", "table", "combobox", "checkbox"):
        assert all(told.get(role, [])), role
    assert told.get("image") or told.get("img")


def test_on_paper_everything_is_open_and_controls_are_gone(browser: Chromium, page_of: PageOf) -> None:
    browser.show(1280)
    browser.open(page_of(300))
    assert browser.paper().startswith(b"%PDF")
    browser.print_media(True)
    try:
        assert not browser.run("document.getElementById('controls').checkVisibility()")
        assert browser.run(
            f"{VISIBLE}.every(item => item.querySelector('.body').getBoundingClientRect().height > 20)"
        )
    finally:
        browser.print_media(False)
