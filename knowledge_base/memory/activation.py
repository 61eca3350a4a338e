"""The activation peak: what the engine's profiling run finds a step to need beside weights and cache."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from modelspec_lint.knowledge_base.estimate import Estimate, Undecided
from modelspec_lint.knowledge_base.memory.engine import EngineMemory, interval
from modelspec_lint.knowledge_base.memory.request import GIB, MemoryRequest
from modelspec_lint.knowledge_base.memory.serving import Serving, serving, servings

_FIT = "formula fitted to start-up logs of vLLM 0.11 and 0.19"
_SPREAD = 0.1
_ENCODER = (16.0, 0.0)
"""GiB that the encoder of a vision-language model may need, and for each billion of its parameters."""


def activation_peak(request: MemoryRequest, engine: EngineMemory, length: int | None) -> Estimate:
    """Estimate ``max(2 T H + k 4 S V + W_moe, A_fwd)`` in GiB: what is large are the sampler's logits.

    ``T`` tokens per step, ``S`` sequences, ``V`` vocabulary; ``k`` and the defaults of ``T`` and ``S`` depend
    on the engine's release: the interval spans those that may run. The encoder of a vision-language model has
    a peak of its own that is not modelled: it widens the unfavourable end.
    """
    if request.model.hidden is None and request.model.vocabulary is None:
        raise Undecided(f"the dimensions of {request.model.id} are not known", "/spec/identity/model/id")
    peaks = [
        _peaks(release, request, each)
        for release in engine.profiles
        for each in servings(release, request, engine, length)
    ]
    newest = serving(request, engine, length)
    _, expected, _ = _peaks(engine.releases[-1], request, newest)
    low = min(each[0] for each in peaks) * (1 - _SPREAD)
    high = max(each[2] for each in peaks) * (1 + _SPREAD)
    source = f"{_FIT}; T = {newest.tokens}, S = {newest.sequences}"
    model = request.model
    if model.text_parameters is not None and model.text_parameters < model.parameters:
        tower = (model.parameters - model.text_parameters) / 1e9
        bounds = [release.get("encoder") or _ENCODER for release in engine.releases]
        high += max(flat + each * tower for flat, each in bounds)
        source += "; the encoder's own peak is not modelled"
    return Estimate("activation peak", low, expected, high, "GiB", source)


def _peaks(release: Mapping[str, Any], request: MemoryRequest, step: Serving) -> tuple[float, float, float]:
    """Return one release's peak (low, expected, high)."""
    model, tokens = request.model, step.tokens
    hidden, vocabulary = model.hidden or 0, model.vocabulary or 0
    experts, forward = _forward(request, tokens)
    stated = release.get("sampler")
    if stated is None:
        return 0.0, forward / GIB, forward / GIB
    low, expected, high = interval(stated)
    rows = (step.sampled_at_least, step.sequences, step.sequences)
    floor = 0.0 if step.sampled_at_least == 0 else forward
    sizes = [
        max(2.0 * tokens * hidden + k * 4 * sampled * vocabulary + experts, least) / GIB
        for k, sampled, least in zip((low, expected, high), rows, (floor, forward, forward), strict=True)
    ]
    return sizes[0], sizes[1], sizes[2]


def _forward(request: MemoryRequest, tokens: int) -> tuple[float, float]:
    """Return bytes of the experts' buffers, and of a layer's whole forward pass over ``tokens``."""
    model, t = request.model, request.tensor_parallel
    hidden = model.hidden or 0
    if not model.experts:
        return 0.0, 2.0 * tokens * (3 * (model.ffn or 0) / t + 4 * hidden)
    experts = 0.0
    if request.precisions[0].id != "mxfp4":
        width = model.experts.width / t
        experts = 2.0 * tokens * model.experts.per_token * (max(2 * width, hidden) + width)
    return experts, 2.0 * tokens * 6 * hidden + experts
