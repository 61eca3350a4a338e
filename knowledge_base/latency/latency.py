"""The whole answer: times and rate of one request, from impossible to usual."""

from __future__ import annotations

from dataclasses import replace

from modelspec_lint.knowledge_base.estimate import Estimate, Undecided
from modelspec_lint.knowledge_base.latency.band import Band, Rate
from modelspec_lint.knowledge_base.latency.efficiency import Envelope, envelope
from modelspec_lint.knowledge_base.latency.floor import Floor, floors
from modelspec_lint.knowledge_base.latency.request import LatencyRequest
from modelspec_lint.knowledge_base.latency.typical import Typical, typical
from modelspec_lint.knowledge_base.once import cached_property

_MODEL = "/spec/identity/model/id"
_TYPE = "/spec/runtime/accelerator/type"
_PRECISION = "/spec/identity/model/precision"


class Latency:
    """A latency estimate: its quantities are computed when first asked for, and may be undecided.

    ``question`` is what was asked; :attr:`request` is the time of a whole request.
    """

    def __init__(self, question: LatencyRequest) -> None:
        self.question = question

    @cached_property
    def _floors(self) -> list[Floor]:
        return floors(self.question)

    @cached_property
    def _typical(self) -> Typical:
        return typical(self.question)

    @cached_property
    def _envelope(self) -> Envelope:
        return envelope()

    @property
    def generates(self) -> bool:
        """Whether the model answers token by token; encoders answer with one pass."""
        return self._floors[0].work.generates

    @cached_property
    def notes(self) -> tuple[str, ...]:
        """What the estimate leaves out, as sentences."""
        model, left_out = self.question.memory.model, []
        if model.text_parameters is not None and model.text_parameters < model.parameters:
            left_out.append(f"the image or audio encoder of {model.id} is not modelled: the text part alone")
        if self.question.speculative:
            left_out.append("speculative decoding may yield several tokens a step")
        if self.question.prefix_cached:
            left_out.append("a cached prompt need not be computed")
        return tuple(left_out)

    @cached_property
    def time_to_first_token(self) -> Band:
        """From the request to its first token: the prompt's pass. Of encoders it is the whole answer."""
        floor = _least([each.prompt() for each in self._floors])
        return _band(floor, self._never_seen_first, self._typical.first_token())

    @cached_property
    def _never_seen_first(self) -> float:
        """The prompt at the largest share of the dense rate ever published, and the least server time."""
        floor = min(each.prompt().expected for each in self._floors)
        return floor / self._envelope.arithmetic + self._envelope.request_ms

    @property
    def prompt_never_seen(self) -> float:
        """The prompt's pass alone at the largest share of the dense rate ever published, in ms."""
        return self._never_seen_first - self._envelope.request_ms

    @cached_property
    def prompt_typical(self) -> Estimate:
        """The prompt's pass alone, as benchmarks of engines without a server time it."""
        return self._typical.prompt_pass()

    @cached_property
    def time_per_output_token(self) -> Band:
        """Between two tokens of one answer, with all requests in flight; Undecided where none are written."""
        if not self.generates:
            raise Undecided(f"{self.question.memory.model.id} generates no tokens", _MODEL)
        floor = _least([each.token() for each in self._floors])
        return _band(floor, self._never_seen_token, self._typical.token())

    @cached_property
    def _never_seen_token(self) -> float:
        """Bound/0.93 and the least that a layer was ever seen to add (``latency.md`` section 1)."""
        ranks, reached = self.question.memory.tensor_parallel, self._envelope
        layers = self._floors[0].work.layers * reached.layer_ms(ranks)
        return min(each.token().expected for each in self._floors) / reached.bandwidth + layers

    @cached_property
    def request(self) -> Band:
        """Of a whole request: first token, and the others.

        With several in flight a request takes at least their number times its share of the hardware's time
        (Little's law): what is in flight is the rate times the latency, and the rate has a roofline.
        """
        floor = _least([_request_floor(each, self.question) for each in self._floors])
        never_seen = max(floor.expected, self._never_seen_request)
        return _band(floor, never_seen, self._typical.whole())

    @cached_property
    def _never_seen_request(self) -> float:
        own = self._never_seen_first
        tokens = self.question.output_tokens - 1
        if self.generates and tokens > 0:
            own += tokens * self._never_seen_token
        share = min(each.share(self.question.concurrency).expected for each in self._floors)
        return max(own, self.question.concurrency * share / self._envelope.throughput)

    @cached_property
    def rate(self) -> Rate:
        """Requests per second that one replica finishes, with as many in flight as it can hold."""
        share = _least([each.share(None) for each in self._floors])
        if not share.expected:
            name = self._floors[0].device.name
            raise Undecided(f"no rate of {name} is verified: nothing bounds it", _TYPE)
        bound = 1e3 / share.expected
        never_seen = bound * self._envelope.throughput
        sequences = self._typical.sequences()
        copies = self.question.memory.replicas
        full = self._typical.loaded(sequences * copies).whole()
        in_flight = sequences * copies * 1e3
        source = f"{sequences:,.0f} requests in flight on a copy; {full.source}"
        usual = Estimate(
            "rate",
            min(never_seen, in_flight / full.high),
            min(never_seen, in_flight / full.expected),
            min(never_seen, in_flight / full.low),
            "requests/s",
            source,
            (full,),
        )
        limit = Estimate("rate", bound, bound, bound, "requests/s", "1 / work of a request", (share,))
        return Rate(limit, never_seen, usual, sequences)


def _request_floor(floor: Floor, request: LatencyRequest) -> Estimate:
    prompt, tokens = floor.prompt(), max(0.0, request.output_tokens - 1)
    terms = [prompt]
    if floor.work.generates and tokens > 0:
        terms.append(_times(floor.token(), tokens, f"{tokens:,.0f} more tokens"))
    own = sum(each.expected for each in terms)
    if request.concurrency > 1:
        share = floor.share(request.concurrency)
        if request.concurrency * share.expected > own:
            count = f"{request.concurrency:,.0f} requests in flight"
            terms = [_times(share, request.concurrency, count)]
            own = terms[0].expected
    return Estimate("request", own, own, own, "ms", "estimates.md section 6", tuple(terms))


def _band(floor: Estimate, never_seen: float, usual: Estimate) -> Band:
    """Cut what is usual at what was never seen: a spread is a ratio, and does not know of it."""
    low, expected, high = (max(never_seen, end) for end in (usual.low, usual.expected, usual.high))
    return Band(floor, never_seen, replace(usual, low=low, expected=expected, high=high))


def _least(cases: list[Estimate]) -> Estimate:
    return min(cases, key=lambda each: each.expected)


def _times(estimate: Estimate, factor: float, source: str) -> Estimate:
    size = estimate.expected * factor
    return Estimate(estimate.name, size, size, size, "ms", source, estimate.terms)


def estimate_latency(request: LatencyRequest) -> Latency:
    """Estimate the times and the rate of a request.

    Raises :class:`Undecided` where the model, its format or the accelerator is not known, and for diffusion
    pipelines, whose steps no formula here covers.
    """
    memory = request.memory
    if not memory.precisions:
        raise Undecided("the precision of the weights is not known", _PRECISION)
    if not memory.accelerators:
        raise Undecided("the accelerator is not known", _TYPE)
    model = memory.model
    if model.recipe.get("kind") == "diffusion" or model.task == "diffusion":
        raise Undecided(f"{model.id} denoises in steps: their cost is not modelled", _MODEL)
    if not model.layers or not model.hidden:
        raise Undecided(f"the dimensions of {model.id} are not known", _MODEL)
    return Latency(request)
