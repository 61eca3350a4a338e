"""A deployment: a spec bound to facts. Which model, accelerator, precision and engine were meant."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal

from modelspec_lint.knowledge_base import (
    LEFT_TO_ENGINE,
    Accelerator,
    Engine,
    KnowledgeBase,
    Match,
    Memory,
    MemoryRequest,
    Model,
    Precision,
    WayOut,
    Workload,
    bind,
    estimate_memory,
    ways_out,
)
from modelspec_lint.linter.broken import BrokenFields
from modelspec_lint.linter.declared import declared
from modelspec_lint.linter.latency_request import latency_request, loosened_by
from modelspec_lint.linter.settings import Settings, declared_in_environment, read_settings
from modelspec_lint.linter.spec import Spec, read_spec
from modelspec_lint.linter.tokens import Tokens, tokens_of

if TYPE_CHECKING:
    from modelspec_lint.knowledge_base import Latency
    from modelspec_lint.linter.document import Document

_PRODUCTION = re.compile(r"(prod|production|prd|live)([-_.].*)?\Z", re.IGNORECASE | re.DOTALL)
_NOTHING: Mapping[str, tuple[str, str]] = MappingProxyType({})
_STAGE_LABELS = ("environment", "env", "stage", "tier")


class Deployment:
    """One document's spec, with what the knowledge base knows of it. Computed once, when first asked for."""

    document: Document
    knowledge: KnowledgeBase
    always_production: bool
    """Whether the profile takes every spec for one of production."""
    configured_tokens: tuple[int | None, int | None]
    """Tokens in and out of a request, as configuration has them where the spec does not."""

    def __init__(self, document: Document, knowledge: KnowledgeBase) -> None:
        self.__dict__.update(document=document, knowledge=knowledge)
        self.judge(production=False, tokens=(None, None))

    def __setattr__(self, name: str, value: object) -> None:
        """Refuse: rules after this one are shown the same deployment."""
        raise AttributeError(f"a deployment is not changed, and {name} was to be set")

    def judge(self, *, production: bool, tokens: tuple[int | None, int | None]) -> None:
        """Take over what a policy says of every spec, before any rule sees it."""
        self.__dict__.update(always_production=production, configured_tokens=tokens)

    def forget(self) -> None:
        """Let go of all that was computed, because the document is read anew."""
        kept = ("document", "knowledge", "always_production", "configured_tokens")
        for name in [each for each in self.__dict__ if each not in kept]:
            del self.__dict__[name]

    @cached_property
    def spec(self) -> Spec:
        """The typed view of the document."""
        return read_spec(self.document.data)

    @cached_property
    def broken(self) -> BrokenFields:
        """Fields that cannot be read as they were meant, because a structure finding stands on them."""
        return BrokenFields(self.document)

    @cached_property
    def settings(self) -> Settings:
        """What the document's ``modelspec-lint/`` annotations declare."""
        return read_settings(self.spec.metadata.annotations)

    @cached_property
    def environment(self) -> Mapping[str, tuple[str, str]]:
        """Engine settings in the environment: setting -> (value, variable)."""
        engine = self.engine.fact if self.engine else None
        if engine is None or not self.spec.runtime.variables:
            return _NOTHING
        found = declared_in_environment(
            self.spec.runtime.variables, engine.facts.get("environment", {}), engine.facts.get("flags", {})
        )
        return MappingProxyType(found)

    @cached_property
    def production(self) -> bool:
        """Whether a label, or the profile, says that this is a production deployment."""
        labels = self.spec.metadata.labels
        labelled = any(_PRODUCTION.match(labels.get(name, "").strip()) for name in _STAGE_LABELS)
        return labelled or self.always_production

    @cached_property
    def model(self) -> Match[Model] | None:
        """Which model the spec's ``id`` means; ``None`` when it declares none."""
        name = self.spec.model.id
        return self.knowledge.models.resolve(name) if name else None

    @cached_property
    def accelerator(self) -> Match[Accelerator] | None:
        """Which accelerator the spec's ``type`` means; ``None`` when it declares none."""
        name = self.spec.runtime.accelerator.type
        return self.knowledge.accelerators.resolve(name) if name else None

    @cached_property
    def precision(self) -> Match[Precision] | None:
        """Which precision the spec declares; ``None`` when it declares none, or leaves it to the engine."""
        name = self.spec.model.precision
        left = not name or name.casefold() == LEFT_TO_ENGINE
        return None if left else self.knowledge.precisions.resolve(name or "")

    @cached_property
    def engine(self) -> Match[Engine] | None:
        """Which serving engine the spec's ``framework`` means; ``None`` when it declares none."""
        name = self.spec.model.framework
        return self.knowledge.engines.resolve(name) if name else None

    @cached_property
    def workload(self) -> Match[Workload] | None:
        """Which workload the spec's ``task`` means; ``None`` when it declares none."""
        name = self.spec.model.task
        return self.knowledge.workloads.resolve(name) if name else None

    @cached_property
    def memory_request(self) -> MemoryRequest:
        """The question that the spec asks of the arithmetic; raises ``Undecided`` where it cannot be put."""
        return bind(declared(self), self.knowledge).memory_request

    @cached_property
    def memory(self) -> Memory:
        """What the deployment needs of each accelerator's memory; raises ``Undecided`` like its terms."""
        return estimate_memory(self.memory_request)

    def ways_out(self, need: Literal["load", "start", "batch"]) -> tuple[WayOut, ...]:
        """Changes after which the deployment fits, each recomputed."""
        return ways_out(self.memory_request, self.knowledge, need)

    @cached_property
    def tokens(self) -> Tokens:
        """How long a request is: by annotation, else as the task's usually are; or ``Undecided``."""
        declared_tokens = (self.settings.input_tokens, self.settings.output_tokens)
        workload = self.workload.fact if self.workload else None
        length = self.spec.runtime.batch.max_sequence_length_tokens
        model = self.memory_request.model
        return tokens_of(workload, model, declared_tokens, length, self.configured_tokens)

    @cached_property
    def latency(self) -> Latency:
        """Times and rate of the usual request, alone on a replica; raises ``Undecided`` like its terms."""
        return self.latency_of(self.tokens.input, self.tokens.output)

    def latency_of(self, input_tokens: float, output_tokens: float, concurrency: float = 1.0) -> Latency:
        """Estimate requests of another size, or with others in flight; or ``Undecided``."""
        from modelspec_lint.knowledge_base import estimate_latency  # few specs ask for times

        asked = (input_tokens, output_tokens, concurrency)
        if asked not in self._latencies:
            self._latencies[asked] = estimate_latency(latency_request(self, *asked))
        return self._latencies[asked]

    @cached_property
    def _latencies(self) -> dict[tuple[float, float, float], Latency]:
        return {}

    @cached_property
    def loosened_by(self) -> str | None:
        """The variable that declares something under which the bounds of physics do not hold as they are."""
        return loosened_by(self)
