"""Facts for machines: fields as the knowledge base names them, units in the names."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from modelspec_lint.knowledge_base import FactsCheck, KnowledgeBase, Mistake
from modelspec_lint.linter.cli.kb.found import SINGULAR, Found

VERSION = "1"
"""Of the shape: within a version fields are added, never renamed or removed."""


def found_as_json(found: Found, query: str | None, knowledge: KnowledgeBase) -> str:
    """Write the facts of one catalogue, and what the query was found to mean."""
    return _written(
        {
            **_head(knowledge),
            "catalogue": found.catalogue,
            "query": query,
            "match": _match(found),
            "entries": [asdict(fact) for fact in found.facts],
        }
    )


def facts_as_json(found: list[Found], name: str, knowledge: KnowledgeBase) -> str:
    """Write the facts that a name means, whole."""
    return _written(
        {
            **_head(knowledge),
            "name": name,
            "facts": [
                {"kind": SINGULAR[each.catalogue], "match": _match(each), "fact": asdict(fact)}
                for each in found
                for fact in each.facts
            ],
        }
    )


def check_as_json(check: FactsCheck, knowledge: KnowledgeBase) -> str:
    """Write what a check of the facts found."""
    return _written(
        {
            **_head(knowledge),
            "problems": [asdict(problem) for problem in check.problems],
            "checked": {
                "models": dict(sorted(check.verdicts.items())),
                "accelerators": check.accelerators,
                "instances": check.instances,
            },
            "not_recountable": [
                {"identifier": model.identifier, "reason": model.reason} for model in check.not_recountable
            ],
        }
    )


def mistakes_as_json(mistakes: Sequence[Mistake], files: int, knowledge: KnowledgeBase) -> str:
    """Write what a check of knowledge files found."""
    return _written(
        {**_head(knowledge), "files": files, "mistakes": [mistake._asdict() for mistake in mistakes]}
    )


def _head(knowledge: KnowledgeBase) -> dict[str, str]:
    return {"version": VERSION, "facts_version": knowledge.version, "facts_digest": knowledge.digest}


def _match(found: Found) -> dict[str, Any] | None:
    match = found.match
    if match is None:
        return None
    return {
        "certainty": match.certainty,
        "reason": match.reason,
        "precision": match.precision_hint,
        "mig": match.mig,
        "shared": match.shared,
        "engine_version": match.version_hint,
    }


def _written(value: dict[str, Any]) -> str:
    return json.dumps(value, indent=2, ensure_ascii=False) + "\n"
