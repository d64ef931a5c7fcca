"""`rakit demo | start | serve | worker | gateway | init`: the processes of an installation."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

import click

from .base import Command
from .words import FINE, say

if TYPE_CHECKING:
    from builder.settings import Settings

_HOST = click.option(
    "--host",
    default=None,
    metavar="ALAMAT",
    help=say("Alamat yang didengar (HOST).", "Address to listen on (HOST)."),
)
_PORT = click.option(
    "--port",
    default=None,
    type=click.IntRange(1, 65534),
    help=say("Port portal (PORT).", "Port of the portal (PORT)."),
)


@click.command(
    cls=Command,
    help=say(
        "Jalankan portal dengan kantor contoh: akun, usulan, dan aplikasi yang sudah terisi.",
        "Run the portal with a demo office: accounts, requests and an application, all filled in.",
    ),
)
@_HOST
@_PORT
@click.option(
    "--reset",
    is_flag=True,
    help=say("Buang kantor contoh dan isi ulang.", "Throw the demo office away and load it anew."),
)
def demo(host: str | None, port: int | None, reset: bool) -> int:
    from builder import app

    settings = _settings(host, port)
    settings.check_demo()
    settings.prepare()
    if reset:
        app.demo_reset(settings)
        click.echo(say("Kantor contoh diisi ulang.", "The demo office is loaded anew."))
        return FINE
    return _run(lambda: app.run_demo(settings))


@click.command(
    cls=Command,
    help=say("Jalankan portal, kerja latar, dan pratinjau.", "Run portal, worker and previews."),
)
@_HOST
@_PORT
def start(host: str | None, port: int | None) -> int:
    from builder import app, supervisor

    settings = _settings(host, port)
    settings.prepare()
    app.need_office(settings)
    return _run(lambda: supervisor.run(settings))


@click.command(cls=Command, help=say("Jalankan portalnya saja.", "Run the portal alone."))
@_HOST
@_PORT
def serve(host: str | None, port: int | None) -> int:
    from builder import app

    settings = _settings(host, port)
    settings.prepare()
    return _run(lambda: app.run_web(settings))


@click.command(
    cls=Command, help=say("Jalankan kerja latarnya saja.", "Run the background worker alone.")
)
def worker() -> int:
    from builder import app

    settings = _settings()
    settings.prepare()
    return _run(lambda: app.run_worker(settings))


@click.command(
    cls=Command, help=say("Jalankan pintu pratinjaunya saja.", "Run the preview gateway alone.")
)
def gateway() -> int:
    import asyncio

    from builder.preview import gateway as door

    settings = _settings()
    settings.prepare()
    return _run(lambda: asyncio.run(door.run(settings)))


@click.command(
    cls=Command,
    help=say(
        "Siapkan kantor baru: tabel, prosedur, dan administrator pertama.",
        "Set up a new office: tables, procedure and the first administrator.",
    ),
)
@click.option("--office", default="", help=say("Nama kantor.", "Name of the office."))
@click.option(
    "--admin",
    default="admin",
    show_default=True,
    help=say("Nama masuk administrator.", "Administrator's login."),
)
@click.option(
    "--password-stdin",
    is_flag=True,
    help=say("Baca kata sandi dari masukan baku.", "Read the password from stdin."),
)
def init(office: str, admin: str, password_stdin: bool) -> int:
    from builder import app

    settings = _settings()
    settings.prepare()
    if password_stdin:
        password = sys.stdin.readline().rstrip("\n")
    else:
        password = click.prompt(
            say("Kata sandi administrator", "Administrator's password"),
            hide_input=True,
            confirmation_prompt=True,
        )
    app.init_office(settings, office=office, admin=admin, password=password)
    click.echo(say("Kantor siap. Jalankan: rakit start", "The office is ready. Run: rakit start"))
    return FINE


def _settings(host: str | None = None, port: int | None = None) -> Settings:
    from builder.settings import Settings

    return Settings.from_env(host=host, port=port)


def _run(work: Callable[[], int | None]) -> int:
    """A process that runs until it is stopped: Ctrl-C is the ordinary end."""
    try:
        return int(work() or 0)
    except KeyboardInterrupt:
        return FINE


COMMANDS = (demo, start, serve, worker, gateway, init)
