"""How bad a finding is: a promise to the user, see ``docs/rules.md``."""

from __future__ import annotations

import enum


class Severity(enum.IntEnum):
    """Ordered, so that ``severity >= Severity.WARNING`` reads as it should.

    ``ERROR`` is provably wrong, ``WARNING`` is expected to fail or to hurt, ``NOTE`` is worth knowing.
    """

    NOTE = 1
    WARNING = 2
    ERROR = 3

    @property
    def label(self) -> str:
        """The word for it in every report: ``error``, ``warning``, ``note``."""
        return self.name.lower()
