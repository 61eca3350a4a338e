"""MS707."""

from __future__ import annotations

from collections.abc import Iterator

from modelspec_lint.linter import Deployment, Finding, Severity, finding, rule
from modelspec_lint.rules.fields import DEPENDENCIES, POSTPROCESS, PREPROCESS, TASK
from modelspec_lint.rules.safeguards import guarded

CHAT = ("text-generation", "image-text-to-text", "audio-text-to-text", "any-to-any")
"""Tasks whose models answer whatever they are asked."""


@rule(
    "MS707",
    "no-guardrail",
    severity=Severity.NOTE,
    tags=("pipeline", "safety", "production"),
    fields=(TASK, DEPENDENCIES, PREPROCESS, POSTPROCESS),
    certainty="medium",
)
def no_guardrail(deployment: Deployment) -> Iterator[Finding]:
    """A chat in production has no guardrail.

    ## What it does
    Looks, where a production deployment generates free text, for a dependency of the role `guardrail`, and
    for one, or a step of pre- or postprocessing, whose name speaks of guarding or moderation. Guard models
    themselves are left alone.

    ## Why it matters
    A model answers what it is asked. Whether a question is an attack, and whether an answer may be shown,
    is judged more reliably by something that was built for it. Where a gateway in front of the deployment
    does it, nothing is missing but the mention.

    ## Bad
    ```yaml
    metadata:
      labels:
        environment: production
    spec:
      pipeline:
        dependencies: []
    ```

    ## Good
    ```yaml
    metadata:
      labels:
        environment: production
    spec:
      pipeline:
        dependencies:
          - id: prompt-guard
            role: guardrail
    ```

    ## Options
    None.

    ## Sources
    - OWASP Top 10 for LLM Applications 2025, LLM01 Prompt Injection and LLM05 Improper Output Handling,
      <https://genai.owasp.org/llm-top-10/>
    - NIST AI 600-1, Generative Artificial Intelligence Profile, July 2024,
      <https://doi.org/10.6028/NIST.AI.600-1>
    """
    if not deployment.production:
        return
    task = deployment.workload.fact if deployment.workload else None
    if task is None or task.id not in CHAT or guarded(deployment):
        return
    model = deployment.model.fact if deployment.model else None
    if model is not None and model.task not in CHAT:
        return
    yield finding(
        DEPENDENCIES,
        "In production a model answers in free text, and nothing beside it checks what it is asked.",
        help="a dependency with role: guardrail, or the step of pre- or postprocessing that does it",
    )
