"""How long a replica takes to read its weights: bytes of the checkpoint over the rate of what they lie on.

Where the weights come from is not declared, and decides almost all: the interval spans what was published,
from a page cache or a fast network to a shared file system. What an engine does besides (compiling, capturing
graphs, allocating the cache) is left out: the time until it answers is longer.
"""

from __future__ import annotations

from modelspec_lint.knowledge_base.artifact import artifact_size
from modelspec_lint.knowledge_base.estimate import Estimate, span_of
from modelspec_lint.knowledge_base.memory.request import MemoryRequest

_GB = 10**9
FASTEST_GB_S = 50.0
"""Nothing faster was published for one replica: 400 Gbit/s of network storage read in full,
https://github.com/vllm-project/vllm/issues/36091; 26.4 GB/s from local NVMe, arXiv:2505.23072; 38 GB/s from
the page cache of one node, https://github.com/marin-community/marin/issues/7136."""
USUAL_GB_S = 1.7
"""vLLM's default loader from a local NVMe: Llama-2-7B (13.5 GB) in 7.29 s, Llama-2-13B (26 GB) in 16.04 s on
one A100, https://github.com/vllm-project/vllm/pull/10647."""
SLOWEST_GB_S = 0.125
"""What a general-purpose volume or a shared file system gives without being paid for more: 125 MiB/s, AWS,
Amazon EBS gp3 baseline, https://docs.aws.amazon.com/ebs/latest/userguide/general-purpose.html; 100 MB/s of
JuiceFS, https://github.com/vllm-project/vllm/issues/5405; 0.37 GB/s of Amazon EFS,
https://github.com/modelplaneai/modelplane/issues/204."""

_SOURCE = f"checkpoint over {FASTEST_GB_S:g}, {USUAL_GB_S:g} and {SLOWEST_GB_S:g} GB/s, as published"


def estimate_load_time(request: MemoryRequest) -> Estimate:
    """Estimate the seconds in which one replica reads its weights, without what the engine does besides."""
    size = _checkpoint(request)
    return Estimate(
        name="reading the weights",
        low=size.low / FASTEST_GB_S,
        expected=size.expected / USUAL_GB_S,
        high=size.high / SLOWEST_GB_S,
        unit="s",
        source=_SOURCE,
        terms=(),
    )


def _checkpoint(request: MemoryRequest) -> Estimate:
    if request.stored is not None:
        size = request.stored.total / _GB
        return Estimate("checkpoint", size, size, size, "GB", request.stored.source)
    return span_of(artifact_size(request.model, precision) for precision in request.precisions)
