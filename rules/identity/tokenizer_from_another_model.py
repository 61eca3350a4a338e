"""MS317."""

from __future__ import annotations

from collections.abc import Iterator

from modelspec_lint.linter import Deployment, Finding, Severity, finding, rule
from modelspec_lint.rules.fields import MODEL_ID, MODEL_URI, TOKENIZER_URI

_PADDING = 512
"""Rows of the token table that sizes of one family differ by, because they are padded."""


@rule(
    "MS317",
    "tokenizer-from-another-model",
    severity=Severity.WARNING,
    tags=("identity", "contradiction"),
    fields=(TOKENIZER_URI, MODEL_ID, MODEL_URI),
    certainty="high",
)
def tokenizer_from_another_model(deployment: Deployment) -> Iterator[Finding]:
    """The tokenizer belongs to a model with another vocabulary.

    ## What it does
    Looks `artifacts.tokenizerUri` up among the known models and compares the vocabularies. Speaks where
    these differ by more than padding. The tokenizer of the model that a fine-tune or a GGUF file was made
    from is as good as its own, and so is that of the weights that are loaded (MS316 compares these with the
    id).

    ## Why it matters
    Every token number means another piece of text to the model than to the tokenizer. Nothing fails:
    answers are nonsense, and numbers beyond the end of the table stop the server.

    ## Bad
    ```yaml
    spec:
      identity:
        model:
          artifacts:
            tokenizerUri: hf://mistralai/Mistral-7B-Instruct-v0.2
    ```

    ## Good
    ```yaml
    spec:
      identity:
        model:
          artifacts:
            tokenizerUri: hf://meta-llama/Meta-Llama-3-8B
    ```

    ## Options
    None.

    ## Sources
    - vLLM, GGUF: take the tokenizer of the base model,
      <https://docs.vllm.ai/en/stable/features/quantization/gguf.html>
    - Vocabularies of the models that are known, with their sources: `knowledge_base/facts/models/`
    """
    uri, match = deployment.spec.model.tokenizer_uri, deployment.model
    if not uri or match is None:
        return
    weights = deployment.spec.model.model_uri
    loaded = deployment.knowledge.models.resolve(weights).fact if weights else None
    model, other = match.fact or loaded, deployment.knowledge.models.resolve(uri).fact
    if model is None or other is None or model.id == other.id:
        return
    own, theirs = model.vocabulary, other.vocabulary
    if own is None or theirs is None or abs(own - theirs) <= _PADDING:
        return
    if loaded is not None and loaded.vocabulary is not None and abs(loaded.vocabulary - theirs) <= _PADDING:
        return
    yield finding(
        TOKENIZER_URI,
        f"The tokenizer is that of {other.id} with {theirs} tokens, but {model.id} has {own}.",
        related=[(MODEL_ID, f"a vocabulary of {own} tokens")],
        help=f"tokenizerUri: hf://{model.id}",
    )
