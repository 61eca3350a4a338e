"""MS811."""

from __future__ import annotations

from collections.abc import Iterator

from modelspec_lint.linter import (
    Deployment,
    Finding,
    Option,
    Options,
    Severity,
    finding,
    nearest,
    printable,
    rule,
)
from modelspec_lint.rules.fields import MODEL_URI, TOKENIZER_URI
from modelspec_lint.rules.governance.address import Address, addresses

_HERE = ("localhost", "127.", "[::1]", "host.docker.internal")


@rule(
    "MS811",
    "insecure-artifact-uri",
    severity=Severity.ERROR,
    tags=("governance", "supply-chain", "security"),
    fields=(MODEL_URI, TOKENIZER_URI),
    options=(Option("schemes", (), "Schemes of your own storage, which are then known."),),
)
def insecure_artifact_uri(deployment: Deployment, options: Options) -> Iterator[Finding]:
    """An artifact comes over an unprotected way, from nowhere known, or in a format that runs code.

    ## What it does
    Looks at `modelUri` and `tokenizerUri`:

    - a scheme that proves neither sender nor bytes (`http://`, `ftp://`, `git://`) is an error, except on
      the same machine (`http://localhost`);
    - a scheme that nothing is known to load is an error, with the nearest that is known;
    - a file that is opened with pickle (`.bin`, `.pt`, `.pth`, `.ckpt`, `.pkl`) is a warning. `.bin` files
      of llama.cpp, whisper.cpp, OpenVINO and CTranslate2 are none.

    Paths without a scheme are left alone.

    ## Why it matters
    Weights are code for the one who loads them: whoever stands between can replace what comes over
    `http://`, and a pickle runs what its author put into it, with the rights and the credentials of the
    server. An unknown scheme fails at the start of every replica.

    ## Bad
    ```yaml
    spec:
      identity:
        model:
          artifacts:
            modelUri: http://models.example.com/chat/1.2.0/model.safetensors
    ```

    ## Good
    ```yaml
    spec:
      identity:
        model:
          artifacts:
            modelUri: https://models.example.com/chat/1.2.0/model.safetensors
    ```

    ## Options
    - `schemes` (none): schemes of your own storage, which are then known, such as `acme-store`

    ## Sources
    - Python, pickle: "Only unpickle data you trust", <https://docs.python.org/3/library/pickle.html>
    - Hugging Face, Pickle Scanning, <https://huggingface.co/docs/hub/security-pickle>
    - PyTorch, torch.load and `weights_only`,
      <https://docs.pytorch.org/docs/stable/generated/torch.load.html>
    - CWE-494: Download of Code Without Integrity Check, <https://cwe.mitre.org/data/definitions/494.html>
    """
    model = deployment.spec.model
    if model.model_uri is None and model.tokenizer_uri is None:
        return
    schemes = deployment.knowledge.vocabulary("artifact-schemes")
    own = {each.lower().partition(":")[0] for each in options.texts("schemes")}
    for address in addresses(deployment):
        scheme = address.scheme
        if scheme is not None and scheme not in own:
            if scheme not in schemes:
                yield _unknown(address, tuple(schemes))
                continue
            if schemes[scheme] == "insecure" and not address.path.lower().startswith(_HERE):
                yield finding(
                    address.pointer,
                    f"The {address.noun} comes over {scheme}://, where anybody on the way can replace it.",
                    help="https://, or a store that proves who sends: hf://, s3://, oci:// with a digest",
                )
                continue
        kind = _pickle(deployment, address)
        if kind is not None:
            yield finding(
                address.pointer,
                f"{printable(address.file, 60)} is {kind}: opening it may run its author's code.",
                severity=Severity.WARNING,
                help="the same weights as .safetensors, or as .gguf where the engine reads that",
            )


def _unknown(address: Address, known: tuple[str, ...]) -> Finding:
    scheme = printable(address.scheme or "", 40)
    near = nearest(scheme, known)
    meant = (
        f"did you mean {near[0].name}://?" if near else "one that is known, such as hf://, s3:// or oci://"
    )
    return finding(
        address.pointer,
        f"Nothing is known to load a {address.noun} from {scheme}://.",
        help=(meant, f"for a store of your own, the option schemes: [{scheme}]"),
    )


def _pickle(deployment: Deployment, address: Address) -> str | None:
    """Say what an address's file is where it is opened with pickle."""
    suffix = address.suffix
    kind = deployment.knowledge.vocabulary("pickle-suffixes").get(suffix)
    if kind is None or suffix != ".bin":
        return kind
    plain = deployment.knowledge.vocabulary("plain-bin-names")
    if any(address.file.lower().startswith(each) for each in plain):
        return None
    engine = deployment.engine.fact if deployment.engine else None
    others = deployment.knowledge.vocabulary("plain-bin-engines")
    return None if engine is not None and engine.id in others else kind
