"""MS316."""

from __future__ import annotations

from collections.abc import Iterator

from modelspec_lint.knowledge_base import Match, Model
from modelspec_lint.linter import Deployment, Finding, Severity, finding, printable, rule
from modelspec_lint.rules.fields import MODEL_ID, MODEL_URI
from modelspec_lint.rules.identity.named import named_difference, named_sizes
from modelspec_lint.rules.quantities import listed


@rule(
    "MS316",
    "artifact-names-another-model",
    severity=Severity.WARNING,
    tags=("identity", "contradiction"),
    fields=(MODEL_ID, MODEL_URI),
    certainty="high",
)
def artifact_names_another_model(deployment: Deployment) -> Iterator[Finding]:
    """The model's id and the URI of its weights name different models, or different sizes.

    ## What it does
    Looks both names up. Speaks where they are known models of different families or sizes, or where both
    are full ids of models that differ (a base model and its chat model). Where one of them is not known it
    compares the sizes that both names say (`7b`, `70B`, `8x7b`). A path that names nothing (`/models`) is
    no contradiction.

    ## Why it matters
    What is approved and what runs are two models. Memory, cost and latency are computed for the id; the
    server loads the URI.

    ## Bad
    ```yaml
    spec:
      identity:
        model:
          artifacts:
            modelUri: hf://meta-llama/Meta-Llama-3-70B-Instruct
    ```

    ## Good
    ```yaml
    spec:
      identity:
        model:
          artifacts:
            modelUri: hf://meta-llama/Meta-Llama-3-8B-Instruct
    ```

    ## Options
    None.

    ## Sources
    - The models that are known, with their names: `knowledge_base/facts/models/`
    """
    uri, name = deployment.spec.model.model_uri, deployment.spec.model.id
    if not uri or not name:
        return
    found = deployment.knowledge.models.resolve(uri)
    said = _difference(deployment, found, name, uri)
    if said is None:
        return
    yield finding(
        MODEL_URI,
        f"The weights are those of {said[1]}, but the id names {said[0]}.",
        related=[(MODEL_ID, f"names {said[0]}")],
        help="make both name the same model",
    )


def _difference(deployment: Deployment, found: Match[Model], name: str, uri: str) -> tuple[str, str] | None:
    """Return what the id and the URI name, where that is not the same."""
    match = deployment.model
    if match is None:
        return None
    if match.fact is not None and found.fact is not None:
        model, other = match.fact, found.fact
        return (model.id, other.id) if named_difference(match, found, deployment.knowledge) else None
    if match.facts and found.facts and {each.id for each in match.facts} & {each.id for each in found.facts}:
        return None
    sizes, others = named_sizes(name), named_sizes(uri)
    if not sizes or not others or sizes & others:
        return None
    return f"{_sizes(sizes)}", f"{_sizes(others)} ('{printable(uri, 80)}')"


def _sizes(sizes: frozenset[str]) -> str:
    return f"a model of {listed(sorted(f'{size}B' for size in sizes), 'and')}"
