"""A plan for files that configuration governs: each document is judged by the layers that hold for it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from modelspec_lint.linter.config.decide import may_run, option_of, profile_in_force, runs
from modelspec_lint.linter.config.layer import Config, Layer
from modelspec_lint.linter.plan import Judging
from modelspec_lint.linter.policy import Policy
from modelspec_lint.linter.rule import Rule
from modelspec_lint.linter.severity import Severity

if TYPE_CHECKING:
    from modelspec_lint.linter.deployment import Deployment
    from modelspec_lint.linter.document import SourceFile

Governed = Callable[[Path | None], tuple[Config | None, str]]
"""From where a file is (``None``: nowhere, as standard input) to what governs it, and its real path."""


class ConfigPlan:
    """Judges by configuration, between ``below``, the packs, and ``above``, the command line.

    ``configs`` are those that govern files of the run, ``None`` among them where some are governed by none.
    """

    def __init__(
        self,
        governed: Governed,
        configs: Iterable[Config | None],
        rules: Iterable[Rule],
        *,
        below: Sequence[Layer] = (),
        above: Layer,
    ) -> None:
        self._governed = governed
        self._below = tuple(below)
        self._above = above
        self._rules = tuple(rules)
        self._judgings: dict[tuple[Path | None, tuple[int, ...]], Judging] = {}
        stacks = [(*below, *(config.layers if config else ()), above) for config in configs]
        self._codes = frozenset(
            rule.code for rule in self._rules if any(may_run(rule, stack) for stack in stacks)
        )

    @property
    def codes(self) -> frozenset[str]:
        """All rules that may run anywhere."""
        return self._codes

    def of(self, source: SourceFile, deployment: Deployment | None) -> Judging:
        """Return how a document is judged; without a deployment, how its file is."""
        config, path = self._governed(source.absolute)
        layers = config.layers if config else ()
        holding = tuple(number for number, layer in enumerate(layers) if holds(layer, path, deployment))
        key = (config.path if config else None, holding)
        judging = self._judgings.get(key)
        if judging is None:
            stack = (*self._below, *(layers[number] for number in holding), self._above)
            judging = self._judgings[key] = judging_by(stack, self._rules, config)
        return judging


def holds(layer: Layer, path: str, deployment: Deployment | None) -> bool:
    """Whether a layer holds for a document, or without one for its file, where it asks no more than that."""
    when = layer.when
    if when is None:
        return True
    if not when.of_file(path):
        return False
    return not when.selects or (deployment is not None and when.of_spec(deployment))


def judging_by(layers: Sequence[Layer], rules: Iterable[Rule], config: Config | None) -> Judging:
    """Return how a document is judged for which all of the layers hold, weakest first."""
    rules = tuple(rules)
    profile = profile_in_force(layers)
    severities = {code: said.value for layer in layers for code, said in layer.severities.items()}
    configured = {code for layer in layers for code in layer.options}
    return Judging(
        codes=frozenset(rule.code for rule in rules if runs(rule, layers)),
        policy=Policy(
            options={
                rule.code: {
                    option.name: next(option_of(rule, option, layers)).value for option in rule.options
                }
                for rule in rules
                if rule.code in configured
            },
            severities=severities,
            production=profile is not None and profile.value.production,
            notes_as=Severity.WARNING
            if profile is not None and profile.value.notes_are_warnings
            else Severity.NOTE,
            tokens=(
                config.input_tokens.value if config and config.input_tokens else None,
                config.output_tokens.value if config and config.output_tokens else None,
            ),
        ),
        unsuppressable=frozenset(config.unsuppressable) if config else frozenset(),
        reasons_required=profile is not None and profile.value.reasons_required,
    )
