"""Versions of a design: who changed what, frozen versions, what changed since it was sent."""

from __future__ import annotations

from typing import Any

from flask import abort, flash, redirect, request, url_for
from flask_appbuilder import expose
from flask_appbuilder.security.decorators import has_access
from flask_babel import gettext as _

from builder.house import House
from builder.spec import Sentence, SpecError, diff
from builder.storage.values import Entry

from ..people import me
from . import words
from .acting import seen
from .desk import Desk, desk, editing
from .forms import RefusedError
from .pages import around, node_base
from .picture import Picture, difference
from .stale import refused_as_stale


class History:
    """Pages' part: versions and differences."""

    render: Any

    @expose("/<int:number>/riwayat")
    @has_access
    def history(self, number: int) -> Any:
        """Every version that was kept, and the journal of the draft."""
        return self._history(number)

    def _history(self, number: int, error: str = "") -> Any:
        found = desk(number)
        specs = found.rooms.specs
        lines = [_line(found, one) for one in specs.journal(found.app.id, limit=200)]
        return self.render(
            "editor/history.html",
            revisions=specs.revisions(found.app.id),
            lines=_batches(lines),
            error=error,
            **around(found, "riwayat"),
        )

    @expose("/<int:number>/simpan-versi", methods=["POST"])
    @has_access
    def freeze(self, number: int) -> Any:
        """Keep the draft as it stands as a version."""
        found = editing(number)
        note = request.form.get("note", "").strip()
        revision = found.rooms.specs.freeze(found.app.id, author=me().name, note=note)
        found.rooms.session.commit()
        flash(_("Versi %(n)s tersimpan.", n=revision.number), "success")
        return redirect(url_for("EditorView.history", number=number))

    @expose("/<int:number>/pulihkan/<int:revision>", methods=["POST"])
    @has_access
    def restore(self, number: int, revision: int) -> Any:
        """Make an earlier version the draft again."""
        found = editing(number)
        kept = found.rooms.specs.revision(revision)
        if kept is None or kept.app_id != found.app.id:
            abort(404)
        try:
            with refused_as_stale(found):
                found.rooms.specs.restore(revision, author=me().name, seen=seen())
                found.rooms.session.commit()
        except RefusedError as refused:
            return self._history(number, str(refused)), 409
        flash(_("Versi %(n)s dipulihkan. Dapat diurungkan.", n=kept.number), "success")
        return redirect(url_for("EditorView.tab", number=number, tab="entitas"))

    @expose("/<int:number>/perubahan")
    @has_access
    def changes(self, number: int) -> Any:
        """What changed since the design was last sent, in sentences."""
        found = desk(number)
        told, why = sentences(found)
        return self.render(
            "editor/changes.html", told=told, why=why, sent=found.submitted, both=compared(found),
            **around(found, "perubahan"),
        )  # fmt: skip


def compared(found: Desk) -> Picture:
    """The structure before and now in one picture; nothing where it did not change."""
    sent = found.submitted
    return difference(found.raw, sent.raw, node_base(found)) if sent else Picture()


def sentences(found: Desk) -> tuple[tuple[Sentence, ...], str]:
    """Differences between the last submitted revision and the draft; or why there are none."""
    sent = found.submitted
    if sent is None:
        return (), _("Rancangan ini belum pernah dikirim; semuanya masih baru.")
    if found.spec is None:
        return (), _("Rancangan masih salah bentuk; perbaiki dahulu di tab Periksa.")
    try:
        before = sent.spec(found.types)
    except SpecError:
        return (), _("Versi yang dikirim tidak terbaca lagi.")
    told = diff(before, found.spec)
    return told, "" if told else _("Tidak ada yang berubah sejak dikirim.")


def changes_since_sent(rooms: House, app_id: int) -> tuple[str, ...]:
    """The same as plain sentences, for the page of a case."""
    sent = next(iter(rooms.specs.submitted(app_id)), None)
    if sent is None:
        return ()
    types = rooms.plugins.types
    try:
        told = diff(sent.spec(types), rooms.specs.draft(app_id).spec(types))
    except SpecError:
        return ()
    return tuple(one.text for one in told)


def _line(found: Desk, entry: Entry) -> dict[str, Any]:
    verbs = {
        "set": _("mengubah"), "add": _("menambah"), "remove": _("menghapus"),
        "move": _("memindah"), "replace": _("mengganti seluruh rancangan"),
    }  # fmt: skip
    spot = found.spots.get(entry.node)
    place = found.words(entry.node) or ("" if spot else _("bagian yang kini tidak ada"))
    key = words.label(spot.kind, entry.key) if spot and entry.op == "set" else ""
    if entry.op == "replace":
        place = ""
    return {
        "batch": entry.batch,
        "author": entry.author,
        "at": entry.at,
        "undoes": entry.undoes is not None,
        "text": " ".join(part for part in (verbs.get(entry.op, entry.op), place) if part),
        "key": key,
    }


def _batches(lines: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """What was done at once is one line; the first says it, the number says how much more."""
    out: list[dict[str, Any]] = []
    for line in lines:
        if out and out[-1]["batch"] == line["batch"]:
            out[-1] = {**line, "more": out[-1]["more"] + 1}
        else:
            out.append({**line, "more": 0})
    return out
