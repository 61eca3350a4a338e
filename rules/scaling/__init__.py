"""Rules about replicas and how they scale."""

from modelspec_lint.rules.scaling.replicas_reversed import replicas_reversed

RULES = (replicas_reversed,)
