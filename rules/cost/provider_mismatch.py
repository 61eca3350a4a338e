"""MS903."""

from __future__ import annotations

from collections.abc import Iterator

from modelspec_lint.linter import Deployment, Finding, Severity, finding, rule
from modelspec_lint.rules.fields import CLOUD, INSTANCE
from modelspec_lint.rules.machine import cloud_without_accelerators, declared_instance, named_cloud


@rule(
    "MS903",
    "provider-mismatch",
    severity=Severity.ERROR,
    tags=("cost", "contradiction"),
    fields=(CLOUD, INSTANCE),
)
def provider_mismatch(deployment: Deployment) -> Iterator[Finding]:
    """The named instance type is one of another cloud than the named provider.

    ## What it does
    Looks up `pricingHints.instanceType` and compares the cloud that rents it out with `cloudProvider`, whose
    usual names and services (`amazon`, `eks`, `sagemaker`) are understood. Silent where either is not known.

    ## Why it matters
    Nothing of the sort can be ordered there. Prices, quotas and reservations are looked up in the wrong
    place, mostly since a specification was copied from another cloud and changed by half.

    ## Bad
    ```yaml
    spec:
      governance:
        cost:
          pricingHints:
            cloudProvider: gcp
            instanceType: p4de.24xlarge
    ```

    ## Good
    ```yaml
    spec:
      governance:
        cost:
          pricingHints:
            cloudProvider: gcp
            instanceType: a2-ultragpu-1g
    ```

    ## Options
    None.

    ## Sources
    - Instance types by cloud, each with its source: `knowledge_base/facts/instances/`
    - How clouds are called: `knowledge_base/facts/clouds.yaml`
    """
    instance, cloud = declared_instance(deployment), named_cloud(deployment)
    of = instance.cloud if instance is not None else cloud_without_accelerators(deployment)
    if of is None or cloud is None or of == cloud:
        return
    yield finding(
        CLOUD,
        f"{deployment.spec.cost.instance_type} is an instance type of {of}, the provider is "
        f"{deployment.spec.cost.cloud_provider}.",
        related=[(INSTANCE, f"of {of}")],
        help=f"cloudProvider: {of}, or an instance type of {cloud}",
    )
