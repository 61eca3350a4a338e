"""The page's chapter on other estimators: the figures, what each was asked, and where each is better."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from benchmarks.accuracy.page import percent, table
from benchmarks.accuracy.peers.comparison import Pair, Standing
from benchmarks.accuracy.peers.environment import PEERS
from benchmarks.accuracy.peers.latency import Ratios

_HEAD = (
    "estimator",
    "rows",
    "weights",
    "KV bytes a token",
    "room for KV",
    "right",
    "wrong",
    "refused, but ran",
)

_BETTER = (
    "**Where they are better.** hf-mem, modelinfo-cli and accelerate read any checkpoint of the hub: the "
    "weights of a model that nobody has written down are exact with them, in any format, tensor by tensor. "
    "Only 16-bit checkpoints are compared here, which hides that. vramscout reads the hub's parameter counts "
    "as well; from a local folder it counts from the dimensions, and leaves mixtures of experts out. "
    "accelerate also tells the memory of training. llmfit and fitllm-engine look at the machine they run on, "
    "know Apple's and consumers' devices, rank whole catalogues, and answer for llama.cpp, which these rows "
    "do not test; fitllm-engine refuses a layout that it does not know. vramscout reads an engine's log back "
    "and covers layouts of attention that we have no formula for. ridgepoint gives intervals, as we do, and "
    "the speed of decoding in the same call. llm-d-planner turns service levels into deployments, and most "
    "of the rows of vLLM 0.19 come from its own runs, on which it was calibrated. aiconfigurator has "
    "kernels measured on each system that it knows, and searches parallelism, batch and disaggregation for a "
    "target; by that it needs no figure of a whole server to start from.",
    "**Where we are better.** The accounting of the engine's release (the activation peak above all, which "
    "decides what is left for the cache), MLA and sliding windows under tensor parallelism, and saying what "
    "is not known: an interval for each term, undecided where there is no ground, and no refusal of a server "
    "that ran. Quantised checkpoints are judged in the chapters above, not here.",
)


def chapter(pairs: Sequence[Pair], rows: int, latency: Mapping[str, Ratios] | None) -> str:
    """Write the chapter; estimators that were not installed are named."""
    asked = {pair.peer for pair in pairs}
    left = [peer.name for peer in PEERS if peer not in asked]
    return "\n\n".join(
        (
            "## Other estimators on the same rows",
            f"The {rows} rows with 16-bit weights, asked of each in one run. There is no hub here: each "
            "was given the model as local files made from our facts (`config.json`, a safetensors header), "
            "or used its own catalogue, and the memory of the device as the row prints it. So what they read "
            "from the header is as right as our parameter counts are; compared is what each makes of it. "
            "Figures of a whole model are divided by the number of GPUs. Each cell: values, median error / "
            "95th percentile; below each estimator, ours on the rows that it answered. *Right*, *wrong*: "
            "whether the server started, where a verdict is given. "
            f"Run on {date.today().isoformat()}: `python -m benchmarks.accuracy.peers.install FOLDER` "
            "installs each in an environment of its own, `python -m benchmarks.accuracy --peers FOLDER "
            "--write` asks them.",
            table(_HEAD, _lines(pairs)),
            table(("estimator", "how it was asked"), _asked(pairs), figures=False),
            *([f"Not installed, so not asked: {', '.join(left)}."] if left else []),
            *(_of_latency(latency) if latency else ()),
            *_BETTER,
        )
    )


def _lines(pairs: Sequence[Pair]) -> Iterator[Sequence[str]]:
    for pair in pairs:
        yield _line(pair.theirs)
        yield _line(pair.ours)


def _line(standing: Standing) -> Sequence[str]:
    quantities = ("weights_gib", "kv_bytes_per_token", "kv_pool_gib")
    verdicts = (standing.right, standing.wrong, standing.falsely_refused)
    cells = (_cell(standing, name) for name in quantities)
    return (standing.name, str(standing.answered), *cells, *(str(count) for count in verdicts))


def _cell(standing: Standing, name: str) -> str:
    spread = standing.spread(name)
    return f"{spread[0]}: {percent(spread[1])} / {percent(spread[2])}" if spread else "-"


def _asked(pairs: Sequence[Pair]) -> Iterator[Sequence[str]]:
    for pair in pairs:
        yield (pair.theirs.name, pair.peer.reached)


def _of_latency(found: Mapping[str, Ratios]) -> Iterator[str]:
    yield (
        "Latency: aiconfigurator's static batch and our typical value on the published figures that both can "
        "be asked about (vLLM, SGLang and TensorRT-LLM; 16 and 8 bits; one replica; a stated load; systems "
        "that its wheel has tables of). *Ratio*: the median of estimate over measured, 1 being no bias. It "
        "estimates the engine alone in its newest release; the figures are older and come through servers, "
        "and our bands were fitted to such figures, these among them: that favours ours."
    )
    head = ("figure", "values", "aiconfigurator: ratio", "error", "modelspec fit: ratio", "error")
    yield table(head, (_ratio_line(name, ratios) for name, ratios in sorted(found.items())))
    nearer = [name for name, each in sorted(found.items()) if _theirs_nearer(each)]
    yield f"aiconfigurator is nearer in: {'; '.join(nearer) or 'none of these'}."


def _theirs_nearer(ratios: Ratios) -> bool:
    return ratios.spread(ratios.theirs)[1] < ratios.spread(ratios.ours)[1]


def _ratio_line(name: str, ratios: Ratios) -> Sequence[str]:
    cells = (f"{ratio:.2f}" if first else percent(ratio) for first, ratio in _spreads(ratios))
    return (name, str(len(ratios.ours)), *cells)


def _spreads(ratios: Ratios) -> Iterator[tuple[bool, float]]:
    for each in (ratios.theirs, ratios.ours):
        bias, error = ratios.spread(each)
        yield True, bias
        yield False, error
