"""The whole catalogue on specs as people write them: the errors and warnings beside each, and no other."""

from pathlib import Path

import pytest
import yaml

from modelspec_lint.linter.testing import lint_text

CASES = yaml.safe_load((Path(__file__).parent / "specs.yaml").read_text("utf-8"))
WORDS = ("id", "family", "task", "framework", "precision")


def document(case):
    """Write a case as a whole ModelSpec."""
    model = {word: text for word, text in zip(WORDS, parts(case["model"]), strict=False) if text}
    artifacts = {"modelUri": case.get("uri"), "tokenizerUri": case.get("tokenizer")}
    if any(artifacts.values()):
        model["artifacts"] = without_nothing(artifacts)
    vendor, rest = case["accelerator"].split(" ", 1)
    type, count = rest.rsplit(" ", 1)
    metadata = {"name": case.get("name", "case"), **taken(case, "version", "labels", "annotations")}
    runtime = {
        "accelerator": {"vendor": vendor, "type": type, "count": int(count)},
        "batch": batch(case.get("batch", "_ x _")),
        "resources": case.get("resources"),
        "environment": {"variables": case["environment"]} if "environment" in case else None,
    }
    spec = {
        "identity": {"model": model},
        "runtime": without_nothing(runtime),
        "operations": taken(case, "serving", "scaling", "observability"),
        "pipeline": case.get("pipeline"),
        "governance": taken(case, "compliance", "cost"),
    }
    head = {"apiVersion": "piqc.ai/v1alpha1", "kind": "ModelSpec", "metadata": metadata}
    return yaml.safe_dump({**head, "spec": without_nothing(spec)}, sort_keys=False, width=1000)


def parts(text):
    return [part.strip() for part in text.split("|")]


def batch(text):
    names = ("maxBatchSize", "maxSequenceLengthTokens")
    return {name: int(size) for name, size in zip(names, text.split(" x "), strict=True) if size != "_"}


def taken(case, *names):
    return {name: case[name] for name in names if name in case}


def without_nothing(mapping):
    return {name: value for name, value in mapping.items() if value}


def severe(result):
    return [f"{each.code} {each.severity.label}" for each in result.verdicts if each.severity.label != "note"]


@pytest.mark.parametrize("case", CASES, ids=[case["about"] for case in CASES])
def test_a_spec_gets_the_errors_and_warnings_that_it_deserves(case):
    assert severe(lint_text(document(case))) == case["says"]


def test_the_specs_are_many_and_most_deserve_nothing():
    assert len({case["about"] for case in CASES}) == len(CASES) > 200
    assert sum(not case["says"] for case in CASES) > len(CASES) / 2
