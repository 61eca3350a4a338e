from modelspec_lint.knowledge_base import Estimate, Stated
from modelspec_lint.linter.report.evidence import evidence_lines, evidence_rows
from modelspec_lint.linter.report.style import Style

PLAIN = Style(color=False, unicode=False)
ADDRESS = "https://huggingface.co/meta-llama/Meta-Llama-3-70B-Instruct/blob/main/config.json"


def exact(name, value, source="", *terms):
    return Estimate(name, value, value, value, "GiB", source, tuple(terms))


def lines(*evidence, width=80, verbose=False, hyperlinks=False, style=PLAIN):
    return evidence_lines(evidence, style, width, verbose=verbose, hyperlinks=hyperlinks)


def test_terms_stand_above_the_line_and_what_they_add_up_to_below_it():
    total = exact("weights", 14.96, "log", exact("linear layers", 13.0, "a"), exact("embedding", 1.96, "b"))
    assert lines(total) == [
        "linear layers  13.0 GiB  a",
        "embedding       2.0 GiB  b",
        "               --------",
        "weights        15.0 GiB  log",
    ]


def test_deeper_terms_are_indented_and_shown_when_asked():
    total = exact("usable", 2.5, "", exact("weights", 2.5, "", exact("linear", 2.25), exact("head", 0.25)))
    assert [(row.name, row.depth, row.total) for row in evidence_rows([total])] == [
        ("weights", 1, False),
        ("usable", 0, True),
    ]
    assert lines(total, verbose=True) == [
        "weights   2.50 GiB",
        "  linear  2.25 GiB",
        "  head    0.25 GiB",
        "          --------",
        "usable    2.50 GiB",
    ]


def test_an_interval_shows_its_best_guess_and_its_ends_in_a_column_when_most_rows_have_one():
    first = Estimate("usable", 19.8, 20.2, 21.6, "GiB", "log")
    second = Estimate("activation", 1.0, 2.0, 3.5, "GiB", "formula")
    assert lines(first, second) == [
        "usable      20.2 GiB  (19.8 to 21.6)  log",
        "activation   2.0 GiB  (1.0 to 3.5)    formula",
    ]


def test_a_single_interval_among_exact_figures_stands_before_its_source():
    interval = Estimate("usable", 19.8, 20.2, 21.6, "GiB", "log")
    assert (
        lines(exact("a", 1.5, "x"), exact("b", 2.5, "y"), interval)[2]
        == "usable  20.2 GiB  (19.8 to 21.6)  log"
    )


def test_words_and_numbers_without_unit_are_evidence_too():
    assert lines(Stated("precision", "bf16", "", "declared"), Stated("heads", 64, "", ADDRESS), width=50) == [
        "precision  bf16  declared",
        "heads        64  huggingface.co/.../config.json",
    ]


def test_a_source_that_repeats_is_not_repeated():
    assert lines(exact("a", 1.5, "config"), exact("b", 2.5, "config"))[1] == 'b  2.5 GiB  "'


def test_a_long_address_loses_its_scheme_and_its_middle():
    assert lines(exact("a", 1.5, ADDRESS), width=60) == [
        "a  1.5 GiB  huggingface.co/.../blob/main/config.json"
    ]
    assert lines(exact("a", 1.5, ADDRESS), width=60, verbose=True) == [f"a  1.5 GiB  {ADDRESS}"]


def test_a_source_is_a_link_on_terminals_that_have_links():
    (line,) = lines(exact("a", 1.5, ADDRESS), width=200, hyperlinks=True)
    assert line.endswith(f"\x1b]8;;{ADDRESS}\x1b\\{ADDRESS.removeprefix('https://')}\x1b]8;;\x1b\\")


def test_a_link_never_carries_control_characters():
    (line,) = lines(exact("a", 1.5, "https://x.org/\x1b[31m"), width=200, hyperlinks=True)
    assert "\x1b]8;;https://x.org/\x1b\\" in line
    assert "\x1b[31m" not in line


def test_names_of_any_length_leave_the_figures_in_their_columns():
    rows = lines(exact("n" * 10_000, 1.5, "x"), exact("b", 2.5, "y"))
    assert [row.index("GiB") for row in rows] == [50, 50]
    assert max(map(len, rows)) < 80


def test_no_evidence_has_no_lines():
    assert lines() == []
