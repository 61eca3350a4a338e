"""What an override is for: files by pattern, specs by what they declare."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import field
from typing import TYPE_CHECKING, Any

from modelspec_lint.linter.config.patterns import Patterns
from modelspec_lint.linter.nearest import plain
from modelspec_lint.linter.record import record

if TYPE_CHECKING:
    from modelspec_lint.linter.deployment import Deployment

KINDS = ("task", "framework", "vendor", "family")
"""What of a spec a selector names, beside its labels."""


@record
class Condition:
    """Files and specs. ``labels`` and ``names`` are the accepted values, by label and by kind."""

    files: Patterns | None = None
    labels: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    names: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def selects(self) -> bool:
        """Whether it asks what a spec declares."""
        return bool(self.labels or self.names)

    def of_file(self, path: str) -> bool:
        """Whether it holds for a file (a real path), whatever is declared in it."""
        return self.files is None or self.files.match(path)

    def of_spec(self, deployment: Deployment) -> bool:
        """Whether it holds for what a spec declares."""
        labels = deployment.spec.metadata.labels
        return all(labels.get(name) in wanted for name, wanted in self.labels.items()) and all(
            any(_declares(deployment, kind, each) for each in wanted) for kind, wanted in self.names.items()
        )


def vendor_of(text: str) -> str:
    """Take the name out of a vendor's spelling: ``NVIDIA Corporation``, ``nvidia.com/gpu``."""
    return re.split(r"[^a-z0-9]+", text.strip().casefold(), maxsplit=1)[0]


def _declares(deployment: Deployment, kind: str, wanted: str) -> bool:
    """Whether a spec declares a name of a kind, in any of its spellings."""
    model, knowledge = deployment.spec.model, deployment.knowledge
    if kind == "task":
        return _same(wanted, model.task, deployment.workload, knowledge.workloads.resolve)
    if kind == "framework":
        return _same(wanted, model.framework, deployment.engine, knowledge.engines.resolve)
    if kind == "family":
        fact = deployment.model.fact if deployment.model else None
        return plain(wanted) in {plain(each) for each in (model.family, fact and fact.family) if each}
    declared = deployment.spec.runtime.accelerator.vendor
    if declared:
        return vendor_of(declared) == vendor_of(wanted)
    makers = {each.vendor for each in deployment.accelerator.facts} if deployment.accelerator else set()
    return makers == {vendor_of(wanted)}


def _same(wanted: str, declared: str | None, match: Any, resolve: Any) -> bool:
    if declared is None:
        return False
    if plain(declared) == plain(wanted):
        return True
    meant = resolve(wanted).fact
    return meant is not None and match is not None and match.fact is not None and match.fact.id == meant.id
