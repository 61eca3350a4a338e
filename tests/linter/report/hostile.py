"""Text that tries to break a report or to speak in its name, in every field of a spec."""

from __future__ import annotations

import json
import re
from functools import cache

from hypothesis import strategies as st

from modelspec_lint.knowledge_base import KnowledgeBase
from modelspec_lint.linter import lint
from modelspec_lint.linter.document import read_source
from modelspec_lint.linter.plan import Judging, UniformPlan
from modelspec_lint.linter.plugins import Packs, load_packs
from modelspec_lint.linter.verdicts import Result

HOSTILE = [
    "\x1b[2J\x1b]0;owned\x07",
    "::error file=x::forged",
    "line\n::error::forged\r\n##[error]forged",
    "%0A::error::forged%0D%25",
    "`code` | table | **bold**",
    "\u202egnp.exe\u2066\u2069\u200e",
    "[click](http://evil.example) [me](1) ![img](http://evil.example/x.png)",
    "\\[click](1) \\\\[click](2)",
    "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "x" * 10_000,
    "模" * 500,
    "{0} {message} {{",
    "a\x00b\x7f\x9bm\u2028\u2029\ufeff",
    "\ud800 \udfff",
    "e" + "\u0301" * 200,
    "@everyone #1 !2 owner/repo#3 GH-4 ~label $5 %milestone :smile: &6",
    "https://evil.example www.evil.example mallory@evil.example <https://evil.example>",
    "</td></tr></table></details></script></style>--><!--]]><![CDATA[",
    "&lt;b&gt; &#60; &amp;amp; \" ' = {{ 7*7 }} {% raw %} {# no #}",
    "| --- | --- |\n| a | b |",
    "--- \n# heading\n> quote\n```\nfence",
]
DANGEROUS = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\u200e\u200f\u2028\u2029]")

_PIECES = st.sampled_from(
    [*HOSTILE[:9], *HOSTILE[11:], "`", "|", "<", "&", "\n", "\r", "\\", "%", "::", "@a", "]]>", " "]
)
TEXTS = st.one_of(
    st.sampled_from(HOSTILE),
    st.text(max_size=40),
    st.lists(_PIECES, min_size=1, max_size=4).map("".join),
)
"""Hostile texts: known ones, pieces of them together, and any text at all."""

_FIELDS = (
    "metadata/name",
    "metadata/version",
    "metadata/description",
    "metadata/labels/team",
    "metadata/annotations/note",
    "spec/identity/model/id",
    "spec/identity/model/family",
    "spec/identity/model/task",
    "spec/identity/model/framework",
    "spec/identity/model/precision",
    "spec/identity/model/artifacts/modelUri",
    "spec/runtime/accelerator/vendor",
    "spec/runtime/accelerator/type",
    "spec/runtime/accelerator/count",
    "spec/runtime/batch/maxBatchSize",
    "spec/runtime/environment/variables/FLAG",
    "spec/operations/serving/protocol",
    "spec/operations/scaling/targetLatencyMsP95",
    "spec/pipeline/dependencies",
    "spec/governance/compliance/pii/policy",
    "spec/governance/compliance/governance/owner",
    "spec/governance/cost/pricingHints/instanceType",
)
FIELDS = len(_FIELDS)


def spec_of(texts: list[str], key: str = "more") -> bytes:
    """Write a spec with a text in each of its fields, and one for the name of a field that does not exist."""
    spec: dict[str, object] = {"apiVersion": "piqc.ai/v1alpha1", "kind": "ModelSpec"}
    for path, text in zip(_FIELDS, texts, strict=True):
        place = spec
        *folders, name = path.split("/")
        for folder in folders:
            place = place.setdefault(folder, {})  # type: ignore[assignment]
        place[name] = text
    spec["metadata"][key] = key  # type: ignore[index]
    return json.dumps(spec).encode()


@cache
def _packs() -> tuple[Packs, UniformPlan, KnowledgeBase]:
    packs = load_packs()
    return (
        packs,
        UniformPlan(Judging(frozenset(rule.code for rule, _ in packs.rules()))),
        KnowledgeBase.load(),
    )


def linted(*specs: bytes, path: str = "a.modelspec.json") -> Result:
    """Lint specs with every rule; they are called ``a.modelspec.json``, ``1-a.modelspec.json`` and so on."""
    packs, plan, knowledge = _packs()
    names = [path, *(f"{number}-{path}" for number in range(1, len(specs)))]
    sources = [read_source(name, spec) for name, spec in zip(names, specs, strict=True)]
    return lint(sources, plan, packs, knowledge, version="0.1.0")
