"""What a person has been told: a page, the number in the top bar, REST. Rights are asked anew."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from flask import Response, abort, current_app, flash, jsonify, redirect, request, url_for
from flask_appbuilder import BaseView, expose, has_access
from flask_appbuilder.api import BaseApi
from flask_appbuilder.security.decorators import permission_name
from sqlalchemy import func, select

from . import telling
from .actor import Actor
from .api import answer
from .cells import label_of
from .face.menu import Item
from .fields import say
from .people import names_of
from .request import actor, application, gate, page_asked
from .tables import Notice

AT_ONCE = 50


@dataclass(frozen=True)
class Line:
    """A notice in words. Of a row that the person may not see (any more) it holds nothing.

    `about` is the row as people know it, `row` its id and `url` its page; these and `note` are
    empty when it may not be seen.
    """

    id: int
    step: str
    entity: str
    table: str
    row: int | None
    about: str
    url: str
    note: str
    by: str
    at: datetime
    read: bool


@dataclass(frozen=True)
class NoticesPage:
    """The unread ones first, then by time."""

    title: str
    lines: tuple[Line, ...]
    unread: int
    next_url: str = ""
    previous_url: str = ""


def lines(actor: Actor, start: int, most: int, *, unread: bool = False) -> list[Line]:
    """The person's notices in words, `most` of them from `start` on."""
    ask = select(Notice).where(Notice.user_id == actor.id)
    if unread:
        ask = ask.where(Notice.read_at.is_(None))
    ask = ask.order_by(Notice.read_at.is_not(None), Notice.id.desc()).offset(start).limit(most)
    found = list(gate().session.scalars(ask))
    rows = _rows(actor, found)
    names = names_of(gate().session, {one.by_id for one in found})
    return [_line(actor, one, rows, names) for one in found]


def _rows(actor: Actor, found: Sequence[Notice]) -> dict[tuple[str, int], Any]:
    """Of the rows behind these notices those that the person may read now."""
    seen: dict[tuple[str, int], Any] = {}
    for entity in application().entities:
        ids = {one.row_id for one in found if one.table_name == entity.__tablename__}
        if ids:
            ask = gate().select(actor, entity).where(entity.id.in_(ids))
            seen |= {(entity.__tablename__, row.id): row for row in gate().session.scalars(ask)}
    return seen


def _line(
    actor: Actor, one: Notice, rows: dict[tuple[str, int], Any], names: dict[int, str]
) -> Line:
    row = rows.get((one.table_name, one.row_id))
    entity = next((e for e in application().entities if e.__tablename__ == one.table_name), None)
    flow = gate().scope.flows.get(entity) if entity is not None else None
    steps = {step.name: step.label for step in flow.transitions} if flow is not None else {}
    view = application().view_of(entity) if entity is not None else None
    return Line(
        id=one.id,
        step=say(steps.get(one.transition, one.transition)),
        entity=say(entity.__label__) if entity is not None else "",
        table=one.table_name,
        row=row.id if row is not None else None,
        about=label_of(actor, row) if row is not None else "",
        url=url_for(f"{view.endpoint}.show", pk=row.id) if view is not None and row else "",
        note=one.note if row is not None else "",
        by=names.get(one.by_id or 0, one.by_name),
        at=one.at,
        read=one.read_at is not None,
    )


def bell() -> Item | None:
    """The entry in the top bar; None for whoever has not logged in."""
    me = actor().id
    if me is None:
        return None
    count = telling.unread(gate().session, me)
    return Item(say("Pemberitahuan"), url_for("NoticesView.list"), "bell", count=count)


class NoticesView(BaseView):
    """The notices of whoever has logged in."""

    route_base = "/pemberitahuan"
    default_view = "list"
    class_permission_name = "Notice"
    title = "Pemberitahuan"

    @expose("/", methods=["GET"])
    @has_access
    def list(self) -> Any:
        page = page_asked(request.args)
        found = lines(actor(), (page - 1) * AT_ONCE, AT_ONCE + 1)
        here = f"{self.endpoint}.list"
        shown = NoticesPage(
            title=say(self.title),
            lines=tuple(found[:AT_ONCE]),
            unread=telling.unread(gate().session, _me()),
            next_url=url_for(here, page=page + 1) if len(found) > AT_ONCE else "",
            previous_url=url_for(here, page=page - 1) if page > 1 else "",
        )
        return self.render_template("kit/notices.html", page=shown, view=self, title=shown.title)

    @expose("/buka/<int:pk>", methods=["POST"])
    @has_access
    @permission_name("list")
    def open(self, pk: int) -> Any:
        """To the row of a notice, which is read thereby."""
        one = gate().session.get(Notice, pk)
        if one is None or one.user_id != _me():
            abort(404)
        rows = _rows(actor(), [one])
        telling.read(gate().session, _me(), pk)
        url = _line(actor(), one, rows, {}).url
        if not url:
            flash(say("Data ini tidak dapat Anda lihat lagi."), "warning")
        return redirect(url or url_for(f"{self.endpoint}.list"))

    @expose("/dibaca", methods=["POST"])
    @expose("/dibaca/<int:pk>", methods=["POST"])
    @has_access
    @permission_name("list")
    def read(self, pk: int | None = None) -> Any:
        """One of one's own notices as read, or all of them."""
        telling.read(gate().session, _me(), pk)
        return redirect(url_for(f"{self.endpoint}.list"))


class NoticesApi(BaseApi):
    """`GET /api/v1/pemberitahuan/`: one's own notices, the unread ones first."""

    resource_name = "pemberitahuan"
    class_permission_name = "Notice"
    openapi_spec_tag = "Pemberitahuan"
    allow_browser_login = False

    @expose("/", methods=["GET"])
    @answer
    def get_list(self) -> Response:
        """One's own notices.
        ---
        get:
          description: Pemberitahuan untuk pemegang token, yang belum dibaca lebih dahulu.
          parameters:
          - {in: query, name: page, schema: {type: integer}, description: mulai dari 0}
          - {in: query, name: unread, schema: {type: boolean}, description: yang belum dibaca saja}
          responses:
            200: {description: "count, unread, dan result"}
            401:
              $ref: '#/components/responses/401'
        """
        only = request.args.get("unread") == "true"
        page = page_asked(request.args, 0)
        session, me = gate().session, _me()
        unread = telling.unread(session, me)
        every = session.scalar(select(func.count()).where(Notice.user_id == me))
        found = lines(actor(), page * AT_ONCE, AT_ONCE, unread=only)
        result = [{**asdict(one), "at": one.at.isoformat()} for one in found]
        return jsonify(count=unread if only else every, unread=unread, result=result)


def _me() -> int:
    me = actor().id
    if me is None:
        abort(404)
    return me


def install(builder: Any) -> Any:
    """Page, number in the top bar and REST, for an application whose steps tell somebody."""
    current_app.extensions["kit_bell"] = bell
    builder.add_view_no_menu(NoticesView)
    return builder.add_api(NoticesApi)
