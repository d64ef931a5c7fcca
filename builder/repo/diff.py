"""What changed between two commits, file by file, as people read it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from . import git

WORDS = {"A": "added", "D": "removed", "M": "changed", "R": "renamed", "T": "changed"}


@dataclass(frozen=True)
class FileDiff:
    """One file: `kind` is added, removed, changed or renamed (then `old_path` differs)."""

    path: str
    old_path: str
    kind: str
    added: int
    removed: int
    text: str


def file_diffs(where: Path, a: str, b: str) -> tuple[FileDiff, ...]:
    """Between two commits; unified text of each file without git's header lines."""
    how = ("--no-ext-diff", "--no-textconv", "--no-color", "--full-index", "-M", a, b)
    raw = git.text(where, "diff-tree", "-r", "-z", "--raw", "--numstat", *how).split("\0")
    patches = _patches(git.text(where, "diff-tree", "-r", "-p", *how))
    found: list[tuple[str, str, str]] = []
    counts: list[tuple[int, int]] = []
    at = 0
    while at < len(raw) and raw[at]:
        head = raw[at]
        if head.startswith(":"):
            letter = head.split()[4][0]
            old, new = raw[at + 1], raw[at + 2 if letter in "RC" else at + 1]
            at += 3 if letter in "RC" else 2
            found.append((new, old, WORDS.get(letter, "changed")))
        else:
            plus, minus, name = head.split("\t", 2)
            at += 1 if name else 3
            counts.append((0, 0) if plus == "-" else (int(plus), int(minus)))
    return tuple(
        FileDiff(new, old, kind, *number, patch)
        for (new, old, kind), number, patch in zip(found, counts, patches, strict=True)
    )


def _patches(text: str) -> list[str]:
    """Split at the header of each file; what is kept begins with the first hunk."""
    files: list[list[str]] = []
    for line in text.split("\n"):
        if line.startswith("diff --git "):
            files.append([])
        if files:
            files[-1].append(line)
    kept = []
    for lines in files:
        start = next((n for n, line in enumerate(lines) if line.startswith(("@@", "Binary"))), None)
        kept.append("" if start is None else "\n".join(lines[start:]))
    return kept
