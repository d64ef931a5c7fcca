"""`flask --app wsgi …`: what the office's machine is told from a terminal."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from .application import Application


def register(application: Application) -> None:
    """Give the Flask application its commands."""
    roles = [role.value for role in application.roles]

    def setup() -> None:
        """Buat atau perbarui tabel, hak akses, dan administrator pertama; boleh diulang."""
        try:
            password = application.setup()
        except ValueError as error:
            raise click.ClickException(str(error)) from error
        click.echo("Basis data siap.")
        if password:
            click.echo(f"Administrator pertama: admin, sandi: {password} (catat; tidak diulang).")

    def add_user(name: str, role: str, unit: str, password: str) -> None:
        """Tambah pengguna."""
        try:
            application.add_user(name, password, role, unit or None)
        except ValueError as error:
            raise click.ClickException(str(error)) from error
        click.echo(f"Pengguna {name} ditambahkan.")

    def samples(rows: int) -> None:
        """Isi dengan data contoh."""
        _told(application.load_samples(rows))

    def load(folder: str) -> None:
        """Muat baris dari folder berkas <tabel>.jsonl; boleh diulang."""
        try:
            _told(application.load_rows(Path(folder)))
        except ValueError as error:
            raise click.ClickException(str(error)) from error

    def dump(folder: str) -> None:
        """Salin semua data ke berkas CSV dan SQL."""
        _told(application.dump(Path(folder)))

    one = click.Option
    _add(application, "setup", setup)
    _add(
        application,
        "add-user",
        add_user,
        one(["--name"], prompt="Nama"),
        one(["--role"], prompt="Peran", type=click.Choice([*roles, "Admin"])),
        one(["--unit"], prompt="Unit kerja (id, boleh kosong)", default="", show_default=False),
        one(["--password"], prompt="Sandi", hide_input=True, confirmation_prompt=True),
    )
    _add(application, "samples", samples, one(["--rows"], default=8, show_default=True))
    _add(application, "load-rows", load, click.Argument(["folder"], default="data"))
    _add(application, "dump", dump, click.Argument(["folder"], default="salinan"))


def _told(counts: dict[str, int]) -> None:
    for table, count in counts.items():
        click.echo(f"{table}: {count}")


def _add(
    application: Application, name: str, function: Callable[..., None], *params: click.Parameter
) -> None:
    def inside(**values: Any) -> None:
        with application.app.app_context():
            function(**values)

    command = click.Command(name, callback=inside, params=list(params), help=function.__doc__)
    application.app.cli.add_command(command)
