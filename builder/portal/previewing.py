"""Trying an application in the browser: the draft, the submitted revision, the one to be signed."""

from __future__ import annotations

import ipaddress
from typing import Any
from urllib.parse import urlsplit

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


def gateway(rooms: House) -> str:
    """The gateway for this browser, which the page may now frame.

    The gateway lets itself be framed by the portal under the name by which it was reached: who
    opened the portal by another address of this machine gets the gateway at that address.
    """
    found, reached = rooms.settings.gateway_public_url, urlsplit(request.host_url)
    name = reached.hostname or ""
    known = {urlsplit(found).hostname, urlsplit(rooms.settings.public_url).hostname}
    if name not in known and reached.scheme == "http" and is_address(name):
        shown = f"[{name}]" if ":" in name else name
        found = f"http://{shown}:{rooms.settings.gateway_port}"
    guard.allow("frame-src", found)
    return found


def is_address(name: str) -> bool:
    """Whether that host is written as an address of a machine."""
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return name == "localhost"
    return True


def address(rooms: House, token: str) -> str:
    """Where the gateway serves that order to this browser; the page may frame it."""
    return f"{gateway(rooms)}/p/{token}/"


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
