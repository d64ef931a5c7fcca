"""The specification as a text file: down, and up again."""

from __future__ import annotations

from typing import Any

from flask import Response, flash, redirect, request, url_for
from flask_appbuilder import expose
from flask_appbuilder.security.decorators import has_access
from flask_babel import gettext as _

from builder.spec import Problem, SpecError

from ..people import me
from .acting import seen
from .desk import desk, editing
from .forms import RefusedError
from .pages import around
from .stale import refused_as_stale
from .yamls import read, text_of


class Files:
    """Pages' part: the tab Berkas."""

    render: Any

    @expose("/<int:number>/berkas", methods=["GET", "POST"])
    @has_access
    def files(self, number: int) -> Any:
        """Read, take, paste or send the file."""
        if request.method == "GET":
            return self._files(number)
        found = editing(number)
        text, problem = _sent()
        if problem:
            return self._files(number, text, (problem,)), 422
        try:
            raw = read(text, found.types, found.raw)
        except SpecError as error:
            return self._files(number, text, error.problems), 422
        try:
            with refused_as_stale(found):
                if raw != found.raw:
                    found.rooms.specs.replace(found.app.id, raw, author=me().name, seen=seen())
                    found.rooms.session.commit()
        except RefusedError as refused:
            wrong = Problem("error", "stale", "", "", "", str(refused))
            return self._files(number, text, (wrong,)), 409
        flash(_("Rancangan diganti dengan isi berkas. Dapat diurungkan."), "success")
        return redirect(url_for("EditorView.tab", number=number, tab="periksa"))

    def _files(self, number: int, typed: str = "", wrong: tuple[Problem, ...] = ()) -> Any:
        found = desk(number)
        return self.render(
            "editor/tab_berkas.html",
            text=text_of(found.raw, found.types),
            given=typed,
            wrong=wrong,
            **around(found, "berkas"),
        )

    @expose("/<int:number>/berkas/unduh")
    @has_access
    def download(self, number: int) -> Response:
        """The file itself."""
        found = desk(number)
        name = f"{found.app.slug}.yaml"
        return Response(
            text_of(found.raw, found.types),
            mimetype="application/yaml",
            headers={"Content-Disposition": f'attachment; filename="{name}"'},
        )


def _sent() -> tuple[str, Problem | None]:
    """The text that was sent, as a file or pasted; or why it cannot be read."""
    upload = request.files.get("file")
    if upload is not None and upload.filename:
        try:
            return upload.read().decode("utf-8-sig"), None
        except UnicodeDecodeError:
            text = _("Berkas ini bukan teks UTF-8. Simpan ulang sebagai UTF-8, lalu kirim lagi.")
            return request.form.get("text", ""), Problem("error", "utf8", "", "", "", text)
    text = request.form.get("text", "").replace("\r\n", "\n")
    if not text.strip():
        return text, Problem("error", "empty", "", "", "", _("Pilih berkas atau tempel isinya."))
    return text, None
