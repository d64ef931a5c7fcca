"""Officials, accounts and assignments: for the administrator."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import abort, current_app, flash, redirect, request, url_for
from flask_appbuilder import expose
from flask_appbuilder.security.decorators import has_access
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from builder.passwords import RULE
from sop_workflow.case import Mandate
from sop_workflow.errors import BadInput, NotFound, SopError

from . import accounts, spoken
from .house import house
from .pages import Page, errors_of
from .people import me

MANDATES = (Mandate.DEFINITIVE, Mandate.PLT, Mandate.PLH)


class SeatView(Page):
    """Pejabat dan jabatan."""

    route_base = "/pejabat"
    default_view = "show"
    class_permission_name = "Seats"

    @expose("/")
    @has_access
    def show(self) -> str:
        """Each seat with who holds it today; each person with his account."""
        return _list(self)

    @expose("/baru", methods=["GET", "POST"])
    @has_access
    def new(self) -> Any:
        """Account, person and seat in one form; nothing is made when a part is refused."""
        error: SopError | None = None
        if request.method == "POST":
            try:
                return self._add()
            except SopError as refused:
                house().session.rollback()
                error = refused
        page = self.render(
            "seat_new.html",
            error=error,
            errors=errors_of(error),
            rule=_(RULE),
            **_choices(),
        )
        return page, 422 if error else 200

    def _add(self) -> Response:
        rooms, form, by = house(), request.form, me().name
        name = form.get("name", "")
        wanted = _assignment(form) if form.get("seat") else None
        accounts.check_new(form)
        accounts.check_person(name, form.get("nip", ""))
        user = accounts.create(current_app.appbuilder.sm, form)  # type: ignore[attr-defined]
        try:
            person = rooms.seats.add_person(
                by,
                name,
                user_id=user.id,
                nip=form.get("nip", ""),
                rank=form.get("rank", ""),
                qualification=form.get("qualification", ""),
            )
        except SopError:
            rooms.session.rollback()
            accounts.remove(current_app.appbuilder.sm, user)  # type: ignore[attr-defined]
            raise
        flash(_("Akun %(name)s dibuat.", name=user.username), "success")
        if wanted is not None:
            try:
                made = rooms.seats.assign(by, person.id, **wanted)
            except SopError as refused:
                rooms.session.rollback()
                flash(f"{_('Akun sudah ada, penugasannya belum.')} {refused}", "warning")
                return redirect(url_for("SeatView.person", number=person.id))
            for words in made.warnings:
                flash(words, "warning")
        return redirect(url_for("SeatView.show"))

    @expose("/orang/<int:number>", methods=["GET", "POST"])
    @has_access
    def person(self, number: int) -> Any:
        """One official: particulars, account, assignments."""
        rooms = house()
        error: SopError | None = None
        if request.method == "POST":
            try:
                _find(number)
                rooms.seats.edit_person(
                    me().name,
                    number,
                    request.form.get("name", ""),
                    user_id=_find(number).user_id,
                    nip=request.form.get("nip", ""),
                    rank=request.form.get("rank", ""),
                    qualification=request.form.get("qualification", ""),
                )
                flash(_("Data pejabat tersimpan."), "success")
                return redirect(url_for("SeatView.person", number=number))
            except SopError as refused:
                rooms.session.rollback()
                error = refused
        return self._person(number, error)

    def _person(self, number: int, error: SopError | None = None) -> Any:
        rooms, person = house(), _find(number)
        page = self.render(
            "seat_person.html",
            official=person,
            account=accounts.find(person.user_id),
            assignments=rooms.seats.assignments(person=number),
            day=rooms.cases.today(),
            error=error,
            errors=errors_of(error),
            rule=_(RULE),
            **_choices(),
        )
        return page, 422 if error else 200

    @expose("/orang/<int:number>/penugasan", methods=["POST"])
    @has_access
    def assign(self, number: int) -> Any:
        """A new assignment; what is unusual is told, what collides is refused."""
        rooms = house()
        _find(number)
        try:
            made = rooms.seats.assign(me().name, number, **_assignment(request.form))
        except SopError as refused:
            rooms.session.rollback()
            return self._person(number, refused)
        flash(_("Penugasan tersimpan."), "success")
        for words in made.warnings:
            flash(words, "warning")
        return redirect(url_for("SeatView.person", number=number))

    @expose("/orang/<int:number>/penugasan/<int:assignment>/<verb>", methods=["POST"])
    @has_access
    def change(self, number: int, assignment: int, verb: str) -> Any:
        """End an assignment, or extend it by a new order."""
        if verb not in ("akhiri", "perpanjang"):
            abort(404)
        rooms, form, by = house(), request.form, me().name
        try:
            if assignment not in {a.id for a in rooms.seats.assignments(person=number)}:
                abort(404)
            day = _day(form.get("end", ""), "end")
            if verb == "akhiri":
                rooms.seats.end(by, assignment, day)
                flash(_("Penugasan diakhiri."), "success")
            else:
                rooms.seats.extend(by, assignment, day, form.get("order", ""))
                flash(_("Penugasan diperpanjang."), "success")
        except SopError as refused:
            rooms.session.rollback()
            return self._person(number, refused)
        return redirect(url_for("SeatView.person", number=number))

    @expose("/orang/<int:number>/akun/<verb>", methods=["POST"])
    @has_access
    def account(self, number: int, verb: str) -> Any:
        """Deactivate or reactivate the account, or set a new password."""
        if verb not in ("nonaktif", "aktif", "sandi"):
            abort(404)
        rooms, person = house(), _find(number)
        user = accounts.find(person.user_id)
        if user is None:
            abort(404)
        sm = current_app.appbuilder.sm  # type: ignore[attr-defined]
        try:
            if verb == "sandi":
                accounts.set_password(sm, user, request.form.get("password", ""))
                flash(_("Kata sandi baru berlaku."), "success")
            elif verb == "aktif":
                accounts.activate(sm, user, True)
                flash(_("Akun diaktifkan lagi."), "success")
            else:
                if user.username == me().username:
                    raise BadInput(
                        "Akun Anda sendiri tidak dapat dinonaktifkan",
                        way_out="Mintalah administrator lain.",
                    )
                accounts.activate(sm, user, False)
                today = rooms.cases.today()
                for one in rooms.seats.assignments(person=number, on=today):
                    rooms.seats.end(me().name, one.id, today)
                flash(_("Akun dinonaktifkan dan penugasannya berakhir hari ini."), "success")
        except SopError as refused:
            rooms.session.rollback()
            return self._person(number, refused)
        return redirect(url_for("SeatView.person", number=number))

    @expose("/jabatan/<key>", methods=["POST"])
    @has_access
    def rename(self, key: str) -> Any:
        """Another name for a jabatan; the procedure's column stays."""
        rooms = house()
        try:
            rooms.seats.rename_seat(me().name, key, request.form.get("name", ""))
        except NotFound:
            abort(404)
        except SopError as refused:
            rooms.session.rollback()
            flash(spoken.refused(refused), "danger")
        else:
            flash(_("Nama jabatan diubah."), "success")
        return redirect(url_for("SeatView.show"))


def _list(view: Page) -> str:
    rooms = house()
    today = rooms.cases.today()
    holders = rooms.seats.holders(today)
    roles = {role.key: role.name for role in rooms.procedure.roles}
    seats = [
        {
            "seat": seat,
            "role": roles.get(seat.role, seat.role),
            "holders": [h for h in holders if h.seat.key == seat.key],
        }
        for seat in rooms.seats.seats()
    ]
    people = [
        {
            "person": person,
            "account": accounts.find(person.user_id),
            "seats": [h for h in holders if h.person.id == person.id],
        }
        for person in rooms.seats.people()
    ]
    return view.render("seats.html", seats=seats, people=people, day=today)


def _choices() -> dict[str, Any]:
    rooms = house()
    return {
        "seats": [(seat.key, seat.name) for seat in rooms.seats.seats()],
        "mandates": [(m.value, str(m.value)) for m in MANDATES],
        "qualifications": [("", _("Belum tercatat"))]
        + [(q, q) for q in rooms.procedure.section("kualifikasi")],
        "start": rooms.cases.today().isoformat(),
    }


def _assignment(form: Any) -> dict[str, Any]:
    """The values of `SeatService.assign`; BadInput names the input."""
    mandate = form.get("mandate", "")
    known = {m.value: m for m in MANDATES}
    if mandate not in known:
        raise BadInput("Pilih definitif, Plt, atau Plh", field="mandate")
    end = form.get("end", "").strip()
    return {
        "seat": form.get("seat", ""),
        "mandate": known[mandate],
        "start": _day(form.get("start", ""), "start"),
        "end": _day(end, "end") if end else None,
        "order": form.get("order", "").strip()[:120],
        "exception": form.get("exception", "").strip()[:500],
    }


def _day(text: str, field: str) -> date:
    try:
        return date.fromisoformat(text.strip())
    except ValueError as error:
        raise BadInput(
            "Tanggal belum benar",
            field=field,
            which=text[:20] or "kosong",
            way_out="Pilih tanggal.",
        ) from error


def _find(number: int) -> Any:
    try:
        return house().seats.person(number)
    except NotFound:
        abort(404)
