"""What the names of a model's artifacts say by themselves: formats and sizes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from modelspec_lint.knowledge_base import KnowledgeBase, Match, Model, Precision
from modelspec_lint.linter import Deployment
from modelspec_lint.rules.fields import MODEL_ID, MODEL_URI

_SIZE = re.compile(r"(?<![a-z0-9.])((?:[0-9]+x)?[0-9]+(?:\.[0-9]+)?)b(?![a-z0-9])")
_REVISION = re.compile(r"[@#?].*\Z|/(?:tree|blob|resolve|raw)/.*\Z", re.DOTALL)
_FILE = re.compile(r"\.(?:gguf|safetensors|bin|pt|pth|onnx|tar|tar\.gz)\Z")
_PART = re.compile(r"[-_. ]")
_LONGEST = 6
_GGUF = "gguf"
_MAKER = "meta-"
"""Some repositories of one model begin with it, others do not."""
_ALIKE = 1.02
"""Parameter counts whose ratio is below this are those of one size."""


class Named(NamedTuple):
    """A format that a name says, which name that is, and where it stands."""

    precision: Precision
    name: str
    place: str


def named_precision(deployment: Deployment) -> Named | None:
    """Return the quantised format that the URI of the weights names, or else the model's id."""
    model = deployment.spec.model
    for name, place in ((model.model_uri, MODEL_URI), (model.id, MODEL_ID)):
        precision = _format(name, deployment) if name else None
        if precision is not None and precision.bits < 16:
            return Named(precision, name or "", place)
    return None


def _format(name: str, deployment: Deployment) -> Precision | None:
    knowledge = deployment.knowledge
    hint = knowledge.models.resolve(name).precision_hint
    if hint is not None and (hint != "gguf-4bit" or "ollama" in _engine(deployment)):
        return knowledge.precisions.get(hint)  # a tag without a precision says one only to Ollama
    bare = _REVISION.sub("", name.casefold()).rstrip("/").rpartition("/")[2]
    found = _ending(_FILE.sub("", bare), knowledge)
    if found is None and bare.endswith(".gguf"):
        return knowledge.precisions.get(_GGUF)
    return found


def _engine(deployment: Deployment) -> str:
    engine = deployment.engine.fact if deployment.engine else None
    return engine.id if engine else ""


def names_format(name: str, precision: Precision) -> bool:
    """Whether a format is among those that a name says: ``Hy3-NVFP4-FP8`` says two."""
    words = set(_PART.split(_REVISION.sub("", name.casefold()).rstrip("/").rpartition("/")[2]))
    return not words.isdisjoint((precision.id, *(each.casefold() for each in precision.aliases)))


def _ending(name: str, knowledge: KnowledgeBase) -> Precision | None:
    """Return the format that stands at the end of a name, the longest spelling first."""
    for ending in _endings(name):
        answer = knowledge.precisions.names.find(ending)
        if answer is not None and len(answer.ids) == 1:
            return knowledge.precisions.get(answer.ids[0])
    return None


def _endings(name: str) -> Iterator[str]:
    starts = [match.end() for match in _PART.finditer(name)][-_LONGEST:]
    yield from (name[start:] for start in starts)


def named_sizes(name: str) -> frozenset[str]:
    """Return the sizes in billions of parameters that the last two parts of a name say: ``8``, ``8x7``."""
    bare = _REVISION.sub("", name.casefold()).rstrip("/")
    return frozenset(_SIZE.findall("/".join(bare.split("/")[-2:])))


def named_difference(match: Match[Model], found: Match[Model], knowledge: KnowledgeBase) -> bool:
    """Whether two names mean models that are more than variants which a short name leaves open.

    Those are a base model and what was tuned from it: ``llama-3-8b`` is written for both. Full ids of models
    that differ are a difference, a folder's name is not; nor is another format of the same weights.
    """
    one, other = match.fact, found.fact
    if one is None or other is None or one.id == other.id or _are_repackaged(one, other, knowledge):
        return False
    if max(one.parameters, other.parameters) > _ALIKE * min(one.parameters, other.parameters):
        return True
    return one.family != other.family or all(
        "/" in each.name and each.certainty != "derived" for each in (match, found)
    )


def _are_repackaged(one: Model, other: Model, knowledge: KnowledgeBase) -> bool:
    """Whether two ids are of the same weights in different formats: they differ by what names the format."""
    if one.precision == other.precision or one.architecture != other.architecture:
        return False
    return _without_format(one, knowledge) == _without_format(other, knowledge)


def _without_format(model: Model, knowledge: KnowledgeBase) -> str:
    bare = model.id.rpartition("/")[2].casefold().removeprefix(_MAKER)
    for ending in _endings(bare):
        answer = knowledge.precisions.names.find(ending)
        if answer is not None and model.precision in answer.ids:
            return bare[: -len(ending)].rstrip("-_. ")
    return bare
