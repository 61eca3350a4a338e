"""How long the requests of a deployment are, in tokens: declared, or as its task's usually are."""

from __future__ import annotations

from dataclasses import dataclass

from modelspec_lint.knowledge_base import Model, Undecided, Workload


@dataclass(frozen=True, slots=True)
class Tokens:
    """How long a request's prompt and answer are, in tokens, and where that is known from."""

    input: int
    output: int
    source: str
    declared: bool = False  # both of them, so that nothing here is assumed


def tokens_of(
    workload: Workload | None,
    model: Model | None,
    declared: tuple[int | None, int | None],
    length: int | None,
) -> Tokens:
    """Return the tokens of a request: those that are ``declared`` (in, out), else those of the task.

    What is assumed is cut to ``length``. Raises :class:`Undecided` where neither says it.
    """
    prompt, answer = declared
    if workload is None and None in declared:
        raise Undecided("how long a request is: neither its tokens nor a known task is declared")
    generates = workload is None or workload.execution == "generate"
    assumed = []
    if prompt is None:
        prompt = (workload.input_tokens if workload else None) or 1
        assumed.append("input")
    if answer is None and _writes_unknown(workload, model):
        raise Undecided(
            f"how many tokens the answer of {workload.name.lower() if workload else 'the task'} has"
        )
    if answer is None:
        answer = (workload.output_tokens if workload and generates else None) or (1 if generates else 0)
        assumed.append("output")
    if not assumed:
        return Tokens(prompt, answer, "declared", declared=True)
    source = f"assumed for {workload.name.lower() if workload else 'the task'}"
    if len(assumed) == 1:
        source = f"{assumed[0]} {source}, the other declared"
    if length is not None and prompt + answer > length:
        prompt, answer = _within(prompt, answer, length)
        source += f", cut to the length of {length:,}"
    return Tokens(prompt, answer, source)


def _writes_unknown(workload: Workload | None, model: Model | None) -> bool:
    """Whether the model writes tokens, but how many of them the task takes is not known (speech)."""
    return workload is not None and workload.execution == "window" and bool(model and model.cache)


def _within(prompt: int, answer: int, length: int) -> tuple[int, int]:
    """Shorten both in proportion until they fit into ``length``; each keeps a token where it had one."""
    prompt = max(1, prompt * length // (prompt + answer))
    return prompt, max(min(1, answer), length - prompt) if answer else 0
