"""A result made by hand over real documents: findings in two files, related places, evidence, a crash."""

import os
from dataclasses import replace
from pathlib import Path

import pytest

from modelspec_lint.knowledge_base import Estimate, Stated
from modelspec_lint.linter import Edit, Fix, Place, Severity, finding, rule
from modelspec_lint.linter.document import read_source
from modelspec_lint.linter.report import ReportOptions
from modelspec_lint.linter.verdicts import Pack, Result, Undecidable, count, judge

CHAT = """\
# the chat model of the support desk
apiVersion: piqc.ai/v1alpha1
kind: ModelSpec
metadata:
  name: support-chat
spec:
  identity:
    model:
      id: llama-3-70b-instruct
      family: llama-3
      task: text-generation
      framework: vllm
      precision: bf16
  runtime:
    accelerator:
      vendor: nvidia
      type: a10
      count: 1
    batch: {maxBatchSze: 32}
"""

RANKER = """\
apiVersion: piqc.ai/v1alpha1
kind: ModelSpec
metadata: {name: support-chat}
spec:
  identity:
    model: {id: bge-reranker-v2-m3, family: bge, task: rerank, framework: tei}
  runtime:
    accelerator: {vendor: nvidia, type: l4, count: 1}
"""

CONFIG = "https://huggingface.co/meta-llama/Meta-Llama-3-70B-Instruct/blob/main/config.json"
LOG = "vLLM 0.19 start-up log, https://github.com/vllm-project/vllm/issues/31337"
BYTES = "70,553,706,496 parameters x 2 bytes"


def exact(name, value, unit, source, *terms):
    return Estimate(name, value, value, value, unit, source, tuple(terms))


WEIGHTS = exact(
    "weights",
    131.417,
    "GiB",
    BYTES,
    exact(
        "linear layers",
        127.5,
        "GiB",
        CONFIG,
        exact("attention", 22.5, "GiB", CONFIG),
        exact("mlp", 105.0, "GiB", CONFIG),
    ),
    exact("embedding", 1.957, "GiB", CONFIG),
    exact("output head", 1.957, "GiB", CONFIG),
    exact("rope cache", 0.003, "GiB", "8,192 positions x 128 x 2 bytes"),
)
USABLE = Estimate("usable", 19.8, 20.2, 21.6, "GiB", LOG)


def make_rule(code, name, severity=Severity.ERROR, tags=("memory",), summary="Find a thing."):
    def check(subject):
        yield from ()

    check.__doc__ = f"""{summary}

    ## Why it matters
    The engine refuses to start.

    ## Bad
    ```yaml
    spec: {{runtime: {{accelerator: {{type: a10}}}}}}
    ```

    ## Sources
    - https://docs.vllm.ai/
    """
    return rule(code, name, severity=severity, tags=tags, on="document")(check)


WEIGHTS_RULE = make_rule(
    "MS201", "weights-exceed-memory", summary="The weights alone do not fit on the accelerators."
)
UNKNOWN_FIELD = make_rule("MS101", "unknown-field", tags=("structure",))
DUPLICATE = make_rule("MS106", "duplicate-name", Severity.WARNING, ("structure",))
CRASHED = make_rule("MS001", "rule-crashed", tags=("run",))
POLICY = make_rule("ACME001", "needs-cost-centre", Severity.NOTE, ("governance", "security"))
BUILTIN = Pack("builtin", "0.1.0", "modelspec-lint 0.1.0", (CRASHED, UNKNOWN_FIELD, DUPLICATE, WEIGHTS_RULE))
ACME = Pack("acme", "1.2.0", "acme-modelspec 1.2.0", (POLICY,))


@pytest.fixture
def options():
    return ReportOptions(root=Path.cwd())


@pytest.fixture
def make_result():
    """Make a result of verdicts, counting them as the engine does."""

    def make(verdicts=(), undecided=(), crashes=(), *, files=1, specs=1, skipped=0, packs=(BUILTIN,), **more):
        verdicts = tuple(sorted(verdicts, key=lambda verdict: verdict.order))
        summary = count(
            verdicts,
            files=files,
            specs=specs,
            undecided=len(undecided),
            skipped=skipped,
            crashed=len(crashes),
        )
        return Result(
            verdicts=verdicts,
            undecided=tuple(undecided),
            crashes=tuple(crashes),
            summary=replace(summary, **more),
            packs=tuple(packs),
            rules=tuple(rule for pack in packs for rule in pack.rules),
            version="0.1.0",
            knowledge="2026.11",
        )

    return make


@pytest.fixture
def make_verdict():
    """Make a verdict about a text: the finding's arguments, and which rule says it."""

    def make(
        text, at, message="It is wrong.", *, path="a.modelspec.yaml", rule=WEIGHTS_RULE, pack=BUILTIN, **more
    ):
        source = read_source(path, text if isinstance(text, bytes) else text.encode())
        document = source.documents[0] if source.documents else None
        made = finding(at, message, **more)
        severity = made.severity or rule.severity
        return judge(made, rule, pack, severity, source, document)

    return make


@pytest.fixture
def sample(make_result):
    """A run over two files with an error, a warning, a note of another pack, and an undecided question."""
    chat = read_source("specs/chat.modelspec.yaml", CHAT.encode())
    ranker = read_source("specs/ranker.modelspec.yaml", RANKER.encode())
    document, other = chat.documents[0], ranker.documents[0]
    key = document.span("/spec/runtime/batch/maxBatchSze", "key")
    verdicts = [
        judge(
            finding(
                "/spec/runtime/accelerator/type",
                "llama-3-70b-instruct in bf16 has 131.4 GiB of weights; one A10 offers at most 21.6 GiB.",
                related=[
                    ("/spec/identity/model/id", "70.6 billion parameters"),
                    ("/spec/identity/model/precision", "2 bytes each"),
                ],
                evidence=[WEIGHTS, USABLE, Stated("precision", "bf16", "", "declared")],
                help="2 x h100-sxm5-80gb, or precision fp8 on 1",
            ),
            WEIGHTS_RULE,
            BUILTIN,
            Severity.ERROR,
            chat,
            document,
        ),
        judge(
            finding(
                Place("/spec/runtime/batch/maxBatchSze", "key"),
                "There is no field maxBatchSze; maxBatchSize is meant?",
                fixes=[Fix("Rename it to maxBatchSize", (Edit(key, "maxBatchSize"),), safe=True)],
            ),
            UNKNOWN_FIELD,
            BUILTIN,
            Severity.ERROR,
            chat,
            document,
        ),
        judge(
            finding(
                "/metadata/name",
                "Two specs are called support-chat.",
                related=[(Place("/metadata/name", document=document), "the other one")],
            ),
            DUPLICATE,
            BUILTIN,
            Severity.WARNING,
            ranker,
            other,
        ),
        judge(
            finding("/metadata/labels", "There is no label cost-centre.", help="Ask the platform team."),
            POLICY,
            ACME,
            Severity.NOTE,
            ranker,
            other,
        ),
    ]
    undecided = [
        Undecidable(
            code, "specs/ranker.modelspec.yaml", "/spec/identity/model/id", "No cache formula is known."
        )
        for code in ("MS202", "MS203")
    ]
    return make_result(verdicts, undecided, files=2, specs=2, skipped=1, packs=(BUILTIN, ACME))


SNAPSHOTS = Path(__file__).parent / "snapshots"


@pytest.fixture
def snapshot():
    """Compare a text with the file of that name; UPDATE_SNAPSHOTS=1 writes it."""

    def compare(name, text):
        file = SNAPSHOTS / name
        if os.environ.get("UPDATE_SNAPSHOTS"):
            file.write_text(text, encoding="utf-8", newline="\n")
        assert text == file.read_bytes().decode("utf-8")

    return compare


_LINES = pytest.StashKey()


@pytest.fixture
def say_at_the_end(request):
    """Print a line below the results of all tests."""
    return request.config.stash.setdefault(_LINES, []).append


def pytest_terminal_summary(terminalreporter, config):
    if lines := config.stash.get(_LINES, None):
        terminalreporter.section("measured")
        for line in lines:
            terminalreporter.line(line)
