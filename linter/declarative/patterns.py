"""Regular expressions of packs: matched in linear time, whatever the pattern and the text.

The engine is Rust's ``regex`` through jsonschema-rs, which reads the dialect of JSON Schema (ECMA 262). It
has neither look-around nor back-references, which is what keeps it linear.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import jsonschema_rs

_LONGEST = 500
_COMPILED = 256 * 1024  # bytes of a compiled pattern: counted repeats of repeats end here
_DIALECT = "a regular expression is wanted, without look-around and back-references, and not a large one"


class NoPattern(ValueError):
    """A text is no pattern that is read here; the message says what is wanted."""


@dataclass(frozen=True, slots=True)
class Pattern:
    """A pattern; it is looked for anywhere in a text unless it is anchored by ``^`` and ``$``."""

    text: str

    def found_in(self, text: str) -> bool:
        """Whether a text holds the pattern; half a character (a lone surrogate) matches nothing."""
        try:
            return compiled(self.text).is_valid(text)
        except ValueError:
            return False


def read_pattern(text: str) -> Pattern:
    """Compile a pattern; raises :class:`NoPattern`."""
    compiled(text)
    return Pattern(text)


@functools.lru_cache(maxsize=1024)
def compiled(text: str) -> jsonschema_rs.Draft202012Validator:
    """Return what matches a pattern; raises :class:`NoPattern`."""
    import jsonschema_rs

    if len(text) > _LONGEST:
        raise NoPattern(f"a pattern has at most {_LONGEST} characters, this one has {len(text):,}")
    options = jsonschema_rs.RegexOptions(size_limit=_COMPILED, dfa_size_limit=4 * _COMPILED)
    try:
        return jsonschema_rs.Draft202012Validator({"pattern": text}, pattern_options=options)
    except (jsonschema_rs.ValidationError, ValueError):
        raise NoPattern(_DIALECT) from None
