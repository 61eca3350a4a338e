"""MS810."""

from __future__ import annotations

from collections.abc import Iterator

from modelspec_lint.linter import Deployment, Finding, Severity, finding, printable, rule
from modelspec_lint.rules.fields import MODEL_URI, TOKENIZER_URI
from modelspec_lint.rules.governance.address import Address, addresses, moves


@rule(
    "MS810",
    "artifact-not-pinned",
    severity=Severity.WARNING,
    tags=("governance", "supply-chain", "production"),
    fields=(MODEL_URI, TOKENIZER_URI),
    certainty="high",
)
def artifact_not_pinned(deployment: Deployment) -> Iterator[Finding]:
    """In production the same address may give other weights tomorrow.

    ## What it does
    Looks, in production, whether `modelUri` and `tokenizerUri` say which version is meant: a revision
    (`hf://org/model@9f2c1e7`, `?revision=`), a digest (`@sha256:...`), or a part of the path that is a
    version, a date or a hash. `main`, `latest` and the like are none. A revision that the environment gives
    the engine (`--revision`) counts. Paths on the machine are left alone: what is in them, no address says.

    ## Why it matters
    A repository's owner can push other files under the same name, by mistake or after a stolen token. A
    restarted replica then serves another model than the one beside it, no rollback brings the old one back,
    and nobody can say which model gave an answer.

    ## Bad
    ```yaml
    metadata:
      labels:
        environment: production
    spec:
      identity:
        model:
          artifacts:
            modelUri: hf://meta-llama/Meta-Llama-3-8B-Instruct
    ```

    ## Good
    ```yaml
    metadata:
      labels:
        environment: production
    spec:
      identity:
        model:
          artifacts:
            modelUri: hf://meta-llama/Meta-Llama-3-8B-Instruct@5f0b02c75b57c5855da9ae460ce51323ea669d8a
    ```

    ## Options
    None.

    ## Sources
    - SLSA 1.0, "Verifying artifacts": an artifact is named by its digest,
      <https://slsa.dev/spec/v1.0/verifying-artifacts>
    - OWASP Top 10 for LLM Applications 2025, LLM03 Supply Chain, <https://genai.owasp.org/llm-top-10/>
    - Hugging Face, Download files from the Hub: `revision`,
      <https://huggingface.co/docs/huggingface_hub/guides/download>
    - NIST AI RMF 1.0, MANAGE 4.1 and GOVERN 1.6, <https://doi.org/10.6028/NIST.AI.100-1>
    """
    model = deployment.spec.model
    if (model.model_uri is None and model.tokenizer_uri is None) or not deployment.production:
        return
    schemes = deployment.knowledge.vocabulary("artifact-schemes")
    for address in addresses(deployment):
        pinned_by = schemes.get(address.scheme or "", "")
        if pinned_by in ("", "local", "insecure") or address.is_still(pinned_by):
            continue
        if _given_to_engine(deployment):
            continue
        yield finding(address.pointer, _said(address), help=_HELP.get(pinned_by, _HELP["version"]))


def _given_to_engine(deployment: Deployment) -> bool:
    """Whether the environment tells the engine which revision to load, of the model and its tokenizer."""
    stated = deployment.environment.get("revision")
    return stated is not None and not moves(stated[0])


def _said(address: Address) -> str:
    revision = address.revision()
    if revision is not None:
        return f"`{printable(revision, 40)}` is no fixed version of the {address.noun}: what it means moves."
    return f"The address of the {address.noun} does not say which version is meant."


_HELP = {
    "revision": "the commit that was tested: hf://organisation/model@COMMIT",
    "digest": "the digest that was tested: registry/image@sha256:...",
    "tag": "a registry whose addresses hold digests or revisions; a tag may be moved by its owner",
    "version": "a version, date or hash in the path, such as s3://models/chat/2026-10-01/",
}
