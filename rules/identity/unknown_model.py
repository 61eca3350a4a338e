"""MS301."""

from __future__ import annotations

from collections.abc import Iterator

from modelspec_lint.linter import Deployment, Finding, Severity, finding, printable, rule
from modelspec_lint.rules.fields import MODEL_ID
from modelspec_lint.rules.quantities import listed


@rule("MS301", "unknown-model", severity=Severity.NOTE, tags=("identity", "knowledge"), fields=(MODEL_ID,))
def unknown_model(deployment: Deployment) -> Iterator[Finding]:
    """The model is not in the knowledge base, so nothing is computed about it.

    ## What it does
    Looks `model.id` up among the known models and their usual spellings. Says so where there is none, or
    where the name fits several models that differ. Silent where the annotation `modelspec-lint/parameters`
    states the size.

    ## Why it matters
    Whether the weights fit, how long a cache gets and how fast an answer can come are computed from the
    model's dimensions. Without them those questions stay open: they are counted as undecided, never passed.

    ## Bad
    ```yaml
    spec:
      identity:
        model:
          id: acme/chat-of-our-own
    ```

    ## Good
    ```yaml
    spec:
      identity:
        model:
          id: llama-3-8b-instruct
    ```

    ```yaml
    metadata:
      annotations:
        modelspec-lint/parameters: 7.2B
    spec:
      identity:
        model:
          id: acme/chat-of-our-own
    ```

    ## Options
    None.

    ## Sources
    - The models that are known, with their own sources: `knowledge_base/facts/models/`
    """
    match = deployment.model
    if match is None or match.fact is not None or deployment.settings.parameters is not None:
        return
    if match.facts:
        candidates = listed([model.id for model in match.facts[:4]])
        yield finding(
            MODEL_ID,
            f"The model '{printable(match.name, 60)}' may be {candidates}, so nothing is computed about it.",
            help="write the full id, as the model hub spells it",
        )
        return
    near = deployment.knowledge.models.suggest(match.name)
    help = [f"did you mean {listed(near)}?"] if near else []
    help.append(
        'a model of your own: state its size with the annotation modelspec-lint/parameters, such as "7.2B"'
    )
    yield finding(
        MODEL_ID,
        f"The model '{printable(match.name, 60)}' is not known, so nothing is computed about it.",
        help=help,
    )
