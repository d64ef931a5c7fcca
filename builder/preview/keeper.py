"""What is kept of a preview that stops: its data folder, packed into a file opened beforehand.

Packed by the process outside the box's process space, after everything inside is gone; unpacked in
the next box, by the process that is about to run the application. The gateway only ever sees bytes.
"""

from __future__ import annotations

import os
import tarfile
from collections.abc import Callable
from pathlib import Path

from builder import untar

NOT_KEPT = ("tmp",)


def pack(folder: str, handle: int, most: int) -> bool:
    """Write the regular files of `folder` as a tar; False (and an empty file) if over `most`."""
    with os.fdopen(handle, "wb", closefd=False) as out:
        try:
            with tarfile.open(fileobj=out, mode="w") as tar:
                tar.add(folder, arcname=".", filter=_only_files(most))
        except (_TooLarge, OSError):
            out.flush()
            os.ftruncate(handle, 0)
            return False
    return True


def unpack(handle: int, folder: str) -> None:
    """Into an empty folder; `tarfile.TarError` for a name that leads outside it."""
    with os.fdopen(handle, "rb") as file, tarfile.open(fileobj=file, mode="r") as tar:
        for member in tar:
            untar.put(tar, member, Path(folder))


class _TooLarge(Exception):  # noqa: N818
    """The data outgrew what may be kept."""


def _only_files(most: int) -> Callable[[tarfile.TarInfo], tarfile.TarInfo | None]:
    total = 0

    def keep(entry: tarfile.TarInfo) -> tarfile.TarInfo | None:
        nonlocal total
        if not (entry.isfile() or entry.isdir()) or entry.name.split("/")[-1] in NOT_KEPT:
            return None
        total += entry.size + 1024
        if total > most:
            raise _TooLarge
        entry.uid = entry.gid = 0
        entry.uname = entry.gname = ""
        return entry

    return keep
