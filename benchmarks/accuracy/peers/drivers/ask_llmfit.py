"""llmfit: `plan` for a model of its catalogue; GB of 10**9 bytes of weights, GiB of KV cache, one machine."""

import json
import subprocess
import sys
from pathlib import Path

from benchmarks.accuracy.peers.drivers.questions import Answer, Question, answer_all

COMMAND = str(Path(sys.argv[1]) / "bin" / "llmfit")


def plan(question: Question, context: int) -> Answer:
    """Run `llmfit plan`; the model must be the very one that was asked for."""
    found = subprocess.run(
        [COMMAND, "--json", "plan", question["model"], "--context", str(context), "--quant", "BF16"]
        + (["--kv-quant", "fp8"] if question["kv"] == "fp8" else []),
        capture_output=True,
        text=True,
        check=False,
    )
    if found.returncode:
        raise LookupError(found.stderr.strip().splitlines()[-1])
    said: Answer = json.loads(found.stdout)
    if said["model_name"].casefold() != question["model"].casefold():
        raise LookupError(f"it means {said['model_name']}")
    return said


def answer(question: Question) -> Answer:
    """Answer one question."""
    said, longer = plan(question, question["context"]), plan(question, 2 * question["context"])
    ranks = question["tensor_parallel"] * question["pipeline_parallel"]
    needed, more = said["minimum"]["vram_gb"], longer["minimum"]["vram_gb"]
    return {
        "weights_gib": said["disk_size_gb"] * 1e9 / 2**30 / ranks,
        "kv_bytes_per_token": (more - needed) * 2**30 / question["context"] / ranks,
        "starts": needed <= question["memory_gib"] * ranks,
    }


answer_all(answer)
