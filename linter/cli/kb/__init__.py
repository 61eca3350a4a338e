"""``modelspec kb``: looking facts up, and checking them.

Its commands are imported when one of them is asked for: no run of another command pays for them.
"""

from __future__ import annotations

import click

CATALOGUES = {
    "models": "Models: size, context, cache, licence.",
    "accelerators": "Accelerators: memory, bandwidth, rates.",
    "instances": "Cloud instance types and list prices.",
    "precisions": "Number formats of weights.",
    "engines": "Serving engines.",
    "workloads": "Tasks and their typical requests.",
    "controls": "Laws, standards, frameworks: what they ask.",
    "licences": "Licences: commercial use, conditions.",
}
"""The catalogues that can be looked into, with what each shows."""

_COMMANDS = (*CATALOGUES, "show", "check")


class _Lookups(click.Group):
    def list_commands(self, context: click.Context) -> list[str]:
        return list(_COMMANDS)

    def get_command(self, context: click.Context, name: str) -> click.Command | None:
        if name not in _COMMANDS:
            return None
        from modelspec_lint.linter.cli.kb.commands import command_named

        return command_named(name)

    def resolve_command(
        self, context: click.Context, arguments: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        name = arguments[0] if arguments else ""
        if name and not name.startswith("-") and name not in _COMMANDS:
            from modelspec_lint.linter.nearest import did_you_mean

            raise click.UsageError(f"There is no command {name!r}{did_you_mean(name, _COMMANDS)}", context)
        return super().resolve_command(context, arguments)


@click.group(cls=_Lookups)
def kb() -> None:
    """Look facts up, with their sources and dates; check that they hold together.

    A catalogue's QUERY is a name as a spec would write it, or words to filter by.
    """
