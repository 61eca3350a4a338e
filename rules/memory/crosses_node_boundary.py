"""MS208."""

from __future__ import annotations

from collections.abc import Iterator

from modelspec_lint.linter import Deployment, Finding, Severity, Stated, finding, rule
from modelspec_lint.rules.fields import COUNT, TYPE
from modelspec_lint.rules.memory.parallelism_place import PIPELINE, TENSOR, size_place
from modelspec_lint.rules.memory.wording import accelerator_name


@rule(
    "MS208",
    "crosses-node-boundary",
    severity=Severity.WARNING,
    tags=("memory", "parallelism"),
    fields=(TYPE, COUNT, TENSOR, PIPELINE),
    silenced_by=("MS206",),
    certainty="high",
)
def crosses_node_boundary(deployment: Deployment) -> Iterator[Finding]:
    """One copy of the model is spread over more accelerators than a node has, or over a slow link.

    ## What it does
    Compares the accelerators over which one copy of the model is spread (tensor- times pipeline-parallel
    size) with the largest node that is known for this accelerator: an instance type, a board, a rack. A
    warning where tensor parallelism spans nodes; a note where only the stages of a pipeline stand on several,
    each within one, and where ranks are joined by PCIe only. Data-parallel replicas are free to stand on
    nodes of their own.

    ## Why it matters
    Tensor parallelism sums every layer's states over all ranks, twice a layer and for each token. Over a
    network that takes a multiple of the time it takes inside a node, and over PCIe it often takes longer than
    the arithmetic. Several nodes also need a launcher of their own, which one pod is not.

    ## Bad
    ```yaml
    spec:
      identity:
        model:
          id: meta-llama/Llama-3.3-70B-Instruct
          family: llama-3.3
      runtime:
        accelerator:
          type: h100-sxm5-80gb
          count: 16
    ```

    ## Good
    ```yaml
    spec:
      identity:
        model:
          id: meta-llama/Llama-3.3-70B-Instruct
          family: llama-3.3
      runtime:
        accelerator:
          type: h100-sxm5-80gb
          count: 8
    ```

    ## Options
    None.

    ## Sources
    - vLLM, Parallelism and Scaling: tensor parallel within a node, pipeline parallel across nodes,
      <https://docs.vllm.ai/en/stable/serving/parallelism_scaling.html>
    - Accelerators of one node and their links: `knowledge_base/facts/accelerators/`, `instances/`
    """
    if (deployment.spec.runtime.accelerator.count or 1) == 1:
        return
    request = deployment.memory_request
    ranks = min(request.count, request.tensor_parallel * request.pipeline_parallel)
    if ranks == 1 or request.mig is not None:
        return
    if all(ranks <= (each.fast_domain or 0) for each in request.accelerators):
        return
    from modelspec_lint.knowledge_base import node_of  # most deployments have one accelerator

    nodes = [node_of(deployment.knowledge, each) for each in request.accelerators]
    largest = max(each.accelerators for each in nodes)
    place, word = size_place(deployment)
    name, tensor = accelerator_name(deployment), min(request.count, request.tensor_parallel)
    if ranks > largest:
        yield finding(
            place,
            f"One copy of the model is spread over {ranks} accelerators, and a node has at most {largest} "
            f"{name}.",
            severity=None if tensor > largest else Severity.NOTE,
            related=[(TYPE, f"at most {largest} in a node")],
            evidence=[Stated("accelerators of a node", largest, "", "the largest that is known")],
            help=_ways(tensor, largest),
        )
        return
    fast = [each.fast for each in nodes]
    known = [each for each in fast if each is not None]
    if len(known) < len(fast) or not known or tensor <= max(known):
        return
    joined = "" if max(known) == 1 else f" beyond {max(known)} of them"
    yield finding(
        place,
        f"Tensor parallelism {tensor} sums each layer's states over PCIe: {name} has no faster link{joined}.",
        severity=Severity.NOTE,
        related=[(TYPE, "its link")],
        evidence=[Stated("tensor parallelism", tensor, "", word)],
        help="pipeline parallelism, which exchanges less, where answers may take longer",
    )


def _ways(tensor: int, largest: int) -> list[str]:
    ways = ["an accelerator with more memory, or a smaller format, so that a node is enough"]
    if tensor > largest:
        ways.insert(
            0,
            f'annotations modelspec-lint/tensor-parallel: "{largest}" and pipeline-parallel for the nodes, '
            "if they are set so",
        )
    return ways
