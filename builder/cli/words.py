"""What the command line says: Indonesian, or English with `RAKIT_LANG=en`; and its exit status."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from typing import Any

import click

FINE, PROBLEMS, FAILED = 0, 1, 2
"""Exit status: nothing to say; problems were found; wrong use, or it could not be done."""


def english() -> bool:
    return os.environ.get("RAKIT_LANG", "id").lower().startswith("en")


def say(indonesian: str, in_english: str = "") -> str:
    """The sentence in the language of this run; Indonesian when there is no other."""
    return in_english if in_english and english() else indonesian


def complain(what: str, *, which: str = "", way_out: str = "") -> None:
    """One error on stderr: what, which one, the way out."""
    said = f"{which}: {what}" if which else what
    click.echo(click.style(said, fg="red"), err=True)
    if way_out:
        click.echo(f"  {say('Jalan keluar', 'Way out')}: {way_out}", err=True)


def complain_about(error: BaseException) -> None:
    """Any error of Rakit's family, whichever room it comes from."""
    problems = getattr(error, "problems", None)
    if problems:
        for problem in problems:
            show_problem(problem, str(getattr(error, "which", "")))
        return
    what = getattr(error, "what", "") or str(error)
    complain(
        what, which=str(getattr(error, "which", "")), way_out=str(getattr(error, "way_out", ""))
    )


_COLOURS = {"error": "red", "gap": "yellow", "advice": "cyan", "loss": "red", "change": "yellow"}
_WORDS = {
    "error": ("galat", "error"),
    "gap": ("belum", "gap"),
    "advice": ("saran", "advice"),
    "loss": ("hilang", "lost"),
    "change": ("berubah", "changed"),
    "info": ("info", "info"),
}


def mark(level: str) -> str:
    """The word that stands before a line of that level."""
    word = say(*_WORDS.get(level, (level, level)))
    return click.style(f"{word:<7}", fg=_COLOURS.get(level))


def show_problem(problem: Any, file: str = "") -> None:
    """One line of a check on stderr, `file:line` first, so that editors can jump to it."""
    line = getattr(problem, "line", None)
    where = ":".join(str(part) for part in (file, line) if part)
    path = getattr(problem, "path", "")
    key = getattr(problem, "key", "")
    place = f"{path}.{key}" if key and not str(path).endswith(str(key)) else path
    head = " ".join(part for part in (where, place) if part)
    click.echo(f"{mark(problem.severity)} {head}: {problem.text}", err=True)
    if way_out := getattr(problem, "way_out", ""):
        click.echo(f"        {way_out}", err=True)


def problem_plain(problem: Any) -> dict[str, Any]:
    """A problem as JSON."""
    keys = ("severity", "code", "path", "node_id", "key", "text", "line", "way_out")
    found = {key: getattr(problem, key, None) for key in keys}
    return {key: value for key, value in found.items() if value not in (None, "")}


def print_json(value: Any) -> None:
    """For programs: one JSON document on stdout."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=1, default=str))


def table(rows: Iterable[tuple[str, ...]]) -> None:
    """Columns, each as wide as its widest."""
    lines = list(rows)
    if not lines:
        return
    widths = [max(len(row[n]) for row in lines) for n in range(len(lines[0]))]
    for row in lines:
        click.echo(
            "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        )
