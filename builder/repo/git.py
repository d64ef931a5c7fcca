"""Running git so that nothing of the machine or of the repository changes what it does.

No configuration of user or system, no hooks, no editor, no prompt, English messages, fixed person
and date unless given: the same input makes the same objects.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from builder.errors import RakitError

OLDEST = (2, 38)  # merge-tree --write-tree
FIXED = (
    "core.hooksPath=/dev/null",
    "core.fsmonitor=false",
    "core.attributesFile=/dev/null",
    "core.excludesFile=/dev/null",
    "core.autocrlf=false",
    "core.quotePath=false",
    "core.symlinks=true",
    "core.fsync=committed",
    "commit.gpgSign=false",
    "diff.external=",
    "gc.auto=0",
    "merge.conflictStyle=merge",
    "merge.renames=true",
    "protocol.allow=never",
    "protocol.file.allow=always",
)
PERSON = "Rakit"
HAND = "suntingan tangan"
EMAIL = "rakit@localhost"
DATE = "2026-01-01T00:00:00+0000"


class RepoError(RakitError):
    """The repository of an application can't do what was asked."""


@dataclass(frozen=True)
class Person:
    """Who stands in a commit, and when."""

    name: str = PERSON
    email: str = EMAIL
    date: str = DATE

    def env(self) -> dict[str, str]:
        found = {}
        for role in ("AUTHOR", "COMMITTER"):
            found[f"GIT_{role}_NAME"] = self.name
            found[f"GIT_{role}_EMAIL"] = self.email
            found[f"GIT_{role}_DATE"] = self.date
        return found


def clean_env(
    person: Person | None = None, more: Mapping[str, str] | None = None
) -> dict[str, str]:
    """The whole environment of a git process."""
    return {
        "PATH": os.environ.get("PATH", os.defpath),
        "HOME": "/nonexistent",
        "LC_ALL": "C",
        "TZ": "UTC",
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_CONFIG_SYSTEM": "/dev/null",
        "GIT_CONFIG_GLOBAL": "/dev/null",
        "GIT_ATTR_NOSYSTEM": "1",
        "GIT_TERMINAL_PROMPT": "0",
        "GIT_NO_REPLACE_OBJECTS": "1",
        **(person or Person()).env(),
        **(more or {}),
    }


def run(
    where: Path,
    *words: str,
    stdin: bytes = b"",
    person: Person | None = None,
    env: Mapping[str, str] | None = None,
    ok: tuple[int, ...] = (0,),
) -> subprocess.CompletedProcess[bytes]:
    """Run git in a folder; RepoError with git's own words when it fails."""
    config = [part for pair in FIXED for part in ("-c", pair)]
    # Only this folder is a repository: git must not climb to one around it.
    fence = {"GIT_CEILING_DIRECTORIES": str(where.parent)}
    try:
        done = subprocess.run(
            ["git", *config, *words],
            cwd=where,
            env=clean_env(person, {**fence, **(env or {})}),
            input=stdin,
            capture_output=True,
            check=False,
        )
    except FileNotFoundError as error:
        missing = where if not where.is_dir() else "git"
        raise RepoError(
            "Tidak ditemukan.",
            which=str(missing),
            way_out="Pasang git 2.38 atau lebih baru." if missing == "git" else "",
        ) from error
    if done.returncode not in ok:
        words_of_git = done.stderr.decode(errors="replace").strip()[-600:]
        raise RepoError(
            f"git {words[0]} gagal: {words_of_git or done.returncode}", which=str(where)
        )
    return done


def text(where: Path, *words: str, **more: object) -> str:
    """As `run`; what git printed, without the last line end."""
    done = run(where, *words, **more)  # type: ignore[arg-type]
    return done.stdout.decode(errors="surrogateescape").rstrip("\n")


def version() -> tuple[int, int]:
    """The version of git on this machine; RepoError when it is too old."""
    words = text(Path("/"), "version").split()[2].split(".")
    found = int(words[0]), int(words[1])
    if found < OLDEST:
        raise RepoError(
            "git di mesin ini terlalu lama.",
            which=".".join(map(str, found)),
            way_out="Pasang git 2.38 atau lebih baru.",
        )
    return found
