"""What looks like a secret: cheap enough to ask of every variable of every file, and of every line shown.

Whether something *is* a secret is for a rule to say, with a library made for it. This module answers two
smaller questions: is it worth looking (:func:`may_hold_secret`), and what must not be shown whatever the
rules say (:func:`masked`), such as a line next to a mistake in the YAML.
"""

from __future__ import annotations

import re
from functools import cache

MASK = "*"
LEAST = 4
"""A shorter text is not looked for elsewhere: it would be found in words that have nothing to do with it."""

_WORD = r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+"
_SECRET_WORDS = frozenset(
    (
        *("token", "secret", "password", "passwd", "passphrase", "pwd", "pass", "credential"),
        *("credentials", "apikey", "secretkey", "accesskey", "apitoken", "authtoken"),
    )
)
_KEYS = frozenset(
    (
        *("api", "access", "secret", "private", "auth", "account", "encryption", "signing", "master"),
        *("admin", "client", "service", "shared", "storage", "licence", "license"),
    )
)
_TEXT_TOKENS = frozenset(
    (
        *("bos", "eos", "pad", "unk", "sep", "cls", "mask", "stop", "image", "audio", "video", "special"),
        *("start", "end", "begin", "next", "think", "thinking", "tool", "per", "max", "min", "first"),
    )
)
"""What a token of a tokenizer is called by: ``EOS_TOKEN`` is none that opens a door."""

_FORMATS = (
    r"(?<![A-Za-z0-9])(?:hf|api_org)_[A-Za-z0-9]{30,}",  # huggingface.co/docs/hub/security-tokens
    r"(?<![A-Za-z0-9])nvapi-[A-Za-z0-9_-]{20,}",  # docs.nvidia.com/ngc: API keys
    # OpenAI, Anthropic (sk-ant-) and those that speak like them
    r"(?<![A-Za-z0-9])sk-[A-Za-z0-9_-]{0,40}?(?=[A-Za-z]*[0-9])[A-Za-z0-9]{20,}[A-Za-z0-9_-]*",
    r"(?:AKIA|ASIA)[0-9A-Z]{16}",  # docs.aws.amazon.com: IAM unique identifiers
    r"gh[pousr]_[A-Za-z0-9]{30,}|github_pat_[A-Za-z0-9_]{30,}",  # docs.github.com: token formats
    r"glpat-[A-Za-z0-9_-]{20,}",  # docs.gitlab.com: token overview
    r"xox[abeoprs]-[A-Za-z0-9-]{10,}",  # docs.slack.dev: tokens
    r"npm_[A-Za-z0-9]{36}|pypi-[A-Za-z0-9_-]{50,}",
    r"SG\.[A-Za-z0-9_-]{16,}\.[A-Za-z0-9_-]{16,}",
    r"(?:sk|rk)_(?:live|test)_[A-Za-z0-9]{20,}",
    r"AIza[A-Za-z0-9_-]{35}|gsk_[A-Za-z0-9]{40,}|wandb_v1_[A-Za-z0-9_]{30,}",
    r"eyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,}(?:\.[A-Za-z0-9_-]*)?",  # RFC 7519
    r"(?<=://)[^/\s:@\"']*:[^/\s:@\"'$<{(%]+(?=@)",  # RFC 3986, section 3.2.1
    r"AccountKey=[A-Za-z0-9+/=]{40,}",
    # the lines of a private key, and other long keys: no path, no hash in hexadecimal
    r"(?<![A-Za-z0-9+/])(?=[a-z0-9+/]*[A-Z])(?=[A-Z0-9+/]*[a-z])[A-Za-z0-9+/]{60,}={0,2}",
)

_FORM = "|".join(_FORMATS)

_REFERENCE = (
    r"(?i)\s*(?:[$%<\[@]|\{\{|~?\.{0,2}/|[a-z][a-z0-9+.-]*:/|projects/[^/]+/secrets/|.*\$[({]"
    r"|(?:arn|vault|secrets?|env|file|ref\+[a-z]+|op|sm|keyvault)[:/])"
)
"""A value that names a secret, or where it is kept, holds none."""

_WORTH_A_LOOK = (
    r"(?=[A-Za-z]*[0-9])[A-Za-z0-9]{16,}|-----BEGIN|xox[a-z]-|://[^/\s]*@|hf_|api_org_|\b[sr]k[-_]|AKC"
)
_NAMED = (
    r"(?<![A-Za-z0-9_.-])(?P<name>-{0,2}[A-Za-z][A-Za-z0-9_.-]*)[\"']?\s*[:=]\s*"
    r"(?P<value>\"(?:[^\"\\]|\\.)*\"?|'[^']*'?|[^\s,}\]\"'#|>&*!][^,}#\n]*)"
)


def is_secret_name(name: str) -> bool:
    """Tell whether a variable is called like one that holds a secret: ``HF_TOKEN``, ``dbPassword``."""
    words = [word.lower() for word in _compiled(_WORD).findall(name)]
    if not words:
        return False
    last, before = words[-1], words[-2] if len(words) > 1 else ""
    if last == "token":
        return before not in _TEXT_TOKENS
    if last == "key":
        return before in _KEYS
    return last in _SECRET_WORDS


def names_secret(name: str, value: str) -> bool:
    """Tell whether a variable is called like a secret and holds it itself, instead of saying where it is."""
    return is_secret_name(name) and _compiled(_REFERENCE).match(value) is None


def may_hold_secret(name: str, value: str) -> bool:
    """Tell whether a variable is worth a closer look; far cheaper than the look itself."""
    return _compiled(_WORTH_A_LOOK).search(value) is not None or names_secret(name, value)


def has_secret_form(text: str) -> bool:
    """Tell whether something in a text gives itself away by its form, whatever it is called."""
    return _compiled(_FORM).search(text) is not None


def masked(text: str) -> str:
    """Replace by stars what looks like a secret, character by character: places in the text stay true."""
    if ":" in text or "=" in text:
        text = _compiled(_NAMED).sub(_mask_named, text)
    return _compiled(_FORM).sub(lambda found: MASK * len(found.group()), text)


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    """Compile a pattern when it is first needed: it takes milliseconds, and most files need none."""
    return re.compile(pattern)


def _mask_named(found: re.Match[str]) -> str:
    value = found["value"]
    bare = value.strip(" \"'")
    if not names_secret(found["name"], bare):
        return found.group()
    return found.group()[: -len(value)] + value.replace(bare, MASK * len(bare), 1) if bare else found.group()
