"""Registries and stores that weights may come from."""

from __future__ import annotations

import re
from collections.abc import Iterator

from modelspec_lint.linter.declarative.fields import value_of
from modelspec_lint.linter.declarative.parameters import FIELDS, TEXTS, Given, Parameter
from modelspec_lint.linter.declarative.templates.template import Template, listed, quoted
from modelspec_lint.linter.deployment import Deployment
from modelspec_lint.linter.finding import Finding, finding

_ARTIFACTS = "/spec/identity/model/artifacts"
_BORDER = r"[/\\?#]|%2f|%5c"
_CLIMBS = re.compile(rf"(?:^|{_BORDER})(?:\.|%2e){{2}}(?:{_BORDER}|$)", re.IGNORECASE)


def comes_from(uri: str, prefix: str) -> bool:
    """Whether a URI lies under a prefix: at a border of its parts, never by letters alone.

    ``https://models.acme.example`` is no prefix of ``https://models.acme.example.evil.test``, nor of
    ``https://models.acme.example@evil.test``, and nothing that climbs (``..``) lies under any.
    """
    if _CLIMBS.search(uri) or not _folded(uri).startswith(_folded(prefix)):
        return False
    rest = uri[len(prefix) :]
    if not rest or prefix.endswith("/"):
        return True
    within_path = "/" in prefix.partition("://")[2] if "://" in prefix else "/" in prefix
    return rest[0] in ("/?#@:" if within_path else "/?#")


def _folded(uri: str) -> str:
    """Write scheme and host in lower case: there they mean the same."""
    scheme, separator, rest = uri.partition("://")
    host, slash, path = rest.partition("/")
    return f"{scheme.lower()}{separator}{host.lower()}{slash}{path}" if separator else uri


def _look(deployment: Deployment, given: Given) -> Iterator[Finding]:
    prefixes = given.texts("prefixes")
    for pointer in given.texts("fields"):
        uri = value_of(deployment.document.data, pointer)
        if isinstance(uri, str) and not any(comes_from(uri.strip(), prefix) for prefix in prefixes):
            message = f"{quoted(uri)} is not under an approved prefix."
            yield finding(pointer, message, help=f"approved are {listed(prefixes)}")


APPROVED_REGISTRIES = Template(
    name="approved-registries",
    summary="Artifacts come from approved registries and stores only.",
    parameters=(
        Parameter(
            "prefixes",
            TEXTS,
            "What a URI may begin with, up to a border of its parts.",
            example=["s3://acme-models", "hf://acme/"],
        ),
        Parameter(
            "fields",
            FIELDS,
            "The fields with URIs; where one is absent nothing is said of it.",
            (f"{_ARTIFACTS}/modelUri", f"{_ARTIFACTS}/tokenizerUri"),
        ),
    ),
    look=_look,
    fields=lambda given: given.texts("fields"),
    says=lambda given: f"Artifacts come from {listed(given.texts('prefixes'))} only.",
)
