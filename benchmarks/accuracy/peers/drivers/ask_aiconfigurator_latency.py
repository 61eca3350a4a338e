"""aiconfigurator: time to first token and per token of a static batch, by the tables that its wheel has."""

import logging
from functools import cache
from typing import Any

from aiconfigurator.cli.api import cli_estimate
from aiconfigurator_core.sdk.perf_database import get_latest_database_version

from benchmarks.accuracy.peers.drivers.ask_aiconfigurator import BACKENDS, SYSTEMS
from benchmarks.accuracy.peers.drivers.questions import Answer, Question, answer_all

logging.disable(logging.CRITICAL)
_FP8: dict[str, Any] = {"gemm_quant_mode": "fp8", "moe_quant_mode": "fp8"}


@cache
def newest(system: str, backend: str) -> str:
    """Find the newest tables once: looking takes longer than estimating."""
    return str(get_latest_database_version(system, backend))


def answer(question: Question) -> Answer:
    """Answer one question; milliseconds."""
    system = next(SYSTEMS[each] for each in question["accelerators"] if each in SYSTEMS)
    backend = BACKENDS[question["engine"]][0]
    found = cli_estimate(
        question["folder"],
        system,
        mode="static",
        backend_name=backend,
        backend_version=newest(system, backend),
        isl=question["input_tokens"],
        osl=question["output_tokens"],
        batch_size=question["concurrency"],
        tp_size=question["tensor_parallel"],
        moe_tp_size=question["tensor_parallel"] if question["experts"] else None,
        moe_ep_size=1 if question["experts"] else None,
        **(_FP8 if question["precision"] == "fp8" else {}),
    )
    return {"first-token": found.ttft, "token": found.tpot}


if __name__ == "__main__":
    answer_all(answer)
