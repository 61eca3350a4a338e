from __future__ import annotations

import pytest

HEAD = """\
apiVersion: piqc.ai/v1alpha1
kind: ModelSpec
metadata:
  name: chat
spec:
  identity:
    model:
      id: a
      family: b
      task: c
      framework: d
  runtime:
    accelerator:
      vendor: e
      type: f
      count: 1
"""  # 16 lines


@pytest.mark.parametrize(
    ("more", "line", "column", "message", "renamed", "safe"),
    [
        pytest.param(
            "    batch:\n      maxBatchSiz: 8\n",
            18,
            7,
            "`maxBatchSiz` is not a field of spec.runtime.batch; did you mean `maxBatchSize`?",
            "maxBatchSize: 8",
            True,
            id="a letter missing",
        ),
        pytest.param(
            "    batch:\n      maxBatchSzie: 8\n",
            18,
            7,
            "`maxBatchSzie` is not a field of spec.runtime.batch; did you mean `maxBatchSize`?",
            "maxBatchSize: 8",
            True,
            id="two letters swapped",
        ),
        pytest.param(
            "    batch:\n      max_batch_size: 8  # eight\n",
            18,
            7,
            "`max_batch_size` is not a field of spec.runtime.batch; did you mean `maxBatchSize`?",
            "maxBatchSize: 8  # eight",
            True,
            id="underscores",
        ),
        pytest.param(
            "    batch:\n      MaxBatchSize: 8\n",
            18,
            7,
            "`MaxBatchSize` is not a field of spec.runtime.batch; did you mean `maxBatchSize`?",
            "maxBatchSize: 8",
            True,
            id="case",
        ),
        pytest.param(
            '    batch:\n      "maxBatchSise": 8\n',
            18,
            7,
            "`maxBatchSise` is not a field of spec.runtime.batch; did you mean `maxBatchSize`?",
            '"maxBatchSize": 8',
            True,
            id="quotes stay",
        ),
        pytest.param(
            "    batch: {'maxBatchSise': 8}\n",
            17,
            13,
            "`maxBatchSise` is not a field of spec.runtime.batch; did you mean `maxBatchSize`?",
            "{'maxBatchSize': 8}",
            True,
            id="in braces",
        ),
        pytest.param(
            "    batch:\n      maxBatch: 8\n",
            18,
            7,
            "`maxBatch` is not a field of spec.runtime.batch; did you mean `maxBatchSize`?",
            "maxBatchSize: 8",
            False,
            id="a word missing is no slip",
        ),
        pytest.param(
            "  operations:\n    servin:\n      port: 1\n",
            18,
            5,
            "`servin` is not a field of spec.operations; did you mean `serving`?",
            "serving:\n      port: 1",
            True,
            id="an object's key",
        ),
    ],
)
def test_a_misspelt_key_is_renamed(read, more, line, column, message, renamed, safe):
    reading = read(HEAD + more)
    assert reading.found == [(line, column, "unknown-field", message)]
    (fix,) = reading.only.fixes
    assert fix.safe is safe
    assert (
        fix.title
        == message.partition(" is not")[0].join(("rename ", " to ")) + message.split(" mean ")[1][:-1]
    )
    fixed = reading.fixed(fix)
    assert renamed in fixed.text
    assert fixed.violations == ()


@pytest.mark.parametrize(
    ("more", "line", "column", "message", "help"),
    [
        pytest.param(
            "  operations:\n    serving:\n      protocol: http\n    port: 8000\n",
            20,
            5,
            "`port` is not a field of spec.operations; `port` belongs under spec.operations.serving.",
            ("move it under `serving:` on line 18",),
            id="the nearest of two homes",
        ),
        pytest.param(
            "  operations:\n    port: 8000\n",
            18,
            5,
            "`port` is not a field of spec.operations; `port` belongs under spec.operations.serving.",
            ("spec.operations.serving is not there yet: `serving:` goes under `operations:` on line 17",),
            id="a home that is not there",
        ),
        pytest.param(
            "    max_batch_size: 8\n",
            17,
            5,
            "`max_batch_size` is not a field of spec.runtime; "
            "`maxBatchSize` belongs under spec.runtime.batch.",
            ("spec.runtime.batch is not there yet: `batch:` goes under `runtime:` on line 12",),
            id="misplaced and in another spelling",
        ),
        pytest.param(
            "    observability:\n      enabled: true\n",
            17,
            5,
            "`observability` is not a field of spec.runtime; `observability` belongs under spec.operations.",
            ("spec.operations is not there yet: `operations:` goes under `spec:` on line 5",),
            id="an object with all that is in it",
        ),
        pytest.param(
            "  operations:\n    observability:\n      enabled: true\n",
            19,
            7,
            "`enabled` is not a field of spec.operations.observability; `enabled` belongs under "
            "spec.operations.observability.metrics or under spec.operations.observability.tracing.",
            (),
            id="two homes as near",
        ),
        pytest.param(
            "    name: chat\n",
            17,
            5,
            "`name` is not a field of spec.runtime.",
            ("the fields of spec.runtime are `accelerator`, `batch`, `resources`, `environment`",),
            id="a value whose home is taken is a word of its own",
        ),
        pytest.param(
            "operations:\n  serving:\n    port: 8000\n",
            17,
            1,
            "`operations` is not a field of a ModelSpec; `operations` belongs under spec.",
            ("move it under `spec:` on line 5",),
            id="indented too little",
        ),
        pytest.param(
            "  metadata:\n    version: '1'\n",
            17,
            3,
            "`metadata` is not a field of spec; "
            "`metadata` belongs at the top of the document, and is there already, on line 3.",
            (),
            id="indented too far, once more",
        ),
        pytest.param(
            "    tensorParallelSize: 4\n",
            17,
            5,
            "`tensorParallelSize` is not a field of spec.runtime; ModelSpec has no field for it, "
            "the annotation `modelspec-lint/tensor-parallel` says it.",
            ('write instead:\nmetadata:\n  annotations:\n    modelspec-lint/tensor-parallel: "4"',),
            id="what only an annotation says",
        ),
        pytest.param(
            "    batch:\n      maxBatchSize: 8\n      max-batch-size: 9\n",
            19,
            7,
            "`max-batch-size` is not a field of spec.runtime.batch; "
            "`maxBatchSize` is already there, on line 18.",
            (),
            id="a second spelling of a field that is there",
        ),
        pytest.param(
            "  operations:\n    scaling:\n      replicas: 3\n",
            19,
            7,
            "`replicas` is not a field of spec.operations.scaling; "
            "did you mean `minReplicas` or `maxReplicas`?",
            (),
            id="either of two",
        ),
        pytest.param(
            "    batch:\n      foo: 9\n",
            18,
            7,
            "`foo` is not a field of spec.runtime.batch.",
            ("the fields of spec.runtime.batch are `maxBatchSize`, `maxSequenceLengthTokens`",),
            id="nothing near",
        ),
        pytest.param(
            "foo: 9\n",
            17,
            1,
            "`foo` is not a field of a ModelSpec.",
            ("the fields of a ModelSpec are `apiVersion`, `kind`, `metadata`, `spec`",),
            id="nothing near at the top",
        ),
        pytest.param(
            "  pipeline:\n    dependencies:\n      - id: a\n        role: input\n        colour: red\n",
            21,
            9,
            "`colour` is not a field of spec.pipeline.dependencies[0].",
            (
                "the fields of spec.pipeline.dependencies[0] are "
                "`id`, `role`, `specRef`, `required`, `interface`",
            ),
            id="in a list",
        ),
        pytest.param(
            '    "a\\u001b[31m\\nb": 9\n',
            17,
            5,
            "`a\\x1b[31m\\nb` is not a field of spec.runtime.",
            ("the fields of spec.runtime are `accelerator`, `batch`, `resources`, `environment`",),
            id="control characters are escaped",
        ),
        pytest.param(
            f"    {'x' * 100}: 9\n",
            17,
            5,
            f"`{'x' * 57}...` is not a field of spec.runtime.",
            ("the fields of spec.runtime are `accelerator`, `batch`, `resources`, `environment`",),
            id="a long key is cut",
        ),
    ],
)
def test_an_unknown_key_is_told_what_it_may_be(read, more, line, column, message, help):
    reading = read(HEAD + more)
    assert reading.found == [(line, column, "unknown-field", message)]
    assert reading.only.help == help
    assert reading.only.fixes == ()


@pytest.mark.parametrize(
    ("old", "new", "line", "column", "message"),
    [
        pytest.param(
            "      framework: d\n",
            "      framwork: d\n",
            11,
            7,
            "`framwork` is not a field of spec.identity.model; did you mean `framework`?",
            id="misspelt",
        ),
        pytest.param(
            "      id: a\n",
            "      modelId: a\n",
            8,
            7,
            "`modelId` is not a field of spec.identity.model; did you mean `id`?",
            id="with a word more",
        ),
        pytest.param(
            "  runtime:\n",
            "  runtme:\n",
            12,
            3,
            "`runtme` is not a field of spec; did you mean `runtime`?",
            id="an object misspelt",
        ),
        pytest.param(
            "    model:\n",
            "    modell:\n",
            7,
            5,
            "`modell` is not a field of spec.identity; did you mean `model`?",
            id="an object below misspelt",
        ),
        pytest.param(
            "  runtime:\n    accelerator:\n      vendor: e\n      type: f\n      count: 1\n",
            "  accelerator:\n    vendor: e\n    type: f\n    count: 1\n",
            12,
            3,
            "`accelerator` is not a field of spec; `accelerator` belongs under spec.runtime.",
            id="a level left out",
        ),
        pytest.param(
            "    accelerator:\n      vendor: e\n      type: f\n      count: 1\n",
            "    accelerator:\n    vendor: e\n    type: f\n    count: 1\n",
            14,
            5,
            "`vendor`, `type` and `count` are not fields of spec.runtime; they belong under "
            "spec.runtime.accelerator, which is empty.",
            id="indentation slipped",
        ),
    ],
)
def test_a_required_field_that_is_misspelt_or_misplaced_is_one_cause(read, old, new, line, column, message):
    assert old in HEAD
    assert read(HEAD.replace(old, new)).found == [(line, column, "unknown-field", message)]


def test_an_object_that_is_indented_too_far_belongs_at_the_top(read):
    text = HEAD.replace("metadata:\n  name: chat\n", "") + "  metadata:\n    name: chat\n"
    reading = read(text)
    assert reading.found == [
        (
            15,
            3,
            "unknown-field",
            "`metadata` is not a field of spec; `metadata` belongs at the top of the document.",
        )
    ]
    assert reading.only.help == ("move it to the top of the document, without indentation",)


def test_a_missing_object_is_asked_only_for_what_is_not_misplaced(read):
    text = HEAD.replace("    accelerator:\n      vendor: e\n      type: f\n      count: 1\n", "    type: f\n")
    misplaced, missing = sorted(read(text).violations, key=lambda each: each.kind, reverse=True)
    assert (
        misplaced.message
        == "`type` is not a field of spec.runtime; `type` belongs under spec.runtime.accelerator."
    )
    assert missing.message == "`accelerator` is missing from spec.runtime."
    assert missing.help == (
        "insert after line 13, under `runtime:`:\n    accelerator:\n      vendor: nvidia\n      count: 1",
    )


def test_two_misspellings_do_not_share_one_field(read):
    reading = read(HEAD + "    batch:\n      maxBatchSiz: 8\n      maxBatchSizee: 9\n")
    assert [(line, message) for line, _, _, message in reading.found] == [
        (18, "`maxBatchSiz` is not a field of spec.runtime.batch; did you mean `maxBatchSize`?"),
        (
            19,
            "`maxBatchSizee` is not a field of spec.runtime.batch.",
        ),
    ]
    assert [len(violation.fixes) for violation in reading.violations] == [1, 0]


def test_a_key_of_two_letters_is_no_sure_slip(read):
    reading = read(HEAD.replace("      id: a\n", "      di: a\n"))
    assert [kind for _, _, kind, _ in reading.found] == ["missing-field", "unknown-field"]
    assert [violation.fixes for violation in reading.violations] == [(), ()]


def test_what_an_alias_repeats_is_said_once(read):
    probes = (
        "  operations:\n    serving:\n"
        "      readinessProbe: &probe\n        pth: /\n      livenessProbe: *probe\n"
    )
    assert read(HEAD + probes).found == [
        (
            20,
            9,
            "unknown-field",
            "`pth` is not a field of spec.operations.serving.readinessProbe; did you mean `path`?",
        )
    ]


def test_ten_thousand_unknown_keys_are_all_said_and_quickly(read):
    import time

    text = HEAD + "".join(f"    batch{number}: 1\n" for number in range(10_000))
    start = time.perf_counter()
    reading = read(text)
    assert time.perf_counter() - start < 5
    assert len(reading.violations) == 10_000
    assert reading.violations[-1].message == "`batch9999` is not a field of spec.runtime."
