"""MS305."""

from __future__ import annotations

from collections.abc import Iterator

from modelspec_lint.linter import Deployment, Finding, Severity, finding, printable, rule
from modelspec_lint.rules.fields import FRAMEWORK
from modelspec_lint.rules.quantities import listed


@rule(
    "MS305", "unknown-framework", severity=Severity.NOTE, tags=("identity", "knowledge"), fields=(FRAMEWORK,)
)
def unknown_framework(deployment: Deployment) -> Iterator[Finding]:
    """The serving framework is not known, so what it refuses is not checked.

    ## What it does
    Looks `model.framework` up among the known engines: their names, other spellings, images and packages,
    with or without a version (`vllm==0.11.2`, `vllm/vllm-openai:v0.9.0`). A server of your own is called
    `custom`.

    ## Why it matters
    Which formats an engine reads, which tasks it serves, how it takes memory and which variables set it up
    are facts of that engine. Under a name that says nothing, a typing mistake turns all of these checks
    off.

    ## Bad
    ```yaml
    spec:
      identity:
        model:
          framework: vlm
    ```

    ## Good
    ```yaml
    spec:
      identity:
        model:
          framework: vllm==0.11.2
    ```

    ## Options
    None.

    ## Sources
    - The engines that are known, with their own sources: `knowledge_base/facts/engines/`
    """
    match = deployment.engine
    if match is None or match.facts:
        return
    near = deployment.knowledge.engines.suggest(match.name)
    yield finding(
        FRAMEWORK,
        f"The framework '{printable(match.name, 60)}' is not known, so neither its formats nor its "
        "limits are checked.",
        help=f"did you mean {listed(near)}?" if near else (),
    )
