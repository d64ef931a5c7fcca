"""List, detail and forms of one entity, guarded by the gate.

Built on Flask-AppBuilder's BaseView: its blueprint, permissions and menu, `@expose` and
`@has_access`; none of the doors of its ModelView (download by name, actions on unseen rows,
search forms that load whole tables) exist here. What each template gets stands in `pages.py`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar
from urllib.parse import parse_qsl, urlencode

from flask import (
    Response,
    abort,
    current_app,
    flash,
    jsonify,
    redirect,
    request,
    send_from_directory,
    url_for,
)
from flask_appbuilder import BaseView, expose, has_access
from flask_appbuilder.security.decorators import permission_name

from . import (
    bringing,
    choosing,
    deleted,
    detail,
    importing,
    own_views,
    ticked,
    transfer,
    uploads,
)
from .cells import visible
from .database import Entity
from .declare import Right, SavedView, Section, Tab
from .drafts import drafts
from .entering import enter, typed_version
from .errors import Declared, Invalid, Refused
from .fields import fields, inverses, path, say
from .inline import tabs_of
from .listing import Listing, text_fields
from .request import actor, gate


class EntityView(BaseView):
    """The screens of one entity. A subclass says what to show; everything else is read.

    * `entity`: the model class
    * `list_columns`: names of fields, dotted through references (`"usaha.nama"`)
    * `filters`: fields that get a filter above the list
    * `search_columns`: fields that the search box looks into (default: the text fields)
    * `base_order`: `(("tanggal", "desc"),)`
    * `views`: saved selections
    * `form`: names, `Section`s or `Tab`s, for adding and editing (default: all fields)
    * `detail`: the same for the detail page, dotted too (default: as the form)
    * `details`: inverses shown as tables below the detail page
    * `title`: heading and menu label (default: the entity's plural)

    Labels, help and checks come from the model, rights from `security.py`. A name that does
    not exist is refused at start, by name. A method with Flask-AppBuilder's `@action` becomes a
    button on the detail page; it gets a row that the person may read.
    """

    entity: ClassVar[type[Entity]]
    title: ClassVar[str] = ""
    list_columns: Sequence[str] = ()
    filters: ClassVar[Sequence[str]] = ()
    search_columns: ClassVar[Sequence[str] | None] = None
    base_order: ClassVar[Sequence[tuple[str, str]]] = ()
    views: ClassVar[Sequence[SavedView]] = ()
    form: Sequence[str | Section | Tab] = ()
    detail: Sequence[str | Section | Tab] = ()
    details: ClassVar[Sequence[str]] = ()
    page_size: ClassVar[int] = 25
    list_template = "kit/list.html"
    show_template = "kit/show.html"
    add_template = "kit/add.html"
    edit_template = "kit/edit.html"
    import_template = "kit/import.html"
    deleted_template = "kit/deleted.html"

    def __init__(self) -> None:
        entity = self.entity
        known = fields(entity)
        self.class_permission_name = entity.__name__
        self.route_base = f"/{entity.__tablename__}"
        self.list_columns = tuple(self.list_columns or list(known)[:6])
        self.form = tuple(self.form or known)
        self.detail = tuple(self.detail or self.form)
        self._check_names()
        super().__init__()
        self.actions = {
            function._action[0]: (function._action[1], function)
            for function in (getattr(self, name) for name in dir(self))
            if hasattr(function, "_action")
        }
        permissions: Any = getattr(self, "base_permissions")  # noqa: B009 - FAB leaves it untyped
        self.base_permissions = [*(permissions or []), *self.actions]

    def _check_names(self) -> None:
        where = type(self).__name__
        known, rows = fields(self.entity), inverses(self.entity)
        for name in (*self.list_columns, *self.filters, *(n for n, _ in self.base_order)):
            path(self.entity, name)
        for name in self.search_columns or ():
            path(self.entity, name)
        for declared, dotted in ((self.form, False), (self.detail, True)):
            for tab in tabs_of(declared):
                for section in tab.sections:
                    for name in section.fields:
                        if dotted:
                            path(self.entity, name)
                        elif name not in known:
                            raise Declared(f"{where}: no field {name!r} on {self.entity.__name__}.")
                    if section.rows and section.rows not in rows:
                        raise Declared(f"{where}: no rows {section.rows!r}; known: {list(rows)}.")
        for name in self.details:
            if name not in rows:
                raise Declared(f"{where}: no rows {name!r}; known: {', '.join(rows)}.")

    def heading(self) -> str:
        """Heading of the list, and the menu's label."""
        return say(self.title or self.entity.__plural__)

    def searched(self) -> Sequence[str]:
        """The fields that the search box looks into."""
        if self.search_columns is None:
            return text_fields(self.entity)
        return [n for n in self.search_columns if n in text_fields(self.entity)]

    # -- reading

    @expose("/list/", methods=["GET"])
    @has_access
    def list(self) -> Any:
        page = Listing(self, actor()).page()
        return self.render_template(self.list_template, page=page, view=self, title=page.title)

    @expose("/view", methods=["POST"])
    @has_access
    @permission_name("list")
    def keep_view(self) -> Any:
        """Keep what the list shows now under a name of one's own."""
        if actor().id is None:
            abort(403)
        asked, session = request.form, gate().session
        query, table = asked.get("query", ""), self.entity.__tablename__
        try:
            query = own_views.keep(session, actor(), table, asked.get("name", ""), query)
            flash(say("Tampilan sudah disimpan."), "success")
        except ValueError as error:
            query = urlencode(own_views.kept_args(parse_qsl(query)))
            flash(str(error), "danger")
        return redirect(f"{url_for(f'{self.endpoint}.list')}?{query}")

    @expose("/view/<int:id>/drop", methods=["POST"])
    @has_access
    @permission_name("list")
    def drop_view(self, id: int) -> Any:
        """Forget one's own view of the list; its rows stay."""
        own_views.drop(gate().session, actor(), self.entity.__tablename__, id)
        flash(say("Tampilan sudah dihapus."), "success")
        return redirect(url_for(f"{self.endpoint}.list"))

    @expose("/show/<int:pk>", methods=["GET"])
    @has_access
    def show(self, pk: int) -> Any:
        page = detail.show(self, actor(), self._row(pk, Right.READ))
        return self.render_template(self.show_template, page=page, view=self, title=page.heading)

    @expose("/choices/<name>", methods=["GET"])
    @has_access
    def choices(self, name: str) -> Response:
        """Rows that may be chosen for a reference of this entity, found by `?q=`.

        `name` may be dotted where it is a filter of the list.
        """
        if "." in name and name not in self.filters:
            abort(404)
        try:
            f = path(self.entity, name)[-1]
        except Declared:
            abort(404)
        if not f.target or not (self._may_fill(name) or visible(actor(), self.entity, name)):
            abort(404)
        asked = request.args.get("q", "")[:100].replace("\0", "")
        return jsonify(results=choosing.search(actor(), f, asked))

    def _may_fill(self, name: str) -> bool:
        writable = gate().scope.writable
        return any(
            name in writable(actor(), self.entity, right) for right in (Right.ADD, Right.EDIT)
        )

    @expose("/file/<int:pk>/<name>", methods=["GET"])
    @has_access
    def file(self, pk: int, name: str) -> Any:
        """The file of one field of one row: only for those who may read both."""
        f = fields(self.entity).get(name)
        row = self._row(pk, Right.READ)
        if f is None or not f.file or name not in gate().readable(actor(), self.entity):
            abort(404)
        stored = getattr(row, f.key)
        if not stored:
            abort(404)
        media_type = uploads.type_of(gate().session, stored)
        answer = send_from_directory(
            uploads.folder(),
            stored,
            mimetype=media_type,
            as_attachment=not media_type.startswith("image/"),
            download_name=uploads.title_of(gate().session, stored),
        )
        answer.headers["X-Content-Type-Options"] = "nosniff"
        answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
        return answer

    # -- writing

    @expose("/add", methods=["GET", "POST"])
    @has_access
    def add(self) -> Any:
        return enter(self, actor(), self.entity(), self.add_template)

    @expose("/edit/<int:pk>", methods=["GET", "POST"])
    @has_access
    def edit(self, pk: int) -> Any:
        row = self._row(pk, Right.EDIT)
        if gate().locked(row):
            flash(say("Data ini sudah diproses dan tidak dapat diubah."), "warning")
            return redirect(url_for(f"{self.endpoint}.show", pk=pk))
        return enter(self, actor(), row, self.edit_template)

    @expose("/delete/<int:pk>", methods=["POST"])
    @has_access
    def delete(self, pk: int) -> Any:
        try:
            gate().delete(actor(), self._row(pk, Right.DELETE), typed_version())
            drafts().drop_all(f"{self.route_base}/edit/{pk}")
            flash(say("Sudah dihapus."), "success")
        except (Refused, Invalid) as refusal:
            flash(ticked.reason(self.entity, refusal), "danger")
            return redirect(url_for(f"{self.endpoint}.show", pk=pk))
        return redirect(url_for(f"{self.endpoint}.list"))

    @expose("/deleted", methods=["GET"])
    @has_access
    @permission_name("delete")
    def deleted(self) -> Any:
        """What was deleted here, for those who may delete it."""
        page = deleted.page(self, actor())
        return self.render_template(self.deleted_template, page=page, view=self, title=page.title)

    @expose("/restore/<int:pk>", methods=["POST"])
    @has_access
    @permission_name("delete")
    def restore(self, pk: int) -> Any:
        """Bring a deleted row back, with what was deleted together with it."""
        try:
            gate().restore(actor(), deleted.row(actor(), self.entity, pk))
            flash(say("Sudah dipulihkan."), "success")
        except (Refused, Invalid) as refusal:
            flash(str(refusal), "danger")
            return redirect(url_for(f"{self.endpoint}.deleted"))
        return redirect(url_for(f"{self.endpoint}.show", pk=pk))

    @expose("/move/<int:pk>/<name>", methods=["POST"])
    @has_access
    def move(self, pk: int, name: str) -> Any:
        row = self._row(pk, Right.READ)
        try:
            gate().move(actor(), row, name, request.form.get("note", ""), typed_version())
            flash(say("Sudah dilakukan."), "success")
        except (Invalid, Refused) as refusal:
            flash(ticked.reason(self.entity, refusal), "danger")
        return redirect(url_for(f"{self.endpoint}.show", pk=pk))

    @expose("/action/<name>/<int:pk>", methods=["POST"])
    @has_access
    @permission_name("show")
    def action(self, name: str, pk: int) -> Any:
        """A button of one's own, on a row that the person may read."""
        row = self._row(pk, Right.READ)
        if name not in self.actions:
            abort(404)
        if not self.appbuilder.sm.has_access(name, self.class_permission_name):
            abort(403)
        return self.actions[name][1](row)

    # -- many rows

    @expose("/ticked", methods=["POST"])
    @has_access
    @permission_name("list")
    def with_ticked(self) -> Any:
        """A deletion, or a step of the flow, of the rows that are ticked in the list."""
        asked, act = request.form, request.form.get("act", "")
        back = urlencode(own_views.kept_args(parse_qsl(asked.get("query", ""))))
        rows = asked.getlist("rowid")
        if not rows:
            flash(say("Centang dahulu barisnya."), "warning")
        elif act == ticked.DELETE or act.startswith(ticked.STEP):
            done = ticked.do(actor(), self.entity, act, rows, asked.get(f"note-{act}", ""))
            for id in done.ids if act == ticked.DELETE else ():
                drafts().drop_all(f"{self.route_base}/edit/{id}")
            self._tell(done)
        return redirect(f"{url_for(f'{self.endpoint}.list')}?{back}")

    def _tell(self, done: ticked.Done) -> None:
        if done.ids:
            flash(say("Sudah dilakukan pada %s data.") % len(done.ids), "success")
        if done.refused:
            some = "; ".join(f"{name}: {why}" for name, why in done.refused[:5])
            more = len(done.refused) - 5
            words = say("%s data tidak diubah.") % len(done.refused)
            rest = " " + say("Dan %s lainnya.") % more if more > 0 else ""
            flash(f"{words} {some}{rest}", "warning")

    @expose("/export", methods=["GET"])
    @has_access
    def export(self) -> Response:
        """The rows of the list as it is filtered now, as a CSV file."""
        name = f"{self.entity.__tablename__}.csv"
        stream = transfer.export(Listing(self, actor()))
        answer = Response(stream, mimetype="text/csv; charset=utf-8")
        answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
        return answer

    @expose("/import", methods=["GET", "POST"])
    @has_access
    def import_rows(self) -> Any:
        """A CSV file: first what would happen, then the same file for good."""
        page, status = bringing.import_page(self, actor())
        if isinstance(page, str):
            return redirect(page)
        text = self.render_template(self.import_template, page=page, view=self, title=page.title)
        return text, status

    @expose("/import/template", methods=["GET"])
    @has_access
    @permission_name("import_rows")
    def import_template_file(self) -> Response:
        """An empty CSV file with the right headings."""
        answer = Response(importing.template(actor(), self.entity), mimetype="text/csv")
        name = f"{self.entity.__tablename__}-contoh.csv"
        answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
        return answer

    def _row(self, pk: int, right: Right) -> Any:
        try:
            return gate().get(actor(), self.entity, pk, right)
        except Refused:
            abort(404)


def settings() -> Any:
    """The application's settings, for pages of one's own."""
    return current_app.config
