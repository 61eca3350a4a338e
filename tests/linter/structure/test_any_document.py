from __future__ import annotations

import copy
import json

import jsonschema
import yaml
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from modelspec_lint.linter.structure.fields import all_fields
from modelspec_lint.linter.testing import CLEAN
from modelspec_lint.schema import load_schema

SCHEMA = jsonschema.Draft202012Validator(load_schema("modelspec.v0.1"))
FULL = yaml.safe_load(CLEAN)
FULL["metadata"] |= {"version": "1", "labels": {"a": "b"}, "annotations": {"c": "d"}}
FULL["spec"] |= {
    "operations": {
        "serving": {"protocol": "http", "port": 8000, "readinessProbe": {"path": "/", "timeoutSeconds": 1}},
        "scaling": {"minReplicas": 1, "strategy": "manual", "targetRps": 0.5, "warmPool": {"size": 1}},
        "observability": {"metrics": {"enabled": True, "port": 1}, "logging": {"level": "info"}},
    },
    "pipeline": {
        "preprocess": {"steps": [{"name": "a", "type": "b"}]},
        "dependencies": [{"id": "a", "role": "input", "interface": {"maxLatencyMs": 5}}],
    },
    "governance": {"compliance": {"pii": {"allowed": True}, "retention": {"logsDays": 1}}},
}
KNOWN = sorted({name for field in all_fields() for name in field.fields})
NAMES = st.sampled_from(KNOWN) | st.text(max_size=12) | st.sampled_from(KNOWN).map(lambda name: name[:-1])
SCALARS = (
    st.none()
    | st.booleans()
    | st.integers(-(10**20), 10**20)
    | st.floats()
    | st.text(max_size=12)
    | st.sampled_from(["8000", "1e3", "yes", "http", "HTTP", "2026-01-01", "piqc.ai/v1alpha1", "64Gi"])
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=3),
    max_leaves=6,
)


def containers(value):
    """Yield every map and list in ``value`` that has something in it."""
    waiting = [value]
    while waiting:
        each = waiting.pop()
        if isinstance(each, dict | list) and each:
            yield each
            waiting.extend(each.values() if isinstance(each, dict) else each)


@st.composite
def changed_specs(draw):
    """A full valid spec in which up to three entries are replaced, removed, renamed or added."""
    spec = copy.deepcopy(FULL)
    for _ in range(draw(st.integers(1, 3))):
        container = draw(st.sampled_from(list(containers(spec))))
        key = draw(st.sampled_from(list(container) if isinstance(container, dict) else range(len(container))))
        deed = draw(st.sampled_from(["replace", "remove", "rename", "add"]))
        if deed == "remove":
            del container[key]
        elif isinstance(container, dict) and deed == "rename":
            container[draw(NAMES)] = container.pop(key)
        elif isinstance(container, dict) and deed == "add":
            container[draw(NAMES)] = draw(VALUES)
        else:
            container[key] = draw(VALUES)
    assume(spec.get("kind") == "ModelSpec")  # without it the document may be somebody else's
    return spec


def written(spec) -> str:
    return yaml.dump(spec, Dumper=yaml.SafeDumper, allow_unicode=False, sort_keys=False)


def is_plain(data) -> bool:
    """Whether JSON can hold the data, so that a plain validator can judge it."""
    try:
        text = json.dumps(data, allow_nan=False)
    except (TypeError, ValueError):
        return False
    return not any(abs(number) >= 10**18 for number in numbers(json.loads(text)))


def numbers(value):
    for container in containers([value]):
        for each in container.values() if isinstance(container, dict) else container:
            if isinstance(each, int | float):
                yield each


ANY = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=150)


@ANY
@given(spec=changed_specs())
def test_what_is_said_agrees_with_the_schema(read, spec):
    reading = read(written(spec))
    if is_plain(reading.document.data):
        assert (reading.violations == ()) == SCHEMA.is_valid(reading.document.data)
    for violation in reading.violations:
        assert violation.message.endswith((".", "?"))
        assert violation.message.isprintable()
        assert len(violation.message) < 400
        assert all(part.isprintable() for help in violation.help for part in help.splitlines())
        parent = violation.pointer.rpartition("/")[0]
        assert reading.document.has(parent)
        assert reading.document.has(violation.pointer) != (violation.kind == "missing-field")
    pointers = [violation.pointer for violation in reading.violations]
    assert len(pointers) == len(set(pointers))


@ANY
@given(spec=changed_specs())
def test_a_safe_fix_removes_its_violation_and_no_more(read, spec):
    reading = read(written(spec))
    for violation in reading.violations:
        for fix in violation.fixes:
            if not fix.safe:
                continue
            fixed = reading.fixed(fix)
            assert violation.message not in {each.message for each in fixed.violations}
            if violation.kind in ("wrong-type", "value-not-allowed") and violation.pointer != "/apiVersion":
                assert len(fixed.violations) == len(reading.violations) - 1


@ANY
@given(value=VALUES)
def test_any_document_at_all_is_judged(read, value):
    from modelspec_lint.linter.document import read_source

    source = read_source("case.modelspec.yaml", written(value).encode())
    for document in source.documents:
        assert document.violations
