"""Git's objects made and read without a checkout: an index of our own, folders as trees."""

from __future__ import annotations

import contextlib
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path, PurePosixPath

from . import git
from .git import Person, RepoError

KEPT = ("migrations/versions",)
NONE = "0" * 40
Env = Mapping[str, str]


@contextlib.contextmanager
def own_index(env: Env | None = None) -> Iterator[dict[str, str]]:
    """An index of our own: the heir's is not touched."""
    with tempfile.TemporaryDirectory(prefix="rakit-index-") as folder:
        yield {**(env or {}), "GIT_INDEX_FILE": f"{folder}/index"}


@contextlib.contextmanager
def scratch(where: Path) -> Iterator[dict[str, str]]:
    """New objects go to a folder that is thrown away."""
    with tempfile.TemporaryDirectory(prefix="rakit-objects-") as folder:
        yield {
            "GIT_OBJECT_DIRECTORY": folder,
            "GIT_ALTERNATE_OBJECT_DIRECTORIES": str(where / ".git" / "objects"),
        }


def commit_of(where: Path, ref: str) -> str | None:
    """The commit that a branch, HEAD or a full id stands for, or None."""
    name = ref if ref == "HEAD" or len(ref) == 40 else f"refs/heads/{ref}"
    words = ("rev-parse", "--verify", "--quiet", f"{name}^{{commit}}")
    return git.text(where, *words, ok=(0, 1)) or None


def tree_of(where: Path, commit: str, env: Env | None = None) -> str:
    return git.text(where, "rev-parse", f"{commit}^{{tree}}", env=env)


def files_of(where: Path, commit: str) -> dict[str, str]:
    """Path -> blob."""
    out = git.text(where, "ls-tree", "-r", "-z", commit)
    rows = (line.split("\t", 1) for line in out.split("\0") if line)
    return {path: meta.split()[2] for meta, path in rows}


def commit_tree(
    where: Path,
    tree: str,
    message: str,
    parents: Sequence[str],
    *,
    person: Person | None = None,
    env: Env | None = None,
) -> str:
    """A commit object; no branch moves."""
    above = [word for parent in parents for word in ("-p", parent)]
    words = ("commit-tree", tree, *above, "-F", "-")
    return git.text(where, *words, stdin=message.encode(), person=person, env=env)


def set_branch(where: Path, branch: str, new: str, old: str | None) -> None:
    """Move a branch; RepoError when it no longer stands at `old`."""
    git.run(where, "update-ref", f"refs/heads/{branch}", new, old or NONE)


def write_folder(
    where: Path,
    folder: Path,
    keep_from: str | None,
    extra: Mapping[str, bytes],
    env: Env | None = None,
) -> str:
    """A folder as a tree, with the kept paths of an earlier commit and `extra` files."""
    for found in folder.rglob("*"):
        if found.is_symlink():
            raise RepoError("Tautan simbolik tidak diterima.", which=str(found))
    with own_index(env) as own:
        git.run(
            where, "--work-tree", str(folder.resolve()), "add", "--all", "--force", "--",
            ":/", ":(exclude,glob)**/__pycache__/**",
            env={**own, "GIT_DIR": str(where / ".git")},
        )  # fmt: skip
        lines = b""
        if keep_from:
            out = git.run(where, "ls-tree", "-r", "-z", keep_from, "--", *KEPT, env=own)
            lines += out.stdout
        for path, content in sorted(extra.items()):
            lines += f"100644 {write_blob(where, content, own)}\t{_inside(path)}\0".encode()
        return _change_index(where, lines, own)


def change_files(
    where: Path, tree: str, texts: Mapping[str, str | None], env: Env | None = None
) -> str:
    """A tree with some files replaced, added or (None) removed."""
    with own_index(env) as own:
        git.run(where, "read-tree", tree, env=own)
        lines = b""
        for path, text in sorted(texts.items()):
            if text is None:
                lines += f"0 {NONE}\t{_inside(path)}\0".encode()
            else:
                blob = write_blob(where, text.encode(errors="surrogateescape"), own)
                lines += f"100644 {blob}\t{_inside(path)}\0".encode()
        return _change_index(where, lines, own)


def write_blob(where: Path, content: bytes, env: Env | None) -> str:
    return git.text(where, "hash-object", "-w", "--stdin", "--no-filters", env=env, stdin=content)


def export_tree(where: Path, tree: str, into: Path, env: Env | None = None) -> None:
    """Write a tree's files into a new or empty folder."""
    into.mkdir(parents=True, exist_ok=True)
    if any(into.iterdir()):
        raise RepoError("Folder tidak kosong.", which=str(into))
    with own_index(env) as own:
        git.run(where, "read-tree", tree, env=own)
        words = ("checkout-index", "--all", "--quiet", f"--prefix={into.resolve()}/")
        git.run(where, *words, env=own)


def _change_index(where: Path, lines: bytes, env: Env) -> str:
    if lines:
        git.run(where, "update-index", "-z", "--index-info", env=env, stdin=lines)
    return git.text(where, "write-tree", env=env)


def _inside(path: str) -> str:
    parts = PurePosixPath(path).parts
    if not parts or path.startswith("/") or {"..", ".git", ""} & set(parts) or "\\" in path:
        raise RepoError("Nama berkas keluar dari folder aplikasi.", which=path)
    return path
