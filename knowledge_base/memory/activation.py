"""The activation peak: what the engine's profiling run finds a step to need beside weights and cache."""

from __future__ import annotations

from modelspec_lint.knowledge_base.estimate import Estimate
from modelspec_lint.knowledge_base.memory.engine import EngineMemory
from modelspec_lint.knowledge_base.memory.request import GIB, MemoryRequest

_FIT = "formula fitted to start-up logs of vLLM 0.11 and 0.19"


def activation_peak(request: MemoryRequest, engine: EngineMemory, tokens: int, sequences: int) -> Estimate:
    """Estimate ``max(2 T H + k 4 S V + W_moe, A_fwd)`` in GiB: what is large are the sampler's logits.

    ``T`` tokens per step, ``S`` sequences, ``V`` vocabulary; ``k`` depends on the engine's version. The
    encoder of a vision-language model has a peak of its own that is not modelled: it widens the unfavourable
    end.
    """
    model, t = request.model, request.tensor_parallel
    hidden, vocabulary = model.hidden or 0, model.vocabulary or 0
    experts = 0.0
    if model.experts and request.precisions[0].id != "mxfp4":
        width = model.experts.width / t
        experts = 2.0 * tokens * model.experts.per_token * (max(2 * width, hidden) + width)
    wide = 6 * hidden if model.experts else 3 * (model.ffn or 0) / t + 4 * hidden
    forward = 2.0 * tokens * wide + experts
    sampler = engine.spanning("sampler") or (0.0, 0.0, 0.0)
    peaks = [
        max(2.0 * tokens * hidden + each * 4 * sequences * vocabulary + experts, forward) / GIB
        for each in sampler
    ]
    expected = peaks[1]
    # The profiling run may see fewer rows than the limit; only its own peak is certain to be needed.
    low, high = min(peaks) * 0.9, max(peaks) * 1.1
    source = f"{_FIT}; T = {tokens}, S = {sequences}"
    if model.text_parameters is not None and model.text_parameters < model.parameters:
        high, source = high + 16.0, source + "; the encoder's own peak is not modelled"
    if sampler == (0.0, 0.0, 0.0):
        low = 0.0
    return Estimate("activation peak", low, expected, high, "GiB", source)
