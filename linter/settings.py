"""What a spec says about the engine's settings outside its own fields: annotations and the environment.

The closed schema has no field for tensor parallelism or the cache's type; ``modelspec-lint/...``
annotations carry them (``docs/annotations.md``). Where neither a field nor an annotation says a thing, the
environment often does (``MAX_MODEL_LEN=8192``, ``VLLM_ARGS="--max-model-len 8192"``): a deployment must not
be judged by a default that it overrides.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

PREFIX = "modelspec-lint/"

_PARAMETERS = re.compile(r"([0-9]+(?:\.[0-9]+)?)\s*([KMBTkmbt]?)\Z")
_MULTIPLES = {"": 1, "K": 10**3, "M": 10**6, "B": 10**9, "T": 10**12}
_VERSION = re.compile(r"v?[0-9]+(\.[0-9]+)*[A-Za-z0-9.+-]*\Z")
CACHE_TYPES = ("auto", "fp8", "int8", "bf16", "fp16")


@dataclass(frozen=True, slots=True)
class Settings:
    """Engine settings that the annotations declare; ``None`` where none does.

    ``bad`` holds the annotations that are not usable, by key, with what is wanted; ``unknown`` the keys
    under our prefix that mean nothing.
    """

    tensor_parallel: int | None = None
    pipeline_parallel: int | None = None
    kv_cache_dtype: str | None = None
    gpu_memory_utilization: float | None = None
    max_batched_tokens: int | None = None
    input_tokens: int | None = None
    output_tokens: int | None = None
    engine_version: str | None = None
    parameters: int | None = None
    bad: Mapping[str, str] = field(default_factory=dict)
    unknown: tuple[str, ...] = ()


def read_settings(annotations: Mapping[str, str]) -> Settings:
    """Read the annotations under our prefix; never fails."""
    values: dict[str, object] = {}
    bad: dict[str, str] = {}
    unknown: list[str] = []
    for key, text in annotations.items():
        if not key.startswith(PREFIX):
            continue
        name = key[len(PREFIX) :]
        if name == "ignore":
            continue
        known = _READERS.get(name)
        if known is None:
            unknown.append(key)
            continue
        read, wanted = known
        value = read(text.strip())
        if value is None:
            bad[key] = wanted
        else:
            values[name.replace("-", "_")] = value
    return Settings(**values, bad=bad, unknown=tuple(unknown))  # type: ignore[arg-type]  # _READERS gives each its type


def declared_in_environment(
    variables: Mapping[str, str], by_variable: Mapping[str, str], by_flag: Mapping[str, str]
) -> dict[str, tuple[str, str]]:
    """Find engine settings in environment variables: setting -> (its value, the variable that says it).

    ``by_variable`` maps variable names to settings, ``by_flag`` command-line flags (``--max-model-len``),
    which are looked for in the text of every variable.
    """
    found: dict[str, tuple[str, str]] = {}
    for variable, text in variables.items():
        setting = by_variable.get(variable)
        if setting is not None:
            found.setdefault(setting, (text.strip(), variable))
        elif "-" in text:
            for flag, value in _flags(text):
                if flag in by_flag:
                    found.setdefault(by_flag[flag], (value, variable))
    return found


def whole_number(text: str) -> int | None:
    """Read a positive whole number, in ASCII digits."""
    return int(text) if re.fullmatch(r"[0-9]{1,12}", text) and int(text) > 0 else None


def fraction(text: str) -> float | None:
    """Read a fraction above 0 and at most 1."""
    if not re.fullmatch(r"[0-9]*\.?[0-9]{1,12}", text):
        return None
    return value if 0 < (value := float(text)) <= 1 else None


def _cache_type(text: str) -> str | None:
    return text.lower() if text.lower() in CACHE_TYPES else None


def _version(text: str) -> str | None:
    return text.removeprefix("v") if _VERSION.match(text) and len(text) <= 64 else None


def _parameters(text: str) -> int | None:
    match = _PARAMETERS.match(text)
    if match is None or len(text) > 24:
        return None
    return int(float(match[1]) * _MULTIPLES[match[2].upper()]) or None


def _flags(text: str) -> Iterator[tuple[str, str]]:
    """Yield flags and their values; the brackets, quotes and commas of a list are no part of them."""
    text = text[:_LONGEST]
    if text.lstrip().startswith("["):
        text = text.translate(_LIST_SIGNS)
    try:
        words = shlex.split(text)
    except ValueError:  # an open quote: the words are still worth reading
        words = text.split()
    for position, word in enumerate(words):
        if not word.startswith("-"):
            continue
        flag, equals, value = word.partition("=")
        following = words[position + 1] if position + 1 < len(words) else ""
        yield flag.replace("_", "-"), value if equals else following


_LONGEST = 16_384  # characters: no command line is longer
_LIST_SIGNS = str.maketrans("[],\"'", "     ")
_WHOLE = (whole_number, "a whole number of at least 1 is wanted")
_READERS: dict[str, tuple[Callable[[str], object | None], str]] = {
    "tensor-parallel": _WHOLE,
    "pipeline-parallel": _WHOLE,
    "kv-cache-dtype": (_cache_type, "one of " + ", ".join(CACHE_TYPES) + " is wanted"),
    "gpu-memory-utilization": (fraction, "a fraction above 0 and at most 1 is wanted, such as 0.9"),
    "max-batched-tokens": _WHOLE,
    "input-tokens": _WHOLE,
    "output-tokens": _WHOLE,
    "engine-version": (_version, "a version is wanted, such as 0.11.2"),
    "parameters": (_parameters, 'a parameter count is wanted, such as "7.2B"'),
}
KNOWN = (*(PREFIX + name for name in _READERS), PREFIX + "ignore")
