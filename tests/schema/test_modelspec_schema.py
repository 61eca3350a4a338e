from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import jsonschema
import jsonschema_rs
import pytest

from modelspec_lint.linter.testing import CLEAN
from modelspec_lint.schema import load_schema, names

SCHEMA = load_schema("modelspec.v0.1")

TEXT = "string"
MAP = "map of string to string"
COUNT = ("integer", 1, None)
WHOLE = ("integer", 0, None)
NUMBER = ("number", 0, None)
PORT = ("integer", 1, 65535)
FLAG = "boolean"
MODEL = "spec.identity.model"
RUNTIME = "spec.runtime"
SERVING = "spec.operations.serving"
SCALING = "spec.operations.scaling"
OBSERVABILITY = "spec.operations.observability"
DEPENDENCY = "spec.pipeline.dependencies[]"
COMPLIANCE = "spec.governance.compliance"
COST = "spec.governance.cost"

# The table of the format: path -> (type, required by its parent).
TABLE = {
    "apiVersion": (("const", "piqc.ai/v1alpha1"), True),
    "kind": (("const", "ModelSpec"), True),
    "metadata": ("object", True),
    "metadata.name": (TEXT, True),
    "metadata.version": (TEXT, False),
    "metadata.description": (TEXT, False),
    "metadata.labels": (MAP, False),
    "metadata.annotations": (MAP, False),
    "spec": ("object", True),
    "spec.identity": ("object", True),
    f"{MODEL}": ("object", True),
    f"{MODEL}.id": (TEXT, True),
    f"{MODEL}.family": (TEXT, True),
    f"{MODEL}.task": (TEXT, True),
    f"{MODEL}.framework": (TEXT, True),
    f"{MODEL}.precision": (TEXT, False),
    f"{MODEL}.artifacts": ("object", False),
    f"{MODEL}.artifacts.modelUri": (TEXT, False),
    f"{MODEL}.artifacts.tokenizerUri": (TEXT, False),
    f"{RUNTIME}": ("object", True),
    f"{RUNTIME}.accelerator": ("object", True),
    f"{RUNTIME}.accelerator.vendor": (TEXT, True),
    f"{RUNTIME}.accelerator.type": (TEXT, True),
    f"{RUNTIME}.accelerator.count": (COUNT, True),
    f"{RUNTIME}.batch": ("object", False),
    f"{RUNTIME}.batch.maxBatchSize": (COUNT, False),
    f"{RUNTIME}.batch.maxSequenceLengthTokens": (COUNT, False),
    f"{RUNTIME}.resources": ("object", False),
    f"{RUNTIME}.resources.cpuCores": (WHOLE, False),
    f"{RUNTIME}.resources.memoryGb": (NUMBER, False),
    f"{RUNTIME}.resources.ephemeralStorageGb": (NUMBER, False),
    f"{RUNTIME}.environment": ("object", False),
    f"{RUNTIME}.environment.variables": (MAP, False),
    "spec.operations": ("object", False),
    f"{SERVING}": ("object", False),
    f"{SERVING}.protocol": (("enum", "http", "grpc"), False),
    f"{SERVING}.port": (PORT, False),
    f"{SERVING}.readinessProbe": ("object", False),
    f"{SERVING}.readinessProbe.path": (TEXT, False),
    f"{SERVING}.readinessProbe.timeoutSeconds": (WHOLE, False),
    f"{SERVING}.livenessProbe": ("object", False),
    f"{SERVING}.livenessProbe.path": (TEXT, False),
    f"{SERVING}.livenessProbe.timeoutSeconds": (WHOLE, False),
    f"{SERVING}.maxConcurrency": (COUNT, False),
    f"{SERVING}.timeoutSeconds": (WHOLE, False),
    f"{SCALING}": ("object", False),
    f"{SCALING}.minReplicas": (WHOLE, False),
    f"{SCALING}.maxReplicas": (WHOLE, False),
    f"{SCALING}.strategy": (("enum", "reactive", "predictive", "manual"), False),
    f"{SCALING}.targetLatencyMsP95": (NUMBER, False),
    f"{SCALING}.targetRps": (NUMBER, False),
    f"{SCALING}.warmPool": ("object", False),
    f"{SCALING}.warmPool.size": (WHOLE, False),
    f"{SCALING}.warmPool.strategy": (TEXT, False),
    f"{OBSERVABILITY}": ("object", False),
    f"{OBSERVABILITY}.metrics": ("object", False),
    f"{OBSERVABILITY}.metrics.enabled": (FLAG, False),
    f"{OBSERVABILITY}.metrics.provider": (TEXT, False),
    f"{OBSERVABILITY}.metrics.port": (PORT, False),
    f"{OBSERVABILITY}.logging": ("object", False),
    f"{OBSERVABILITY}.logging.level": (TEXT, False),
    f"{OBSERVABILITY}.tracing": ("object", False),
    f"{OBSERVABILITY}.tracing.enabled": (FLAG, False),
    "spec.pipeline": ("object", False),
    **{
        f"spec.pipeline.{stage}{path}": shape
        for stage in ("preprocess", "postprocess")
        for path, shape in {
            "": ("object", False),
            ".steps": ("array", False),
            ".steps[].name": (TEXT, True),
            ".steps[].type": (TEXT, True),
            ".steps[].enabled": (FLAG, False),
        }.items()
    },
    "spec.pipeline.dependencies": ("array", False),
    f"{DEPENDENCY}.id": (TEXT, True),
    f"{DEPENDENCY}.role": (("enum", "input", "guardrail", "reranker", "postprocess", "custom"), True),
    f"{DEPENDENCY}.specRef": (TEXT, False),
    f"{DEPENDENCY}.required": (FLAG, False),
    f"{DEPENDENCY}.interface": ("object", False),
    f"{DEPENDENCY}.interface.inputType": (TEXT, False),
    f"{DEPENDENCY}.interface.outputType": (TEXT, False),
    f"{DEPENDENCY}.interface.maxLatencyMs": (NUMBER, False),
    "spec.governance": ("object", False),
    f"{COMPLIANCE}": ("object", False),
    f"{COMPLIANCE}.pii": ("object", False),
    f"{COMPLIANCE}.pii.allowed": (FLAG, False),
    f"{COMPLIANCE}.pii.policy": (TEXT, False),
    f"{COMPLIANCE}.retention": ("object", False),
    f"{COMPLIANCE}.retention.logsDays": (WHOLE, False),
    f"{COMPLIANCE}.retention.artifactsDays": (WHOLE, False),
    f"{COMPLIANCE}.governance": ("object", False),
    f"{COMPLIANCE}.governance.changeApproval": (TEXT, False),
    f"{COMPLIANCE}.governance.owner": (TEXT, False),
    f"{COST}": ("object", False),
    f"{COST}.targetCostPer1kTokensUsd": (NUMBER, False),
    f"{COST}.pricingHints": ("object", False),
    f"{COST}.pricingHints.cloudProvider": (TEXT, False),
    f"{COST}.pricingHints.instanceType": (TEXT, False),
    f"{COST}.pricingHints.spotAllowed": (FLAG, False),
}

# The annotations by which a spec says what the format has no field for.
ANNOTATIONS = (
    "tensor-parallel",
    "pipeline-parallel",
    "kv-cache-dtype",
    "gpu-memory-utilization",
    "max-batched-tokens",
    "input-tokens",
    "output-tokens",
    "engine-version",
    "ignore",
    "parameters",
)


def resolved(node: dict[str, Any]) -> dict[str, Any]:
    reference = node.get("$ref")
    return node if reference is None else {**SCHEMA["$defs"][reference.removeprefix("#/$defs/")], **node}


def fields(node: dict[str, Any], path: str = "") -> Iterator[tuple[str, dict[str, Any], bool]]:
    """Yield path, node and whether its parent requires it, of every field below ``node``."""
    node = resolved(node)
    for name, child in node.get("properties", {}).items():
        if "/" not in name:
            yield f"{path}{name}", resolved(child), name in node.get("required", ())
            yield from fields(child, f"{path}{name}.")
    if node.get("type") == "array":
        yield from fields(node["items"], f"{path.removesuffix('.')}[].")


def nodes(node: dict[str, Any], path: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield every schema node, those for list entries and for the values of maps included."""
    node = resolved(node)
    yield path or "(document)", node
    for name, child in node.get("properties", {}).items():
        yield from nodes(child, f"{path}.{name}".lstrip("."))
    for keyword in ("items", "additionalProperties"):
        if isinstance(node.get(keyword), dict):
            yield from nodes(node[keyword], f"{path}[]")


NODES = dict(nodes(SCHEMA))


def shape_of(node: dict[str, Any]) -> Any:
    if "const" in node:
        return ("const", node["const"])
    if "enum" in node:
        return ("enum", *node["enum"])
    if node["type"] in ("integer", "number"):
        return (node["type"], node.get("minimum"), node.get("maximum"))
    if node["type"] == "object" and node["additionalProperties"] is not False:
        return f"map of string to {node['additionalProperties']['type']}"
    return node["type"]


def test_every_field_of_the_format_has_its_type_and_is_required_where_it_must_be():
    assert {path: (shape_of(node), required) for path, node, required in fields(SCHEMA)} == TABLE


def test_every_annotation_of_the_format_is_described():
    known = NODES["metadata.annotations"]["properties"]
    assert sorted(known) == sorted(f"modelspec-lint/{name}" for name in ANNOTATIONS)
    assert all(node["type"] == "string" for node in known.values())


def test_the_linter_reads_the_annotations_that_the_schema_describes():
    from modelspec_lint.linter.settings import KNOWN

    assert sorted(NODES["metadata.annotations"]["properties"]) == sorted(KNOWN)


@pytest.mark.parametrize("path", NODES)
def test_a_node_says_what_it_is(path: str):
    node = NODES[path]
    assert node["title"].strip() == node["title"] != ""
    assert not node["title"].endswith(".")
    assert node["description"].strip() == node["description"]
    assert node["description"].endswith((".", "`."))
    assert 20 < len(node["description"]) < 300
    assert node["examples"]


@pytest.mark.parametrize("path", NODES)
def test_the_examples_of_a_node_are_valid_there(path: str):
    node = {**NODES[path], "$defs": SCHEMA["$defs"]}
    validator = jsonschema.Draft202012Validator(node)
    for example in node["examples"]:
        assert [error.message for error in validator.iter_errors(example)] == []


def test_every_object_is_closed_or_a_map_of_texts():
    for path, node in NODES.items():
        if node["type"] == "object":
            more = node["additionalProperties"]
            assert more is False or more["type"] == "string", path


def test_allowed_values_are_texts_so_that_a_wrong_type_is_one_cause():
    for path, node in NODES.items():
        if "enum" in node or "const" in node:
            assert node["type"] == "string", path


def test_the_schema_is_a_valid_schema():
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    assert jsonschema_rs.meta.is_valid(SCHEMA)
    assert SCHEMA["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert SCHEMA["$id"] == "urn:modelspec-lint:schema:modelspec:v0.1"


def test_a_whole_number_may_be_written_with_a_point():
    import yaml

    spec = yaml.safe_load(CLEAN)
    spec["spec"]["runtime"]["accelerator"]["count"] = 8.0
    assert jsonschema.Draft202012Validator(SCHEMA).is_valid(spec)
    assert jsonschema_rs.Draft202012Validator(SCHEMA).is_valid(spec)


def test_schemas_are_found_by_name():
    assert "modelspec.v0.1" in names()
    assert all(load_schema(name)["title"] for name in names())
    with pytest.raises(KeyError):
        load_schema("../pyproject")


def test_a_loaded_schema_is_nobody_elses():
    load_schema("modelspec.v0.1").clear()
    assert load_schema("modelspec.v0.1") == SCHEMA
