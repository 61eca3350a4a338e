"""What an accelerator's name means: product names, node labels, MIG slices, time slicing, slice topologies.

Labels follow ``nvidia.com/gpu.product`` of NVIDIA's device plugin, which appends ``-SHARED`` under time
slicing and ``-MIG-1g.10gb`` under the single MIG strategy.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from modelspec_lint.knowledge_base.catalogue import Catalogue
from modelspec_lint.knowledge_base.facts import Accelerator
from modelspec_lint.knowledge_base.names import Answer, Names, either, words

_MIG = re.compile(r"(?i)(?:^|[-_./ ])(?:mig[-_. ])?([1-9]g\.[0-9]+gb)((?:\+me|\.me)?)\Z")
_COUNT = re.compile(r"(?i)\A[0-9]+ ?x ?(?=[a-z])|(?: ?[x:] ?[0-9]+)\Z")

_MAKERS = frozenset(
    (
        *("nvidia", "tesla", "geforce", "amd", "instinct", "intel", "habana", "google", "aws", "apple"),
        *("gpu", "cloud", "com", "product"),
    )
)
_GENERATIONS = frozenset(("volta", "turing", "ampere", "ada", "lovelace", "hopper", "blackwell"))
_SOCKETS = frozenset(("sxm", "pcie", "nvl", "oam"))
_SAYS_NOTHING = frozenset(("e", "gpu", "vram", "podslice", "slice", "vf"))


def resolve_accelerator(catalogue: Catalogue[Accelerator], name: str) -> Answer:
    """Find the accelerators that a name may mean."""
    names = catalogue.names
    text = name.strip()
    found = names.find(text)
    if found is not None:
        return found
    if text.casefold().endswith(("-shared", "_shared")):
        return resolve_accelerator(catalogue, text[:-7])._replace(shared=True)
    slice_of = _MIG.search(text)
    if slice_of is not None:
        return _slice(catalogue, text[: slice_of.start()], slice_of[1].lower() + _media(slice_of[2]), name)
    remark = text.find(" (")
    if remark > 0:
        return resolve_accelerator(catalogue, text[:remark])
    if "/" in text:
        several = _alternatives(catalogue, text, name)
        if several is not None:
            return several
    counted = _COUNT.sub("", text, count=1)
    found = names.find(counted) if counted != text else None
    return (
        found
        or _described(catalogue, words(text), name)
        or _described(catalogue, words(counted), name)
        or names.unknown(name)
    )


def _alternatives(catalogue: Catalogue[Accelerator], text: str, name: str) -> Answer | None:
    """Read ``MI350X/MI355X`` as either: every part must be the name of an accelerator."""
    answers = [resolve_accelerator(catalogue, part) for part in text.split("/") if part.strip()]
    if len(answers) < 2 or not all(each.ids for each in answers):
        return None
    ids = tuple(dict.fromkeys(identifier for each in answers for identifier in each.ids))
    return Answer(ids, "ambiguous", f"{name!r} may mean {either(ids)}.") if len(ids) > 1 else answers[0]


def _media(suffix: str) -> str:
    return "+me" if suffix else ""


def _slice(catalogue: Catalogue[Accelerator], whole: str, profile: str, name: str) -> Answer:
    """Find the accelerators that have a MIG profile: of those that the rest of the name means, or of all."""
    rest = [word for word in words(whole) if word not in _MAKERS and word not in ("mig", "/")]
    if rest:
        answer = resolve_accelerator(catalogue, re.sub(r"(?i)[-_. ]mig\Z", "", whole))
        candidates: Sequence[str] = answer.ids
        if not candidates:
            return answer
    else:
        candidates = catalogue.ids()
    ids = tuple(each for each in candidates if _has_profile(catalogue.get(each), profile))
    if not ids:
        return catalogue.names.unknown(
            name, f"No accelerator that {name!r} may mean has a MIG profile {profile}."
        )
    reason = f"{name!r} is the MIG slice {profile} of {either(ids)}."
    return Answer(ids, "derived" if len(ids) == 1 else "ambiguous", reason, mig=profile)


def _has_profile(accelerator: Accelerator, profile: str) -> bool:
    return any(each.name == profile for each in accelerator.mig_profiles)


@dataclass(slots=True)
class _Attributes:
    """What the words after a product's name say of the variant."""

    memory_gb: int | None = None
    sockets: set[str] = field(default_factory=set)
    topology: bool = False


def _described(catalogue: Catalogue[Accelerator], spoken: list[str], name: str) -> Answer | None:
    """Read a name as maker, generation, product, attributes; every word must have a meaning."""
    names = catalogue.names
    generation = None
    while spoken and (spoken[0] in _MAKERS or spoken[0] in _GENERATIONS or spoken[0] == "/"):
        generation = spoken[0] if spoken[0] in _GENERATIONS else generation
        spoken = spoken[1:]
        found = names.find_key("-".join(spoken), name)
        if found is not None:
            return _of_generation(catalogue, found, generation)
    refused = None
    for end in range(len(spoken) - 1, 0, -1):
        found = names.find_key("-".join(spoken[:end]), name)
        attributes = _attributes(spoken[end:])
        if found is not None and attributes is not None:
            fitting = _variants(catalogue, found, attributes, name)
            if fitting.ids:
                return _of_generation(catalogue, fitting, generation)
            refused = refused or fitting
    return refused


def _of_generation(catalogue: Catalogue[Accelerator], found: Answer, generation: str | None) -> Answer | None:
    if generation is None:
        return found
    wanted = "ada" if generation == "lovelace" else generation
    if all(wanted in (catalogue.get(each).architecture or "") for each in found.ids):
        return found
    return None


def _attributes(spoken: list[str]) -> _Attributes | None:
    """Read the words after the product's name; ``None`` when one of them says something else."""
    attributes = _Attributes()
    position = 0
    while position < len(spoken):
        word = spoken[position]
        following = spoken[position + 1] if position + 1 < len(spoken) else ""
        if word.isdigit() and following in ("gb", "g", "gib"):
            attributes.memory_gb = int(word)
            position += 1
        elif word.isdigit() or word == "x":
            attributes.topology = True
        elif word in _SOCKETS:
            attributes.sockets.add(word)
            position += following.isdigit() and word in ("sxm", "nvl")
        elif word == "hbm":
            position += following.isdigit()
        elif word not in _SAYS_NOTHING:
            return None
        position += 1
    return attributes


def _variants(catalogue: Catalogue[Accelerator], found: Answer, attributes: _Attributes, name: str) -> Answer:
    """Keep the variants that have the attributes; no variant is taken when none has them."""
    candidates = [catalogue.get(each) for each in found.ids]
    if attributes.topology and any(each.vendor != "google" for each in candidates):
        return catalogue.names.unknown(name)
    fitting = [each for each in candidates if _has_socket(each, attributes.sockets)]
    if attributes.memory_gb is not None:
        of_memory = [each for each in fitting if each.memory_gb == attributes.memory_gb]
        of_memory = of_memory or [each for each in fitting if _sees(each, attributes.memory_gb)]
        if not of_memory:
            return _slice_by_memory(catalogue.names, fitting, attributes.memory_gb, name)
        fitting = of_memory
    ids = tuple(each.id for each in fitting)
    if not ids:
        return catalogue.names.unknown(name, f"No variant of {either(found.ids)} is as {name!r} says.")
    if len(ids) == 1:
        return Answer(ids, "derived", f"{ids[0]} is the one that {name!r} describes.")
    return Answer(ids, "ambiguous", f"{name!r} may mean {either(ids)}.")


def _has_socket(accelerator: Accelerator, sockets: set[str]) -> bool:
    own = _SOCKETS.intersection(words(accelerator.id))
    return not own or sockets <= own


def _sees(accelerator: Accelerator, memory_gb: int) -> bool:
    """Whether a driver's figure of the memory, cut or rounded, is this one: ``T4 15GB``."""
    return int(accelerator.visible_memory_gib[0]) <= memory_gb <= accelerator.memory_gb


def _slice_by_memory(names: Names, whole: Sequence[Accelerator], memory_gb: int, name: str) -> Answer:
    """Read ``H100_40GB`` as the MIG slice of that memory, where all that have one have the same."""
    ending = f".{memory_gb}gb"
    slices = {
        each.id: {profile.name for profile in each.mig_profiles if profile.name.endswith(ending)}
        for each in whole
    }
    ids = tuple(each for each, profiles in slices.items() if profiles)
    shared = set.intersection(*(slices[each] for each in ids)) if ids else set()
    if not shared:
        reason = f"No variant of {either([each.id for each in whole])} has {memory_gb} GB."
        return names.unknown(name, reason)
    profile = min(shared)
    reason = f"{name!r} is a MIG slice {profile}: no whole accelerator of that name has {memory_gb} GB."
    return Answer(ids, "derived" if len(ids) == 1 else "ambiguous", reason, mig=profile)
