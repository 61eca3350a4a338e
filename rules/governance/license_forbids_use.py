"""MS808."""

from __future__ import annotations

from collections.abc import Iterator

from modelspec_lint.linter import Deployment, Finding, Option, Options, Severity, Undecided, finding, rule
from modelspec_lint.rules.fields import MODEL_ID
from modelspec_lint.rules.governance.licences import has_agreement, licence_of


@rule(
    "MS808",
    "license-forbids-use",
    severity=Severity.ERROR,
    tags=("governance", "licence", "production"),
    fields=(MODEL_ID,),
    certainty="high",
    options=(
        Option("agreements", (), "Licences and models for which you have an agreement with the publisher."),
    ),
)
def license_forbids_use(deployment: Deployment, options: Options) -> Iterator[Finding]:
    """The model's licence does not allow commercial use, and this is production.

    ## What it does
    Looks up the licence under which the weights are published, in production. It speaks where that allows
    research or other non-commercial use only. What you may do by an agreement with the publisher, no
    specification says: name its licence or model in the option `agreements`. Undecided where the model, or
    its licence, is not known.

    ## Why it matters
    Weights are used under their licence or without a right to. A repackaged or quantised copy has the
    licence of what it was made of, whatever its page says.

    ## Bad
    ```yaml
    metadata:
      labels:
        environment: production
    spec:
      identity:
        model:
          id: CohereLabs/c4ai-command-r7b-12-2024
          family: command-r
    ```

    ## Good
    ```yaml
    # options: {agreements: [cc-by-nc-4.0]}
    metadata:
      labels:
        environment: production
    spec:
      identity:
        model:
          id: CohereLabs/c4ai-command-r7b-12-2024
          family: command-r
    ```

    ## Options
    - `agreements` (none): licences and models for which you have an agreement with the publisher

    ## Sources
    - The licence's own text, whose address the help names; `modelspec kb licences` shows what is known of
      it
    - Creative Commons, CC BY-NC 4.0, Section 1(i) and 2(a)(1),
      <https://creativecommons.org/licenses/by-nc/4.0/legalcode>
    """
    if not deployment.production or deployment.model is None:
        return
    model = deployment.model.fact
    if model is None:
        raise Undecided("the model, and so its licence, is not known", MODEL_ID)
    licence = licence_of(deployment, model)
    if licence is None:
        raise Undecided("the model's licence is not known", MODEL_ID)
    if licence.commercial != "no" or has_agreement(model, licence, options.texts("agreements")):
        return
    conditions = f" ({'; '.join(licence.conditions)})" if licence.conditions else ""
    yield finding(
        MODEL_ID,
        f"{model.id} is published under {licence.name}, which allows no commercial use{conditions}.",
        severity=Severity.WARNING if "commercial" in licence.unverified else None,
        help=(
            *((f"its text: {licence.url}",) if licence.url else ()),
            f"another model, or an agreement with its publisher and the option agreements: [{licence.id}]",
        ),
    )
