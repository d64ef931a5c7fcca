"""The folder of previews: which trees there are, and what is kept of each.

    DATA_DIR/previews/
      <name>/tree/        the application, as placed (files 0644, folders 0755: the box reads them
                          as another account; nobody gets past DATA_DIR, which is 0700)
      <name>/tree.json    what it is
      <name>/keep.tar     its database and uploads, from when it was last stopped
      .revoked/           closed rooms
      .rooms/             short codes of rooms
      .stage/             an empty folder on which boxes are built

The web process places and drops; the gateway looks at `tree.json` at each request, so neither has
to call the other.
"""

from __future__ import annotations

import json
import os
import re
import secrets
import shutil
from dataclasses import asdict, dataclass
from pathlib import Path

from builder.errors import RakitError
from builder.preview.links import NAME


class TreeError(RakitError):
    """A tree that can't be shown: not there, not an application, a name that can't be used."""


@dataclass(frozen=True)
class Tree:
    """One placed application. `generation` changes whenever what it shows is to change.

    `own`: pure output of our own plugins that passed the differential check. Only such a tree may
    run where the box is refused.
    """

    name: str
    package: str
    own: bool
    generation: str


class Trees:
    """The trees below one folder (`settings.previews_dir`)."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @property
    def revoked(self) -> Path:
        return self.folder / ".revoked"

    @property
    def rooms(self) -> Path:
        return self.folder / ".rooms"

    @property
    def stage(self) -> Path:
        return self.folder / ".stage"

    def place(self, name: str, source: Path, *, own: bool) -> Tree:
        """Copy an application (its root, with the package in it) to where previews find it.

        A running preview of that name is started afresh at the next click, with new sample rows:
        what was kept has the tables of the tree before. Links in the source are not followed: a
        tree with one that leads outside is refused.
        """
        home = self._home(name)
        package = package_of(source)
        _refuse_links_outside(source)
        home.mkdir(mode=0o700, parents=True, exist_ok=True)
        draft = home / f".draft-{secrets.token_hex(4)}"
        try:
            shutil.copytree(
                source,
                draft,
                symlinks=True,
                copy_function=shutil.copyfile,
                ignore=shutil.ignore_patterns(".git", "__pycache__", "var", ".venv"),
            )
            draft.chmod(0o755)
            for found in draft.rglob("*"):
                if not found.is_symlink():
                    found.chmod(0o755 if found.is_dir() else 0o644)
            old = home / f".old-{secrets.token_hex(4)}"
            if (home / "tree").exists():
                (home / "tree").rename(old)
            draft.rename(home / "tree")
        finally:
            shutil.rmtree(draft, ignore_errors=True)
        for leftover in home.glob(".old-*"):
            shutil.rmtree(leftover, ignore_errors=True)
        self.keep(name).unlink(missing_ok=True)
        return self._write(Tree(name, package, own, secrets.token_hex(8)))

    def find(self, name: str) -> Tree | None:
        try:
            return Tree(**json.loads((self._home(name) / "tree.json").read_text()))
        except (FileNotFoundError, NotADirectoryError):
            return None

    def root(self, name: str) -> Path:
        return self._home(name) / "tree"

    def keep(self, name: str) -> Path:
        return self._home(name) / "keep.tar"

    def reset(self, name: str) -> None:
        """Throw the preview's data away; the next click begins with fresh sample rows."""
        tree = self.find(name)
        if tree:
            self.keep(name).unlink(missing_ok=True)
            self._write(Tree(tree.name, tree.package, tree.own, secrets.token_hex(8)))

    def drop(self, name: str) -> None:
        """Remove tree and data; links to it then say so. May be called again."""
        home = self._home(name)
        (home / "tree.json").unlink(missing_ok=True)
        shutil.rmtree(home, ignore_errors=True)

    def names(self) -> list[str]:
        found = (p.parent.name for p in self.folder.glob("*/tree.json"))
        return sorted(name for name in found if NAME.fullmatch(name))

    def _home(self, name: str) -> Path:
        if not NAME.fullmatch(name):
            raise TreeError("Nama pratinjau tidak dapat dipakai.", which=repr(name))
        return self.folder / name

    def _write(self, tree: Tree) -> Tree:
        draft = self._home(tree.name) / f".tree-{secrets.token_hex(4)}"
        draft.write_text(json.dumps(asdict(tree)))
        draft.replace(self._home(tree.name) / "tree.json")
        return tree


def package_of(root: Path) -> str:
    """The name of the package that has `create_app`; read as text, nothing is run."""
    found = sorted(
        path.parent.name
        for path in root.glob("*/__init__.py")
        if re.search(r"^def create_app\(", path.read_text(errors="replace"), re.M)
    )
    if len(found) != 1 or not found[0].isidentifier():
        raise TreeError(
            "Bukan aplikasi yang dapat dicoba: harus ada tepat satu paket dengan create_app().",
            which=root.name,
            way_out="Buat ulang aplikasinya, atau perbaiki suntingan pada __init__.py.",
        )
    return found[0]


def _refuse_links_outside(root: Path) -> None:
    top = os.path.realpath(root)
    for path in root.rglob("*"):
        if path.is_symlink() and not os.path.realpath(path).startswith(top + os.sep):
            raise TreeError(
                "Ada tautan berkas yang menunjuk ke luar aplikasi.",
                which=str(path.relative_to(root)),
                way_out="Ganti dengan salinan berkasnya.",
            )
