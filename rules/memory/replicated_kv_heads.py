"""MS207."""

from __future__ import annotations

from collections.abc import Iterator

from modelspec_lint.linter import Deployment, Finding, Severity, Stated, finding, rule
from modelspec_lint.rules.fields import COUNT, MODEL_ID, TYPE
from modelspec_lint.rules.memory.parallelism_place import PIPELINE, TENSOR, size_place
from modelspec_lint.rules.memory.proof import is_mainline
from modelspec_lint.rules.quantities import counted, number


@rule(
    "MS207",
    "replicated-kv-heads",
    severity=Severity.NOTE,
    tags=("memory", "kv-cache", "parallelism"),
    fields=(MODEL_ID, TYPE, COUNT, TENSOR, PIPELINE),
    silenced_by=("MS201", "MS206"),
)
def replicated_kv_heads(deployment: Deployment) -> Iterator[Finding]:
    """The model is cut into more parts than it has KV heads, so that caches are stored twice or more.

    ## What it does
    Compares the tensor-parallel size with the number of KV heads, for engines that repeat a head where there
    are more ranks than heads. Models with a latent cache (MLA), which no cut makes smaller, are left alone.

    ## Why it matters
    From there on every accelerator that is added holds a copy of a cache that is already there. It speeds up
    a single answer, but it holds few more conversations: replicas side by side would hold more.

    ## Bad
    ```yaml
    spec:
      identity:
        model:
          id: Qwen/Qwen2.5-3B-Instruct
          family: qwen-2.5
      runtime:
        accelerator:
          count: 4
    ```

    ## Good
    ```yaml
    spec:
      runtime:
        accelerator:
          count: 4
    ```

    ## Options
    None.

    ## Sources
    - vLLM, `vllm/model_executor/models/llama.py`, LlamaAttention: KV heads are replicated over the ranks
      where there are fewer of them, <https://github.com/vllm-project/vllm>
    - Data-parallel deployment of replicas, <https://docs.vllm.ai/en/stable/serving/data_parallel_deployment/>
    """
    if (deployment.spec.runtime.accelerator.count or 1) == 1 and deployment.settings.tensor_parallel is None:
        return
    request = deployment.memory_request
    engine, size = request.engine, request.tensor_parallel
    facts = engine.facts.get("parallelism") if engine else None
    if size < 2 or not facts or not facts.get("kv_heads_replicate") or not is_mainline(deployment):
        return
    cut = [each for each in request.model.cache or () if each.kind in ("full", "sliding", "chunked")]
    heads = max((each.heads or 0 for each in cut), default=0)
    if not heads or size <= heads or any(each.heads is None for each in cut):
        return
    copies = size / heads
    place, word = size_place(deployment)
    yield finding(
        place,
        f"{request.model.id} has {counted(heads, 'KV head')}, and {size} ranks share it: the cache of each "
        f"head is stored {number(copies)} times.",
        evidence=[
            Stated("tensor parallelism", size, "", word),
            Stated("KV heads", heads, "", request.model.id),
        ],
        help=f"tensor parallel {heads}, and {number(copies)} replicas where they fit: they hold more at once",
    )
