"""accelerate: builds the model without its weights and sums its parameters; no KV cache, no parallelism."""

import torch
from accelerate import init_empty_weights
from accelerate.utils import compute_module_sizes
from transformers import AutoConfig, AutoModelForCausalLM

from benchmarks.accuracy.peers.drivers.questions import Answer, Question, answer_all


def answer(question: Question) -> Answer:
    """Answer one question."""
    config = AutoConfig.from_pretrained(question["folder"])
    with init_empty_weights():
        model = AutoModelForCausalLM.from_config(config)
    model.tie_weights()
    size = compute_module_sizes(model, dtype=torch.bfloat16)[""] / 2**30
    weights = size / question["tensor_parallel"] / question["pipeline_parallel"]
    return {"weights_gib": weights, "starts": weights <= question["memory_gib"]}


answer_all(answer)
