"""Regular files and folders out of a tar into an empty folder, and nothing else.

tarfile's own filters came with Python 3.11.4; Debian 12 has 3.11.2. Links and devices are refused,
so nothing that was unpacked before can lead a later name out of the folder.
"""

from __future__ import annotations

import os
import shutil
import tarfile
from pathlib import Path, PurePosixPath


def put(tar: tarfile.TarFile, member: tarfile.TarInfo, into: Path) -> None:
    """Write one member below `into`, for this account alone.

    `tarfile.TarError` for what is no file or folder, leads outside, or was there already.
    """
    path = PurePosixPath(member.name)
    if path.is_absolute() or ".." in path.parts or "\0" in member.name:
        raise tarfile.TarError(f"leads outside: {member.name!r}")
    target = into.joinpath(*path.parts)
    if member.isdir():
        target.mkdir(mode=0o700, parents=True, exist_ok=True)
        return
    content = tar.extractfile(member) if member.isreg() else None
    if content is None or target.exists():
        raise tarfile.TarError(f"no file, or twice: {member.name!r}")
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with content, open(target, "xb", opener=_private) as out:
        shutil.copyfileobj(content, out)


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)
