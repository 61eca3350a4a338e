from __future__ import annotations

import pytest

from modelspec_lint.linter.structure.version import standing
from modelspec_lint.linter.testing import CLEAN

SERVING = "  operations:\n    serving:\n      "
SCALING = "  operations:\n    scaling:\n      "
LENGTH = CLEAN.count("\n")


@pytest.mark.parametrize(
    ("entry", "message", "meant", "safe"),
    [
        (
            SERVING + "protocol: HTTP",
            "`protocol`: `http` or `grpc` is wanted, this is `HTTP`; did you mean `http`?",
            "http",
            True,
        ),
        (
            SERVING + "protocol: 'https'",
            "`protocol`: `http` or `grpc` is wanted, this is `https`; did you mean `http`?",
            "http",
            False,
        ),
        (
            SCALING + 'strategy: "predicitve"',
            "`strategy`: `reactive`, `predictive` or `manual` is wanted, this is `predicitve`; "
            "did you mean `predictive`?",
            "predictive",
            True,
        ),
    ],
)
def test_a_value_near_an_allowed_one_is_told_which(read, entry, message, meant, safe):
    reading = read(f"{CLEAN}{entry}\n")
    assert reading.found == [(LENGTH + 3, 7, "value-not-allowed", message)]
    (fix,) = reading.only.fixes
    assert (fix.title, fix.safe) == (f"write `{meant}`", safe)
    fixed = reading.fixed(fix)
    assert fixed.violations == ()
    assert fixed.text[-2] == entry[-1] if entry[-1] in "'\"" else True


def test_a_value_far_from_all_is_told_what_the_field_means(read):
    reading = read(f"{CLEAN}{SCALING}strategy: hope\n")
    assert reading.found == [
        (
            LENGTH + 3,
            7,
            "value-not-allowed",
            "`strategy`: `reactive`, `predictive` or `manual` is wanted, this is `hope`.",
        )
    ]
    assert reading.only.help == (
        "`strategy`: How replicas are added: "
        "`reactive` on load, `predictive` ahead of it, `manual` by people.",
    )
    assert reading.only.fixes == ()


@pytest.mark.parametrize(
    ("stated", "message"),
    [
        ("piqc.ai/v1beta1", "is a newer version than this release knows: it reads `piqc.ai/v1alpha1`."),
        ("piqc.ai/v2", "is a newer version than this release knows: it reads `piqc.ai/v1alpha1`."),
        ("piqc.ai/v0", "is an older version than this release knows: it reads `piqc.ai/v1alpha1`."),
        ("piqc.ai/next", "is no version that this release knows: it reads `piqc.ai/v1alpha1`."),
    ],
)
def test_another_version_is_named_and_nothing_else_is_held_against_it(read, stated, message):
    text = CLEAN.replace("piqc.ai/v1alpha1", stated).replace("runtime:", "placement:")
    reading = read(text)
    assert reading.found == [(1, 1, "value-not-allowed", f"apiVersion `{stated}` {message}")]
    assert reading.only.help == (
        "the rest of this document was not held against the schema: "
        "update modelspec-lint, or change the version",
    )
    assert reading.only.fixes == ()


@pytest.mark.parametrize(
    ("stated", "fixable"),
    [
        ("paralleliq.ai/v1alpha1", False),
        ("piqc.ai/v1aplha1", True),
        ("PIQC.ai/v1alpha1", True),
        ("piqc.io/v1", False),
    ],
)
def test_another_group_is_not_modelspecs(read, stated, fixable):
    reading = read(CLEAN.replace("piqc.ai/v1alpha1", stated))
    message = f"apiVersion `{stated}` is not ModelSpec's: `piqc.ai/v1alpha1` is wanted."
    assert reading.found == [(1, 1, "value-not-allowed", message)]
    assert [fix.safe for fix in reading.only.fixes] == [True] * fixable
    for fix in reading.only.fixes:
        assert reading.fixed(fix).text == CLEAN


def test_a_document_of_another_group_is_still_held_against_the_schema(read):
    text = CLEAN.replace("piqc.ai/v1alpha1", "paralleliq.ai/v1alpha1").replace("count: 1", "count: 0")
    assert [(line, kind) for line, _, kind, _ in read(text).found] == [
        (1, "value-not-allowed"),
        (17, "value-out-of-range"),
    ]


def test_the_kind_is_put_right(read):
    reading = read(CLEAN.replace("kind: ModelSpec", "kind: modelspec"))
    assert reading.found == [
        (2, 1, "value-not-allowed", "`kind`: `ModelSpec` is wanted, this is `modelspec`.")
    ]
    assert reading.fixed(reading.only.fixes[0]).text == CLEAN


@pytest.mark.parametrize(
    ("stated", "known", "expected"),
    [
        ("g/v1alpha2", "g/v1alpha1", "newer"),
        ("g/v1beta1", "g/v1alpha9", "newer"),
        ("g/v1", "g/v1beta1", "newer"),
        ("g/v2alpha1", "g/v1", "newer"),
        ("g/v1beta1", "g/v1", "older"),
        ("g/v1gamma", "g/v1", "unknown"),
        ("v1", "g/v1", "other-group"),
        ("h/v1", "g/v1", "other-group"),
    ],
)
def test_versions_stand_in_the_order_of_kubernetes(stated, known, expected):
    assert standing(stated, known) == expected


@pytest.mark.parametrize(
    ("entry", "message"),
    [
        (
            SERVING + "port: 70000",
            "`port`: a whole number from 1 to 65535 is wanted, this is the number 70000.",
        ),
        (SERVING + "port: 0", "`port`: a whole number from 1 to 65535 is wanted, this is the number 0."),
        (
            SERVING + "timeoutSeconds: -1",
            "`timeoutSeconds`: a whole number of at least 0 is wanted, this is the number -1.",
        ),
        (
            SERVING + "timeoutSeconds: .inf",
            "`timeoutSeconds`: a whole number of at least 0 and below 10^18 is wanted, "
            "this is `.inf`, which is infinite.",
        ),
        (
            SCALING + "targetRps: -.inf",
            "`targetRps`: a number of at least 0 is wanted, this is `-.inf`, which is infinite.",
        ),
        (
            SCALING + "maxReplicas: 1000000000000000000",
            "`maxReplicas`: a whole number of at least 0 and below 10^18 is wanted, "
            "this is the number 1000000000000000000.",
        ),
        (
            SCALING + "maxReplicas: " + "9" * 300,
            "`maxReplicas`: a whole number of at least 0 and below 10^18 is wanted, "
            "this is a number of 300 characters.",
        ),
        (
            SCALING + "maxReplicas: " + "9" * 5000,
            "`maxReplicas`: a whole number of at least 0 and below 10^18 is wanted, "
            "this is a number of 5,000 characters.",
        ),
    ],
)
def test_a_number_out_of_range_is_told_the_range(read, entry, message):
    reading = read(f"{CLEAN}{entry}\n")
    assert reading.found == [(LENGTH + 3, 7, "value-out-of-range", message)]
    assert len(reading.only.help) == 1
    assert reading.only.fixes == ()


def test_the_ends_of_a_range_are_in_it(read):
    text = f"{CLEAN}{SERVING}port: 65535\n      timeoutSeconds: 0\n"
    text += f"    scaling:\n      maxReplicas: {10**18 - 1}\n"
    assert read(text).violations == ()
