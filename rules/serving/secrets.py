"""Whether a variable holds a secret: by its form, by its name, or as random as a key."""

from __future__ import annotations

import re
from functools import cache
from typing import Any, NamedTuple

from modelspec_lint.linter import has_secret_form, names_secret

_PLACEHOLDER = re.compile(
    r"your[-_ ]|change[-_ ]?(?:me|this|it)|placeholder|example|dummy|x{4,}|\*{3}|\.{3}"
    r"|replace[-_ ]?(?:me|this|with)|redacted|insert[-_ ]|todo|fake|sample|no[-_]?key"
    r"|not[-_ ]?(?:used|needed|required|set|real)",
    re.IGNORECASE,
)
_NOTHING = frozenset(
    (
        *("none", "null", "nil", "empty", "unset", "unused", "false", "true", "yes", "no", "off", "on"),
        *("n/a", "test", "token", "password", "passwd", "secret", "apikey", "api-key", "api_key", "key"),
        *("pass", "default", "local", "anonymous", "public", "tbd", "disabled", "enabled", "auto"),
    )
)
_IDENTIFIER = re.compile(r"[A-Za-z]+(?:[-_./:][A-Za-z]+|[-_./:]v?[0-9]{1,3})*\Z")
"""Words and small numbers, as people name things: ``hf-token-secret-2``."""
_PASSWORD = re.compile(r"(?i)(?:pass|passwd|password|passphrase|pwd)\Z")
_LEAST_PASSWORD, _LEAST_KEY = 4, 8

_RUN = re.compile(r"[A-Za-z0-9]{32,}")
_ENTROPY = 4.5  # bits a character; detect-secrets' limit for base 64

_NOT_ALONE = frozenset(
    ("Public IP (ipv4)", "Secret Keyword", "Base64 High Entropy String", "Hex High Entropy String")
)
"""Detectors of the library that do not go by a form of their own: addresses, names, entropy."""


class Suspicion(NamedTuple):
    """Why a variable is taken for one that holds a secret; ``sure`` where little else is possible."""

    reason: str
    sure: bool


def suspicion(name: str, value: str) -> Suspicion | None:
    """Say why a variable holds a secret; never with a word of its value."""
    if _PLACEHOLDER.search(value) or value.strip().lower() in _NOTHING:
        return None
    form = _form(name, value)
    if form is not None:
        return Suspicion(f"by its form: {form}", sure=True)
    if names_secret(name, value) and _literal(name, value.strip()):
        return Suspicion("by its name, and the value stands there in plain text", sure=True)
    if _random(value):
        return Suspicion("by its value, which is as random as a key", sure=False)
    return None


def _form(name: str, value: str) -> str | None:
    """Name the kind of secret whose form a value has."""
    for kind, detector in _detectors():
        for found in detector.analyze_string(f"{name}={value}"):
            # some detectors give no more than the prefix of what they found
            if (
                isinstance(found, str)
                and found in value
                and _no_word(value if len(found) < _LEAST_KEY else found)
            ):
                return kind
    return "access token" if has_secret_form(value) else None


def _no_word(found: str) -> bool:
    """Words alone are no token: ``APACHEARROW`` begins like one."""
    from detect_secrets.filters.heuristic import is_potential_uuid, is_templated_secret

    mixed = any(sign.isdigit() for sign in found) and any(sign.isalpha() for sign in found)
    return (mixed or " " in found or len(found) >= 32) and not (
        is_templated_secret(found) or is_potential_uuid(found)
    )


def _literal(name: str, value: str) -> bool:
    if not value or any(sign.isspace() for sign in value):
        return False
    if _PASSWORD.search(name):
        return len(value) >= _LEAST_PASSWORD
    return len(value) >= _LEAST_KEY and not value.isdigit() and not _IDENTIFIER.match(value)


def _random(value: str) -> bool:
    """Tell whether a value holds a long run of letters of both cases and digits without any pattern."""
    from detect_secrets.filters.heuristic import is_sequential_string
    from detect_secrets.plugins.high_entropy_strings import Base64HighEntropyString

    entropy = Base64HighEntropyString(limit=_ENTROPY).calculate_shannon_entropy
    return any(
        entropy(run) > _ENTROPY and not is_sequential_string(run) and not run.islower() and not run.isupper()
        for run in _RUN.findall(value)
    )


@cache
def _detectors() -> tuple[tuple[str, Any], ...]:
    """The library's detectors that go by a form, with what each finds. They look at text and call no one."""
    from detect_secrets.core.plugins.util import get_mapping_from_secret_type_to_class

    known: dict[str, Any] = get_mapping_from_secret_type_to_class()
    return tuple((kind, detector()) for kind, detector in known.items() if kind not in _NOT_ALONE)
