import pytest

from modelspec_lint.linter.report.summary import summary_sentence
from modelspec_lint.linter.verdicts import Summary


def counts(**more):
    zero = dict.fromkeys(
        ("files", "specs", "errors", "warnings", "notes", "undecided", "skipped", "crashed"), 0
    )
    return Summary(**{**zero, **more})


@pytest.mark.parametrize(
    ("summary", "sentence"),
    [
        (counts(), "checked 0 specs in 0 files: no findings"),
        (counts(files=9, specs=9), "checked 9 specs in 9 files: no findings"),
        (counts(files=1, specs=1, errors=1), "checked 1 spec in 1 file: 1 finding (1 error)"),
        (
            counts(files=7, specs=8, errors=3, warnings=4, notes=5),
            "checked 8 specs in 7 files: 12 findings (3 errors, 4 warnings, 5 notes)",
        ),
        (
            counts(files=1, specs=1, notes=1, suppressed=2, baselined=3, undecided=4, skipped=5, crashed=1),
            "checked 1 spec in 1 file: 1 finding (1 note); 2 suppressed; 3 baselined; "
            "4 undecided (-v tells why); 5 skipped; 1 rule crashed",
        ),
        (counts(files=10_000, specs=12_345), "checked 12,345 specs in 10,000 files: no findings"),
    ],
)
def test_the_summary_counts_everything_and_leaves_out_what_did_not_happen(summary, sentence):
    assert summary_sentence(summary) == sentence
