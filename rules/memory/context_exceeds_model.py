"""MS211."""

from __future__ import annotations

from collections.abc import Iterator

from modelspec_lint.knowledge_base import Model, Stated
from modelspec_lint.linter import Deployment, Finding, Severity, finding, rule
from modelspec_lint.rules.fields import FRAMEWORK, LENGTH, MODEL_ID
from modelspec_lint.rules.memory.proof import is_mainline

_LIMITED = ("rope", "longrope", "learned")
_MULTIPLIED = ("linear", "dynamic", "yarn")
_OVERRIDES = (
    "rope-scaling",
    "rope_scaling",
    "rope-theta",
    "rope_theta",
    "rope_factor",
    "rope_parameters",
    "hf-overrides",
    "hf_overrides",
    "json-model-override-args",
)


_HUBS = ("hf://", "https://huggingface.co/", "https://hf.co/")


@rule(
    "MS211",
    "context-exceeds-model",
    severity=Severity.ERROR,
    tags=("memory", "context"),
    fields=(LENGTH, MODEL_ID, FRAMEWORK),
)
def context_exceeds_model(deployment: Deployment) -> Iterator[Finding]:
    """The declared sequence length is longer than what the model was made for.

    ## What it does
    Compares `maxSequenceLengthTokens` with the model's maximum: `max_position_embeddings` of its
    configuration, times the factor of the rope scaling that the configuration itself declares. An error where
    the engine is known to refuse (vLLM); a warning for other engines (some releases of SGLang only warn),
    for copies of a model (of another name, or in a store of your own, where the configuration may declare
    rope scaling), and where the maximum was not read from a configuration. A note where the environment says
    that it is meant: `VLLM_ALLOW_LONG_MAX_MODEL_LEN`, or a rope override. Models with relative positions (T5)
    have no maximum.

    ## Why it matters
    The engine stops at start. Where it does not, positions that the model has never seen give nonsense,
    quietly and only for long requests.

    ## Bad
    ```yaml
    spec:
      runtime:
        batch:
          maxBatchSize: 8
          maxSequenceLengthTokens: 16384
    ```

    ## Good
    ```yaml
    spec:
      runtime:
        batch:
          maxBatchSize: 8
          maxSequenceLengthTokens: 8192
    ```

    ## Options
    None.

    ## Sources
    - vLLM, `vllm/config/model.py`, _get_and_verify_max_len, <https://github.com/vllm-project/vllm>
    - vLLM, Environment Variables, <https://docs.vllm.ai/en/stable/configuration/env_vars.html>
    - SGLang, Server Arguments, `--context-length`, <https://docs.sglang.ai/advanced_features/server_arguments.html>
    """
    length = deployment.spec.runtime.batch.max_sequence_length_tokens
    model = deployment.model.fact if deployment.model else None
    if length is None or model is None or model.context is None or length <= model.context:
        return
    if not (model.position or "").startswith(_LIMITED) or length <= _scaled(model):
        return
    yield finding(
        LENGTH,
        f"A sequence of {length} tokens is longer than the maximum of {model.id}, {model.context} tokens.",
        severity=_severity(deployment, model),
        related=[(MODEL_ID, f"made for {model.context} tokens")],
        evidence=[
            Stated("maximum of the model", model.context, "tokens", model.context_basis or "knowledge base")
        ],
        help=_ways(deployment, model),
    )


def _ways(deployment: Deployment, model: Model) -> list[str]:
    ways = [f"maxSequenceLengthTokens: {model.context}"]
    engine = deployment.engine.fact if deployment.engine else None
    rotates = "rope" in (model.position or "")
    if rotates and engine is not None and engine.facts.get("allows_longer_context"):
        ways.append("or the rope scaling that its card names for longer texts, among the engine's arguments")
    return ways


def _severity(deployment: Deployment, model: Model) -> Severity:
    engine = deployment.engine.fact if deployment.engine else None
    allows = tuple(engine.facts.get("allows_longer_context", ())) if engine else ()
    if _meant(deployment, allows):
        return Severity.NOTE
    sure = deployment.model is not None and deployment.model.certainty in ("exact", "alias")
    refuses = engine is not None and engine.facts.get("refuses_longer_context")
    if (
        not refuses
        or not sure
        or not _is_published(deployment)
        or "context" in model.unverified
        or not is_mainline(deployment)
    ):
        return Severity.WARNING
    return Severity.ERROR


def _is_published(deployment: Deployment) -> bool:
    """Whether the configuration is that of the model's makers: no copy, which may declare rope scaling."""
    uri = deployment.spec.model.model_uri
    if uri is None:
        return True
    copy = deployment.knowledge.models.resolve(uri)
    return uri.casefold().startswith(_HUBS) and copy.certainty in ("exact", "alias")


def _meant(deployment: Deployment, allows: tuple[str, ...]) -> bool:
    """Whether the environment says that the length is meant."""
    for name, value in deployment.spec.runtime.variables.items():
        if name in allows and value.strip().lower() not in ("", "0", "false"):
            return True
        text = f"{name}={value}".lower()
        if any(word in text for word in _OVERRIDES):
            return True
    return False


def _scaled(model: Model) -> float:
    """Return the maximum after the rope scaling that the model's own configuration declares."""
    scaling = model.rope_scaling or {}
    factor = scaling.get("factor")
    if scaling.get("type") not in _MULTIPLIED or not isinstance(factor, int | float | str):
        return float(model.context or 0)
    base = scaling.get("original_max_position_embeddings", model.context)
    return max(float(model.context or 0), float(base or 0) * float(factor))
