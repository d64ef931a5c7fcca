"""`rakit generate | preview | verify`: from a specification to an application, and proof of it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from builder.errors import RakitError

from .base import Command
from .reading import SPEC, load_spec, plugin_host, refuse_errors
from .words import FINE, PROBLEMS, print_json, say

if TYPE_CHECKING:
    from builder.generate import Generated
    from builder.migrate import Loss

FOLDER = click.Path(path_type=Path)


@click.command(
    cls=Command,
    help=say(
        "Buat atau perbarui aplikasi di folder -o dari SPEC. "
        "Suntingan tangan di sana digabung, tidak ditimpa.",
        "Make or renew the application in folder -o from SPEC. "
        "Hand edits there are merged, never lost.",
    ),
)
@click.argument("spec", type=SPEC)
@click.option(
    "-o",
    "--output",
    required=True,
    type=FOLDER,
    help=say("Folder aplikasi.", "The application's root."),
)
@click.option(
    "--dry-run",
    is_flag=True,
    help=say("Tampilkan berkas dan perubahannya saja.", "Only show files and diff."),
)
@click.option(
    "--accept-losses",
    is_flag=True,
    help=say("Setujui perubahan yang membuang data.", "Consent to changes that drop data."),
)
@click.option(
    "--json", "as_json", is_flag=True, help=say("Keluaran untuk program.", "For programs.")
)
def generate(spec: Path, output: Path, dry_run: bool, accept_losses: bool, as_json: bool) -> int:
    from builder.generate import LossError, generate as make
    from builder.repo import MergeConflictError

    plugins = plugin_host()
    loaded = load_spec(spec, plugins)
    if refuse_errors(loaded, plugins, spec):
        return PROBLEMS
    rows = spec.with_suffix(".data")
    try:
        made = make(
            loaded,
            plugins,
            output,
            dry_run=dry_run,
            accept_losses=accept_losses,
            rows=rows if rows.is_dir() else None,
        )
    except LossError as error:
        if as_json:
            print_json({"path": str(output), "conflicts": [], "losses": _losses(error.losses)})
        raise
    except MergeConflictError as error:
        if as_json:
            paths = [one.path for one in error.conflicts]
            print_json({"path": str(output), "conflicts": paths, "losses": []})
        for one in error.conflicts:
            click.echo(f"{one.path}: {say('bertabrakan', 'conflict')} ({one.kind})", err=True)
        raise
    if as_json:
        print_json(_plain(made, output))
    else:
        _show(made, output, dry_run)
    clash = made.merge is not None and not made.merge.clean
    return PROBLEMS if clash or (dry_run and made.losses) else FINE


def _plain(made: Generated, output: Path) -> dict[str, object]:
    return {
        "path": str(output),
        "commit": made.commit,
        "files": list(made.files),
        "changes": [
            {"path": one.path, "kind": one.kind, "added": one.added, "removed": one.removed}
            for one in made.diff
        ],
        "conflicts": [one.path for one in made.merge.conflicts] if made.merge else [],
        "losses": _losses(made.losses),
        "rows": list(made.rows),
    }


def _losses(found: tuple[Loss, ...]) -> list[dict[str, str]]:
    return [{"kind": one.kind, "text": one.text} for one in found]


def _show(made: Generated, output: Path, dry_run: bool) -> None:
    for one in made.losses:
        click.echo(click.style(say(f"data: {one.text}", f"data: {one.text}"), fg="red"))
    if dry_run:
        for name in made.files:
            click.echo(name)
        for change in made.diff:
            click.echo(
                click.style(
                    f"\n{change.kind} {change.path} +{change.added} -{change.removed}", bold=True
                )
            )
            if change.kind != "added":
                click.echo(change.text)
        for clash in made.merge.conflicts if made.merge else ():
            click.echo(click.style(f"{clash.path}: {say('bertabrakan', 'conflict')}", fg="red"))
        click.echo(
            say(
                f"\n{len(made.files)} berkas; tidak ada yang ditulis.",
                f"\n{len(made.files)} files; nothing was written.",
            )
        )
        return
    for change in made.diff:
        click.echo(f"{change.kind:<8} {change.path} +{change.added} -{change.removed}")
    rows = (
        say(f", {len(made.rows)} berkas data", f", {len(made.rows)} data files")
        if made.rows
        else ""
    )
    click.echo(
        say(
            f"{output}: {len(made.files)} berkas{rows}.",
            f"{output}: {len(made.files)} files{rows}.",
        )
    )
    click.echo(say(f"Jalankan: make -C {output} run", f"Run it: make -C {output} run"))


@click.command(
    cls=Command,
    help=say(
        "Coba aplikasi dari SPEC dengan data contoh, di mesin ini. Ctrl-C menghentikan.",
        "Try the application of SPEC with sample rows, on this machine. Ctrl-C stops it.",
    ),
)
@click.argument("spec", type=SPEC)
@click.option(
    "--port", type=click.IntRange(1, 65534), default=8090, show_default=True, help="Port."
)
@click.option("--role", default="", help=say("Masuk sebagai peran ini.", "Log in as this role."))
def preview(spec: Path, port: int, role: str) -> int:
    from .trying import run

    plugins = plugin_host()
    loaded = load_spec(spec, plugins)
    if refuse_errors(loaded, plugins, spec):
        return PROBLEMS
    return run(loaded, plugins, port, role)


@click.command(
    cls=Command,
    help=say(
        "Periksa folder serahan: manifes dan sidik jari berkas. Status 1 bila ada yang berbeda.",
        "Verify a handed-over folder: manifest, file hashes. Exit status 1 if anything differs.",
    ),
)
@click.argument("directory", type=FOLDER)
@click.option(
    "--json", "as_json", is_flag=True, help=say("Keluaran untuk program.", "For programs.")
)
def verify(directory: Path, as_json: bool) -> int:
    from builder.delivery import NAME, verify as examine

    if not (directory / NAME).is_file():
        raise RakitError(
            say(f"Bukan folder serahan: tidak ada {NAME}", f"No handed-over folder: no {NAME}"),
            which=str(directory),
            way_out=say(
                "Pakai folder dari paket serahan yang sudah dibuka.",
                "Name the folder that the handed-over archive holds.",
            ),
        )
    found = examine(directory)
    problems = [str(one) for one in found]
    if as_json:
        print_json({"fine": not problems, "problems": problems})
    else:
        for one in problems:
            click.echo(one, err=True)
        if not problems:
            click.echo(say(f"{directory}: utuh.", f"{directory}: intact."))
    return PROBLEMS if problems else FINE


COMMANDS = (generate, preview, verify)
