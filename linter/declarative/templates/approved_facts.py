"""Models and accelerators of which an organisation keeps a list."""

from __future__ import annotations

import fnmatch
import functools
import re
from collections.abc import Callable, Iterator
from typing import Any

from modelspec_lint.knowledge_base import Catalogue, KnowledgeBase, Match, Undecided
from modelspec_lint.linter.declarative.parameters import TEXTS, Given, Parameter
from modelspec_lint.linter.declarative.templates.template import Template, listed, quoted
from modelspec_lint.linter.deployment import Deployment
from modelspec_lint.linter.finding import Finding, finding


def approved_facts(
    word: str,
    field: str,
    example: list[str],
    match: Callable[[Deployment], Match[Any] | None],
    catalogue: Callable[[KnowledgeBase], Catalogue[Any]],
) -> Template:
    """Return the template that holds a field against a list of facts of one kind."""
    plural = f"{word}s"

    def look(deployment: Deployment, given: Given) -> Iterator[Finding]:
        meant, entries = match(deployment), given.texts(plural)
        if meant is None or _any_matches(entries, meant.name):
            return
        approved = _approved(entries, catalogue(deployment.knowledge))
        answers = {fact.id in approved or _any_matches(entries, fact.id) for fact in meant.facts}
        if answers == {True, False} or (answers == {True} and meant.fact is None):
            raise Undecided(f"{meant.name} may mean an approved {word} or another", field)
        if answers != {True}:
            known = f" (that is {meant.fact.id})" if meant.fact and meant.fact.id != meant.name else ""
            message = f"The {word} {quoted(meant.name)}{known} is not approved."
            yield finding(field, message, help=f"approved are {listed(entries)}")

    return Template(
        name=f"approved-{plural}",
        summary=f"The {word} is one of an approved list, whatever it is called.",
        parameters=(
            Parameter(
                plural,
                TEXTS,
                f"Names of {plural}, any that the knowledge base knows; * stands for anything.",
                example=example,
            ),
        ),
        look=look,
        fields=lambda given: (field,),
        says=lambda given: f"Only approved {plural} are used: {listed(given.texts(plural))}.",
    )


@functools.lru_cache(maxsize=64)
def _approved(entries: tuple[str, ...], catalogue: Catalogue[Any]) -> frozenset[str]:
    """Return the ids of the facts that the entries of a list mean, by any of their names."""
    facts = (catalogue.resolve(entry).fact for entry in entries if "*" not in entry)
    return frozenset(fact.id for fact in facts if fact is not None)


def _any_matches(entries: tuple[str, ...], name: str) -> bool:
    folded = name.casefold()
    return any(
        entry.casefold() == folded or ("*" in entry and _glob(entry).match(name) is not None)
        for entry in entries
    )


@functools.lru_cache(maxsize=1024)
def _glob(entry: str) -> re.Pattern[str]:
    """Compile a name in which ``*`` stands for anything; fnmatch's translation never goes back over it."""
    literal = entry.replace("[", "[[]").replace("?", "[?]")
    return re.compile(fnmatch.translate(literal), re.IGNORECASE)


APPROVED_MODELS = approved_facts(
    "model",
    "/spec/identity/model/id",
    ["meta-llama/Llama-3.1-8B-Instruct", "acme/*"],
    lambda deployment: deployment.model,
    lambda knowledge: knowledge.models,
)
APPROVED_ACCELERATORS = approved_facts(
    "accelerator",
    "/spec/runtime/accelerator/type",
    ["h100-sxm5-80gb", "l4"],
    lambda deployment: deployment.accelerator,
    lambda knowledge: knowledge.accelerators,
)
