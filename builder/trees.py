"""From a revision, or a deliverable, to a tree that the preview can run.

A tree's name holds what it was made of (the design, hand edits, this version of Rakit), so the same
content is made once and a running preview is never disturbed by another one's work. The overlay of
a draft onto `main` keeps hand edits visible.
"""

from __future__ import annotations

import hashlib
import tempfile
import threading
from collections.abc import Iterator, Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Any

from builder.errors import RakitError
from builder.generate import draft_tree, trial_tree
from builder.house import House
from builder.plugin_host import Plugins
from builder.ports import problems_of
from builder.preview.trees import Trees
from builder.render import Renderer
from builder.repo import AppRepo
from builder.spec import ListScreen, Spec, SpecError, expand, from_raw, load, sha256
from builder.storage.values import App

_renderer = threading.local()


class NoTreeError(RakitError):
    """There is nothing to try: the design has errors, or it cannot be made."""


def roles_of(spec: Spec) -> tuple[tuple[str, str], ...]:
    """(name, label) of each role that one can try an application as."""
    return tuple((role.name, role.label or role.name) for role in spec.roles if not role.public)


def screens_of(spec: Spec, role: str) -> tuple[tuple[str, str], ...]:
    """(label, path) of each list in the menu that a role may open; `spec` expanded."""
    by_name = {entity.name: entity for entity in spec.entities}
    holder = next((one for one in spec.roles if one.name == role), None)
    found = []
    for name in dict.fromkeys(_in_menu(spec)):
        grant = holder.grant(name) if holder else None
        if grant and "read" in grant.can:
            found.append((str(by_name[name].plural or name), f"{name}/list/"))
    return tuple(found)


def _in_menu(spec: Spec) -> Iterator[str]:
    screens = {s.name: s.entity for s in spec.screens if isinstance(s, ListScreen)}
    waiting = list(spec.menu)
    while waiting:
        item = waiting.pop(0)
        waiting = [*item.children, *waiting]
        if item.screen in screens:
            yield screens[item.screen]


def design_tree(
    house: House, app: App, raw: Mapping[str, Any]
) -> tuple[str, tuple[tuple[str, str], ...]]:
    """Name of the placed tree of a design (draft or revision), and its roles; made on first use."""
    trees = Trees(house.settings.previews_dir)
    types = house.plugins.types
    try:
        spec = from_raw(dict(raw), types)
    except SpecError as error:
        raise NoTreeError("Rancangan masih salah.", which=str(error.problems[0].text)) from error
    wrong = [p for p in problems_of(spec, house.plugins) if p.severity == "error"]
    if wrong:
        raise NoTreeError(
            "Rancangan masih salah.",
            which=f"{wrong[0].path}: {wrong[0].text}",
            way_out="Perbaiki di editor, lalu coba lagi.",
        )
    made_of = hashlib.sha256(f"{sha256(spec)} {version('rakit')}".encode()).hexdigest()
    name = f"{app.slug}-{made_of[:16]}".replace("_", "-")
    roles = roles_of(expand(spec, types))
    repo = AppRepo(house.settings.apps_dir / app.slug)
    if repo.exists():
        name = f"{name}-{(repo.head() or '')[:8]}"
    if trees.find(name) is None:
        with tempfile.TemporaryDirectory(prefix=".tree-", dir=house.settings.data_dir) as folder:
            try:
                source, own = _made(spec, house.plugins, repo, Path(folder))
                trees.place(name, source, own=own)
            except RakitError as error:
                raise NoTreeError(str(error)) from error
    return name, roles


def _made(spec: Spec, plugins: Plugins, repo: AppRepo, folder: Path) -> tuple[Path, bool]:
    """The application to try, and whether it is pure output of our own plugins."""
    own = plugins.only_own
    if not repo.exists():
        draft = folder / "draft"
        draft_tree(spec, plugins, draft, renderer=renderer())
        return draft, own
    merged = folder / "merged"
    merge = trial_tree(spec, plugins, repo, merged, renderer=renderer())
    if not merge.clean:
        raise NoTreeError(
            "Suntingan tangan bertabrakan dengan rancangan.",
            which=", ".join(conflict.path for conflict in merge.conflicts),
            way_out="Selesaikan di halaman katalog aplikasi.",
        )
    return merged, own and not repo.has_hand_edits()


def deliverable_tree(house: House, sha256: str) -> tuple[str, tuple[tuple[str, str], ...]]:
    """The tree of exactly the bytes that are to be signed."""
    trees = Trees(house.settings.previews_dir)
    source = house.settings.data_dir / "deliverables" / sha256 / "application"
    if not source.is_dir():
        raise NoTreeError("Paket aplikasi ini tidak ditemukan.", which=sha256[:12])
    name = f"paket-{sha256[:24]}"
    spec = load((source / "spec.yaml").read_text(encoding="utf-8"), house.plugins.types)
    if trees.find(name) is None:
        trees.place(name, source, own=False)
    return name, roles_of(expand(spec, house.plugins.types))


def renderer() -> Renderer:
    """A warm renderer for this thread."""
    found = getattr(_renderer, "it", None)
    if found is None:
        found = _renderer.it = Renderer()
        found.__enter__()
    assert isinstance(found, Renderer)
    return found
