"""The address of an artifact: its scheme, its path, and what in it holds the content still."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from modelspec_lint.linter import Deployment
from modelspec_lint.rules.fields import MODEL_URI, TOKENIZER_URI

# Patterns are texts: compiled when the first address is read, not at every start.
_SCHEME = r"([A-Za-z][A-Za-z0-9+.-]+):/"
_PLACEHOLDER = r"\{\{|\$\{|\$\(|<[A-Za-z_-]+>|%\{|\$[A-Z]"
_USER = r"/*[^/@]*:[^/@]*@"
_MOVES = frozenset(
    (
        *("latest", "main", "master", "head", "trunk", "stable", "current"),
        *("production", "prod", "staging", "champion"),
    )
)
_QUERY = (
    r"(?i)[?&#](?:revision|rev|ref|commit|version|versionid|generation|digest|checksum|sha256|snapshot)"
    r"=([^&#]+)"
)
_DIGEST = r"(?i)sha(256|512)[:-][0-9a-f]{16,}"
_VERSION = r"v\.?[0-9]+(\.[0-9]+)*|[0-9]+(\.[0-9]+)+[-+.0-9a-z]*|[0-9]+"
_DATE = r"20[0-9]{2}[-_.]?[01][0-9]([-_.]?[0-3][0-9])?([-_T.]?[0-9Z:-]+)?"
_HASH = r"(?=[a-f]*[0-9])(?=[0-9]*[a-f])[0-9a-f]{7,64}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"
_STILL = rf"(?i)(?:(?:version|ver|release|rev|build|run|step)[-_=.]?)?(?:{_VERSION}|{_DATE}|{_HASH})\Z"
_ENDS_STILL = rf"(?i)[-_@](?:v[0-9]+(\.[0-9]+)*|[0-9]+(\.[0-9]+){{2,}}|{_DATE}|{_HASH})\Z"
_LONGEST = 300  # characters of a part of a path that may be a version


class Address(NamedTuple):
    """An artifact's address; ``scheme`` is in small letters and ``None`` of a path."""

    pointer: str
    noun: str
    written: str
    scheme: str | None
    path: str

    @property
    def file(self) -> str:
        """The last part of its path."""
        return self.path.rstrip("/").rpartition("/")[2]

    @property
    def suffix(self) -> str:
        """The suffix of the file that it names, in small letters: ``.bin``."""
        return "." + self.file.lower().rpartition(".")[2] if "." in self.file else ""

    def revision(self) -> str | None:
        """What follows the ``@`` of its last part, or stands in its query as a revision or version."""
        stated = re.search(_QUERY, self.written)
        if stated is not None:
            return stated[1]
        _, at, revision = self.path.rstrip("/").rpartition("@")
        return revision.partition("/")[0] if at and revision else None

    def is_still(self, pinned_by: str) -> bool:
        """Whether its content cannot change under it, as far as the address can tell."""
        if re.search(_DIGEST, self.written):
            return True
        revision = self.revision()
        if revision is not None and not moves(revision):
            return True
        if pinned_by == "revision":
            return False
        # a tag of an image stands behind its last colon
        parts = [part for each in self.path.split("/") for part in each.split(":")]
        return any(
            re.match(_STILL, part) or re.search(_ENDS_STILL, _stem(part))
            for part in parts[1:]
            if 0 < len(part) <= _LONGEST
        )


def moves(revision: str) -> bool:
    """Whether a revision is a name that is meant to be moved: ``main``, ``latest``."""
    return revision.strip().casefold() in _MOVES


def addresses(deployment: Deployment) -> Iterator[Address]:
    """Yield the addresses that a spec gives of its artifacts, without those that a template fills in."""
    model = deployment.spec.model
    for pointer, noun, written in (
        (MODEL_URI, "model", model.model_uri),
        (TOKENIZER_URI, "tokenizer", model.tokenizer_uri),
    ):
        if written is None or not written.strip() or re.search(_PLACEHOLDER, written):
            continue
        text = written.strip()
        match = re.match(_SCHEME, text)
        scheme = match[1].lower() if match else None
        rest = text[match.end() :] if match else text  # behind `://` a host or bucket, behind `:/` a path
        rest = rest.lstrip("/") if rest.startswith("/") else f"/{rest}"
        rest = re.sub(_USER, "", rest, count=1) if re.match(_USER, rest) else rest  # a password stays unread
        yield Address(pointer, noun, text, scheme, re.split(r"[?#]", rest)[0])


def _stem(part: str) -> str:
    """Return a name without the suffixes of files and archives."""
    return re.sub(r"(\.(tar|gz|tgz|zip|zst|safetensors|gguf|bin|pt|pth|onnx|engine|mar|nemo))+\Z", "", part)
