"""What the probe rules share: the probes that a spec declares, and paths as engines compare them."""

from __future__ import annotations

from collections.abc import Iterator

from modelspec_lint.linter import Deployment
from modelspec_lint.rules.fields import LIVENESS, READINESS


def timeouts(deployment: Deployment) -> Iterator[tuple[str, str, int]]:
    """Yield the probes that have a timeout: what they are called, its pointer, seconds."""
    serving = deployment.spec.operations.serving
    probes = (
        (READINESS, "readiness", serving.readiness_probe),
        (LIVENESS, "liveness", serving.liveness_probe),
    )
    for pointer, name, probe in probes:
        if probe is not None and probe.timeout_seconds:
            yield name, f"{pointer}/timeoutSeconds", probe.timeout_seconds


def paths(deployment: Deployment) -> Iterator[tuple[str, str, str]]:
    """Yield the probes that have a path: what they are called, its pointer, the path as it is written."""
    serving = deployment.spec.operations.serving
    probes = (
        (READINESS, "readiness", serving.readiness_probe),
        (LIVENESS, "liveness", serving.liveness_probe),
    )
    for pointer, name, probe in probes:
        if probe is not None and probe.path and probe.path.strip():
            yield name, f"{pointer}/path", probe.path


def plain(path: str) -> str:
    """Return a path without query, slash at its end and what else servers do not tell apart."""
    bare = path.strip().partition("?")[0].partition("#")[0].rstrip("/")
    return bare if bare.startswith("/") else f"/{bare}"
