from __future__ import annotations

import pytest

from modelspec_lint.linter.testing import CLEAN

# After the 19 lines of the clean spec.
SERVING = "  operations:\n    serving:\n      "
SCALING = "  operations:\n    scaling:\n      "
METRICS = "  operations:\n    observability:\n      metrics:\n        "
RESOURCES = "    resources:\n      "
VARIABLES = "    environment:\n      variables:\n        "
LENGTH = CLEAN.count("\n")


@pytest.mark.parametrize(
    ("before", "entry", "message", "title", "fixed"),
    [
        pytest.param(
            SERVING,
            'port: "8000"',
            '`port`: a whole number from 1 to 65535 is wanted, this is the text "8000".',
            "write 8000 without quotes",
            "port: 8000",
            id="a number in double quotes",
        ),
        pytest.param(
            SERVING,
            "maxConcurrency: ' 8 '  # eight",
            '`maxConcurrency`: a whole number of at least 1 is wanted, this is the text " 8 ".',
            "write 8 without quotes",
            "maxConcurrency: 8  # eight",
            id="a number in single quotes",
        ),
        pytest.param(
            SCALING,
            'targetRps: "0.5"',
            '`targetRps`: a number of at least 0 is wanted, this is the text "0.5".',
            "write 0.5 without quotes",
            "targetRps: 0.5",
            id="a fraction",
        ),
        pytest.param(
            SCALING,
            "targetLatencyMsP95: 1e3",
            "`targetLatencyMsP95`: YAML 1.1 reads `1e3` as text, and a number of at least 0 is wanted.",
            "write 1000",
            "targetLatencyMsP95: 1000",
            id="a number that YAML reads as text",
        ),
        pytest.param(
            METRICS,
            'enabled: "yes"',
            '`enabled`: `true` or `false` is wanted, this is the text "yes".',
            "write true without quotes",
            "enabled: true",
            id="a truth in quotes",
        ),
        pytest.param(
            VARIABLES,
            "A: 1",
            "`A`: text is wanted, this is the number 1.",
            'write "1" in quotes',
            'A: "1"',
            id="a number where text is wanted",
        ),
        pytest.param(
            VARIABLES,
            "A: 1.10",
            "`A`: YAML 1.1 reads `1.10` as the number 1.1, and text is wanted.",
            'write "1.10" in quotes',
            'A: "1.10"',
            id="the spelling stays",
        ),
        pytest.param(
            VARIABLES,
            "A: no",
            "`A`: YAML 1.1 reads `no` as false, and text is wanted.",
            'write "no" in quotes',
            'A: "no"',
            id="a word that YAML reads as a truth",
        ),
        pytest.param(
            VARIABLES,
            "A: true",
            "`A`: text is wanted, this is `true`.",
            'write "true" in quotes',
            'A: "true"',
            id="a truth where text is wanted",
        ),
        pytest.param(
            VARIABLES,
            "A: 2026-03-31",
            "`A`: YAML 1.1 reads `2026-03-31` as a date, and text is wanted.",
            'write "2026-03-31" in quotes',
            'A: "2026-03-31"',
            id="a date",
        ),
        pytest.param(
            VARIABLES,
            "A: 1:30",
            "`A`: YAML 1.1 reads `1:30` as the number 90, and text is wanted.",
            'write "1:30" in quotes',
            'A: "1:30"',
            id="a time of day",
        ),
    ],
)
def test_quotes_are_put_right(read, before, entry, message, title, fixed):
    reading = read(f"{CLEAN}{before}{entry}\n")
    line = LENGTH + before.count("\n") + 1
    column = len(before.rpartition("\n")[2]) + 1
    kind = "yaml-surprise" if "YAML 1.1 reads" in message else "wrong-type"
    assert reading.found == [(line, column, kind, message)]
    (fix,) = reading.only.fixes
    assert (fix.title, fix.safe) == (title, True)
    assert reading.only.help == ()
    after = reading.fixed(fix)
    assert after.text == f"{CLEAN}{before}{fixed}\n"
    assert after.violations == ()


@pytest.mark.parametrize(
    ("before", "entry", "message", "help"),
    [
        pytest.param(
            RESOURCES,
            "memoryGb: 64Gi",
            '`memoryGb`: a number of at least 0 is wanted, this is the text "64Gi".',
            "write the number without a unit; `memoryGb`: Host memory of one replica in GB of 10^9 bytes. "
            "Loading the weights needs it.",
            id="a unit",
        ),
        pytest.param(
            RESOURCES,
            "cpuCores: 8.5",
            "`cpuCores`: a whole number of at least 0 is wanted, this is the number 8.5.",
            "`cpuCores`: Whole CPU cores of one replica, for tokenizing and for feeding the accelerators.",
            id="a fraction where a whole number is wanted",
        ),
        pytest.param(
            SERVING,
            "port: 0.5",
            "`port`: a whole number from 1 to 65535 is wanted, this is the number 0.5.",
            "`port`: The TCP port on which a replica takes requests.",
            id="a fraction below the range is one cause",
        ),
        pytest.param(
            SERVING,
            'port: "80000"',
            '`port`: a whole number from 1 to 65535 is wanted, this is the text "80000".',
            "`port`: The TCP port on which a replica takes requests.",
            id="quotes are not all that is wrong",
        ),
        pytest.param(
            SERVING,
            "maxConcurrency: true",
            "`maxConcurrency`: a whole number of at least 1 is wanted, this is `true`.",
            "`maxConcurrency`: The most requests that one replica holds at once; "
            "what exceeds the batch waits in its queue.",
            id="a truth is no number",
        ),
        pytest.param(
            SCALING,
            "targetRps: .nan",
            "`targetRps`: a number of at least 0 is wanted, this is `.nan`, which is not a number.",
            "`targetRps`: The requests per second that the whole deployment must bear, over all replicas.",
            id="not a number",
        ),
        pytest.param(
            METRICS,
            "enabled: 1",
            "`enabled`: `true` or `false` is wanted, this is the number 1.",
            "`enabled`: Whether the deployment exports metrics. "
            "Latency and rate targets cannot be watched without.",
            id="a number is no truth",
        ),
        pytest.param(
            SERVING,
            "protocol: 1",
            "`protocol`: `http` or `grpc` is wanted, this is the number 1.",
            "`protocol`: What the serving port speaks, `http` or `grpc`. "
            "Gateways and clients are set up by it.",
            id="a number where one of two words is wanted is one cause",
        ),
        pytest.param(
            SERVING,
            "readinessProbe: /health",
            '`readinessProbe`: a mapping (`path`, `timeoutSeconds`) is wanted, this is the text "/health".',
            "write its fields on lines of their own: `path`, `timeoutSeconds`",
            id="text where an object is wanted",
        ),
        pytest.param(
            "    environment:\n      ",
            "variables: [{name: A, value: b}]",
            "`variables`: a mapping of names to texts is wanted, this is a list.",
            "write one `name: value` a line, without `- `",
            id="a list where names and texts are wanted",
        ),
        pytest.param(
            "  pipeline:\n    ",
            "dependencies: {id: a, role: input}",
            "`dependencies`: a list is wanted, this is a mapping.",
            "write a list: each entry starts with `- `",
            id="a mapping where a list is wanted",
        ),
        pytest.param(
            "    ",
            "resources:",
            "`resources` is empty: a mapping (`cpuCores`, `memoryGb`, `ephemeralStorageGb`) is wanted.",
            "remove `resources`, or give it some of `cpuCores`, `memoryGb`, `ephemeralStorageGb`",
            id="an empty key where an object is wanted",
        ),
        pytest.param(
            SERVING,
            "port: ~",
            "`port` is empty: a whole number from 1 to 65535 is wanted.",
            "remove `port`, or give it a value",
            id="null where a number is wanted",
        ),
        pytest.param(
            VARIABLES,
            "A:",
            "`A` is empty: text is wanted.",
            "remove `A`, or give it a value",
            id="an empty variable",
        ),
        pytest.param(
            VARIABLES,
            "A: [1, 2]",
            "`A`: text is wanted, this is a list.",
            "`A`: The value of one variable, always a text: write numbers and `true` or `false` in quotes.",
            id="a list where text is wanted",
        ),
        pytest.param(
            "    ",
            f"batch: {'x' * 100}",
            "`batch`: a mapping (`maxBatchSize`, `maxSequenceLengthTokens`) is wanted, this is the text "
            f'"{"x" * 57}...".',
            "write its fields on lines of their own: `maxBatchSize`, `maxSequenceLengthTokens`",
            id="a long value is cut",
        ),
        pytest.param(
            "    ",
            'batch: "\\e[31m\\n"',
            "`batch`: a mapping (`maxBatchSize`, `maxSequenceLengthTokens`) is wanted, this is the text "
            '"\\x1b[31m\\n".',
            "write its fields on lines of their own: `maxBatchSize`, `maxSequenceLengthTokens`",
            id="control characters are escaped",
        ),
    ],
)
def test_a_value_of_the_wrong_type_is_described(read, before, entry, message, help):
    text = CLEAN.partition("    batch:")[0] if entry.startswith("batch") else CLEAN
    reading = read(f"{text}{before}{entry}\n")
    line = text.count("\n") + before.count("\n") + 1
    column = len(before.rpartition("\n")[2]) + 1
    assert reading.found == [(line, column, "wrong-type", message)]
    assert reading.only.help == (help,)
    assert reading.only.fixes == ()


def test_an_empty_object_that_is_required_is_filled_in(read):
    head, _, _ = CLEAN.partition("    accelerator:")
    text = head + "    accelerator:\n"
    reading = read(text)
    assert reading.found == [
        (
            14,
            5,
            "wrong-type",
            "`accelerator` is empty: a mapping (`vendor`, `type`, `count`) is wanted.",
        )
    ]
    (help,) = reading.only.help
    first, _, lines = help.partition("\n")
    assert first == "insert after line 14, under `accelerator:`:"
    assert read(f"{text}{lines}\n").violations == ()


def test_a_document_that_is_a_list_is_one_violation_at_its_start(read):
    assert read("- a\n- b\n").found == [
        (
            1,
            1,
            "wrong-type",
            "The document: a mapping (`apiVersion`, `kind`, `metadata`, `spec`) is wanted, this is a list.",
        )
    ]


def test_entries_of_a_list_are_named_by_their_position(read):
    text = f"{CLEAN}  pipeline:\n    dependencies:\n    - id: a\n      role: input\n    - x\n"
    assert read(text).found == [
        (
            LENGTH + 5,
            7,
            "wrong-type",
            "`dependencies[1]`: a mapping (`id`, `role`, `specRef`, `required`, `interface`) is wanted, "
            'this is the text "x".',
        )
    ]


def test_an_alias_is_not_edited(read):
    text = CLEAN.replace("  name: chat\n", "  name: chat\n  labels: {a: &one 1}\n")
    text += f"{VARIABLES}B: *one\n"
    reading = read(text)
    assert [
        (line, len(each.fixes)) for each, (line, *_) in zip(reading.violations, reading.found, strict=True)
    ] == [
        (5, 1),
        (LENGTH + 4, 0),
    ]


def test_json_keeps_its_commas(read):
    text = (
        '{"apiVersion": "piqc.ai/v1alpha1", "kind": "ModelSpec", "metadata": {"name": 7},\n'
        ' "spec": {"identity": {"model": {"id": "a", "family": "b", "task": "c", "framework": "d"}},\n'
        ' "runtime": {"accelerator": {"vendor": "e", "type": "f", "count": "8"}}}}'
    )
    reading = read(text, "case.modelspec.json")
    assert reading.found == [
        (1, 70, "wrong-type", "`name`: text is wanted, this is the number 7."),
        (3, 58, "wrong-type", '`count`: a whole number of at least 1 is wanted, this is the text "8".'),
    ]
    name, count = reading.violations
    assert '"count": 8}}}}' in reading.fixed(count.fixes[0]).text
    assert '{"name": "7"},' in reading.fixed(name.fixes[0]).text


def test_whole_numbers_may_be_written_with_a_point(read):
    assert read(CLEAN.replace("count: 1", "count: 8.0")).violations == ()
