"""A rule's options: what a user may set, with its default and its meaning."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

OptionValue = bool | int | float | str | tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Option:
    """One option of a rule. Its default is of the type that a value has to have; texts come as a tuple."""

    name: str
    default: OptionValue
    meaning: str
    least: float | None = None
    choices: tuple[str, ...] = ()

    def problem(self, value: object) -> str | None:
        """Say why a value will not do, as what is wanted instead; ``None`` where it does."""
        if not _of_kind(value, self.default):
            return f"{_KINDS[type(self.default)]} is wanted"
        if self.least is not None and isinstance(value, int | float) and value < self.least:
            return f"at least {self.least:g} is wanted"
        named = value if isinstance(value, list | tuple) else (value,)
        if self.choices and not all(each in self.choices for each in named):
            return f"one of {', '.join(self.choices)} is wanted"
        return None


_KINDS: dict[type, str] = {
    bool: "true or false",
    int: "a whole number",
    float: "a number",
    str: "text",
    tuple: "a list of texts",
}


class Options:
    """The values of one rule's options in one run."""

    def __init__(self, declared: tuple[Option, ...], given: Mapping[str, OptionValue] | None = None) -> None:
        self._values: dict[str, OptionValue] = {each.name: each.default for each in declared}
        for name, value in (given or {}).items():
            self._values[name] = tuple(value) if isinstance(value, list) else value

    def flag(self, name: str) -> bool:
        """Return an option that is true or false."""
        value = self._values[name]
        assert isinstance(value, bool)
        return value

    def whole(self, name: str) -> int:
        """Return an option that is a whole number."""
        value = self._values[name]
        assert isinstance(value, int)
        return value

    def number(self, name: str) -> float:
        """Return an option that is a number."""
        value = self._values[name]
        assert isinstance(value, int | float)
        return float(value)

    def text(self, name: str) -> str:
        """Return an option that is text."""
        value = self._values[name]
        assert isinstance(value, str)
        return value

    def texts(self, name: str) -> tuple[str, ...]:
        """Return an option that is a list of texts."""
        value = self._values[name]
        assert isinstance(value, tuple)
        return value


def _of_kind(value: object, default: OptionValue) -> bool:
    if isinstance(default, tuple):
        return isinstance(value, list | tuple) and all(isinstance(each, str) for each in value)
    if isinstance(default, bool) or isinstance(value, bool):
        return isinstance(value, bool) and isinstance(default, bool)
    if isinstance(default, float):
        return isinstance(value, int | float)
    return isinstance(value, type(default))
