"""Papers of a case: opened, shown as a picture of their first page, made, attached."""

from __future__ import annotations

import tempfile
from pathlib import Path, PurePath
from typing import Any

from flask import abort, flash, redirect, request, send_file, url_for
from flask_appbuilder import expose
from flask_appbuilder.security.decorators import has_access
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from builder import delivery, pipeline
from builder.errors import RakitError
from builder.pictures import first_page
from sop_workflow import commands
from sop_workflow.errors import NotFound, SopError

from . import typed
from .case_parts import scans
from .cases import case_page, find
from .downloads import attachment
from .house import house
from .pages import Page
from .people import actor

DAY = 86_400
SIGNED = " (bertanda tangan)"


class PaperView(Page):
    """Berkas usulan."""

    route_base = "/berkas"
    default_view = "show"
    class_permission_name = "PortalPaper"

    @expose("/<int:number>/<paper>")
    @has_access
    def show(self, number: int, paper: str) -> Response:
        """The paper itself, in the browser's own viewer."""
        return self._send(number, paper, picture=False)

    @expose("/<int:number>/<paper>/halaman-pertama.png")
    @has_access
    def picture(self, number: int, paper: str) -> Response:
        """The first page as a picture."""
        return self._send(number, paper, picture=True)

    def _send(self, number: int, paper: str, *, picture: bool) -> Response:
        from io import BytesIO

        try:
            found = house().cases.paper(number, paper)
        except NotFound:
            abort(404)
        if picture:
            shown = first_page(found.content, found.sha256, house().settings.data_dir)
            return send_file(BytesIO(shown), mimetype="image/png", max_age=DAY)
        answer = send_file(
            BytesIO(found.content), mimetype=found.media, download_name=found.filename
        )
        answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
        return answer

    @expose("/<int:number>/buat", methods=["POST"])
    @has_access
    def make(self, number: int) -> Any:
        """Typeset a paper from the case's own data and attach it."""
        form = request.form
        kind, _slash, meeting = form.get("paper", "").partition("/")
        command = commands.MakePaper(
            case_id=number,
            seen=_seen(),
            kind=kind,
            number=form.get("number", "").strip(),
            presentation=meeting,
        )
        return self._do(number, command, _("Berkas dibuat."))

    @expose("/<int:number>/lampirkan", methods=["POST"])
    @has_access
    def attach(self, number: int) -> Any:
        """Attach an uploaded PDF; its content is checked, not its name."""
        upload = request.files.get("content")
        name = (upload.filename if upload else "") or _("berkas")
        content, most = upload.read() if upload else b"", house().settings.upload_mb
        try:
            typed.fitting(content, name, most)
        except SopError as refused:
            return case_page(self, number, refused), 422
        kind, label = request.form.get("kind", ""), request.form.get("label", "").strip()
        if kind == "lampiran":
            label = label or PurePath(name).stem
        told: dict[str, Any] = {"kind": kind, "label": label}
        if printed := scans(find(number)).get(kind):
            told = {
                "kind": printed.kind,
                "label": label or _signed(printed.label),
                "number": printed.number,
                "date": printed.date,
                "presentation": printed.presentation,
            }
        command = commands.Attach(
            case_id=number, seen=_seen(), content=content, filename=name, **told
        )
        return self._do(number, command, _("Berkas dilampirkan."))

    @expose("/<int:number>/paket.zip")
    @has_access
    def package(self, number: int) -> Any:
        """What is signed and handed over: application, papers and their hashes, in one file."""
        rooms, case = house(), find(number).case
        if case.deliverable is None:
            abort(404)
        folder = pipeline.deliverables(rooms.settings.data_dir) / case.deliverable.sha256
        app = rooms.specs.of_case(case.id)
        name = f"{app.slug if app else 'paket'}-{case.deliverable.sha256[:8]}.zip"
        with tempfile.TemporaryDirectory() as scratch:
            made = Path(scratch) / name
            try:
                delivery.archive(folder, made)
            except RakitError as refused:
                flash(str(refused), "danger")
                return redirect(url_for("CaseView.show", number=number, _anchor="paket"))
            return attachment(made.read_bytes(), name, "application/zip")

    def _do(self, number: int, command: commands.Command, words: str) -> Any:
        rooms = house()
        try:
            rooms.cases.do(actor(), command)
        except NotFound:
            abort(404)
        except SopError as refused:
            rooms.session.rollback()
            return case_page(self, number, refused), 422
        flash(words, "success")
        return redirect(url_for("CaseView.show", number=number, _anchor="berkas"))


def _signed(label: str) -> str:
    """The name of a paper that was printed, signed and scanned, in the record's language."""
    return label if label.endswith(SIGNED) else f"{label}{SIGNED}"


def _seen() -> int:
    return typed.number(request.form.get("seen", ""), -1)
