"""Memory estimates against start-up logs: row, request, answer, comparison by term."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from benchmarks.accuracy.distribution import Comparison, Distribution, distribution
from benchmarks.accuracy.rows import LeftOut, Request, Row, request_of, started, states_flags
from modelspec_lint.knowledge_base import KnowledgeBase, Model
from modelspec_lint.linter.fit.jsonl import Answer, answer

TERMS = {
    "weights": ("weights_gib", "observed_weights_gib_per_gpu"),
    "KV cache, GiB": ("kv_cache_gib", "observed_kv_cache_gib_per_gpu"),
    "KV cache, tokens": ("kv_cache_tokens", "observed_kv_cache_tokens"),
    "activation peak": ("activation_gib", "observed_activation_gib"),
    "non-torch": ("non_torch_gib", "observed_non_torch_gib"),
    "CUDA graphs": ("graph_gib", "observed_cuda_graph_gib"),
    "sequences that fit": ("slots", "observed_max_concurrency"),
}
"""By name of the term: where the answer has it, and where a row."""

_RESOLUTION = {"KV cache, tokens": 16.0, "sequences that fit": 0.0}
_LOGGED = 0.005  # logs print hundredths of a GiB
_BANDS = (((0, 17), "vLLM up to 0.16"), ((0, 21), "vLLM 0.17 to 0.20"))


@dataclass(frozen=True, slots=True)
class Judged:
    """A row with the program's answer to it. ``line`` counts from 1 in the measurement file."""

    line: int
    row: Row
    request: Request
    answer: Answer
    model: Model | None
    comparisons: tuple[Comparison, ...]

    @property
    def decided(self) -> bool:
        """Whether the program answered the whole question."""
        return bool(self.answer["status"] == "ok")

    @property
    def right(self) -> bool | None:
        """Whether the outcome is said rightly; ``None`` where it is left open."""
        said = self.answer.get("starts")
        return None if said is None else said == started(self.row)

    @property
    def falsely_refused(self) -> bool:
        """Whether a server that started is said not to start: a false error."""
        return self.answer.get("starts") is False and started(self.row)

    @property
    def answered(self) -> bool:
        """Whether at least the weights are known: a question can be undecided in part."""
        return self.answer.get("weights_gib") is not None

    @property
    def stated(self) -> bool:
        """Whether the source states utilisation and release."""
        return states_flags(self.row)

    @property
    def all_stated(self) -> bool:
        """Whether it also states how many sequences are in flight, on which the activation peak hangs."""
        return self.stated and "max_num_seqs" in self.row

    def compared(self, term: str) -> Comparison | None:
        """Return the comparison of one term, where the row has it."""
        return next((each for each in self.comparisons if each.term == term), None)


@dataclass(frozen=True, slots=True)
class MemoryAccuracy:
    """All rows: left out with the reason, undecided with the reason, or compared."""

    left_out: Counter[str]
    judged: tuple[Judged, ...]

    @property
    def decided(self) -> tuple[Judged, ...]:
        """The rows whose whole question is answered."""
        return tuple(each for each in self.judged if each.decided)

    @property
    def answered(self) -> tuple[Judged, ...]:
        """The rows with an estimate, be it of the weights alone."""
        return tuple(each for each in self.judged if each.answered)

    @property
    def undecided(self) -> Counter[str]:
        """Why the others are not, at least in part."""
        return Counter(str(each.answer["reason"]) for each in self.judged if not each.decided)

    def errors(self, term: str, which: Callable[[Judged], bool] = lambda judged: True) -> Distribution | None:
        """Describe the errors of one term over the answered rows that are asked for."""
        found = (each.compared(term) for each in self.answered if which(each))
        return distribution(one for one in found if one is not None)

    @property
    def coverage(self) -> float:
        """The share of all measured values, of every term, that lies inside its interval."""
        every = [one.inside for each in self.answered for one in each.comparisons]
        return sum(every) / len(every) if every else math.nan

    def outcomes(self) -> Counter[bool | None]:
        """Count outcomes said rightly, wrongly, and left open."""
        return Counter(each.right for each in self.answered)


def evaluate(rows: Iterable[Row], knowledge: KnowledgeBase) -> MemoryAccuracy:
    """Hold the program's answers against rows."""
    left_out: Counter[str] = Counter()
    judged = []
    for line, row in enumerate(rows, 1):
        request = request_of(row)
        if isinstance(request, LeftOut):
            left_out[request.reason] += 1
            continue
        given = answer(request, knowledge)
        model = knowledge.models.resolve(request["model"]).fact
        judged.append(Judged(line, row, request, given, model, tuple(_compare(row, given))))
    return MemoryAccuracy(left_out, tuple(judged))


def kind(judged: Judged) -> str:
    """Return what kind of model a row is about: by attention first, then by what else it is made of."""
    model = judged.model
    if model is None:
        return "unknown"
    layers = {each.kind for each in model.cache or ()}
    if "state" in layers:
        return "hybrid (state-space layers)"
    if "latent" in layers:
        return "MLA"
    if model.text_parameters is not None:
        return "vision-language"
    if layers & {"sliding", "chunked"}:
        return "sliding window"
    return "mixture of experts" if model.experts is not None else "dense"


def engine_band(judged: Judged) -> str:
    """Return the engine and the band of releases within which its accounting is the same."""
    name = str(judged.request["engine"])
    if name != "vllm":
        return name
    release = re.match(r"(\d+)\.(\d+)", str(judged.request.get("engine_version", "")))
    if release is None:
        return "vLLM, release unstated"
    version = int(release[1]), int(release[2])
    return next((band for below, band in _BANDS if version < below), "vLLM from 0.21")


def precision(judged: Judged) -> str:
    """Return how the weights are stored, as far as row and name say."""
    stated = judged.request.get("precision")
    if stated is not None:
        return str(stated)
    return str(judged.row.get("quantization") or "as published")


def _compare(row: Row, given: Answer) -> Iterable[Comparison]:
    for term, (answered, observed) in TERMS.items():
        estimate, measured = given.get(answered), float(row.get(observed) or 0.0)
        if term == "sequences that fit":
            measured = float(math.floor(measured))  # logs print a ratio, of which whole sequences run
        if estimate is None or estimate["expected"] is None or measured <= 0:
            continue
        low, high = estimate["low"], estimate["high"]
        yield Comparison(
            term,
            measured,
            -math.inf if low is None else low,
            estimate["expected"],
            math.inf if high is None else high,
            _RESOLUTION.get(term, _LOGGED),
        )
