"""Background work of a case: beginning anew what failed."""

from __future__ import annotations

import json

import sqlalchemy as sa
from flask import abort, flash, redirect, url_for
from flask_appbuilder import expose
from flask_appbuilder.security.decorators import has_access
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from builder import jobs
from builder.pipeline import lane
from sop_workflow.errors import NotFound

from .house import house
from .pages import Page
from .people import me


class WorkView(Page):
    """Pekerjaan latar sebuah usulan."""

    route_base = "/pekerjaan"
    default_view = "again"
    class_permission_name = "PortalWork"

    @expose("/<int:number>/<int:job>/ulangi", methods=["POST"])
    @has_access
    def again(self, number: int, job: int) -> Response:
        """Let failed work of this case start anew; only its handler may."""
        rooms = house()
        session = rooms.session()
        try:
            case = rooms.cases.case(number)
        except NotFound:
            abort(404)
        row = session.execute(
            sa.select(jobs.job).where(jobs.job.c.id == job, jobs.job.c.lane == lane(number))
        ).first()
        if row is None:
            abort(404)
        if case.handler != me().id:
            abort(403)
        if row.state == "failed":
            payload = json.loads(row.payload)
            jobs.enqueue(session, row.kind, row.key, payload, lane=row.lane, again=True)
            session.commit()
            flash(_("Pekerjaan dimulai lagi."), "success")
        return redirect(url_for("CaseView.show", number=number, _anchor="pekerjaan"))
