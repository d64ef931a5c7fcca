"""`rakit preview SPEC`: the application of one specification, on this machine, until Ctrl-C."""

from __future__ import annotations

import asyncio
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import click

from builder.errors import RakitError

from .words import FINE, say

if TYPE_CHECKING:
    from builder.plugin_host import Plugins
    from builder.settings import Settings
    from builder.spec import Spec

NAME = "coba"
HOURS = 12


def run(spec: Spec, plugins: Plugins, port: int, role: str) -> int:
    """Lay the tree into a throw-away folder, print a link for each role, serve until stopped."""
    from builder import preview
    from builder.generate import draft_tree
    from builder.plugin_host import HOME
    from builder.preview import gateway
    from builder.settings import Settings
    from builder.spec import expand

    roles = [one.name for one in expand(spec, plugins.types).roles if not one.public]
    if role and role not in roles:
        raise RakitError(
            say("Peran ini tidak ada", "There is no such role"),
            which=role,
            way_out=", ".join(roles),
        )
    with tempfile.TemporaryDirectory(prefix="rakit-coba-") as folder:
        settings = Settings.from_env(
            host="127.0.0.1", port=_beside(port), gateway_port=port, data_dir=folder
        )
        settings.prepare()
        tree = Path(folder) / "tree"
        draft_tree(spec, plugins, tree)
        own = all(HOME in one.path.parents for one in plugins.describe())
        preview.trees(settings).place(NAME, tree, own=own)
        for one in [role] if role else roles:
            click.echo(f"{one}: {_link(settings, one)}")
        click.echo(say("Ctrl-C menghentikan.", "Ctrl-C stops it."))
        asyncio.run(gateway.run(settings))
    return FINE


def _beside(port: int) -> int:
    """The portal's own port is not used here, but settings want it to differ."""
    return port - 1 if port > 1 else port + 1


def _link(settings: Settings, role: str) -> str:
    from builder import preview
    from builder.preview.links import new_session

    order = preview.Order(
        NAME,
        role,
        new_session(),
        preview.expires_in(HOURS),
        staff=True,  # his own machine
    )
    return preview.address(settings, order)
