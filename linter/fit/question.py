"""What is asked: a declaration, from a spec or from flags, and the requests that it is to serve."""

from __future__ import annotations

from dataclasses import dataclass, replace

from modelspec_lint.knowledge_base import (
    Binding,
    Declaration,
    KnowledgeBase,
    LocalCheckpoint,
    MemoryRequest,
    Model,
    Undecided,
    Workload,
    bind,
)
from modelspec_lint.linter.declared import declared
from modelspec_lint.linter.deployment import Deployment
from modelspec_lint.linter.fit.answer import Unknown, asked
from modelspec_lint.linter.tokens import Tokens, tokens_of


@dataclass(frozen=True, slots=True)
class Question:
    """What is declared, bound to facts. ``name`` and ``place`` say which spec it is from, if one.

    ``input_tokens`` and ``output_tokens`` are those that are declared, by flag or annotation. ``blocked``
    says why the question cannot be put, where something in the spec stands in its way.
    """

    binding: Binding
    name: str | None = None
    place: str | None = None
    task: str | None = None
    input_tokens: int | None = None
    output_tokens: int | None = None
    blocked: Unknown | None = None

    @property
    def request(self) -> MemoryRequest:
        """The question to the arithmetic of memory; raises :class:`Undecided`."""
        if self.blocked is not None:
            raise Undecided(self.blocked.reason, self.blocked.field)
        return self.binding.memory_request

    @property
    def declaration(self) -> Declaration:
        """What is declared, in the names that were used."""
        return self.binding.declaration

    @property
    def workload(self) -> Workload | None:
        """What the task's typical request looks like: the declared task, else the model's own."""
        known, model = self.binding.knowledge.workloads, self._model
        for name in (self.task, model.task if model else None):
            found = known.resolve(name).fact if name else None
            if found is not None:
                return found
        return None

    @property
    def _model(self) -> Model | None:
        checkpoint = asked(lambda: self.binding.checkpoint)
        if isinstance(checkpoint, LocalCheckpoint):
            return checkpoint.model
        return self.binding.model.fact if self.binding.model else None

    def tokens(self, length: int | None) -> Tokens:
        """Return the tokens of a request: declared, else those of the task, within ``length``."""
        return tokens_of(self.workload, self._model, (self.input_tokens, self.output_tokens), length)


def question_of(
    deployment: Deployment, changes: dict[str, object], tokens: tuple[int | None, int | None] = (None, None)
) -> Question:
    """Read a spec as a question; ``changes`` are fields of the declaration that flags set instead.

    What the spec declares in a way that cannot be followed blocks the question.
    """
    settings, document, spec = deployment.settings, deployment.document, deployment.spec
    blocked = None
    try:
        declaration = declared(deployment)
    except Undecided as undecided:
        blocked = Unknown(undecided.reason, undecided.field)
        declaration = Declaration(
            model=spec.model.id, accelerator=spec.runtime.accelerator.type, engine=spec.model.framework
        )
    declaration = replace(declaration, **changes)  # type: ignore[arg-type]  # by the flags' own types
    return Question(
        bind(declaration, deployment.knowledge),
        name=document.name,
        place=f"{document.file.path}:{document.span('', 'key').line}",
        task=spec.model.task if "model" not in changes else None,
        input_tokens=tokens[0] or settings.input_tokens,
        output_tokens=tokens[1] if tokens[1] is not None else settings.output_tokens,
        blocked=blocked,
    )


def question_of_flags(
    knowledge: KnowledgeBase, declaration: Declaration, tokens: tuple[int | None, int | None] = (None, None)
) -> Question:
    """Put the question that flags alone make."""
    return Question(bind(declaration, knowledge), input_tokens=tokens[0], output_tokens=tokens[1])
