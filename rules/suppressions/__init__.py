"""Rules about suppressions: those that suppress nothing, and those that may not count."""

from modelspec_lint.rules.suppressions.bad_suppression import bad_suppression
from modelspec_lint.rules.suppressions.unused_suppression import unused_suppression

RULES = (unused_suppression, bad_suppression)
