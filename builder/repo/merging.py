"""Merging two commits without a checkout: the dry run, and what it found."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from . import git
from .git import RepoError
from .trees import Env


@dataclass(frozen=True)
class Conflict:
    """One file that both sides changed: its text before, by hand, and by Rakit (None: no file).

    `kind` is git's word: contents, modify/delete, add/add, rename/delete …
    """

    path: str
    kind: str
    base: str | None
    hand: str | None
    generated: str | None


@dataclass(frozen=True)
class Merge:
    """What merging would give, or gave. `commit` is empty for a dry run."""

    clean: bool
    conflicts: tuple[Conflict, ...] = ()
    tree: str = ""
    commit: str = ""


class MergeConflictError(RepoError):
    """Hand edits and new code meet in the same lines; a person decides."""

    def __init__(self, conflicts: tuple[Conflict, ...]) -> None:
        self.conflicts = conflicts
        super().__init__(
            "Suntingan tangan dan kode baru bertemu di baris yang sama.",
            which=", ".join(conflict.path for conflict in conflicts),
            way_out="Pilih isi tiap berkas, atau gabungkan sendiri dengan: git merge generated",
        )


def merge_commits(where: Path, hand: str, generated: str, env: Env | None = None) -> Merge:
    """Git's own three-way merge; touches no branch and no file."""
    words = ("merge-tree", "--write-tree", "-z", "--messages", hand, generated)
    done = git.run(where, *words, env=env, ok=(0, 1))
    tree, *fields = done.stdout.decode(errors="surrogateescape").split("\0")
    if done.returncode == 0:
        return Merge(True, tree=tree)
    end = fields.index("")  # an empty field parts the files from the messages
    stages: dict[str, dict[str, str]] = {}
    for line in fields[:end]:
        meta, path = line.split("\t", 1)
        _, blob, stage = meta.split()
        stages.setdefault(path, {})[stage] = blob
    kinds = _kinds(fields[end + 1 :])
    conflicts = tuple(
        Conflict(
            path,
            kinds.get(path, "contents"),
            *(_text_of(where, found.get(stage), env) for stage in "123"),
        )
        for path, found in sorted(stages.items())
    )
    return Merge(False, conflicts, tree=tree)


def _text_of(where: Path, blob: str | None, env: Env | None) -> str | None:
    if blob is None:
        return None
    done = git.run(where, "cat-file", "blob", blob, env=env)
    return done.stdout.decode(errors="surrogateescape")


def _kinds(fields: list[str]) -> dict[str, str]:
    """merge-tree's messages: count, paths, type, words. The type of each conflicting path."""
    kinds: dict[str, str] = {}
    at = 0
    while at < len(fields) and fields[at].isdigit():
        number = int(fields[at])
        paths, kind = fields[at + 1 : at + 1 + number], fields[at + 1 + number]
        if kind.startswith("CONFLICT"):
            kinds.update(dict.fromkeys(paths, kind.partition("(")[2].rstrip(")") or kind))
        at += number + 3
    return kinds
