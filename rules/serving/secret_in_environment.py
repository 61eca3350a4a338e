"""MS507."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from modelspec_lint.linter import Deployment, Finding, Severity, finding, may_hold_secret, printable, rule
from modelspec_lint.rules.fields import VARIABLES, variable

_WAY_OUT = "take it from a secret store at run time (a Kubernetes Secret, a vault), and name it there"
_REVOKE = "revoke this one: whoever reads the file, or its history, has it"


@rule(
    "MS507",
    "secret-in-environment",
    severity=Severity.ERROR,
    tags=("serving", "security"),
    certainty="high",
    protects=True,
)
def secret_in_environment(deployment: Deployment) -> Iterator[Finding]:
    """An environment variable holds a secret.

    ## What it does
    Looks at the variables of the serving process: for values that have the form of a token, a key or a
    password in an address; for literal values under a name that says what they are (`HF_TOKEN`,
    `DB_PASSWORD`); and, as a warning, for values that are as random as a key. References (`$(TOKEN)`,
    `vault:...`, `/run/secrets/token`), placeholders (`changeme`, `<token>`, `EMPTY`) and names of secrets are
    none. The value is masked in every report, whichever rules are selected.

    ## Why it matters
    A specification is read by reviewers, copied into tickets and kept in a repository's history for ever. A
    secret in it is known to all who read any of these, and cannot be taken back, only revoked.

    ## Bad
    ```yaml
    spec:
      runtime:
        environment:
          variables:
            CACHE_PASSWORD: correct-horse-7
    ```

    ## Good
    ```yaml
    spec:
      runtime:
        environment:
          variables:
            CACHE_PASSWORD: $(CACHE_PASSWORD)
            HF_TOKEN_PATH: /run/secrets/hf-token
    ```

    ## Options
    None.

    ## Sources
    - CWE-798, Use of Hard-coded Credentials, <https://cwe.mitre.org/data/definitions/798.html>
    - OWASP, Secrets Management Cheat Sheet,
      <https://cheatsheetseries.owasp.org/cheatsheets/Secrets_Management_Cheat_Sheet.html>
    - detect-secrets, whose detectors know the forms of tokens, <https://github.com/Yelp/detect-secrets>
    - Hugging Face, User access tokens, <https://huggingface.co/docs/hub/security-tokens>
    """
    for name, texts in _variables(deployment):
        suspects = [text for text in texts if may_hold_secret(name, text)]
        if not suspects:
            continue
        from modelspec_lint.rules.serving.secrets import suspicion  # a tenth of a second, for what is suspect

        found = next(filter(None, (suspicion(name, text) for text in suspects)), None)
        if found is None:
            continue
        verb = "holds" if found.sure else "may hold"
        yield finding(
            variable(name),
            f"{printable(name, 60)} {verb} a secret, {found.reason}.",
            severity=None if found.sure else Severity.WARNING,
            help=(_WAY_OUT, _REVOKE) if found.sure else _WAY_OUT,
            hides=[variable(name)],
        )


def _variables(deployment: Deployment) -> Iterator[tuple[str, list[str]]]:
    """Yield names and what they hold, even where it should be one text: a password of digits is one."""
    if not deployment.document.has(VARIABLES):
        return
    values = deployment.document.value(VARIABLES)
    if isinstance(values, dict):
        for name, value in values.items():
            yield name, [value] if isinstance(value, str) else list(_texts(value))


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, dict | list):
        for part in value.values() if isinstance(value, dict) else value:
            yield from _texts(part)
    elif value is not None and not isinstance(value, bool):
        yield str(value)
