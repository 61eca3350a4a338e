"""What a model's name means: repository ids, URIs, Ollama tags, repackagings that name their precision."""

from __future__ import annotations

import re
from collections.abc import Iterator

from modelspec_lint.knowledge_base.names import Answer, Names, key, words

_HUB = re.compile(
    r"(?i)\A(?:hf|huggingface|modelscope|ollama)://|"
    r"\A(?:https?://)?(?:www\.)?(?:huggingface\.co|hf\.co|hf-mirror\.com|modelscope\.cn/models|ollama\.com/library|nvcr\.io/nim)/"
)
_STORE = re.compile(r"(?i)\A(?:[a-z][a-z0-9+.-]*://|/|\./|\.\./)")
_REVISION = re.compile(r"[@#?].*\Z|/(?:tree|blob|resolve|raw)/.*\Z")
_REMARK = re.compile(r"\s+\(.*\Z", re.DOTALL)
_PARAMETERS = re.compile(r"(?i)\A[0-9]+(?:\.[0-9]+)?[bm](?:-|\Z)|\A[0-9]+x[0-9]+b")

# Words that repackagings add and that say nothing of which model it is or of its precision.
_ADDED = frozenset(("gguf", "hf", "mtp", "mtp-bf-16", "qat", "ct", "sym", "g-128", "g-64", "g-32", "v-2"))
_TUNED = ("instruct", "it", "chat")
_OLLAMA_PRECISION = "gguf-4bit"  # what a tag without a precision holds


def resolve_model(models: Names, precisions: Names, publishers: dict[str, str], name: str) -> Answer:
    """Find the model that a name means.

    ``precisions`` are the names by which a repackaging says its precision; ``publishers`` maps other names of
    a publisher (before a renaming, on another registry) to the one that ids use.
    """
    text = name.strip()
    found = models.find(text)
    if found is not None:
        return _with_tag(found, text)
    found = _read(_Reading(models, precisions, publishers, name), text)
    remark = _REMARK.search(text)
    if found is None and remark is not None:
        found = _read(_Reading(models, precisions, publishers, name), text[: remark.start()])
        if found is not None and found.certainty != "ambiguous":
            reason = f"{name!r} is {found.ids[0]!r}, with a remark."
            return found._replace(certainty="derived", reason=reason)
    return found or models.unknown(name)


def _read(reading: _Reading, text: str) -> Answer | None:
    path, trusted = _path(text)
    for candidate in path:
        found = reading.repository(candidate)
        if found is not None:
            return found if trusted else found._replace(certainty="derived")
    return None


def _path(text: str) -> tuple[list[str], bool]:
    """Cut a URI down to what may name the model; also say whether that is a repository, not just a folder."""
    hub = _HUB.match(text)
    if hub is not None:
        segments = _REVISION.sub("", text[hub.end() :]).strip("/").split("/")
        return ["/".join(segments[:2])], True
    if _STORE.match(text):
        segments = [each for each in _REVISION.sub("", text).split("/") if each]
        return ["/".join(segments[-2:]), *reversed(segments[-2:])], False
    return [re.sub(r"[@#?].*\Z", "", text)], True


def _with_tag(found: Answer, text: str) -> Answer:
    """Add what an Ollama tag says by saying nothing: weights of about 4 bits."""
    if ":" in text and "/" not in text and found.precision_hint is None:
        return found._replace(precision_hint=_OLLAMA_PRECISION)
    return found


class _Reading:
    """One name being read."""

    def __init__(self, models: Names, precisions: Names, publishers: dict[str, str], name: str) -> None:
        self.models = models
        self.precisions = precisions
        self.publishers = publishers
        self.name = name

    def repository(self, path: str) -> Answer | None:
        """Read ``publisher/name``, or a name alone."""
        publisher, slash, base = path.rpartition("/")
        if publisher.casefold() in ("library", "models"):
            publisher, slash = "", ""
        if ":" in base and not slash:
            return self._tagged(base)
        base, _, tag = base.partition(":")
        if not base:
            return None
        direct = None if tag else self.models.find(path)
        spoken = words(base)
        return direct or self._spoken([*spoken, *words(tag)], publisher) or self._spoken(spoken, publisher)

    def _spoken(self, spoken: list[str], publisher: str) -> Answer | None:
        for rest, precision in self._without_precision(spoken):
            found = self._base(rest, publisher.rpartition("/")[2])
            if found is not None:
                if rest == spoken:
                    return found
                repackaged = self._repackaged(found, precision, publisher)
                return repackaged._replace(predicts="mtp" in spoken[len(rest) :])
        return None

    def _base(self, spoken: list[str], publisher: str) -> Answer | None:
        """Find a name without its publisher, and judge who publishes it."""
        looked_up = "-".join(spoken)
        found = self.models.find_key(looked_up, self.name)
        if not publisher:
            return found
        named = self.publishers.get(publisher.casefold(), publisher)
        if found is not None and found.certainty == "alias":
            own = found.ids[0].partition("/")[0]
            if named.casefold() == own.casefold():
                return found
        exact = self.models.find_key(key(named) + "-/-" + looked_up, self.name)
        if exact is not None:
            return exact
        if found is None or found.certainty != "alias":
            return found
        reason = f"{self.name!r} has the name of {found.ids[0]!r}; {publisher} publishes a copy of it."
        return found._replace(certainty="derived", reason=reason)

    def _repackaged(self, found: Answer, precision: str | None, publisher: str) -> Answer:
        if found.certainty == "ambiguous":
            return found
        if precision is None:
            reason = f"{self.name!r} is a repackaging of {found.ids[0]!r}."
            return found._replace(certainty="derived", reason=reason, precision_hint=found.precision_hint)
        if publisher.casefold() == "nvidia":  # what its Model Optimizer writes
            precision = {"fp4": "nvfp4", "fp8": "modelopt-fp8"}.get(precision, precision)
        reason = f"{self.name!r} is {found.ids[0]!r}, repackaged as {precision}."
        return found._replace(certainty="derived", reason=reason, precision_hint=precision)

    def _without_precision(self, spoken: list[str]) -> Iterator[tuple[list[str], str | None]]:
        """Take words that say a precision off a name's end, few first: what is left, and the precision."""
        pending: list[tuple[list[str], str | None]] = [(spoken, None)]
        seen: set[tuple[str, ...]] = set()
        while pending:
            rest, precision = pending.pop(0)
            if tuple(rest) in seen:
                continue
            seen.add(tuple(rest))
            yield rest, precision
            for length in range(min(8, len(rest) - 1), 0, -1):
                ending = "-".join(rest[-length:])
                position = self.precisions.aliases.get(ending)
                if position is not None:
                    said = self.precisions.ids[position]
                    pending.append((rest[:-length], precision if precision not in (None, "gguf") else said))
                elif ending in _ADDED:
                    pending.append((rest[:-length], precision))

    def _tagged(self, base: str) -> Answer | None:
        """Read an Ollama tag: ``gemma2:27b-instruct-q4_K_M``; without a variant it means the tuned model."""
        model, _, tag = base.partition(":")
        if _PARAMETERS.match(tag) is None:
            return None
        for rest, precision in self._without_precision(words(tag)):
            for spoken in _variants(words(model), rest):
                found = self.models.find_key("-".join(spoken), self.name)
                if found is not None and found.certainty == "alias":
                    said = precision or _OLLAMA_PRECISION
                    reason = f"{self.name!r} is Ollama's tag of {found.ids[0]!r}."
                    return found._replace(certainty="derived", reason=reason, precision_hint=said)
        return None


def _variants(model: list[str], tag: list[str]) -> Iterator[list[str]]:
    variant = tag[-1] if tag and tag[-1] in (*_TUNED, "text", "base") else None
    size = tag[:-1] if variant else tag
    if variant in ("text", "base"):
        yield [*model, *size]
        return
    yield [*model, ":", *size]
    for tuned in _TUNED:
        yield [*model, *size, tuned]
    if variant is None:
        yield [*model, *size]
