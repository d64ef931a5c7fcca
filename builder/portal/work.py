"""Background work of a case: how far it is, calling it off, beginning it anew."""

from __future__ import annotations

import json
from typing import Any

import sqlalchemy as sa
from flask import abort, flash, redirect, render_template, url_for
from flask_appbuilder import expose
from flask_appbuilder.security.decorators import has_access
from flask_babel import gettext as _, lazy_gettext as _l
from werkzeug.wrappers import Response

from builder import jobs, pipeline
from builder.house import House
from builder.pipeline import lane
from sop_workflow.case import Case
from sop_workflow.errors import NotFound

from .house import house
from .pages import Page
from .people import me

TITLES = {
    "generate": _l("Membuat aplikasi dari rancangan"),
    "design_paper": _l("Dokumen Rancangan Sistem"),
    "deliver": _l("Manual, laporan, dan paket aplikasi"),
}
NOTES = {
    "berkas": _l("Menyusun berkas aplikasi"),
    "jadi": _l("Aplikasi sudah jadi"),
    "dokumen": _l("Menyusun dokumen: %(a)s"),
    "rahasia": _l("Memeriksa apakah ada rahasia di dalam berkas"),
    "mandiri": _l("Memeriksa apakah aplikasi berdiri sendiri"),
    "kode": _l("Memeriksa kode"),
    "uji": _l("Menjalankan uji %(a)s dari %(b)s"),
    "catat": _l("Mencatat paket aplikasi"),
}
AGAIN = ("failed", "cancelled")


class WorkView(Page):
    """Pekerjaan latar sebuah usulan."""

    route_base = "/pekerjaan"
    default_view = "show"
    class_permission_name = "PortalWork"

    @expose("/<int:number>")
    @has_access
    def show(self, number: int) -> Any:
        """How far the work is: the part of the case's page that asks again by itself."""
        case = _case(number)
        return render_template("portal/case_work.html", **work(house(), case), case=case)

    @expose("/<int:number>/<int:job>/ulangi", methods=["POST"])
    @has_access
    def again(self, number: int, job: int) -> Response:
        """Let work of this case that failed or was called off start anew; only its handler may."""
        session, row = house().session(), _own(number, job)
        if row.state in AGAIN:
            payload = json.loads(row.payload)
            jobs.enqueue(session, row.kind, row.key, payload, lane=row.lane, again=True)
            session.commit()
            flash(_("Pekerjaan dimulai lagi."), "success")
        return redirect(url_for("CaseView.show", number=number, _anchor="pekerjaan"))

    @expose("/<int:number>/<int:job>/batal", methods=["POST"])
    @has_access
    def cancel(self, number: int, job: int) -> Response:
        """Call off work of this case; its worker stops it with everything that it started."""
        session, row = house().session(), _own(number, job)
        if jobs.cancel(session, row.id, me().name):
            session.commit()
            flash(_("Pekerjaan dibatalkan; dapat dimulai lagi kapan saja."), "success")
        return redirect(url_for("CaseView.show", number=number, _anchor="pekerjaan"))


def _case(number: int) -> Case:
    try:
        return house().cases.case(number)
    except NotFound:
        abort(404)


def _own(number: int, job: int) -> Any:
    """The row of this case's work; 403 for others than its handler."""
    case = _case(number)
    where = (jobs.job.c.id == job, jobs.job.c.lane == lane(number))
    row = house().session().execute(sa.select(jobs.job).where(*where)).first()
    if row is None:
        abort(404)
    if case.handler != me().id:
        abort(403)
    return row


def work(rooms: House, case: Case) -> dict[str, Any]:
    """What `case_work.html` reads: the work, newest last; that of earlier designs is left out."""
    asked = pipeline.awaited(rooms.session(), case.id)
    newest: dict[str, jobs.JobStatus] = {}
    for job in jobs.recent(rooms.session(), lane=lane(case.id), limit=6):
        if "generate" in asked or "generate" in newest:
            break
        if job.kind not in asked:
            newest.setdefault(job.kind, job)
    mine = case.handler == me().id
    found = [_shown(case, job, mine) for job in reversed(newest.values())]
    waiting = {"state": "queued", "percent": 0, "note": "", "ended": False}
    found += [{**waiting, "title": str(TITLES.get(kind, kind))} for kind in asked]
    return {
        "jobs": found,
        "working": any(not one["ended"] for one in found),
        "troubled": any(one["state"] in AGAIN for one in found),
    }


def _shown(case: Case, job: jobs.JobStatus, mine: bool) -> dict[str, Any]:
    again, cancel = (
        url_for(f"WorkView.{verb}", number=case.id, job=job.id) for verb in ("again", "cancel")
    )
    return {
        "title": str(TITLES.get(job.kind, job.kind)),
        "state": job.state,
        "percent": job.percent,
        "note": note_words(job.note),
        "error": job.error,
        "by": job.cancelled_by,
        "began": job.created_at,
        "over": job.ended_at,
        "ended": job.ended,
        "again": again if mine and job.state in AGAIN else "",
        "cancel": cancel if mine and not job.ended else "",
    }


def note_words(note: str) -> str:
    """ "uji|34|135", as a job notes it, as a sentence; what is not known stays as it is."""
    word, *details = note.split("|")
    if word not in NOTES:
        return note
    return (
        str(NOTES[word]) % dict(zip("ab", details, strict=False)) if details else str(NOTES[word])
    )
