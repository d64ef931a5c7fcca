"""Stubs for cookiecutter, and the last step of a rendering: one atomic move."""

from __future__ import annotations

import ctypes
import errno
import os
import shutil
from collections.abc import Iterable
from pathlib import Path

from builder.errors import RakitError

EXCHANGE = 2
AT_CWD = -100
ROOT = "{{cookiecutter.slug}}"


class PlaceError(RakitError):
    """The folder is somebody else's, or can't be replaced."""


def write_stubs(
    folder: Path, stubs: Iterable[tuple[str, str, int, str]], roots: dict[str, Path]
) -> None:
    """A tree of two-line stubs that cookiecutter walks: (path, name, view, template below roots).

    Beside it stands `templates/`, which cookiecutter's loader searches too, with a link to each
    plugin's own folder.
    """
    tree = folder / ROOT
    tree.mkdir(parents=True)
    shared = folder / "templates"
    shared.mkdir()
    for key, root in roots.items():
        (shared / key).symlink_to(root.resolve(), target_is_directory=True)
    for path, name, view, template in stubs:
        stub = tree / path
        stub.parent.mkdir(parents=True, exist_ok=True)
        lines = (
            f"{{% set app, {name} = cookiecutter._app, cookiecutter._views[{view}] %}}",
            f"{{% include {template!r} %}}",
        )
        stub.write_text("\n".join(lines), encoding="utf-8")


def inside(root: Path, path: str) -> Path:
    """The resolved path, or `PlaceError` when it leaves the folder."""
    found = (root / path).resolve()
    if not found.is_relative_to(root.resolve()):
        raise PlaceError("berkas keluar dari folder aplikasi", which=path)
    return found


def check_place(into: Path) -> None:
    """Only nothing, an empty folder, or an earlier rendering may be replaced."""
    if into.is_symlink() or (into.exists() and not into.is_dir()):
        raise PlaceError(
            "sudah ada dan bukan folder", which=str(into), way_out="Pilih folder lain."
        )
    if into.is_dir() and any(into.iterdir()) and not (into / "MANIFEST.json").is_file():
        raise PlaceError(
            "folder ini berisi dan bukan buatan Rakit",
            which=str(into),
            way_out="Pilih folder kosong, atau pindahkan isinya dahulu.",
        )


def move(staged: Path, into: Path) -> None:
    """Put the staged tree where people look, in one step; what stood there goes away after."""
    if not into.exists():
        staged.rename(into)
        return
    if _exchange(staged, into):
        shutil.rmtree(staged)
        return
    aside = staged.with_name(staged.name + ".old")
    into.rename(aside)
    staged.rename(into)
    shutil.rmtree(aside)


def _exchange(one: Path, other: Path) -> bool:
    """renameat2(RENAME_EXCHANGE); False where the kernel or the file system has none."""
    library = ctypes.CDLL(None, use_errno=True)
    if not hasattr(library, "renameat2"):
        return False
    done = library.renameat2(AT_CWD, os.fsencode(one), AT_CWD, os.fsencode(other), EXCHANGE)
    if done == 0:
        return True
    code = ctypes.get_errno()
    if code in (errno.EINVAL, errno.ENOSYS, errno.ENOTSUP):
        return False
    raise PlaceError(os.strerror(code), which=str(other))
