"""The pack that ``modelspec pack new`` writes: small, whole, and passing its own cases."""

from __future__ import annotations

import json

from modelspec_lint.linter.document.printable import printable

_SKELETON = """\
# Rules of your own. Try it:  modelspec pack test {file}
# Use it:                     modelspec lint --pack {file}
apiVersion: modelspec-lint/v1
kind: RulePack
metadata:
  name: {name}
  version: 0.1.0
  owner: {owner}

rules:
  # A template: a check that is there already, with parameters of yours (modelspec pack templates lists them).
  - id: {prefix}001
    name: production-needs-team-label
    severity: error
    where: {{labels: {{environment: [prod, production]}}}}
    template: required-label
    with: {{label: team, pattern: "^[a-z][a-z0-9-]*$"}}
    why: Whoever is called at night has to know whose deployment it is.
    help: "add the label, such as team: search"
    cases:
      bad:
        - metadata: {{labels: {{environment: prod}}}}
        - metadata: {{labels: {{environment: prod, team: "Search & Ads"}}}}
      good:
        - metadata: {{labels: {{environment: prod, team: search}}}}
        - metadata: {{labels: {{environment: dev}}}}

  # A condition: an expression over the spec, the facts behind its names, and the estimates.
  - id: {prefix}002
    name: large-deployment-needs-approval
    severity: warning
    at: spec.operations.scaling.maxReplicas
    when: "{{{{ spec.operations.scaling.maxReplicas * spec.runtime.accelerator.count > 16 }}}}"
    unless: "{{{{ annotations['{name}/approval'] is defined }}}}"
    message: "{{{{ spec.operations.scaling.maxReplicas }}}} x {{{{ accelerator.name }}}} have no approval"
    why: More than sixteen accelerators are taken from everybody else.
    help: "ask for an approval, and name it in the annotation {name}/approval"
    cases:
      bad:
        spec: {{operations: {{scaling: {{minReplicas: 2, maxReplicas: 20}}}}}}
      good:
        - spec: {{operations: {{scaling: {{minReplicas: 2, maxReplicas: 4}}}}}}
        - metadata: {{annotations: {{{name}/approval: A-17}}}}
          spec: {{operations: {{scaling: {{minReplicas: 2, maxReplicas: 20}}}}}}
"""

LONGEST_PREFIX, LEAST_PREFIX = 10, 2


def skeleton(name: str, prefix: str, owner: str, file: str) -> str:
    """Return the text of a new pack; ``file`` is what its first lines call it."""
    owner = json.dumps(owner, ensure_ascii=False)  # quoted as YAML is, too
    return _SKELETON.format(name=name, prefix=prefix, owner=owner, file=printable(file))


def prefix_of(name: str) -> str:
    """Make the prefix of a pack's codes of its name: its letters, in upper case."""
    letters = "".join(each for each in name.upper() if "A" <= each <= "Z")
    return letters[:LONGEST_PREFIX]
