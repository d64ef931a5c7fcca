"""Trying an application in the browser: the draft, the submitted revision, the one to be signed."""

from __future__ import annotations

from typing import Any

from flask import abort, request, url_for
from flask_appbuilder import expose
from flask_appbuilder.security.decorators import has_access

from builder.kit.face import guard
from builder.preview.links import Links, Order, expires_in, new_session
from builder.preview.trees import Trees
from builder.trees import NoTreeError, deliverable_tree, design_tree
from sop_workflow.errors import NotFound

from .house import House, house
from .pages import Page
from .people import actor, me

STAFF_HOURS = 8


def links(rooms: House) -> Links:
    """Makes the links that the gateway reads; both hold the same key."""
    return Links(rooms.settings.secret("preview-key"), trees(rooms).revoked)


def trees(rooms: House) -> Trees:
    """The folder of previews."""
    return Trees(rooms.settings.previews_dir)


def address(rooms: House, token: str) -> str:
    """Where the gateway serves that order."""
    return f"{rooms.settings.gateway_public_url}/p/{token}/"


class PreviewView(Page):
    """Mencoba aplikasi, sebagai peran yang dipilih."""

    route_base = "/pratinjau"
    default_view = "open"
    class_permission_name = "PortalPreview"

    @expose("/<int:number>")
    @has_access
    def open(self, number: int) -> Any:
        """The case's design as it stands in the editor."""
        rooms = house()
        case = _case(number)
        app = rooms.specs.of_case(case.id)
        if app is None:
            abort(404)
        raw = rooms.specs.draft(app.id).raw
        return self._frame(number, lambda: design_tree(rooms, app, raw), case.title)

    @expose("/<int:number>/paket")
    @has_access
    def deliverable(self, number: int) -> Any:
        """The application built from exactly the bytes that are to be signed."""
        rooms, case = house(), _case(number)
        if case.deliverable is None:
            abort(404)
        sha256 = case.deliverable.sha256
        return self._frame(number, lambda: deliverable_tree(rooms, sha256), case.title)

    def _frame(self, number: int, make: Any, title: str) -> Any:
        rooms = house()
        guard.allow("frame-src", rooms.settings.gateway_public_url)
        error, frame = "", ""
        roles: tuple[tuple[str, str], ...] = ()
        try:
            tree, roles = make()
            role = request.args.get("peran", "")
            role = role if role in {name for name, _ in roles} else (roles[0][0] if roles else "")
            order = Order(tree, role, new_session(), expires_in(STAFF_HOURS), staff=True)
            frame = address(rooms, links(rooms).make(order))
        except NoTreeError as refused:
            error, role = str(refused), ""
        return self.render(
            "preview.html",
            number=number,
            title=title,
            roles=roles,
            role=role,
            frame=frame,
            error=error,
            back=url_for("CaseView.show", number=number),
        )


def _case(number: int) -> Any:
    if not me().username:
        abort(403)
    try:
        return house().cases.page(actor(), number).case
    except NotFound:
        abort(404)
