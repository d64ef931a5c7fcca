"""The working folder of an application's repository: it follows `main` and loses nothing."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
from datetime import UTC, datetime
from pathlib import Path

from . import git, trees
from .git import Person, RepoError
from .trees import Env

MAIN = "main"


class WorkFolder:
    """What lies in the folder, compared with `main`. Callers hold the repository's lock."""

    def __init__(self, path: Path) -> None:
        self.path, self.git_dir = path, path / ".git"

    def is_on_main(self) -> bool:
        """An heir may have another branch checked out; then the folder is left alone."""
        ref = git.text(self.path, "symbolic-ref", "--quiet", "HEAD", ok=(0, 1))
        return ref == f"refs/heads/{MAIN}"

    def snapshot(self, env: Env) -> str | None:
        """`main` with what lies uncommitted, as a throw-away commit; None without `main`."""
        ours = trees.commit_of(self.path, MAIN)
        if ours is None or not self.is_on_main():
            return ours
        tree = self._tree(env)
        if tree == trees.tree_of(self.path, ours):
            return ours
        return trees.commit_tree(self.path, tree, "draft\n", [ours], env=env)

    def commit_hand_edits(self) -> str | None:
        """Commit what lies uncommitted as the heirs' own; returns `main`'s commit."""
        ours = trees.commit_of(self.path, MAIN)
        if ours is None or not self.is_on_main():
            return ours
        unmerged = git.text(self.path, "ls-files", "--unmerged")
        if unmerged or (self.git_dir / "MERGE_HEAD").exists():
            raise RepoError(
                "Ada penggabungan yang belum selesai di folder kerja.",
                which=str(self.path),
                way_out="Selesaikan dengan git commit, atau batalkan dengan git merge --abort.",
            )
        tree = self._tree()
        if tree == trees.tree_of(self.path, ours):
            return ours
        now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S+0000")
        author = Person(git.HAND, git.EMAIL, now)
        words = "Suntingan tangan\n"
        commit = trees.commit_tree(self.path, tree, words, [ours], person=author)
        trees.set_branch(self.path, MAIN, commit, ours)
        git.run(self.path, "read-tree", commit)
        self._refresh()
        return commit

    def move_main(self, old: str | None, new: str) -> None:
        """Set `main` and let the folder follow; may be killed anywhere (see `recover`)."""
        note = self.git_dir / "rakit-move"
        if self.is_on_main():
            draft = note.with_suffix(".new")
            draft.write_text(json.dumps([old, new]))
            os.replace(draft, note)
        trees.set_branch(self.path, MAIN, new, old)
        self.recover()

    def recover(self) -> None:
        """Finish a move that was begun: without this, files that had not followed yet would
        look like hand edits that undo the merge."""
        note = self.git_dir / "rakit-move"
        if not note.exists():
            return
        old, new = json.loads(note.read_text())
        if trees.commit_of(self.path, MAIN) == new and self.is_on_main():
            (self.git_dir / "index.lock").unlink(missing_ok=True)
            self._follow(old, new)
        note.unlink()

    def _follow(self, old: str | None, new: str) -> None:
        """Write every changed file whose content is still the old one; leave the others."""
        before = trees.files_of(self.path, old) if old else {}
        after = trees.files_of(self.path, new)
        changed = [p for p in {**before, **after} if before.get(p) != after.get(p)]
        lying = [p for p in changed if (self.path / p).is_file()]
        names = "".join(f"{p}\n" for p in lying).encode()
        sums = git.text(self.path, "hash-object", "--no-filters", "--stdin-paths", stdin=names)
        now = dict(zip(lying, sums.split(), strict=True))
        untouched = [p for p in changed if now.get(p) == before.get(p)]
        git.run(self.path, "read-tree", new)
        git.run(
            self.path, "checkout-index", "--force", "--quiet", "-z", "--stdin",
            stdin="".join(f"{p}\0" for p in untouched if p in after).encode(),
        )  # fmt: skip
        for gone in (self.path / p for p in untouched if p not in after):
            gone.unlink(missing_ok=True)
            with contextlib.suppress(OSError):  # stops at the first folder that holds more
                os.removedirs(gone.parent)
        self._refresh()

    def _tree(self, env: Env | None = None) -> str:
        with trees.own_index(env) as own:
            # Its stat data makes `add` fast; its time tells git which files to read all the same.
            with contextlib.suppress(FileNotFoundError):
                shutil.copy2(self.git_dir / "index", own["GIT_INDEX_FILE"])
            git.run(self.path, "add", "--all", "--", ":/", env=own)
            return git.text(self.path, "write-tree", env=own)

    def _refresh(self) -> None:
        git.run(self.path, "update-index", "-q", "--refresh", ok=(0, 1))
