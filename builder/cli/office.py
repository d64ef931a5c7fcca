"""`rakit backup | restore | audit verify | doctor`: care of an installation."""

from __future__ import annotations

from pathlib import Path

import click

from .base import Command, Group
from .words import FINE, PROBLEMS, print_json, say

_SIGNS = {
    "fine": click.style(say("baik  ", "fine  "), fg="green"),
    "note": click.style(say("catat ", "note  "), fg="yellow"),
    "bad": click.style(say("kurang", "bad   "), fg="red"),
}
FILE = click.Path(path_type=Path, dir_okay=False)


@click.command(
    cls=Command,
    help=say("Cadangkan seluruh kantor ke satu berkas.", "Back the whole office up into one file."),
)
@click.argument("file", type=FILE)
@click.option(
    "--keys",
    is_flag=True,
    help=say(
        "Sertakan kunci: setelah dipulihkan orang tidak perlu masuk lagi. Simpan berkasnya rapat.",
        "Include the keys: nobody has to log in again. Keep the file safe.",
    ),
)
def backup(file: Path, keys: bool) -> int:
    from builder import app, backup as backups
    from builder.settings import Settings

    settings = Settings.from_env()
    if not file.exists():  # which is refused, whatever there is to back up
        app.need_office(settings)
    made = backups.backup(settings, file, keys=keys)
    click.echo(
        say(
            f"{file}: cadangan selesai. {made}",
            f"{file}: backup done. {made}",
        )
    )
    return FINE


@click.command(
    cls=Command,
    help=say(
        "Pulihkan kantor dari cadangan, ke tempat yang kosong.",
        "Restore an office from a backup, into an empty place.",
    ),
)
@click.argument("file", type=FILE)
@click.option(
    "--force",
    is_flag=True,
    help=say(
        "Ganti kantor yang ada; yang lama disisihkan.",
        "Replace the office that is there; it is put aside.",
    ),
)
def restore(file: Path, force: bool) -> int:
    from builder import backup as backups
    from builder.settings import Settings

    backups.restore(Settings.from_env(), file, force=force)
    click.echo(
        say("Kantor dipulihkan. Jalankan: rakit start", "The office is restored. Run: rakit start")
    )
    return FINE


@click.group(cls=Group, help=say("Rekam jejak usulan.", "The record of the cases."))
def audit() -> None:
    """The append-only record."""


@audit.command(
    help=say(
        "Periksa rantai kejadian: tidak ada yang diubah atau hilang. Status 1 bila rusak.",
        "Verify the chain of events: nothing changed, nothing missing. Exit status 1 if broken.",
    )
)
@click.option(
    "--json", "as_json", is_flag=True, help=say("Keluaran untuk program.", "For programs.")
)
def verify(as_json: bool) -> int:
    from builder import app
    from builder.settings import Settings

    problems = [str(one) for one in app.verify_audit(Settings.from_env())]
    if as_json:
        print_json({"fine": not problems, "problems": problems})
    else:
        for one in problems:
            click.echo(one, err=True)
        if not problems:
            click.echo(say("Rekam jejak utuh.", "The record is intact."))
    return PROBLEMS if problems else FINE


@click.command(
    cls=Command,
    help=say(
        "Periksa mesin ini: apa yang kurang dan cara melengkapinya.",
        "Examine this machine: what is missing and what lifts it.",
    ),
)
@click.option(
    "--json", "as_json", is_flag=True, help=say("Keluaran untuk program.", "For programs.")
)
def doctor(as_json: bool) -> int:
    from .doctor import examine

    found = examine()
    if as_json:
        print_json([one.plain() for one in found])
    else:
        for one in found:
            click.echo(f"{_SIGNS[one.state]} {one.name}: {one.text}")
            if one.way_out:
                click.echo(f"       {one.way_out}")
    return PROBLEMS if any(one.state == "bad" for one in found) else FINE


COMMANDS = (backup, restore, audit, doctor)
