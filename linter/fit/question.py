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


@dataclass(frozen=True, slots=True)
class Tokens:
    """How long a request's prompt and answer are, in tokens, and where that is known from."""

    input: int
    output: int
    source: str


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

    @property
    def _writes_unknown(self) -> bool:
        """Whether the model writes tokens, but how many of them the task takes is not known (speech)."""
        model, workload = self._model, self.workload
        return workload is not None and workload.execution == "window" and bool(model and model.cache)

    def tokens(self, length: int | None) -> Tokens:
        """Return the tokens of a request: declared, else those of the task, within ``length``."""
        workload = self.workload
        if workload is None and None in (self.input_tokens, self.output_tokens):
            raise Undecided("how long a request is: neither its tokens nor a known task is declared")
        generates = workload is None or workload.execution == "generate"
        prompt, answer = self.input_tokens, self.output_tokens
        assumed = []
        if prompt is None:
            prompt = (workload.input_tokens if workload else None) or 1
            assumed.append("input")
        if answer is None and self._writes_unknown:
            raise Undecided(
                f"how many tokens the answer of {workload.name.lower() if workload else 'the task'} has"
            )
        if answer is None:
            answer = (workload.output_tokens if workload and generates else None) or (1 if generates else 0)
            assumed.append("output")
        if not assumed:
            return Tokens(prompt, answer, "declared")
        source = f"assumed for {workload.name.lower() if workload else 'the task'}"
        if len(assumed) == 1:
            source = f"{assumed[0]} {source}, the other declared"
        if length is not None and prompt + answer > length:
            prompt, answer = _within(prompt, answer, length)
            source += f", cut to the length of {length:,}"
        return Tokens(prompt, answer, source)


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


def _within(prompt: int, answer: int, length: int) -> tuple[int, int]:
    """Shorten both in proportion until they fit into ``length``; each keeps a token where it had one."""
    prompt = max(1, prompt * length // (prompt + answer))
    return prompt, max(min(1, answer), length - prompt) if answer else 0
