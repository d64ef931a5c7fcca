"""`rakit import`: somebody's structure, and rows, into a specification."""

from __future__ import annotations

from pathlib import Path

import click

from .base import Command
from .reading import plugin_host
from .words import FINE, mark, print_json, say


@click.command(
    "import",
    cls=Command,
    help=say(
        "Baca struktur dari SUMBER (berkas SQL, alamat basis data) dan usulkan spesifikasi. "
        "Tidak ada yang hilang diam-diam: lihat report.json.",
        "Read the structure of SOURCE (SQL file, database URL) and propose a specification. "
        "Nothing is dropped silently: see report.json.",
    ),
)
@click.argument("source")
@click.option(
    "-o",
    "--output",
    required=True,
    type=click.Path(path_type=Path, dir_okay=False),
    help=say("Berkas spesifikasi yang ditulis.", "The specification to write."),
)
@click.option(
    "--data",
    "with_data",
    is_flag=True,
    help=say(
        "Bawa juga barisnya, ke SPEC.data/*.jsonl.", "Bring the rows too, to SPEC.data/*.jsonl."
    ),
)
@click.option(
    "--fold",
    multiple=True,
    metavar="ENTITAS",
    help=say(
        "Jadikan entitas penghubung ini hubungan; `all` untuk semua.",
        "Make this joining entity a link; `all` for all.",
    ),
)
@click.option(
    "--name", default="", help=say("Nama teknis aplikasi.", "Technical name of the application.")
)
@click.option(
    "--force", is_flag=True, help=say("Timpa hasil sebelumnya.", "Replace an earlier result.")
)
@click.option(
    "--json", "as_json", is_flag=True, help=say("Keluaran untuk program.", "For programs.")
)
def take(
    source: str,
    output: Path,
    with_data: bool,
    fold: tuple[str, ...],
    name: str,
    force: bool,
    as_json: bool,
) -> int:
    from builder import intake

    plugins = plugin_host()
    importer = intake.importer_for(source, plugins.importers())
    proposal = importer.read(source, with_data)
    proposal = intake.fold(proposal, proposal.folds if "all" in fold else fold)
    if name:
        proposal = intake.renamed(proposal, name)
    spec, proposal = intake.accept(proposal, plugins.types)
    written = intake.write(spec, proposal, output, force=force)
    levels = [line.level for line in proposal.report]
    counts = {level: levels.count(level) for level in ("loss", "change", "advice", "info")}
    if as_json:
        print_json(
            {
                "spec": str(written.spec),
                "report": str(written.report),
                "importer": importer.key,
                "entities": len(spec.entities),
                "rows": dict(proposal.counts),
                "lines": counts,
            }
        )
        return FINE
    for line in proposal.report:
        if line.level in ("loss", "change", "advice"):
            many = f" ({line.count})" if line.count else ""
            click.echo(f"{mark(line.level)} {line}{many}")
    rows = sum(proposal.counts.values())
    click.echo(
        say(
            f"{written.spec}: {len(spec.entities)} entitas"
            + (f", {rows} baris" if with_data else "")
            + f". Laporan: {written.report} ({counts['loss']} hilang, {counts['change']} berubah, "
            f"{counts['advice']} saran).",
            f"{written.spec}: {len(spec.entities)} entities"
            + (f", {rows} rows" if with_data else "")
            + f". Report: {written.report} ({counts['loss']} lost, {counts['change']} changed, "
            f"{counts['advice']} pieces of advice).",
        )
    )
    return FINE


COMMANDS = (take,)
