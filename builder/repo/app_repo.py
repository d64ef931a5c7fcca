"""One generated application's repository: two branches, and the way from one to the other.

Branch `generated` holds what Rakit wrote and nothing else; branch `main` is what runs: generated
code with the heirs' edits. A new version is committed to `generated` without touching a file, and
merged into `main` only when that is clean. An edit lying uncommitted in the working folder is
committed first, as its author's own; nothing written by hand is ever overwritten.
"""

from __future__ import annotations

import contextlib
import fcntl
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from . import git, trees
from .diff import FileDiff, file_diffs
from .folder import MAIN, WorkFolder
from .git import Person, RepoError
from .merging import Merge, MergeConflictError, merge_commits

TRAILER = "Spec-SHA256"
GENERATED = "generated"


@dataclass(frozen=True)
class Commit:
    """One entry of the history."""

    sha: str
    author: str
    at: datetime
    message: str
    spec_sha256: str


class AppRepo:
    """The repository whose working folder is the application's root."""

    def __init__(self, path: Path) -> None:
        self.path = Path(path).resolve()
        self._folder = WorkFolder(self.path)

    @property
    def git_dir(self) -> Path:
        return self.path / ".git"

    def exists(self) -> bool:
        """Is there a repository with generated code?"""
        return self.git_dir.is_dir() and self.head(GENERATED) is not None

    def init(self) -> None:
        """Make the repository; again: nothing happens. A folder that holds anything else is
        refused, so that generating never overwrites somebody's files."""
        if self.git_dir.is_dir():
            if self.head(GENERATED) is None and self.head("HEAD") is not None:
                raise RepoError(
                    "Folder ini repositori lain, bukan buatan Rakit.",
                    which=str(self.path),
                    way_out="Pilih folder kosong.",
                )
            return
        if self.path.exists() and (not self.path.is_dir() or any(self.path.iterdir())):
            raise RepoError(
                "Folder tidak kosong.", which=str(self.path), way_out="Pilih folder kosong."
            )
        git.version()
        self.path.mkdir(parents=True, exist_ok=True)
        git.run(self.path, "init", "--quiet", "--template=", f"--initial-branch={MAIN}")

    def head(self, branch: str = MAIN) -> str | None:
        """The commit that a branch stands at, or None."""
        return trees.commit_of(self.path, branch)

    def commit_generated(
        self,
        tree: Path,
        *,
        message: str,
        spec_sha256: str,
        extra: Mapping[str, bytes] | None = None,
        person: Person | None = None,
    ) -> str:
        """Commit a rendered folder to `generated`; returns the commit.

        The migrations already there are kept, `extra` (path: bytes, as the new migration) is
        added. Nothing is checked out. The same content for the same specification is the same
        commit, so a restarted job may simply ask again.
        """
        with self._locked():
            before = self.head(GENERATED)
            made = trees.write_folder(self.path, tree, before, extra or {})
            same = before and trees.tree_of(self.path, before) == made
            if before and same and self._spec_of(before) == spec_sha256:
                return before
            words = f"{message.strip()}\n\n{TRAILER}: {spec_sha256}\n"
            parents = [before] if before else []
            commit = trees.commit_tree(self.path, made, words, parents, person=person)
            trees.set_branch(self.path, GENERATED, commit, before)
            return commit

    def find_generated(self, spec_sha256: str) -> str | None:
        """The newest commit on `generated` that was made from a specification, by its trailer."""
        found = (entry.sha for entry in self.log(GENERATED) if entry.spec_sha256 == spec_sha256)
        return next(found, None)

    def preview_merge(self) -> Merge:
        """What merging `generated` into `main` would give; touches nothing.

        Edits that are not committed yet count as edits.
        """
        theirs = self._need(GENERATED)
        with trees.scratch(self.path) as env:
            ours = self._folder.snapshot(env)
            if ours is None:
                return Merge(True, tree=trees.tree_of(self.path, theirs))
            return merge_commits(self.path, ours, theirs, env)

    def merge(
        self,
        *,
        choices: Mapping[str, str | None] | None = None,
        person: Person | None = None,
    ) -> Merge:
        """Merge `generated` into `main` and let the working folder follow.

        `choices` gives, for files in conflict, the text that a person decided on (None: no file).
        Raises MergeConflictError when a conflict is left, having changed nothing but to commit
        edits that lay around.
        """
        with self._locked():
            self._folder.recover()
            theirs = self._need(GENERATED)
            ours = self._folder.commit_hand_edits()
            if ours is not None and self._is_ancestor(theirs, ours):
                return self._at(ours)
            if ours is None or self._is_ancestor(ours, theirs):
                self._folder.move_main(ours, theirs)
                return self._at(theirs)
            merged = merge_commits(self.path, ours, theirs)
            tree, chosen = merged.tree, choices or {}
            if left := tuple(c for c in merged.conflicts if c.path not in chosen):
                raise MergeConflictError(left)
            if merged.conflicts:
                texts = {c.path: chosen[c.path] for c in merged.conflicts}
                tree = trees.change_files(self.path, tree, texts)
            words = f"Gabungkan kode baru\n\n{TRAILER}: {self._spec_of(theirs)}\n"
            commit = trees.commit_tree(self.path, tree, words, [ours, theirs], person=person)
            self._folder.move_main(ours, commit)
            return self._at(commit)

    def overlay(self, tree: Path, into: Path, *, extra: Mapping[str, bytes] | None = None) -> Merge:
        """Export a draft's rendered folder merged onto `main`, for a preview; keeps nothing.

        Where both changed the same lines the draft's file is shown, and the conflict is told.
        """
        with trees.scratch(self.path) as env:
            base = self.head(GENERATED)
            made = trees.write_folder(self.path, tree, base, extra or {}, env)
            ours = self._folder.snapshot(env)
            if base is None or ours is None:
                merged = Merge(True, tree=made)
            else:
                theirs = trees.commit_tree(self.path, made, "draft\n", [base], env=env)
                merged = merge_commits(self.path, ours, theirs, env)
            shown = merged.tree
            if not merged.clean:
                texts = {c.path: c.generated for c in merged.conflicts}
                shown = trees.change_files(self.path, shown, texts, env)
            trees.export_tree(self.path, shown, into, env)
            return merged

    def export(self, ref: str, into: Path) -> None:
        """Write the files of a branch or commit into a new or empty folder."""
        trees.export_tree(self.path, trees.tree_of(self.path, self._need(ref)), into)

    def files(self, ref: str = MAIN) -> dict[str, str]:
        """Path -> git blob id of a branch's or commit's files."""
        return trees.files_of(self.path, self._need(ref))

    def read(self, ref: str, path: str) -> bytes:
        """The content of one file; RepoError when there is none."""
        return git.run(self.path, "cat-file", "blob", f"{self._need(ref)}:{path}").stdout

    def diff(self, a: str, b: str) -> tuple[FileDiff, ...]:
        """What changed between two branches or commits, per file, as unified text."""
        return file_diffs(self.path, self._need(a), self._need(b))

    def log(self, branch: str = MAIN, limit: int = 1000) -> tuple[Commit, ...]:
        """The history of a branch, newest first; empty when there is none."""
        start = self.head(branch)
        if start is None:
            return ()
        spec = f"%(trailers:key={TRAILER},valueonly,separator=%x2C)"
        form = f"--format=%H%x1f%an%x1f%at%x1f{spec}%x1f%B%x1e"
        found = []
        for entry in git.text(self.path, "log", form, f"-{limit}", "--topo-order", start).split(
            "\x1e"
        ):
            if entry.strip():
                sha, author, at, made_from, message = entry.strip("\n").split("\x1f", 4)
                moment = datetime.fromtimestamp(int(at), UTC)
                found.append(Commit(sha, author, moment, message.strip(), made_from.strip()))
        return tuple(found)

    def hand_edits(self) -> tuple[FileDiff, ...]:
        """What the heirs changed: `main` against the generated code it contains."""
        theirs, ours = self.head(GENERATED), self.head(MAIN)
        if theirs is None or ours is None:
            return ()
        base = git.text(self.path, "merge-base", ours, theirs)
        return self.diff(base, ours)

    def has_hand_edits(self) -> bool:
        """Does `main`, with what lies uncommitted, hold anything that Rakit did not write?"""
        theirs = self.head(GENERATED)
        if theirs is None or self.head(MAIN) is None:
            return False
        with trees.scratch(self.path) as env:
            ours = self._folder.snapshot(env)
            assert ours is not None
            base = git.text(self.path, "merge-base", ours, theirs, env=env)
            return trees.tree_of(self.path, base, env) != trees.tree_of(self.path, ours, env)

    def save_hand_edits(self) -> str | None:
        """Commit what lies uncommitted in the working folder; returns `main`'s commit."""
        with self._locked():
            self._folder.recover()
            return self._folder.commit_hand_edits()

    def bundle(self, into: Path) -> None:
        """All branches as one file, for backups."""
        git.run(self.path, "bundle", "create", "--quiet", str(into.resolve()), "--all")

    @classmethod
    def from_bundle(cls, bundle: Path, path: Path) -> AppRepo:
        """Restore a repository into an empty folder."""
        repo = cls(path)
        repo.init()
        refs = "refs/heads/*:refs/heads/*"
        git.run(repo.path, "fetch", "--quiet", "--update-head-ok", str(bundle.resolve()), refs)
        if main := repo.head(MAIN):
            git.run(repo.path, "read-tree", "--reset", "-u", main)
        return repo

    @contextlib.contextmanager
    def _locked(self) -> Iterator[None]:
        """One process at a time changes this repository."""
        if not self.git_dir.is_dir():
            raise RepoError("Belum ada repositori di sini.", which=str(self.path))
        with (self.git_dir / "rakit.lock").open("w") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield

    def _need(self, ref: str) -> str:
        if not self.git_dir.is_dir() or (found := self.head(ref)) is None:
            raise RepoError("Belum ada di repositori ini.", which=f"{self.path.name}: {ref}")
        return found

    def _at(self, commit: str) -> Merge:
        return Merge(True, tree=trees.tree_of(self.path, commit), commit=commit)

    def _spec_of(self, commit: str) -> str:
        form = f"--format=%(trailers:key={TRAILER},valueonly)"
        return git.text(self.path, "log", "-1", form, commit).strip()

    def _is_ancestor(self, old: str, new: str) -> bool:
        done = git.run(self.path, "merge-base", "--is-ancestor", old, new, ok=(0, 1))
        return done.returncode == 0
