"""Questions and answers of ``modelspec fit`` for its tests."""

from __future__ import annotations

from functools import cache

from modelspec_lint.knowledge_base import Declaration, KnowledgeBase
from modelspec_lint.linter.fit.fit import Fit, compute_fit
from modelspec_lint.linter.fit.question import question_of_flags

CASES: dict[str, dict[str, object]] = {
    "fits": {
        "model": "llama-3.1-8b-instruct",
        "accelerator": "l40s",
        "engine": "vllm",
        "batch": 16,
        "sequence_length": 8192,
    },
    "defaults": {"model": "llama-3.1-8b-instruct", "accelerator": "h100-sxm", "engine": "vllm"},
    "too large": {
        "model": "llama-3.1-70b-instruct",
        "accelerator": "l4",
        "engine": "vllm",
        "batch": 4,
        "sequence_length": 4096,
    },
    "latent experts": {
        "model": "deepseek-ai/DeepSeek-V3",
        "accelerator": "h200-sxm-141gb",
        "count": 8,
        "engine": "vllm",
        "batch": 64,
        "sequence_length": 32768,
    },
    "ambiguous": {
        "model": "llama-3.1-70b-instruct",
        "accelerator": "a100",
        "count": 4,
        "engine": "vllm",
        "batch": 8,
        "sequence_length": 8192,
    },
    "slice": {
        "model": "llama-3.1-8b-instruct",
        "accelerator": "A100-SXM4-40GB-MIG-3g.20gb",
        "engine": "vllm",
        "sequence_length": 8192,
    },
    "encoder": {"model": "BAAI/bge-m3", "accelerator": "l4", "engine": "tei", "batch": 32},
    "diffusion": {"model": "black-forest-labs/FLUX.1-dev", "accelerator": "l40s", "engine": "diffusers"},
    "speech": {"model": "openai/whisper-large-v3", "accelerator": "l4", "engine": "faster-whisper"},
    "states": {
        "model": "state-spaces/mamba-2.8b-hf",
        "accelerator": "l4",
        "engine": "vllm",
        "sequence_length": 2048,
    },
    "files": {
        "model": "llama-3.1-8b-instruct",
        "accelerator": "rtx-4090",
        "engine": "llama.cpp",
        "precision": "q4_k_m",
        "sequence_length": 8192,
    },
    "no engine": {"model": "llama-3.1-8b-instruct", "accelerator": "l40s"},
    "engine without facts": {"model": "llama-3.1-8b-instruct", "accelerator": "l40s", "engine": "triton"},
    "unknown accelerator": {
        "model": "llama-3.1-8b-instruct",
        "accelerator": "b9000",
        "engine": "vllm",
        "sequence_length": 8192,
    },
    "unknown model": {"model": "acme/own", "accelerator": "l40s", "engine": "vllm"},
    "model of a size": {
        "model": "acme/own",
        "accelerator": "l40s",
        "engine": "vllm",
        "parameters": 7_200_000_000,
    },
    "memory only": {
        "model": "llama-3.1-8b-instruct",
        "accelerator": None,
        "device_memory_gib": 40.0,
        "engine": "vllm",
    },
    "absurd count": {
        "model": "llama-3.1-8b-instruct",
        "accelerator": "h100-sxm",
        "engine": "vllm",
        "count": 10**9,
    },
    "absurd length": {
        "model": "llama-3.1-8b-instruct",
        "accelerator": "l40s",
        "engine": "vllm",
        "sequence_length": 10**12,
    },
    "one token": {
        "model": "llama-3.1-8b-instruct",
        "accelerator": "l40s",
        "engine": "vllm",
        "batch": 1,
        "sequence_length": 1,
    },
    "replicas": {
        "model": "llama-3.1-8b-instruct",
        "accelerator": "l40s",
        "count": 3,
        "tensor_parallel": 1,
        "engine": "vllm",
        "batch": 100,
        "sequence_length": 4096,
    },
    "rejects long ones": {
        "model": "Qwen/Qwen2.5-32B-Instruct",
        "accelerator": "h100-sxm5-80gb",
        "engine": "sglang",
        "batch": 4,
        "sequence_length": 131072,
    },
    "hostile": {
        "model": "<script>alert(1)</script>\x1b[31m\u202e",
        "accelerator": '"><img src=x>',
        "engine": "{{ 7*7 }}",
    },
}
"""Declarations of every kind, by what is special about them."""


def fit_of(name: str, **changes: object) -> Fit:
    """Answer one of the cases, with other fields than its own where they are given."""
    return _answer(name) if not changes else _computed({**CASES[name], **changes})


@cache
def _answer(name: str) -> Fit:
    return _computed(CASES[name])


def _computed(declared: dict[str, object]) -> Fit:
    declaration = Declaration(**declared)  # type: ignore[arg-type]
    return compute_fit(question_of_flags(KnowledgeBase.load(), declaration))
