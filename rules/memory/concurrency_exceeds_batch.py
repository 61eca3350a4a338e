"""MS214."""

from __future__ import annotations

from collections.abc import Iterator

from modelspec_lint.linter import Deployment, Finding, Severity, finding, rule
from modelspec_lint.rules.fields import BATCH, CONCURRENCY


@rule(
    "MS214",
    "concurrency-exceeds-batch",
    severity=Severity.WARNING,
    tags=("memory", "serving", "contradiction"),
    fields=(CONCURRENCY, BATCH),
    certainty="high",
)
def concurrency_exceeds_batch(deployment: Deployment) -> Iterator[Finding]:
    """More requests are let in than the engine works on at once, or far fewer.

    ## What it does
    Compares `serving.maxConcurrency` with `batch.maxBatchSize` for models that generate token by token. A
    warning where more are let in, a note where fewer than a quarter are. Engines that collect single requests
    into a batch (embedding, classification, images) want more requests than one batch holds: there the rule
    is silent.

    ## Why it matters
    What is let in beyond the batch waits inside the engine, where no load balancer sees it and no autoscaler
    counts it: the time to the first token grows, and the target is missed without an error. The other way
    round, memory is set aside for sequences that never come.

    ## Bad
    ```yaml
    spec:
      runtime:
        batch:
          maxBatchSize: 32
      operations:
        serving:
          maxConcurrency: 128
    ```

    ## Good
    ```yaml
    spec:
      runtime:
        batch:
          maxBatchSize: 32
      operations:
        serving:
          maxConcurrency: 32
    ```

    ## Options
    None.

    ## Sources
    - vLLM, engine arguments, `--max-num-seqs`: "Maximum number of sequences to be processed in a single
      iteration", <https://docs.vllm.ai/en/stable/configuration/engine_args.html>
    - Ray Serve, LLM serving: `max_ongoing_requests` and `max_num_seqs`,
      <https://docs.ray.io/en/latest/serve/llm/index.html>
    """
    concurrency = deployment.spec.operations.serving.max_concurrency
    batch = deployment.spec.runtime.batch.max_batch_size
    if concurrency is None or batch is None or batch / 4 <= concurrency <= batch:
        return
    workload = deployment.workload.fact if deployment.workload else None
    if workload is None or workload.execution != "generate":
        return
    if concurrency > batch:
        yield finding(
            CONCURRENCY,
            f"{concurrency} requests are let in at once, {batch} are worked on, {concurrency - batch} wait.",
            related=[(BATCH, "worked on at once")],
            help=f"maxConcurrency: {batch}, and a replica more for what is beyond",
        )
    else:
        yield finding(
            CONCURRENCY,
            f"{concurrency} requests are let in at once, but the engine is set up for {batch}.",
            severity=Severity.NOTE,
            related=[(BATCH, "set up for")],
            help=f"maxBatchSize: {concurrency} frees memory, or let more requests in",
        )
