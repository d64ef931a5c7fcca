"""The `rakit` command. Every command loads what it needs when it runs, never before."""

from __future__ import annotations

import click

from . import making, office, plugins, running, specs, taking
from .base import HELP, Group
from .words import say


def _version(context: click.Context, _: click.Parameter, wanted: bool) -> None:
    if wanted and not context.resilient_parsing:
        from importlib.metadata import version

        click.echo(f"Rakit {version('rakit')}")
        context.exit()


@click.group(
    cls=Group,
    context_settings=HELP,
    help=say(
        "Rakit: dari usulan sampai aplikasi basis data yang siap diserahkan.",
        "Rakit: from a request to a database application that can be handed over.",
    ),
)
@click.option(
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_version,
    help=say("Tampilkan versi Rakit.", "Show the version of Rakit."),
)
def cli() -> None:
    """The root of all commands."""


for module in (running, specs, making, taking, plugins, office):
    for command in module.COMMANDS:
        cli.add_command(command)
