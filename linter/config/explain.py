"""Which layer decided: all that is said about one rule and one document, the strongest first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from modelspec_lint.linter.config.decide import Statement, how_bad, option_of, whether_it_runs
from modelspec_lint.linter.config.layer import Config, Layer
from modelspec_lint.linter.config.plan import holds
from modelspec_lint.linter.options import OptionValue
from modelspec_lint.linter.rule import Rule
from modelspec_lint.linter.severity import Severity

if TYPE_CHECKING:
    from modelspec_lint.linter.deployment import Deployment


class Explanation(NamedTuple):
    """What decides about a rule; of each list of statements the first is in force.

    ``document`` names the document (``None``: the file as a whole); ``idle`` are the overrides that do not
    hold for it, and which it asks for what the file or the spec is not.
    """

    rule: Rule
    document: str | None
    governed_by: tuple[str, ...]
    runs: tuple[Statement[bool], ...]
    severity: tuple[Statement[Severity], ...]
    options: Mapping[str, tuple[Statement[OptionValue], ...]]
    unsuppressable: Statement[bool] | None
    idle: tuple[Layer, ...]


def explain_rule(
    rule: Rule,
    config: Config | None,
    path: str,
    deployment: Deployment | None,
    *,
    below: Sequence[Layer] = (),
    above: Layer,
) -> Explanation:
    """Say what decides about a rule in a document (without one: in a file as a whole), at a real path."""
    layers = config.layers if config else ()
    holding = [layer for layer in layers if holds(layer, path, deployment)]
    stack = (*below, *holding, above)
    locked = config.unsuppressable.get(rule.code) if config else None
    return Explanation(
        rule=rule,
        document=deployment.document.name if deployment else None,
        governed_by=tuple(reversed(config.files)) if config else (),
        runs=tuple(whether_it_runs(rule, stack)),
        severity=tuple(how_bad(rule, stack)),
        options={option.name: tuple(option_of(rule, option, stack)) for option in rule.options},
        unsuppressable=Statement("unsuppressable", True, locked.said, locked.at) if locked else None,
        idle=tuple(layer for layer in layers if layer not in holding),
    )
