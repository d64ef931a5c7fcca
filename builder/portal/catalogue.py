"""The office's applications: files to read, revisions, hand edits, conflicts, archive."""

from __future__ import annotations

import hashlib
import io
import tarfile
from collections.abc import Iterable
from pathlib import PurePosixPath
from typing import Any

from flask import abort, flash, redirect, request, url_for
from flask_appbuilder import expose
from flask_appbuilder.security.decorators import has_access
from flask_babel import gettext as _, lazy_gettext as _l

import builder.spec
from builder.errors import RakitError
from builder.repo import AppRepo, Conflict, FileDiff
from builder.repo.app_repo import GENERATED
from builder.repo.merging import MergeConflictError
from sop_workflow.views import InboxRow

from . import downloads
from .house import house
from .pages import Page
from .people import me

LARGEST = 400_000
KINDS = {
    "added": _l("baru"),
    "removed": _l("dihapus"),
    "changed": _l("diubah"),
    "renamed": _l("dipindah"),
}


def _state(case: InboxRow | None, made: bool) -> tuple[str, str]:
    """How far the application is: words and the tone of its badge."""
    if case is not None and case.status == "selesai":
        return _("selesai, ditandatangani"), "success"
    if case is not None and case.status == "berjalan":
        return _("langkah %(n)s dari 12", n=case.step), "primary" if made else "secondary"
    if case is not None:
        return case.status, "secondary"
    return (_("kode sudah dibuat"), "success") if made else (_("baru rancangan"), "secondary")


class CatalogueView(Page):
    """Katalog aplikasi."""

    route_base = "/katalog"
    default_view = "index"
    class_permission_name = "PortalCatalogue"

    @expose("/")
    @has_access
    def index(self) -> str:
        """Every application, searched by title or name."""
        words = request.args.get("q", "").strip()[:100]
        rows, cases = [], {case.case_id: case for case in house().cases.cases()}
        for app in house().specs.apps(words):
            case, made = cases.get(app.case_id or 0), _repo(app).exists()
            rows.append(
                {
                    "app": app,
                    "owner": case.organisation if case else "",
                    "newest": house().specs.newest(app.id),
                    "state": _state(case, made),
                }
            )
        return self.render("catalogue.html", rows=rows, q=words)

    @expose("/<slug>")
    @has_access
    def show(self, slug: str) -> Any:
        """One application: revisions, hand edits, what stands in the way of a merge."""
        app, repo = _app(slug), _repo_of(slug)
        made = repo.exists()
        return self.render(
            "catalogue_app.html",
            app=app,
            made=made,
            revisions=tuple(sorted(house().specs.revisions(app.id), key=_number, reverse=True)),
            log=repo.log() if made else (),
            edits=repo.hand_edits() if made else (),
            conflicts=_conflicts(repo) if made else (),
            kinds={key: str(word) for key, word in KINDS.items()},
            may_merge=_may_merge(app),
            mark=_mark,
        )

    @expose("/<slug>/berkas/")
    @expose("/<slug>/berkas/<path:path>")
    @has_access
    def files(self, slug: str, path: str = "") -> Any:
        """A folder, or a file with line numbers; only what is in the repository can be asked."""
        app, repo = _app(slug), _made(slug)
        ref = _ref(repo)
        names = sorted(repo.files(ref))
        if path in names:
            content = repo.read(ref, path)
            text = _text(content)
            lines = text.splitlines() if text is not None else None
            return self.render(
                "catalogue_file.html",
                app=app,
                path=path,
                parents=_parents(path),
                lines=lines,
                size=len(content),
            )
        folder = path.rstrip("/")
        entries = _entries(names, folder)
        if not entries:
            abort(404)
        return self.render(
            "catalogue_files.html", app=app, path=folder, parents=_parents(folder), entries=entries
        )

    @expose("/<slug>/revisi/<int:number>")
    @has_access
    def revision(self, slug: str, number: int) -> Any:
        """What changed since the revision before: sentences of the design, then the files."""
        app, repo = _app(slug), _repo_of(slug)
        found = sorted(house().specs.revisions(app.id), key=_number)
        here = next((r for r in found if r.number == number), None)
        if here is None:
            abort(404)
        before = next((r for r in reversed(found) if r.number < number), None)
        return self.render(
            "catalogue_revision.html",
            app=app,
            revision=here,
            before=before,
            sentences=_sentences(before, here),
            diffs=_diffs(repo, before, here) if repo.exists() else (),
            kinds={key: str(word) for key, word in KINDS.items()},
        )

    @expose("/<slug>/gabung", methods=["POST"])
    @has_access
    def merge(self, slug: str) -> Any:
        """Merge new code into what runs, with a person's choice for each file in conflict.

        A choice counts for what was on the page: a side that changed since is asked for anew.
        """
        app, repo = _app(slug), _made(slug)
        if not _may_merge(app):
            abort(403)
        choices: dict[str, str | None] = {}
        for conflict in _conflicts(repo):
            chosen, _sep, seen = request.form.get(f"pilih:{conflict.path}", "").partition(" ")
            if chosen in ("tangan", "rakit") and seen == _mark(conflict):
                choices[conflict.path] = conflict.hand if chosen == "tangan" else conflict.generated
        try:
            repo.merge(choices=choices)
        except MergeConflictError as left:
            flash(str(left), "danger")
        except RakitError as error:
            flash(str(error), "danger")
        else:
            flash(_("Kode baru sudah digabung; suntingan tangan tetap ada."), "success")
        return redirect(url_for("CatalogueView.show", slug=slug, _anchor="konflik"))

    @expose("/<slug>/arsip.tar.gz")
    @has_access
    def archive(self, slug: str) -> Any:
        """The files as an archive; the same bytes for the same commit."""
        _app(slug)
        repo = _made(slug)
        ref = _ref(repo)
        kept = io.BytesIO()
        with tarfile.open(fileobj=kept, mode="w:gz", compresslevel=6) as tar:
            for name in sorted(repo.files(ref)):
                content = repo.read(ref, name)
                entry = tarfile.TarInfo(f"{slug}/{name}")
                entry.size, entry.mode = len(content), 0o644
                tar.addfile(entry, io.BytesIO(content))
        return downloads.attachment(kept.getvalue(), f"{slug}.tar.gz", "application/gzip")


def _app(slug: str) -> Any:
    app = house().specs.by_slug(slug)
    if app is None:
        abort(404)
    return app


def _repo(app: Any) -> AppRepo:
    return AppRepo(house().settings.apps_dir / app.slug)


def _repo_of(slug: str) -> AppRepo:
    return _repo(_app(slug))


def _made(slug: str) -> AppRepo:
    repo = _repo_of(slug)
    if not repo.exists():
        abort(404)
    return repo


def _ref(repo: AppRepo) -> str:
    return "main" if repo.head("main") else GENERATED


def _number(revision: Any) -> int:
    return int(revision.number)


def _may_merge(app: Any) -> bool:
    """The administrator, and the prakom who handles the case."""
    if me().admin or app.case_id is None:
        return me().admin
    return bool(me().id) and house().cases.case(app.case_id).handler == me().id


def _conflicts(repo: AppRepo) -> tuple[Conflict, ...]:
    try:
        return repo.preview_merge().conflicts
    except RakitError:
        return ()


def _mark(conflict: Conflict) -> str:
    """What a choice is bound to: both sides of the conflict as the person saw them."""
    sides = repr((conflict.hand, conflict.generated)).encode(errors="surrogatepass")
    return hashlib.sha256(sides).hexdigest()[:16]


def _text(content: bytes) -> str | None:
    """Text to show; None for pictures and for what is too large."""
    if len(content) > LARGEST or b"\0" in content:
        return None
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return None


def _entries(names: Iterable[str], folder: str) -> list[dict[str, Any]]:
    """What lies directly in a folder: folders first."""
    start = f"{folder}/" if folder else ""
    found: dict[str, bool] = {}
    for name in names:
        if name.startswith(start):
            first, slash, _rest = name[len(start) :].partition("/")
            found[first] = bool(slash)
    entries = [
        {"name": name, "path": f"{start}{name}", "folder": is_folder}
        for name, is_folder in found.items()
    ]
    return sorted(entries, key=lambda e: (not e["folder"], e["name"]))


def _parents(path: str) -> list[tuple[str, str]]:
    """(name, path) of each folder above, outermost first."""
    above = [p for p in PurePosixPath(path).parents if str(p) != "."] if path else []
    return [(p.name, str(p)) for p in reversed(above)]


def _sentences(before: Any, here: Any) -> tuple[Any, ...]:
    """The difference of two designs in words; empty for the first one."""
    if before is None:
        return ()
    types = house().plugins.types
    try:
        return tuple(builder.spec.diff(before.spec(types), here.spec(types)))
    except RakitError:
        return ()


def _diffs(repo: AppRepo, before: Any, here: Any) -> tuple[FileDiff, ...]:
    new = repo.find_generated(here.sha256)
    old = repo.find_generated(before.sha256) if before else None
    return repo.diff(old, new) if old and new else ()
