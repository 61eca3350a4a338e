"""The border to sarif-om: its classes, and the walk from them to plain JSON values.

sarif-om is a set of attrs classes that checks nothing and serialises nothing. What the walk takes care of:
fields that are not set are left out; its defaults that the final schema refuses (an index, offset or rank of
-1) are left out too; a ``level`` is always written, though it may equal the default.
"""

from __future__ import annotations

from typing import Any

import attr
import sarif_om

ArtifactChange = sarif_om.ArtifactChange
ArtifactContent = sarif_om.ArtifactContent
ArtifactLocation = sarif_om.ArtifactLocation
Fix = sarif_om.Fix
Invocation = sarif_om.Invocation
Location = sarif_om.Location
LogicalLocation = sarif_om.LogicalLocation
Message = sarif_om.Message
MultiformatMessageString = sarif_om.MultiformatMessageString
Notification = sarif_om.Notification
PhysicalLocation = sarif_om.PhysicalLocation
Region = sarif_om.Region
Replacement = sarif_om.Replacement
ReportingConfiguration = sarif_om.ReportingConfiguration
ReportingDescriptor = sarif_om.ReportingDescriptor
ReportingDescriptorReference = sarif_om.ReportingDescriptorReference
Result = sarif_om.Result
Run = sarif_om.Run
RunAutomationDetails = sarif_om.RunAutomationDetails
SarifLog = sarif_om.SarifLog
Tool = sarif_om.Tool
ToolComponent = sarif_om.ToolComponent
ToolComponentReference = sarif_om.ToolComponentReference

_ALWAYS = ("level",)
_KNOWN: dict[type[Any], tuple[tuple[str, str, object], ...]] = {}


def plain(value: Any) -> Any:
    """Return ``value`` with every sarif-om object in it as a dictionary under the names of the schema."""
    if isinstance(value, dict):
        return {name: plain(entry) for name, entry in value.items()}
    if isinstance(value, list | tuple):
        return [plain(entry) for entry in value]
    fields = _fields(type(value))
    if fields is None:
        return value
    written = {}
    for attribute, name, default in fields:
        entry = getattr(value, attribute)
        if entry is not None and (entry != default or attribute in _ALWAYS):
            written[name] = plain(entry)
    return written


def _fields(kind: type[Any]) -> tuple[tuple[str, str, object], ...] | None:
    """Return attribute, name in the schema and default of each field; ``None`` for a class of others."""
    if kind in _KNOWN:
        return _KNOWN[kind]
    if not attr.has(kind):
        return None
    _KNOWN[kind] = tuple(
        (
            field.name,
            field.metadata["schema_property_name"],
            field.default.factory() if isinstance(field.default, attr.Factory) else field.default,  # type: ignore[arg-type]
        )
        for field in attr.fields(kind)
    )
    return _KNOWN[kind]
