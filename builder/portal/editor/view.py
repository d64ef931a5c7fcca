"""The pages of the specification editor; what they do stands in the classes they are made of."""

from __future__ import annotations

from typing import Any

from flask import abort, redirect, request, url_for
from flask_appbuilder import expose
from flask_appbuilder.security.decorators import has_access
from werkzeug.wrappers import Response

from ..pages import Page
from .acting import Acting
from .desk import desk
from .files import Files
from .history import History
from .middle import middle
from .pages import TABS, around, erd, is_page, tab_of, url_of
from .rights import Rights


class EditorView(Acting, Rights, Files, History, Page):
    """Rancangan: data, alur, layar dan hak sebuah aplikasi."""

    route_base = "/rancangan"
    default_view = "open"
    class_permission_name = "PortalEditor"

    @expose("/<int:number>")
    @has_access
    def open(self, number: int) -> Response:
        """The editor of a case; the first visit of its prakom makes the application."""
        found = desk(number)
        return redirect(url_for("EditorView.tab", number=found.case.id, tab="entitas"))

    @expose("/<int:number>/<tab>")
    @has_access
    def tab(self, number: int, tab: str) -> str:
        """One tab without a chosen node: its overview and the form of a new one."""
        return self.overview(desk(number), tab)

    @expose("/<int:number>/bagian/<node>")
    @has_access
    def node(self, number: int, node: str) -> Any:
        """The page of one node; a node without a page is shown on its parent's."""
        found = desk(number)
        spot = found.spot(node)
        if not is_page(spot):
            return redirect(url_of(number, spot))
        return self.node_page(found, spot)

    @expose("/<int:number>/gambar")
    @has_access
    def drawing(self, number: int) -> str:
        """The picture alone, for a page that has just saved something."""
        found = desk(number)
        spot = found.spots.get(request.args.get("bagian", ""))
        return self.render("editor/erd.html", erd=erd(found, spot), number=number, spot=spot)

    def overview(self, found: Any, tab: str, **more: Any) -> str:
        """A tab's page."""
        if tab not in dict(TABS) or tab == "berkas":
            abort(404)
        context = {**around(found, tab), **middle(found, tab, None), **more}
        return self.render(f"editor/tab_{tab}.html", **context)

    def node_page(self, found: Any, spot: Any, **more: Any) -> str:
        """A node's page."""
        tab = tab_of(spot)
        context = {**around(found, tab, spot), **middle(found, tab, spot, **more)}
        return self.render("editor/node.html", **{**context, **more})
