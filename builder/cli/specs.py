"""`rakit check | fmt | diff`: the specification as a file."""

from __future__ import annotations

from pathlib import Path

import click

from .base import Command
from .reading import SPEC, load_spec, plugin_host, problems_of, read_text
from .words import FINE, PROBLEMS, print_json, problem_plain, say, show_problem


@click.command(
    cls=Command,
    help=say(
        "Periksa spesifikasi. Galat menghalangi pembuatan aplikasi; status keluar 1.",
        "Check a specification. Errors stand in the way of making it; exit status 1.",
    ),
)
@click.argument("spec", type=SPEC)
@click.option(
    "--json", "as_json", is_flag=True, help=say("Keluaran untuk program.", "For programs.")
)
@click.option(
    "--strict", is_flag=True, help=say("Kekurangan (gap) juga menjadi galat.", "Gaps fail as well.")
)
def check(spec: Path, as_json: bool, strict: bool) -> int:
    from builder.spec import SpecError

    plugins = plugin_host()
    try:
        loaded = load_spec(spec, plugins)
        found = problems_of(loaded, plugins)
        entities = len(loaded.entities)
    except SpecError as error:
        found, entities = tuple(error.problems), 0
    bad = sum(one.severity == "error" or (strict and one.severity == "gap") for one in found)
    if as_json:
        print_json({"fine": not bad, "problems": [problem_plain(one) for one in found]})
        return PROBLEMS if bad else FINE
    for one in found:
        show_problem(one, str(spec))
    counts = {kind: sum(p.severity == kind for p in found) for kind in ("error", "gap", "advice")}
    click.echo(
        say(
            f"{spec}: {entities} entitas; {counts['error']} galat, {counts['gap']} kekurangan, "
            f"{counts['advice']} saran.",
            f"{spec}: {entities} entities; {counts['error']} errors, {counts['gap']} gaps, "
            f"{counts['advice']} pieces of advice.",
        )
    )
    return PROBLEMS if bad else FINE


@click.command(
    cls=Command,
    help=say(
        "Tulis tanda tetap (id) yang belum ada ke dalam berkas; selain itu berkas tetap.",
        "Write missing ids into the file; everything else stays as it is.",
    ),
)
@click.argument("spec", type=SPEC)
@click.option(
    "--check",
    "only_check",
    is_flag=True,
    help=say("Hanya periksa; status 1 bila perlu.", "Only check."),
)
@click.option(
    "--new-ids", is_flag=True, help=say("Beri id baru pada salinan.", "Give copies new ids.")
)
@click.option("--stdout", is_flag=True, help=say("Cetak, jangan tulis.", "Print, do not write."))
def fmt(spec: Path, only_check: bool, new_ids: bool, stdout: bool) -> int:
    from builder.spec import stamp

    text = read_text(spec)
    options = {"new_ids": True} if new_ids else {}
    made = stamp(text, **options)
    if stdout or str(spec) == "-":
        click.echo(made, nl=False)
        return FINE
    if made == text:
        click.echo(say(f"{spec}: sudah lengkap.", f"{spec}: complete already."))
        return FINE
    if only_check:
        click.echo(say(f"{spec}: ada node tanpa id.", f"{spec}: some nodes have no id."), err=True)
        return PROBLEMS
    _replace(spec, made)
    click.echo(say(f"{spec}: id ditulis.", f"{spec}: ids written."))
    return FINE


def _replace(path: Path, text: str) -> None:
    """All or nothing: a full disk must not leave half a specification."""
    import os
    import tempfile

    path = path.resolve()  # a link stays a link
    handle, draft = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
        os.chmod(draft, path.stat().st_mode & 0o777)
        os.replace(draft, path)
    except OSError:
        os.unlink(draft)
        raise


@click.command(
    cls=Command,
    help=say(
        "Apa yang berubah dari spesifikasi A ke B, dalam kalimat. Status 1 bila berbeda.",
        "What changed from specification A to B, in sentences. Exit status 1 if they differ.",
    ),
)
@click.argument("a", type=SPEC)
@click.argument("b", type=SPEC)
@click.option(
    "--json", "as_json", is_flag=True, help=say("Keluaran untuk program.", "For programs.")
)
def diff(a: Path, b: Path, as_json: bool) -> int:
    from builder.spec import diff as compare

    plugins = plugin_host()
    sentences = compare(load_spec(a, plugins), load_spec(b, plugins))
    if as_json:
        keys = ("kind", "text", "node_id", "loses_data")
        print_json([{key: getattr(one, key) for key in keys} for one in sentences])
    else:
        for one in sentences:
            warning = say(" [isinya ikut hilang]", " [its data goes too]") if one.loses_data else ""
            click.echo(f"{one.text}{click.style(warning, fg='red')}")
        if not sentences:
            click.echo(say("Tidak ada perubahan.", "No changes."))
    return PROBLEMS if sentences else FINE


COMMANDS = (check, fmt, diff)
