"""MS308."""

from __future__ import annotations

import re
from collections.abc import Iterator

from modelspec_lint.knowledge_base import KnowledgeBase
from modelspec_lint.linter import Deployment, Finding, Severity, finding, printable, rule
from modelspec_lint.rules.fields import FAMILY, MODEL_ID

_PARTS = re.compile(r"[a-z]+|[0-9]+")
_WORD = re.compile(r"[a-z]{2,}")
_VERSION = r"[-_. ]?v?[-_ ]?([a-z]?[-_ ]?[0-9]+(?:[._][0-9]+)*)(?![0-9]|[._][0-9]|[bm](?![a-z])|x[0-9])"
"""A version right after a name (``llama-3.1``, ``deepseek-r1``); a size (``7b``, ``8x7b``) is none."""


@rule(
    "MS308",
    "family-mismatch",
    severity=Severity.WARNING,
    tags=("identity", "contradiction"),
    fields=(FAMILY, MODEL_ID),
    certainty="high",
)
def family_mismatch(deployment: Deployment) -> Iterator[Finding]:
    """The declared family is not the one that the model belongs to.

    ## What it does
    Compares `model.family` with what is known of the model: its family, its names and its architecture.
    Spelling does not matter (`llama3`, `Llama 3`), nor does a wider family (`llama` or `llama-3` for Llama
    3.1), nor the family of the architecture that a fine-tune has. Families that nobody knows are left
    alone.

    ## Why it matters
    Chat templates, tokenizers, licences and policies are picked by family. A spec that was copied from
    another model and says so only here passes reviews that it should not.

    ## Bad
    ```yaml
    spec:
      identity:
        model:
          family: llama-2
    ```

    ## Good
    ```yaml
    spec:
      identity:
        model:
          family: llama3
    ```

    ## Options
    None.

    ## Sources
    - The families of the models that are known, with their own sources: `knowledge_base/facts/models/`
    """
    declared, match = deployment.spec.model.family, deployment.model
    if not declared or match is None or match.fact is None:
        return
    model, asked = match.fact, declared.casefold()
    named = f"{model.family} {model.id}".casefold()
    called = " ".join((named, match.name.casefold(), *model.aliases))
    architecture = (model.architecture or "").casefold()
    if _plain(asked) in _plain(f"{called} {architecture}"):
        return
    shared = [word for word in _WORD.findall(asked) if word in called or word in architecture]
    if shared:
        if all(_may_be(word, asked, named, architecture) for word in shared):
            return
    elif not _is_known(asked, deployment.knowledge):
        return
    yield finding(
        FAMILY,
        f"The family is '{printable(declared, 60)}', but {model.id} is of the family {model.family}.",
        related=[(MODEL_ID, f"of the family {model.family}")],
        help=f"family: {model.family}",
    )


def _may_be(word: str, asked: str, named: str, architecture: str) -> bool:
    """Whether the version that follows the word in the declared family can be that of the model."""
    versions = _versions(word, asked)
    if not versions:
        return True
    known, built = _versions(word, named), _versions(word, architecture)
    if any(own.startswith(version) for version in versions for own in known | built):
        return True
    # an architecture is older than what is built on it: Qwen2.5 is a Qwen2ForCausalLM
    return not known and (not built or any(version.startswith(own) for version in versions for own in built))


def _versions(word: str, text: str) -> set[str]:
    return {re.sub(r"[^a-z0-9]", "", found) for found in re.findall(re.escape(word) + _VERSION, text)}


def _plain(family: str) -> str:
    return re.sub(r"[^a-z0-9]", "", family.casefold())


def _is_known(asked: str, knowledge: KnowledgeBase) -> bool:
    """Whether models that are known are called by this family."""
    spoken = _PARTS.findall(asked)
    named = (
        identifier
        for identifier in knowledge.models.ids()
        if _PARTS.findall(identifier.rpartition("/")[2].casefold())[: len(spoken)] == spoken
    )
    return any(_PARTS.findall(knowledge.models.get(each).family)[:1] == spoken[:1] for each in named)
