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
    configured: tuple[int | None, int | None] = (None, None),
) -> Tokens:
    """Return the tokens of a request: those that are ``declared`` (in, out), else as ``configured`` or usual.

    What the spec itself does not declare is assumed, whoever says it: configuration in place of what its task
    usually has. What is assumed is cut to ``length``. Raises :class:`Undecided` where nobody says it.
    """
    prompt, answer = declared
    generates = workload is None or workload.execution == "generate"
    assumed = []
    from_configuration = []
    if prompt is None and configured[0] is not None:
        prompt = configured[0]
        from_configuration.append("input")
    if answer is None and configured[1] is not None and (generates or _writes_unknown(workload, model)):
        answer = configured[1]
        from_configuration.append("output")
    if workload is None and None in (prompt, answer):
        raise Undecided("how long a request is: neither its tokens nor a known task is declared")
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
    if not assumed and not from_configuration:
        return Tokens(prompt, answer, "declared", declared=True)
    source = _source(workload, assumed, from_configuration)
    if length is not None and prompt + answer > length:
        prompt, answer = _within(prompt, answer, length)
        source += f", cut to the length of {length:,}"
    return Tokens(prompt, answer, source)


def _source(workload: Workload | None, assumed: list[str], configured: list[str]) -> str:
    """Say where the tokens are known from that the spec does not declare, and that it declares the others."""
    said = []
    if assumed:
        said.append((assumed, f"assumed for {workload.name.lower() if workload else 'the task'}"))
    if configured:
        said.append((configured, "as configured"))
    if len(assumed) + len(configured) == 1:
        (names, how), *_ = said
        return f"{names[0]} {how}, the other declared"
    if len(said) == 1:
        return said[0][1]
    return ", ".join(f"{names[0]} {how}" for names, how in said)


def _writes_unknown(workload: Workload | None, model: Model | None) -> bool:
    """Whether the model writes tokens, but how many of them the task takes is not known (speech)."""
    return workload is not None and workload.execution == "window" and bool(model and model.cache)


def _within(prompt: int, answer: int, length: int) -> tuple[int, int]:
    """Shorten both in proportion until they fit into ``length``; each keeps a token where it had one."""
    prompt = max(1, prompt * length // (prompt + answer))
    return prompt, max(min(1, answer), length - prompt) if answer else 0
