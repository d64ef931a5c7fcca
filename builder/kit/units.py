"""Which unit a person works in: the administrator's page, drawn by the same templates."""

from __future__ import annotations

from typing import Any

from flask import abort, flash, redirect, request, url_for
from flask_appbuilder import BaseView, expose, has_access
from flask_appbuilder.security.sqla.models import User
from sqlalchemy import select
from sqlalchemy.orm import selectinload

from .actor import SYSTEM
from .cells import label_of
from .fields import say
from .pages import Cell, Column, FormPage, Input, ListPage, Option, Part, Row, TabPart
from .request import application, gate
from .tables import UserUnit


class UserUnitView(BaseView):
    """People and their units; rights by unit look at this."""

    route_base = "/unit-pengguna"
    default_view = "list"
    title = "Unit pengguna"

    @expose("/list/", methods=["GET"])
    @has_access
    def list(self) -> Any:
        session = gate().session
        ask = select(User).options(selectinload(User.roles)).order_by(User.username)
        units = {one.user_id: one.unit for one in session.scalars(select(UserUnit))}
        names = {option.value: option.label for option in self._options("")}
        rows = []
        for user in session.scalars(ask):
            unit = units.get(user.id, "")
            roles = ", ".join(role.name for role in user.roles)
            texts = (user.username, user.get_full_name(), roles, names.get(unit, unit))
            url = url_for(f"{self.endpoint}.edit", pk=user.id)
            rows.append(Row(user.id, tuple(Cell(text) for text in texts), url))
        heads = ("Nama pengguna", "Nama", "Peran", "Unit")
        page = ListPage(
            title=say(self.title),
            columns=tuple(Column(str(n), say(label)) for n, label in enumerate(heads)),
            rows=tuple(rows),
            total=str(len(rows)),
            page=1,
            first=1 if rows else 0,
            last=len(rows),
        )
        return self.render_template("kit/list.html", page=page, view=self, title=page.title)

    @expose("/edit/<int:pk>", methods=["GET", "POST"])
    @has_access
    def edit(self, pk: int) -> Any:
        session = gate().session
        user = session.get(User, pk)
        if user is None:
            abort(404)
        known = session.get(UserUnit, pk)
        unit = known.unit if known is not None else ""
        options = self._options(unit)
        errors: tuple[str, ...] = ()
        if request.method == "POST":
            unit = request.form.get("unit", "").strip()
            if not unit or not options or unit in {option.value for option in options}:
                application().people.set_unit(pk, unit or None)
                flash(say("Sudah disimpan."), "success")
                return redirect(url_for(f"{self.endpoint}.list"))
            errors = (say("Pilih salah satu dari daftar."),)
        widget = "select" if application().units is not None else "text"
        one = Input("unit", say("Unit"), widget, value=unit, options=options, errors=errors)
        page = FormPage(
            title=say("Unit %s") % user.get_full_name(),
            action=url_for(f"{self.endpoint}.edit", pk=pk),
            tabs=(TabPart("", (Part("", inputs=(one,)),)),),
            back_url=url_for(f"{self.endpoint}.list"),
            new=False,
            heading=user.get_full_name(),
        )
        return self.render_template("kit/edit.html", page=page, view=self, title=page.title)

    def _options(self, chosen: str) -> tuple[Option, ...]:
        units: Any = application().units
        if units is None:
            return ()
        rows = gate().session.scalars(select(units).order_by(units.id))
        found = [(str(row.id), label_of(SYSTEM, row)) for row in rows]
        found.sort(key=lambda pair: pair[1])
        return tuple(Option(value, label, value == chosen) for value, label in found)
