"""What a precision's name means: an id, an alias, or one of them among remarks."""

from __future__ import annotations

import re

from modelspec_lint.knowledge_base.names import Answer, Names, either

_REMARK = re.compile(r"\s*[(\[].*\Z", re.DOTALL)
_SEPARATOR = re.compile(r"[\s,;+/]+")


def resolve_precision(names: Names, name: str) -> Answer:
    """Find the precision that a name means: ``gptq int4 g128 (MTP bf16)`` is ``gptq-int4`` with remarks.

    What stands in brackets is a remark. Of several that are named outside it (``nvfp4 mixed fp8``) none is
    chosen, the one that most weights have standing first.
    """
    found = names.find(name.strip())
    if found is not None:
        return found
    ids: list[str] = []
    words = [word for word in _SEPARATOR.split(_REMARK.sub("", name.strip())) if word]
    start = 0
    while start < len(words):
        for end in range(len(words), start, -1):
            found = names.find(" ".join(words[start:end]))
            if found is not None:
                ids += [each for each in found.ids if each not in ids]
                start = end - 1
                break
        if not ids:  # a name that begins with something else means something else
            return names.unknown(name)
        start += 1
    if not ids:
        return names.unknown(name)
    if len(ids) == 1:
        return Answer((ids[0],), "derived", f"{name!r} says {ids[0]!r}, and more.")
    return Answer(tuple(ids), "ambiguous", f"{name!r} says {either(ids)}.")
