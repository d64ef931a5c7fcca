"""Files that commands read: specifications, with every way in which they can be unreadable."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from builder.errors import RakitError

from .words import say, show_problem

if TYPE_CHECKING:
    from builder.plugin_host import Plugins
    from builder.spec import Problem, Spec

LIMIT = 8_000_000
SPEC = click.Path(path_type=Path)


class UnreadableError(RakitError):
    """A file that cannot be read at all."""


def plugin_host() -> Plugins:
    """The plugins of this installation; `RAKIT_PLUGINS` names more folders."""
    from builder.plugin_host import installed_plugins

    return installed_plugins()


def read_text(path: Path) -> str:
    """The text of a file, or of standard input for `-`."""
    if str(path) == "-":
        return sys.stdin.read()
    try:
        if path.stat().st_size > LIMIT:
            raise UnreadableError(
                say("Berkas lebih besar dari 8 MB", "File is larger than 8 MB"),
                which=str(path),
                way_out=say("Spesifikasi sebesar itu tidak didukung.", "Split the specification."),
            )
        return path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise UnreadableError(
            say("Berkas tidak ada", "File not found"),
            which=str(path),
            way_out=say("Periksa nama dan foldernya.", "Check its name and folder."),
        ) from None
    except (IsADirectoryError, NotADirectoryError):
        raise UnreadableError(
            say("Ini folder, bukan berkas", "This is a folder, not a file"),
            which=str(path),
            way_out=say(f"Maksud Anda {path}/spec.yaml?", f"Did you mean {path}/spec.yaml?"),
        ) from None
    except UnicodeDecodeError:
        raise UnreadableError(
            say("Bukan teks UTF-8", "Not UTF-8 text"),
            which=str(path),
            way_out=say("Simpan ulang sebagai UTF-8.", "Save it as UTF-8."),
        ) from None


def load_spec(path: Path, plugins: Plugins) -> Spec:
    """The specification in a file; `SpecError` carries what is wrong, with lines."""
    from builder.spec import SpecError, load

    try:
        return load(read_text(path), plugins.types)
    except SpecError as error:
        error.which = str(path)
        raise


def problems_of(spec: Spec, plugins: Plugins) -> tuple[Problem, ...]:
    """What the language and the plugins find, in the order of their gravity."""
    from builder.spec import check

    found = (*check(spec, plugins.types), *plugins.checks(spec))
    rank = {"error": 0, "gap": 1, "advice": 2}
    return tuple(sorted(found, key=lambda one: (rank.get(one.severity, 3), one.line or 0)))


def refuse_errors(spec: Spec, plugins: Plugins, path: Path) -> bool:
    """Print the errors that stand in the way of making anything; True when there are any."""
    errors = [one for one in problems_of(spec, plugins) if one.severity == "error"]
    for one in errors:
        show_problem(one, str(path))
    return bool(errors)
