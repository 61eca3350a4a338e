from modelspec_lint.knowledge_base import KnowledgeBase
from modelspec_lint.linter.deployment import Deployment
from modelspec_lint.linter.document import read_source
from modelspec_lint.linter.fit.answer import Unknown
from modelspec_lint.linter.fleet import Fleet
from modelspec_lint.linter.overview.computing import DOES_NOT_RUN, overview_of
from modelspec_lint.linter.overview.overview import Latency, Overview, Span

SPEC = """\
apiVersion: piqc.ai/v1alpha1
kind: ModelSpec
metadata:
  name: {name}
spec:
  identity:
    model: {{id: {model}, family: x, task: text-generation, framework: vllm, precision: bf16}}
  runtime:
    accelerator: {{vendor: nvidia, type: {device}, count: 2}}
    batch: {{maxBatchSize: 8, maxSequenceLengthTokens: 4096}}
  operations:
    scaling: {{minReplicas: 2, maxReplicas: 5, targetLatencyMsP95: {target}}}
  governance:
    compliance: {{governance: {{owner: ml-platform}}}}
"""


def document(name="chat", model="Qwen/Qwen2.5-32B-Instruct", device="h100-sxm5-80gb", target=9000):
    text = SPEC.format(name=name, model=model, device=device, target=target)
    return read_source("a.modelspec.yaml", text.encode()).documents[0]


def overview(clean=str, **fields) -> Overview:
    return overview_of(Deployment(document(**fields), KnowledgeBase.load()), clean)


def test_a_spec_that_runs_has_its_bar_its_times_and_its_price():
    found = overview()

    assert (found.name, found.file, found.line, found.owner) == ("chat", "a.modelspec.yaml", 2, "ml-platform")
    assert found.declares == (
        "Qwen/Qwen2.5-32B-Instruct",
        "bf16",
        "vllm",
        "2 × h100-sxm5-80gb",
        "batch 8",
        "4,096 tokens",
    )
    assert (found.memory.state, found.memory.word) == ("good", "Starts")
    assert found.memory.bar is not None
    assert found.accelerators == Span(4, 10)
    assert isinstance(found.latency, Latency)
    assert isinstance(found.month, Span)
    assert found.month.most == 2.5 * found.month.least
    assert found.month_source.startswith("5 x 730 hours on ")


def test_a_target_stands_where_the_band_says():
    times = overview().latency.band
    targets = {
        "floor": times.floor.expected * 0.9,
        "unseen": times.never_seen * 0.9,
        "ambitious": times.typical.expected * 0.9,
        "usual": times.typical.expected * 1.1,
    }

    assert {name: overview(target=target).latency.state for name, target in targets.items()} == {
        "floor": "bad",
        "unseen": "bad",
        "ambitious": "warn",
        "usual": "good",
    }


def test_a_spec_that_cannot_start_has_no_times():
    found = overview(model="meta-llama/Llama-3.3-70B-Instruct", device="a10-24gb")

    assert (found.memory.state, found.memory.word) == ("bad", "Cannot start")
    assert found.memory.bar.missing > 0
    assert found.latency == DOES_NOT_RUN


def test_what_is_not_known_is_said():
    found = overview(model="nobody/knows-this", device="nor-this")

    assert (found.memory.state, found.memory.word, found.memory.bar) == ("unknown", "Undecided", None)
    assert found.memory.reason == "the accelerator 'nor-this' is not known"
    assert isinstance(found.latency, Unknown)
    assert isinstance(found.month, Unknown)
    assert found.accelerators == Span(4, 10)


def test_every_text_is_cleaned():
    hide = {"clean": lambda text: text.replace("secret", "***")}
    found = overview(**hide, name="secret", model="secret/model", device="secret")

    assert found.name == "***"
    assert found.declares[0] == "***/model"
    assert "secret" not in found.memory.reason + found.latency.reason
    assert "***" in found.memory.reason


def test_a_fleet_computes_when_it_is_asked_and_once():
    documents = [document(name="one"), document(name="two")]
    fleet = Fleet(documents, [(None, None), (64, 32)], KnowledgeBase.load())

    first, second = fleet.overviews
    assert fleet.overviews is fleet.overviews
    assert (first.name, second.name) == ("one", "two")
    assert first.latency.request.startswith("1,024 tokens in")
    assert second.latency.request.startswith("64 tokens in, 32 out (as configured)")


def test_a_fleet_shows_no_secret_without_being_told():
    token = "ghp_" + "a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8"
    (found,) = Fleet([document(name=token)], [(None, None)], KnowledgeBase.load()).overviews

    assert token not in found.name
