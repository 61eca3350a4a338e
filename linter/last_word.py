"""The last word on a finding: packs may change it, one after the other, and none can lose it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from modelspec_lint.linter.deployment import Deployment
from modelspec_lint.linter.finding import Finding
from modelspec_lint.linter.finding_faults import fault
from modelspec_lint.linter.guard import Failed, Guard
from modelspec_lint.linter.hookspecs import LAST_WORD
from modelspec_lint.linter.plugins import Packs
from modelspec_lint.linter.verdicts import Pack

if TYPE_CHECKING:
    from modelspec_lint.linter.document import Document


class LastWord:
    """Asks the hooks of packs, in the order of the packs; each is given what those before it made."""

    def __init__(self, packs: Packs, guard: Guard) -> None:
        found = {each.plugin_name: each for each in packs.hooks.hook.modelspec_finding.get_hookimpls()}
        order = {pack.name: number for number, pack in enumerate(packs.loaded)}
        by_name = {pack.name: pack for pack in packs.loaded}
        last = len(order)
        self._hooks = [
            (by_name.get(name) or Pack(name, "unknown", ""), found[name])
            for name in sorted(found, key=lambda name: (order.get(name, last), name))
        ]
        self._guard = guard
        self._failed: dict[str, Document] = {}

    def on(self, finding: Finding, deployment: Deployment) -> tuple[Finding, list[tuple[Pack, Failed]]]:
        """Return the finding as it is told, and which packs failed on it.

        A hook that failed on a document is not asked about it again: one failure tells it all. What a finding
        hides stays hidden, whatever becomes of it.
        """
        failed = []
        for pack, hook in self._hooks:
            if self._failed.get(pack.name) is deployment.document:
                continue
            given = {"finding": finding, "deployment": deployment}
            arguments = [given[name] for name in hook.argnames]
            try:
                changed = self._asked(pack, hook.function, arguments, deployment)
            except Failed as failure:
                self._failed[pack.name] = deployment.document
                failed.append((pack, failure))
                continue
            if changed is not None:
                finding = replace(changed, hides=finding.hides)
        return finding, failed

    def _asked(self, pack: Pack, function: Any, arguments: list[object], deployment: Deployment) -> Any:
        what = f"hook {LAST_WORD} of pack {pack.name} {pack.version}"
        changed = self._guard.call(lambda: function(*arguments), what, deployment)
        wrong = None if changed is None else fault(changed)
        if wrong is None and changed is not None and not isinstance(changed, Finding):
            wrong = f"{type(changed).__name__}, not a finding"
        if wrong is not None:
            raise Failed(TypeError(f"the hook gave {wrong}"))
        return changed
