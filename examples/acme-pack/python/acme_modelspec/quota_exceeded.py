"""ACME101."""

from collections import defaultdict
from collections.abc import Iterator

from modelspec_lint.linter import (
    Deployment,
    Document,
    Finding,
    Option,
    Options,
    Place,
    Project,
    Severity,
    finding,
    rule,
)


@rule(
    "ACME101",
    "team-exceeds-quota",
    severity=Severity.ERROR,
    tags=("acme", "cost"),
    on="project",
    options=(
        Option("accelerators", 64, "Accelerators that all specs of one team may take together.", least=1),
    ),
)
def quota_exceeded(project: Project, options: Options) -> Iterator[Finding]:
    """The specs of one team take more accelerators together than its quota.

    ## What it does
    Adds up, over all specs of a run with the same label `team`, the accelerators of all replicas
    (`count` times `maxReplicas`), and compares the sum with the quota.

    ## Why it matters
    Each spec may be reasonable, and all of them together do not start: the scheduler has nothing left for the
    last one, which is seldom the least important.

    ## Bad
    ```yaml
    metadata: {labels: {team: assistants}}
    spec:
      runtime: {accelerator: {count: 8}}
      operations: {scaling: {minReplicas: 2, maxReplicas: 9}}
    ```

    ## Good
    ```yaml
    metadata: {labels: {team: assistants}}
    spec: {operations: {scaling: {minReplicas: 2, maxReplicas: 9}}}
    ```

    ## Options
    - `accelerators` (64): accelerators that all specs of one team may take together

    ## Sources
    - The capacity plan of the platform team
    """
    quota = options.whole("accelerators")
    teams: defaultdict[str, list[tuple[Document, int]]] = defaultdict(list)
    for document in project.documents:
        spec = Deployment(document, project.knowledge).spec
        scaling = spec.operations.scaling
        replicas = scaling.max_replicas or scaling.min_replicas or 1
        if team := spec.metadata.labels.get("team"):
            teams[team].append((document, replicas * (spec.runtime.accelerator.count or 1)))
    for team, specs in sorted(teams.items()):
        taken = sum(count for _, count in specs)
        if taken > quota:
            largest, count = max(specs, key=lambda each: each[1])
            yield finding(
                Place("/metadata/labels/team", document=largest),
                f"Team {team} takes {taken} accelerators, and its quota is {quota}. This spec takes {count}.",
                related=[
                    (Place("/metadata/labels/team", document=other), f"takes {count}")
                    for other, count in specs
                    if other is not largest
                ],
                help="lower maxReplicas here",
            )
