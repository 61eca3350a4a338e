"""Rules about memory: weights, KV cache and batch against what the accelerators offer."""

from modelspec_lint.rules.memory.concurrency_exceeds_batch import concurrency_exceeds_batch

RULES = (concurrency_exceeds_batch,)
