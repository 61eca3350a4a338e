"""Rules about memory: weights, KV cache and batch against what the accelerators offer."""

from modelspec_lint.rules.memory.batch_exceeds_kv_cache import batch_exceeds_kv_cache
from modelspec_lint.rules.memory.batch_undeclared import batch_undeclared
from modelspec_lint.rules.memory.concurrency_exceeds_batch import concurrency_exceeds_batch
from modelspec_lint.rules.memory.context_exceeds_model import context_exceeds_model
from modelspec_lint.rules.memory.crosses_node_boundary import crosses_node_boundary
from modelspec_lint.rules.memory.host_memory_below_weights import host_memory_below_weights
from modelspec_lint.rules.memory.indivisible_parallelism import indivisible_parallelism
from modelspec_lint.rules.memory.memory_tight import memory_tight
from modelspec_lint.rules.memory.no_room_for_one_sequence import no_room_for_one_sequence
from modelspec_lint.rules.memory.oversized_accelerator import oversized_accelerator
from modelspec_lint.rules.memory.replicated_kv_heads import replicated_kv_heads
from modelspec_lint.rules.memory.sequence_length_undeclared import sequence_length_undeclared
from modelspec_lint.rules.memory.storage_below_artifacts import storage_below_artifacts
from modelspec_lint.rules.memory.weights_exceed_memory import weights_exceed_memory

RULES = (
    weights_exceed_memory,
    no_room_for_one_sequence,
    batch_exceeds_kv_cache,
    memory_tight,
    oversized_accelerator,
    indivisible_parallelism,
    replicated_kv_heads,
    crosses_node_boundary,
    host_memory_below_weights,
    storage_below_artifacts,
    context_exceeds_model,
    sequence_length_undeclared,
    batch_undeclared,
    concurrency_exceeds_batch,
)
