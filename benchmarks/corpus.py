"""Folders full of specs to measure with: varied, reproducible, one in ten of them broken."""

from __future__ import annotations

import random
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Model:
    """What a spec says about its model."""

    id: str
    family: str
    task: str
    framework: str
    precision: str
    longest: int


MODELS = (
    Model("meta-llama/Llama-3.1-8B-Instruct", "llama-3.1", "text-generation", "vllm", "bf16", 131072),
    Model("meta-llama/Llama-3.3-70B-Instruct", "llama-3.3", "text-generation", "vllm", "bf16", 131072),
    Model("Qwen/Qwen2.5-7B-Instruct", "qwen-2.5", "text-generation", "vllm", "bf16", 32768),
    Model("mistralai/Mistral-7B-Instruct-v0.3", "mistral-7b", "text-generation", "sglang", "bf16", 32768),
    Model("google/gemma-2-9b-it", "gemma-2", "text-generation", "vllm", "bf16", 8192),
    Model("deepseek-ai/DeepSeek-V3", "deepseek-v3", "text-generation", "sglang", "fp8", 163840),
    Model("openai/gpt-oss-20b", "gpt-oss", "text-generation", "vllm", "mxfp4", 131072),
    Model("meta-llama/Llama-Guard-3-1B", "llama-guard", "guardrail", "vllm", "bf16", 131072),
    Model("BAAI/bge-m3", "bge", "embedding", "tei", "fp16", 8192),
    Model("BAAI/bge-reranker-v2-m3", "bge-reranker", "rerank", "tei", "fp16", 8192),
)
ACCELERATORS = (
    ("nvidia", "l4-24gb", 1),
    ("nvidia", "a10g-24gb", 4),
    ("nvidia", "l40s-48gb", 1),
    ("nvidia", "NVIDIA-A100-SXM4-80GB", 2),
    ("nvidia", "h100-sxm5-80gb", 4),
    ("nvidia", "h200-sxm-141gb", 8),
    ("amd", "mi300x-192gb", 1),
)
MISTAKES = (
    ("count: ", "cuont: "),
    ("port: 8000", 'port: "8000"'),
    ("maxReplicas: 4", "maxReplicas: 0"),
    ("      family", "     family"),
    ("protocol: http", "protocol: https"),
)
BROKEN_EVERY = 10
FAULTS_EACH = 25


def write_corpus(folder: Path, count: int, seed: int = 2026) -> int:
    """Write ``count`` specs into ``folder``; return the bytes of all of them. Equal seeds, equal bytes."""
    draw = random.Random(seed)
    folder.mkdir(parents=True)
    size = 0
    for number in range(count):
        text = spec_text(number, draw)
        if number % BROKEN_EVERY == BROKEN_EVERY - 1:
            text = text.replace(*draw.choice(MISTAKES), 1)
        size += (folder / f"service-{number:05}.modelspec.yaml").write_text(text, encoding="utf-8")
    return size


def write_faulty(folder: Path, findings: int, seed: int = 2026) -> None:
    """Write specs with at least ``findings`` unknown fields among them, :data:`FAULTS_EACH` in each."""
    draw = random.Random(seed)
    folder.mkdir(parents=True)
    unknown = "".join(f"    setting{number}: {number}\n" for number in range(FAULTS_EACH))
    for number in range(-(-findings // FAULTS_EACH)):
        text = spec_text(number, draw).replace("  runtime:\n", f"  runtime:\n{unknown}", 1)
        (folder / f"faulty-{number:05}.modelspec.yaml").write_text(text, encoding="utf-8")


def spec_text(number: int, draw: random.Random) -> str:
    """Return a spec of about 800 bytes."""
    model = draw.choice(MODELS)
    vendor, accelerator, count = draw.choice(ACCELERATORS)
    batch = draw.choice((4, 16, 64))
    length = min(model.longest, draw.choice((2048, 8192, 32768)))
    return f"""\
apiVersion: piqc.ai/v1alpha1
kind: ModelSpec
metadata:
  name: service-{number:05}
  version: 1.{draw.randrange(20)}.{draw.randrange(20)}
  labels:
    team: team-{draw.randrange(30):02}
spec:
  identity:
    model:
      id: {model.id}
      family: {model.family}
      task: {model.task}
      framework: {model.framework}
      precision: {model.precision}
  runtime:
    accelerator:
      vendor: {vendor}
      type: {accelerator}
      count: {count}
    batch:
      maxBatchSize: {batch}
      maxSequenceLengthTokens: {length}
  operations:
    serving:
      protocol: http
      port: 8000
      readinessProbe:
        path: /health
        timeoutSeconds: 2
      maxConcurrency: {batch}
      timeoutSeconds: 60
    scaling:
      minReplicas: 1
      maxReplicas: 4
      targetLatencyMsP95: {draw.choice((8000, 15000, 30000))}
    observability:
      metrics:
        enabled: true
"""
