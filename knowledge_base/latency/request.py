"""The question that a latency estimate answers: which requests, how many of them at once, on what."""

from __future__ import annotations

from dataclasses import dataclass

from modelspec_lint.knowledge_base.memory import MemoryRequest


@dataclass(frozen=True, slots=True, kw_only=True)
class LatencyRequest:
    """Requests of one size to one replica of a model.

    ``input_tokens`` and ``output_tokens`` are those of one request (means are fine); ``concurrency`` is how
    many requests are in flight. What loosens the bounds of physics is declared, so that a rule can lower its
    verdict: ``prefix_cached`` (the prompt, or a part of it, need not be computed), ``speculative`` (a step
    may yield several tokens), ``disaggregated`` (other accelerators compute the prompt).
    """

    memory: MemoryRequest
    input_tokens: float
    output_tokens: float
    concurrency: float = 1.0
    prefix_cached: bool = False
    speculative: bool = False
    disaggregated: bool = False

    @property
    def loosened(self) -> bool:
        """Whether something is declared under which the bounds do not hold as they stand.

        Data parallelism counts: its replicas may share out experts or attention among themselves.
        """
        declared = self.prefix_cached or self.speculative or self.disaggregated
        return declared or self.memory.replicas > 1
