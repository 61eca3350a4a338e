"""What an engine's name means: an id, an alias, or one of them with a version, a remark or a path."""

from __future__ import annotations

import re

from modelspec_lint.knowledge_base.names import Answer, Names

_REMARK = re.compile(r"\s*[(\[].*\Z", re.DOTALL)
_VERSION = re.compile(
    r"(?i)(?:\s*(?:[=~><]=|[=@:])\s*|\s+|[-_]|(?<=[a-z]))(?:version\s*)?v?([0-9]+(?:\.[0-9]+)+[a-z0-9.+-]*)\Z"
)


def resolve_engine(names: Names, name: str) -> Answer:
    """Find the engine that a name means: ``vllm==0.6.3``, ``vllm/vllm-openai:v0.9.0``, ``vLLM (remark)``."""
    text = name.strip()
    found = names.find(text)
    if found is not None:
        return found
    bare = _REMARK.sub("", text)
    said = _VERSION.search(bare)
    version = said[1] if said else None
    if said is not None:
        bare = bare[: said.start()]
    for candidate in (bare, bare.rpartition("/")[2]):
        found = names.find(candidate) if candidate else None
        if found is not None and found.certainty != "ambiguous":
            extra = f", version {version}" if version else ""
            reason = f"{name!r} says {found.ids[0]!r}{extra}."
            return found._replace(certainty="derived", reason=reason, version_hint=version)
    return names.unknown(name)
