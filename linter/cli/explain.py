"""``modelspec explain``: a rule's page, or a field's meaning, offline."""

from __future__ import annotations

from typing import Any

import click

from modelspec_lint.linter.cli.choice import Choice, config_options
from modelspec_lint.linter.cli.completion import complete_rules
from modelspec_lint.linter.cli.packs import pack_option, packs_or_exit
from modelspec_lint.linter.nearest import did_you_mean
from modelspec_lint.linter.plugins import Packs
from modelspec_lint.schema import load_schema

SCHEMA = "modelspec.v0.1"


@click.command()
@click.argument("what", metavar="RULE-OR-FIELD", shell_complete=complete_rules)
@pack_option
@config_options
def explain(what: str, **given: Any) -> None:
    """Print a rule's page (MS201, weights-exceed-memory) or what a field means (spec.runtime.batch)."""
    choice = Choice(**given)
    packs = packs_or_exit(choice.pack_files)
    page = _rule_page(packs, what) or _field_page(what)
    if page is None:  # a rule of a pack that configuration names, perhaps
        from modelspec_lint.linter.cli.configuration import here_or_exit

        packs, _ = here_or_exit(choice)
        page = _rule_page(packs, what)
    if page is None:
        known = [word for rule, _ in packs.rules() for word in (rule.code, rule.name)]
        known += _fields(load_schema(SCHEMA))
        raise click.UsageError(f"There is no rule and no field {what!r}{did_you_mean(what, known)}")
    click.echo(page)


def _rule_page(packs: Packs, what: str) -> str | None:
    for rule, pack in packs.rules():
        if what.upper() == rule.code or what.lower() == rule.name:
            head = f"# {rule.code} {rule.name}\n\n"
            facts = (
                f"Severity: {rule.severity.label}. Certainty: {rule.certainty}. "
                f"Tags: {', '.join(rule.tags)}. Pack: {pack.name} {pack.version}."
            )
            return f"{head}{facts}\n\n{rule.page.markdown}"
    return None


def _field_page(what: str) -> str | None:
    schema = load_schema(SCHEMA)
    names = [name for name in _steps(schema, what) if not name.isdigit()]
    node = _descend(schema, names)
    if node is None or not names:
        return None
    lines = [f"# {'.'.join(names)}", "", f"{node['title']}: {_shape(node)}", "", node["description"]]
    if examples := node.get("examples"):
        lines += ["", "Examples:", *(f"  {_example(example)}" for example in examples)]
    if fields := _resolve(schema, node).get("properties"):
        required = _resolve(schema, node).get("required", ())
        lines += ["", "Fields:"]
        for name in fields:
            field = _resolve(schema, fields[name])
            mark = " (required)" if name in required else ""
            lines.append(f"  {name}{mark}: {field.get('title', '')}")
    return "\n".join(lines)


def _steps(schema: dict[str, Any], what: str) -> list[str]:
    """Split a dotted path or a JSON pointer; the last name alone will do where only one field has it."""
    if what.startswith("/"):
        return [name.replace("~1", "/").replace("~0", "~") for name in what.strip("/").split("/")]
    same = [path for path in _fields(schema) if path.rpartition(".")[2].casefold() == what.casefold()]
    return (same[0] if len(same) == 1 else what.strip(".")).split(".")


def _descend(schema: dict[str, Any], names: list[str]) -> dict[str, Any] | None:
    node = schema
    for name in names:
        node = _resolve(schema, node)
        if node.get("type") == "array":
            node = _resolve(schema, node["items"])
        by_fold = {each.casefold(): each for each in node.get("properties", {})}
        known = by_fold.get(name.removesuffix("[]").casefold())
        if known is None:
            return None
        node = node["properties"][known]
    return {**_resolve(schema, node), **node}


def _resolve(schema: dict[str, Any], node: dict[str, Any]) -> dict[str, Any]:
    reference = node.get("$ref")
    if not isinstance(reference, str):
        return node
    target: Any = schema
    for name in reference.removeprefix("#/").split("/"):
        target = target[name]
    resolved: dict[str, Any] = target
    return resolved


def _shape(node: dict[str, Any]) -> str:
    if "const" in node:
        return f"always {node['const']}"
    if "enum" in node:
        return "one of " + ", ".join(map(str, node["enum"]))
    words = {
        "integer": "a whole number",
        "number": "a number",
        "string": "text",
        "boolean": "true or false",
        "object": "a map",
        "array": "a list",
    }
    shape = words.get(str(node.get("type")), str(node.get("type")))
    if "minimum" in node and "maximum" in node:
        return f"{shape} from {node['minimum']} to {node['maximum']}"
    return f"{shape} of at least {node['minimum']}" if "minimum" in node else shape


def _example(example: Any) -> str:
    import json

    return example if isinstance(example, str) else json.dumps(example, ensure_ascii=False)


def _fields(schema: dict[str, Any]) -> list[str]:
    """Return the dotted path of every field."""
    paths: list[str] = []
    waiting: list[tuple[str, dict[str, Any]]] = [("", schema)]
    while waiting:
        prefix, node = waiting.pop()
        node = _resolve(schema, node)
        if node.get("type") == "array":
            node = _resolve(schema, node.get("items", {}))
        for name, child in node.get("properties", {}).items():
            paths.append(f"{prefix}{name}")
            waiting.append((f"{prefix}{name}.", child))
    return paths
