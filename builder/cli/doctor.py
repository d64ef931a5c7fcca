"""What this machine has and lacks: each finding with the way out."""

from __future__ import annotations

import os
import shutil
import sqlite3
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from .words import say

State = Literal["fine", "note", "bad"]
LEAST_FREE = 2 << 30


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at. `bad` stops Rakit; `note` costs a feature."""

    name: str
    state: State
    text: str
    way_out: str = ""

    def plain(self) -> dict[str, str]:
        return {"name": self.name, "state": self.state, "text": self.text, "way_out": self.way_out}


def examine() -> list[Finding]:
    """Everything, in one order; a check that fails itself is a finding too."""
    found: list[Finding] = []
    checks: tuple[tuple[str, Callable[[], Iterator[Finding]]], ...] = (
        ("python", _python),
        ("git", _git),
        ("sqlite", _sqlite),
        ("settings", _settings),
        ("plugins", _plugins),
        ("face", _face),
        ("preview", _preview),
    )
    for name, check in checks:
        try:
            found += check()
        except Exception as error:  # the doctor reports every illness, foreseen or not
            found.append(Finding(name, "bad", f"{type(error).__name__}: {error}"))
    return found


def _python() -> Iterator[Finding]:
    version = ".".join(map(str, sys.version_info[:3]))
    fine = sys.version_info >= (3, 11)
    yield Finding(
        "Python",
        "fine" if fine else "bad",
        version,
        "" if fine else say("Pasang Python 3.11 ke atas."),
    )


def _git() -> Iterator[Finding]:
    from builder.errors import RakitError
    from builder.repo import git

    try:
        version = ".".join(map(str, git.version()))
        yield Finding("git", "fine", version)
    except RakitError as error:
        yield Finding("git", "bad", error.what, error.way_out)


def _sqlite() -> Iterator[Finding]:
    fine = sqlite3.sqlite_version_info >= (3, 35)
    way_out = say("Perbarui pustaka SQLite ke 3.35.", "Update SQLite to 3.35.")
    yield Finding(
        "SQLite", "fine" if fine else "bad", sqlite3.sqlite_version, "" if fine else way_out
    )


def _settings() -> Iterator[Finding]:
    from builder.errors import RakitError
    from builder.settings import Settings

    try:
        settings = Settings.from_env()
    except RakitError as error:
        yield Finding(
            say("Pengaturan", "Settings"), "bad", f"{error.which}: {error.what}", error.way_out
        )
        return
    yield Finding(
        say("Pengaturan", "Settings"),
        "fine",
        f"{settings.public_url}, DATA_DIR={settings.data_dir}",
    )
    for name, folder in (("DATA_DIR", settings.data_dir), ("APPS_DIR", settings.apps_dir)):
        yield _folder(name, folder)


def _folder(name: str, folder: Path) -> Finding:
    place = folder
    while not place.exists():
        place = place.parent
    if not os.access(place, os.W_OK):
        text = say(f"{folder} tidak dapat ditulis", f"{folder} is not writable")
        return Finding(
            name,
            "bad",
            text,
            say("Beri izin, atau pilih folder lain.", "Permit it, or choose another."),
        )
    free = shutil.disk_usage(place).free
    text = say(f"{free >> 30} GB kosong", f"{free >> 30} GB free")
    if free < LEAST_FREE:
        return Finding(name, "note", text, say("Sediakan sedikitnya 2 GB.", "Make room for 2 GB."))
    return Finding(name, "fine", f"{folder}: {text}")


def _plugins() -> Iterator[Finding]:
    from builder.errors import RakitError

    from .reading import plugin_host

    try:
        plugins = plugin_host()
        text = say(
            f"{len(plugins.names)} plugin, {len(plugins.types)} jenis isian",
            f"{len(plugins.names)} plugins, {len(plugins.types)} field types",
        )
        yield Finding("Plugin", "fine", text)
    except RakitError as error:
        yield Finding("Plugin", "bad", f"{error.which}: {error.what}", error.way_out)


def _face() -> Iterator[Finding]:
    vendor = Path(__file__).resolve().parent.parent / "kit" / "static" / "vendor"
    if vendor.is_dir() and any(vendor.iterdir()):
        yield Finding(say("Tampilan", "Front end"), "fine", say("sudah dibangun", "built"))
    else:
        yield Finding(
            say("Tampilan", "Front end"),
            "bad",
            say("gaya dan skrip belum dibangun", "styles and scripts are not built"),
            "python -m builder.kit.frontend.build",
        )


def _preview() -> Iterator[Finding]:
    from builder import preview

    missing = preview.doctor()
    name = say("Pratinjau", "Previews")
    if not missing:
        yield Finding(name, "fine", say("dalam kotak", "boxed"))
    for one in missing:
        yield Finding(name, "note", f"{one.layer}: {one.reason}", one.way_out)


__all__ = ["Finding", "examine"]
