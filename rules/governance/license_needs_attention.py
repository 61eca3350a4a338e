"""MS809."""

from __future__ import annotations

from collections.abc import Iterator

from modelspec_lint.linter import Deployment, Finding, Severity, Undecided, finding, rule
from modelspec_lint.rules.fields import MODEL_ID
from modelspec_lint.rules.governance.licences import licence_of


@rule(
    "MS809",
    "license-needs-attention",
    severity=Severity.NOTE,
    tags=("governance", "licence", "production"),
    fields=(MODEL_ID,),
    silenced_by=("MS808",),
    certainty="high",
)
def license_needs_attention(deployment: Deployment) -> Iterator[Finding]:
    """The model's licence has conditions that somebody has to read.

    ## What it does
    In production, says what is known of the licence where it restricts commercial use, who may use it or for
    what, and where its weights are given only to those who accepted the terms. Elsewhere it speaks only of
    licences that allow no commercial use, or whose terms are not known. Licences that ask for no more than a
    notice are passed over. What is said is in our words and no legal advice.

    ## Why it matters
    A limit on users, a barred field of use or a duty to show the model's name is met by the product, not by
    the one who deploys it. Gated weights need a token of an account that has accepted the terms on every
    machine that loads them.

    ## Bad
    ```yaml
    metadata:
      labels:
        environment: production
    spec:
      identity:
        model:
          id: meta-llama/Llama-3.1-8B-Instruct
          family: llama-3.1
    ```

    ## Good
    ```yaml
    metadata:
      labels:
        environment: production
    spec:
      identity:
        model:
          id: Qwen/Qwen3-8B
          family: qwen-3
    ```

    ```yaml
    metadata:
      labels:
        environment: staging
    spec:
      identity:
        model:
          id: meta-llama/Llama-3.1-8B-Instruct
          family: llama-3.1
    ```

    ## Options
    None.

    ## Sources
    - The licence's own text, whose address the help names; `modelspec kb licences` shows what is known of
      it
    - Hugging Face, Gated models, <https://huggingface.co/docs/hub/models-gated>
    """
    if deployment.model is None:
        return
    model = deployment.model.fact
    if model is None:
        raise Undecided("the model, and so its licence, is not known", MODEL_ID)
    licence = licence_of(deployment, model)
    gated = model.gated is True and "gated" not in model.unverified
    perhaps = model.gated is True and not gated
    open_terms = licence is None or licence.commercial == "yes"
    if open_terms and not gated:
        return
    allows_use = licence is None or licence.commercial in ("yes", "conditions")
    if allows_use and not deployment.production:
        return
    said = []
    help = []
    if licence is not None and licence.commercial != "yes":
        said.append(f"is under {licence.name}, {_TERMS[licence.commercial]}")
        if licence.conditions:
            known = " (not read in its text)" if "conditions" in licence.unverified else ""
            help.append(f"what it asks, in our words{known}: {'; '.join(licence.conditions)}")
    if gated:
        said.append("is given only to accounts that accepted its terms")
    if perhaps:
        help.append("its weights may be given only to accounts that accepted its terms")
    if licence is not None and licence.url:
        help.append(f"its text: {licence.url}")
    yield finding(MODEL_ID, f"{model.id} {', and '.join(said)}.", help=help)


_TERMS = {
    "no": "which allows no commercial use",
    "conditions": "which allows use on conditions",
    None: "whose terms for commercial use are not known here",
}
