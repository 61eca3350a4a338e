"""The size of a checkpoint's weights on disk.

What a download takes and a volume must hold: the published files of one precision. It is not what a GPU
holds: engines leave prediction layers out, and derive and pad matrices.
"""

from __future__ import annotations

from modelspec_lint.knowledge_base.estimate import Estimate, total
from modelspec_lint.knowledge_base.facts import Model, Precision
from modelspec_lint.knowledge_base.recount import NotRecountable, Part, recount_parameters

_GB = 10**9
_GIB = 2**30
_PLAIN = 16.0  # bits of what quantisation leaves alone
_BESIDE = 0.04
"""GB of tokenizer, configuration and headers at most: the largest tokenizers have 35 MB."""
_LINEARS = (
    *("attention", "key-value", "latent-down", "state-space", "feed-forward"),
    *("shared-expert", "expert"),
)
_STATED = "size of the published files, as their hub lists them"
_SOURCE = "parameters by part x bits of the format"
_AGREES = 0.02


def artifact_size(model: Model, precision: Precision) -> Estimate:
    """Estimate the files of a model's checkpoint in one precision, in GB (10**9 bytes).

    The stated size of the published files is exact where it agrees with the sum of the parts. Where it is
    larger the repository holds the weights more than once, and the interval reaches from one to the other.
    """
    published = precision.id == model.precision
    estimate = total("checkpoint", _terms(model, precision, published), _SOURCE)
    estimate = _between(estimate, estimate.low, estimate.high + _BESIDE, _SOURCE)
    stated = model.recipe.get("checkpoint_gib")
    if not published or not stated:
        return estimate
    size = stated * _GIB / _GB
    if size > estimate.high * (1 + _AGREES):
        return _between(estimate, estimate.low, size, f"{_SOURCE}; {_STATED}")
    return Estimate(estimate.name, size, size, size, estimate.unit, _STATED, estimate.terms)


def _terms(model: Model, precision: Precision, published: bool) -> list[Estimate]:
    bits = (precision.bits_low, precision.bits, precision.bits_high)
    plain = (_PLAIN, _PLAIN, _PLAIN)
    everything = precision.scope in ("all", "file-mean")
    counted = None if everything else _parts(model)
    if everything:
        terms = [_term("parameters", model.parameters, bits)]
    elif counted is None:  # how much is quantised is not known
        terms = [_term("parameters", model.parameters, (bits[0], bits[1], _PLAIN))]
    else:
        roles = ("expert",) if precision.scope == "experts" else _LINEARS
        quantised = sum(part.count for part in counted if part.role in roles)
        head = sum(part.count for part in counted if part.role == "head")
        ends = (min(bits[0], _PLAIN), _PLAIN, _PLAIN) if precision.scope == "linears" else plain
        terms = [
            _term("quantised matrices", quantised, bits),
            _term("head", head, ends),
            _term("other parameters", model.parameters - quantised - head, plain),
        ]
    return [*terms, *_beside(model, bits, published)]


def _beside(model: Model, bits: tuple[float, float, float], published: bool) -> list[Estimate]:
    """Return what the files hold beside the model: prediction layers, which repackagings may drop; copies."""
    predicting = model.recipe.get("multi_token_prediction_parameters") or 0
    terms = []
    if predicting:
        low, expected, high = (
            predicting * each / 8 / _GB for each in (bits[0], bits[1], max(bits[2], _PLAIN))
        )
        least = low if published else 0.0
        terms.append(Estimate("prediction layers", least, expected, high, "GB", _SOURCE))
    stored = model.recipe.get("stored_parameters")
    if published and stored and bits[0] == bits[2]:
        copies = max(0, stored - model.parameters - predicting)
        terms.append(_term("copies and buffers", copies, bits))
    return terms


def _parts(model: Model) -> tuple[Part, ...] | None:
    try:
        return recount_parameters(model).parts
    except NotRecountable:
        return None


def _term(name: str, parameters: int, bits: tuple[float, float, float]) -> Estimate:
    low, expected, high = (parameters * each / 8 / _GB for each in bits)
    return Estimate(name, low, expected, high, "GB", _SOURCE)


def _between(estimate: Estimate, low: float, high: float, source: str) -> Estimate:
    return Estimate(estimate.name, low, estimate.expected, high, estimate.unit, source, estimate.terms)
