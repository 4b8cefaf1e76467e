"""## What it does
Is about connections that leak or cannot work: secrets written in clear (C015), TLS without
verification (C009), and worker versioning without a deployment or a build (C025). The loader
reports them under these codes; selecting or ignoring WR402 means all of them.

## Why is this bad?
A secret in YAML is a secret in the repository. The Python SDK cannot switch verification off, and
a versioned worker without a deployment and a build is refused by the server.

## Example
```yaml
- name: cloud
  kind: temporal.client
  address: prod.tmprl.cloud:7233
  auth:
    type: api_key
    api_key: eyJhbGciOi…
```

## Use instead
```yaml
- name: cloud
  kind: temporal.client
  address: prod.tmprl.cloud:7233
  auth:
    type: api_key
    api_key: ${env:TEMPORAL_API_KEY}
```
"""

from __future__ import annotations

from collections.abc import Iterator

from wippyc.check.catalogue import lint_rule
from wippyc.check.context import CheckContext
from wippyc.check.finding import Finding
from wippyc.diagnostics.model import Rule, Severity

RULE = Rule(
    "WR402", "secrets-and-tls", Severity.WARNING, "A connection leaks or cannot be compiled."
)


@lint_rule(RULE, covers=("C009", "C015", "C025"))
def check(context: CheckContext) -> Iterator[Finding]:
    """Yield nothing: the loader reports these findings under its own codes."""
    yield from ()
