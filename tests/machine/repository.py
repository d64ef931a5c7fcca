"""A small application in a repository of its own, and what is seen of it."""

import subprocess

import pytest

from builder.repo import AppRepo

FIRST = {
    "usaha/model.py": "class Usaha:\n    nama = 1\n\n    modal = 2\n\n    omzet = 3\n",
    "README.md": "Bantuan\n",
    ".gitignore": "data/\nvar/\n",
    "old/gone.py": "x = 1\n",
}


SPEC = "a" * 64


OTHER = "b" * 64


def lay(folder_, files):
    for name, text in files.items():
        path = folder_ / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return folder_


def changed(path, text):
    return {"files": {path: text}}


@pytest.fixture
def tree(tmp_path):
    """Lay a rendered folder: the first version with changes (None: absent)."""
    count = iter(range(100))

    def make(**changes):
        files = {**FIRST, **{k.replace("__", "/"): v for k, v in changes.items()}}
        files.update(changes.get("files", {}))
        files.pop("files", None)
        kept = {k: v for k, v in files.items() if v is not None}
        return lay(tmp_path / f"tree{next(count)}", kept)

    return make


@pytest.fixture
def repo(tmp_path, tree):
    made = AppRepo(tmp_path / "app")
    made.init()
    made.commit_generated(tree(), message="Versi 1", spec_sha256=SPEC)
    made.merge()
    return made


def on_disk(repo):
    return {
        str(p.relative_to(repo.path)): p.read_text()
        for p in repo.path.rglob("*")
        if p.is_file() and ".git" not in p.relative_to(repo.path).parts
    }


def model(repo):
    return (repo.path / "usaha/model.py").read_text()


def status(repo):
    done = subprocess.run(
        ["git", "status", "--porcelain"], cwd=repo.path, capture_output=True, text=True, check=True
    )
    return done.stdout
