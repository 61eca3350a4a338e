"""MS210."""

from __future__ import annotations

import re
from collections.abc import Iterator

from modelspec_lint.linter import Deployment, Estimate, Finding, Severity, finding, rule
from modelspec_lint.rules.fields import MODEL_ID, MODEL_URI, PRECISION, STORAGE, variable
from modelspec_lint.rules.memory.checkpoint_size import GIB_PER_GB, least_checkpoint, may_exceed
from modelspec_lint.rules.quantities import number

_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
_HUB = re.compile(r"[A-Za-z0-9][\w.-]*/[A-Za-z0-9][\w.-]*(@[\w.-]+)?\Z")


@rule(
    "MS210",
    "storage-below-artifacts",
    severity=Severity.ERROR,
    tags=("memory", "storage"),
    fields=(STORAGE, MODEL_ID, MODEL_URI, PRECISION),
    certainty="high",
)
def storage_below_artifacts(deployment: Deployment) -> Iterator[Finding]:
    """The checkpoint that is downloaded is larger than the storage that the container gets.

    ## What it does
    Compares `ephemeralStorageGb` with the files of the checkpoint, in the smallest format that the weights
    may have. Speaks where `modelUri` leads to a hub, a bucket or a web server, or where there is none and the
    model's id is that of a hub; weights on a volume (`pvc://`, a path) and in an image take no such storage,
    and neither do those that are streamed. A note where a variable such as `HF_HOME` moves the downloads,
    which may then lie on a volume.

    ## Why it matters
    The kubelet evicts a pod that writes more than its limit, after minutes of downloading; the next one
    begins anew. It looks like a crash of the model.

    ## Bad
    ```yaml
    spec:
      identity:
        model:
          artifacts:
            modelUri: hf://meta-llama/Meta-Llama-3-8B-Instruct@5f0b02c75b57c5855da9ae460ce51323ea669d8a
      runtime:
        resources:
          ephemeralStorageGb: 10
    ```

    ## Good
    ```yaml
    spec:
      identity:
        model:
          artifacts:
            modelUri: hf://meta-llama/Meta-Llama-3-8B-Instruct@5f0b02c75b57c5855da9ae460ce51323ea669d8a
      runtime:
        resources:
          ephemeralStorageGb: 40
    ```

    ## Options
    None.

    ## Sources
    - Kubernetes, Local ephemeral storage: what counts, and that a pod above its limit is evicted,
      <https://kubernetes.io/docs/concepts/storage/ephemeral-storage/>
    - Hugging Face Hub, environment variables: where downloads go,
      <https://huggingface.co/docs/huggingface_hub/package_reference/environment_variables>
    """
    storage = deployment.spec.runtime.resources.ephemeral_storage_gb
    if storage is None or not _is_downloaded(deployment):
        return
    if not may_exceed(deployment, storage):
        return
    size = least_checkpoint(deployment)
    if size.low <= storage * GIB_PER_GB:
        return
    moved = _moved_by(deployment)
    yield finding(
        STORAGE,
        f"The files of {deployment.memory_request.model.id} are at least {number(round(size.low, 1))} GB, "
        f"the container has {number(storage)} GB to keep them.",
        severity=Severity.NOTE if moved else None,
        related=[
            (MODEL_URI if deployment.spec.model.model_uri else MODEL_ID, "downloaded from here"),
            *([(variable(moved), "may lead to a volume")] if moved else []),
        ],
        evidence=[size, _exact("storage", storage)],
        help=f"ephemeralStorageGb: {int(size.expected * 1.2) + 1}, or a volume that keeps the download",
    )


def _is_downloaded(deployment: Deployment) -> bool:
    """Whether the weights come over a network into the container's own file system."""
    model, known = deployment.spec.model, deployment.knowledge
    load_format = deployment.environment.get("load-format", ("", ""))[0].casefold()
    if load_format in known.vocabulary("streamed-weights"):
        return False
    if deployment.spec.runtime.variables.get("HF_HUB_OFFLINE", "0").casefold() not in ("", "0", "false"):
        return False
    address = model.model_uri or model.id or ""
    scheme = _SCHEME.match(address)
    if scheme is not None:
        return scheme[1].casefold() in known.vocabulary("downloaded-schemes")
    if _HUB.match(address) is None:
        return False
    found = known.models.resolve(address)
    # a relative path looks like an id of a hub: an address has to be the very id
    return found.certainty == "exact" if model.model_uri else found.fact is not None


def _moved_by(deployment: Deployment) -> str | None:
    """Return the variable that leads downloads elsewhere, if one does."""
    movers = deployment.knowledge.vocabulary("cache-variables")
    for name, text in deployment.spec.runtime.variables.items():
        if name in movers or "--download-dir" in text or "--download_dir" in text:
            return name
    return None


def _exact(name: str, value: float) -> Estimate:
    return Estimate(name, value, value, value, "GB", "declared: ephemeralStorageGb")
