"""MS801."""

from __future__ import annotations

from collections.abc import Iterator

from modelspec_lint.linter import Deployment, Finding, Option, Options, Severity, finding, rule
from modelspec_lint.rules.fields import ANNOTATIONS, LABELS, OWNER
from modelspec_lint.rules.governance.stated import is_stated

NAMES = ("owner", "owners", "owned-by", "team", "squad", "maintainer", "maintainers", "contact")


@rule(
    "MS801",
    "owner-missing",
    severity=Severity.WARNING,
    tags=("governance", "production"),
    fields=(OWNER, LABELS, ANNOTATIONS),
    options=(Option("names", NAMES, "Labels and annotations that name an owner."),),
)
def owner_missing(deployment: Deployment, options: Options) -> Iterator[Finding]:
    """Nobody answers for a production deployment.

    ## What it does
    Asks, in production, for `compliance.governance.owner`, or a label or annotation that names an owner; of
    one with a prefix (`acme.io/owner`) the part behind it counts. A placeholder (`TBD`, `n/a`) names nobody.

    ## Why it matters
    When it fails at night, when it answers what it should not, when its licence changes: somebody has to be
    asked. A deployment without an owner is switched off by the first who dares, or by nobody.

    ## Bad
    ```yaml
    metadata:
      labels:
        environment: production
    spec:
      governance:
        compliance:
          governance:
            owner: null
    ```

    ## Good
    ```yaml
    metadata:
      labels:
        environment: production
    spec:
      governance:
        compliance:
          governance:
            owner: assistants@example.com
    ```

    ## Options
    - `names` (owner, owners, owned-by, team, squad, maintainer, maintainers, contact): labels and
      annotations that name an owner

    ## Sources
    - ISO/IEC 42001:2023, Annex A.3.2 (roles and responsibilities)
    - NIST AI RMF 1.0, GOVERN 2.1 (roles and responsibilities), <https://doi.org/10.6028/NIST.AI.100-1>
    - SOC 2, Trust Services Criteria CC1.3 (authorities and responsibilities)
    """
    if not deployment.production or is_stated(deployment.spec.governance.owner, deployment):
        return
    names = {name.casefold() for name in options.texts("names")}
    metadata = deployment.spec.metadata
    for name, value in (*metadata.labels.items(), *metadata.annotations.items()):
        if is_stated(value, deployment) and name.rpartition("/")[2].casefold().replace("_", "-") in names:
            return
    yield finding(
        OWNER,
        "Nobody is named who answers for this deployment.",
        help="the team or person, such as owner: ml-platform@example.com, or a label `owner`",
    )
