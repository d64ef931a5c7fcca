"""`rakit plugins` and `rakit plugin new | test`."""

from __future__ import annotations

from pathlib import Path

import click

from .base import Command, Group
from .reading import plugin_host
from .words import FINE, print_json, say, table


@click.command(
    cls=Command, help=say("Daftar plugin: siapa membawa apa.", "List plugins: who brings what.")
)
@click.option(
    "--json", "as_json", is_flag=True, help=say("Keluaran untuk program.", "For programs.")
)
def plugins(as_json: bool) -> int:
    found = plugin_host().describe()
    if as_json:
        keys = ("name", "description", "path", "priority", "hooks", "types")
        print_json([{key: getattr(one, key) for key in keys} for one in found])
        return FINE
    table((one.name, ", ".join(one.hooks), one.description) for one in found)
    return FINE


@click.group(cls=Group, help=say("Buat dan uji plugin.", "Make and test plugins."))
def plugin() -> None:
    """Plugins as a person writes them."""


@plugin.command(
    help=say(
        "Buat folder plugin dengan uji kontraknya.", "Make a plugin folder with its contract tests."
    )
)
@click.argument("name")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    default=Path("plugins"),
    show_default=True,
    help=say("Di folder mana.", "In which folder."),
)
def new(name: str, output: Path) -> int:
    from builder import plugin_kit

    made = plugin_kit.new(name, output)
    click.echo(
        say(
            f"{made} dibuat. Uji: rakit plugin test {made}",
            f"{made} made. Test it: rakit plugin test {made}",
        )
    )
    return FINE


@plugin.command(
    help=say(
        "Jalankan uji kontrak dan uji milik plugin.", "Run the contract tests and the plugin's own."
    )
)
@click.argument("directory", type=click.Path(path_type=Path))
def test(directory: Path) -> int:
    from builder import plugin_kit

    return int(plugin_kit.test(directory))


COMMANDS = (plugins, plugin)
