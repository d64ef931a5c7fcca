"""The office: letterhead, time, paper, colour and logo, holidays, common applications."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import Response, abort, flash, redirect, request, url_for
from flask_appbuilder import expose
from flask_appbuilder.security.decorators import has_access
from flask_babel import gettext as _, lazy_gettext as _l

from builder.kit.face import colour, guard, logo as picture
from builder.office_setup import LEGAL
from sop_workflow.errors import BadInput, SopError

from . import look, typed
from .house import house
from .pages import Page, errors_of
from .people import me

LETTERHEAD = {
    "pemerintah": _l("Pemerintah daerah"),
    "nama_kantor": _l("Nama kantor"),
    "alamat": _l("Alamat"),
    "kota": _l("Tempat pada tanggal surat"),
    "kode_pos": _l("Kode pos"),
    "telepon": _l("Telepon"),
    "laman": _l("Laman"),
    "surel": _l("Surel"),
}
WORK = ("zona", "hari_kerja", "kertas", "format_nomor")
CHOICES = {
    "zona": [("WIB", _l("WIB")), ("WITA", _l("WITA")), ("WIT", _l("WIT"))],
    "hari_kerja": [
        ("5", _l("Lima hari, Senin sampai Jumat")),
        ("6", _l("Enam hari, Senin sampai Sabtu")),
    ],
    "kertas": [("a4", _l("A4 (210 x 297 mm)")), ("f4", _l("F4 (215 x 330 mm)"))],
}


class LogoView(Page):
    """The office's logo, also for the login page."""

    route_base = "/lambang"
    default_view = "logo"

    @expose("/kantor.svg")
    def logo(self) -> Response:
        """The picture, closed in: nothing in it can run or load anything."""
        text = house().office.settings()["logo_svg"]
        if not text:
            abort(404)
        answer = picture.answer(text)
        if request.args.get("v") == picture.version(text):
            return guard.keep(answer)
        answer.headers["Cache-Control"] = "public, max-age=300"
        return answer


class OfficeView(Page):
    """Kantor."""

    route_base = "/kantor"
    default_view = "show"
    class_permission_name = "Office"

    @expose("/", methods=["GET", "POST"])
    @has_access
    def show(self) -> Any:
        """Letterhead, time, paper and number format in one form."""
        error: SopError | None = None
        if request.method == "POST":
            try:
                return self._save()
            except SopError as refused:
                house().session.rollback()
                error = refused
        return self._page(error)

    def _page(self, error: SopError | None = None) -> Any:
        rooms = house()
        settings = rooms.office.settings()
        page = self.render(
            "office.html",
            settings=settings,
            legal=rooms.procedure.for_office(settings).section(LEGAL),
            letterhead=[(key, str(words)) for key, words in LETTERHEAD.items()],
            choices={key: [(v, str(w)) for v, w in pairs] for key, pairs in CHOICES.items()},
            colour=look.primary(rooms),
            shown=colour.shown(look.primary(rooms)),
            logo=look.logo_address(rooms),
            error=error,
            errors=errors_of(error),
        )
        return page, 422 if error else 200

    def _save(self) -> Any:
        rooms, form = house(), request.form
        changes = {k: form[k].strip() for k in (*LETTERHEAD, *WORK) if k in form}
        if LEGAL in form:
            changes[LEGAL] = rooms.procedure.own_lines(LEGAL, form[LEGAL])
        if not changes.get("nama_kantor", "x"):
            raise BadInput("Nama kantor wajib diisi", field="nama_kantor")
        rooms.office.set(me().name, changes)
        flash(_("Data kantor tersimpan."), "success")
        return redirect(url_for("OfficeView.show"))

    @expose("/tampilan", methods=["POST"])
    @has_access
    def appearance(self) -> Any:
        """Colour and logo; the upload is judged by its bytes."""
        rooms, upload = house(), request.files.get("logo")
        try:
            if upload and upload.filename:
                picture = look.logo_svg(upload.read(look.LARGEST + 1))
                rooms.office.set(me().name, {"logo_svg": picture})
            elif request.form.get("hapus_logo"):
                rooms.office.set(me().name, {"logo_svg": ""})
            asked = request.form.get("warna", "").strip()
            shown = look.set_colour(rooms, me().name, asked)
        except SopError as refused:
            rooms.session.rollback()
            return self._page(refused)
        flash(_("Tampilan tersimpan."), "success")
        if asked and shown != look.primary(rooms):
            words = _(
                "Warna %(a)s terlalu terang untuk tulisan putih; dipakai %(b)s.", a=asked, b=shown
            )
            flash(words, "warning")
        return redirect(url_for("OfficeView.show", _anchor="tampilan"))

    @expose("/libur", methods=["GET", "POST"])
    @has_access
    def holidays(self) -> Any:
        """The year's days without work; deadlines are counted from this table only."""
        rooms, year, error = house(), _year(), None
        if request.method == "POST":
            try:
                self._holiday(request.form.get("aksi", ""), year)
                return redirect(url_for("OfficeView.holidays", tahun=year))
            except SopError as refused:
                rooms.session.rollback()
                error = refused
        page = self.render(
            "holidays.html",
            year=year,
            days=rooms.office.holidays(year),
            error=error,
            errors=errors_of(error),
        )
        return page, 422 if error else 200

    def _holiday(self, action: str, year: int) -> None:
        office, form, by = house().office, request.form, me().name
        if action == "isi":
            found = office.seed_holidays(by, year)
            flash(_("%(n)s hari ditambahkan. Periksa dengan SKB tahun itu.", n=found), "success")
        elif action == "tambah":
            office.put_holiday(by, _day(), form.get("name", ""), form.get("source", ""))
            flash(_("Hari libur tersimpan."), "success")
        elif action == "hapus":
            office.remove_holiday(by, _day())
            flash(_("Hari libur dihapus."), "success")
        else:
            abort(400)

    @expose("/aplikasi-umum", methods=["GET", "POST"])
    @has_access
    def common(self) -> Any:
        """National common applications: what a chief compares a proposal with."""
        rooms, error = house(), None
        if request.method == "POST":
            try:
                self._common(request.form.get("aksi", ""))
                return redirect(url_for("OfficeView.common"))
            except SopError as refused:
                rooms.session.rollback()
                error = refused
        page = self.render(
            "common_apps.html",
            apps=rooms.office.common_apps(),
            error=error,
            errors=errors_of(error),
        )
        return page, 422 if error else 200

    def _common(self, action: str) -> None:
        office, form, by = house().office, request.form, me().name
        number = typed.number(form.get("id", "")) or None
        if action == "hapus" and number:
            office.remove_common_app(by, number)
            flash(_("Baris dihapus."), "success")
            return
        if action != "simpan":
            abort(400)
        name, keywords, source = (
            " ".join(form.get(key, "").split())[:200] for key in ("name", "keywords", "source")
        )
        office.put_common_app(by, form.get("field", ""), name, keywords, source, number)
        flash(_("Baris tersimpan."), "success")


def _year() -> int:
    year = typed.number(request.values.get("tahun", ""))
    return year if 2000 <= year <= 2100 else house().cases.today().year


def _day() -> date:
    text = request.form.get("day", "")
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise BadInput("Tanggal belum benar", field="day", which=text[:20] or "kosong") from error
