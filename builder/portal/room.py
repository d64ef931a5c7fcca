"""The room of a presentation: a QR code for phones, roles to try, remarks on what one sees."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

from flask import abort, flash, redirect, request, session, url_for
from flask_appbuilder import expose
from flask_appbuilder.security.decorators import has_access
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from builder.kit.rate import Rate, caller
from builder.preview.links import LinkError, Room
from builder.spec import expand, from_raw
from builder.trees import NoTreeError, design_tree, screens_of
from sop_workflow import commands
from sop_workflow.desk import Actor
from sop_workflow.errors import NotFound, SopError

from . import typed
from .house import House, house
from .pages import Page
from .people import actor, me
from .previewing import address, links

REMARKS = Rate(limit=6, seconds=60)
"""Of one device."""
REMARKS_THERE = Rate(limit=60, seconds=60)
"""Of one address, behind which a whole room may sit: a device that throws its session away."""
CODES = Rate(limit=60, seconds=60)
"""A whole room types the same code behind one address; guessing 29^8 codes takes ages."""


def room_of(rooms: House, case: Any, meeting: Any) -> tuple[Room, tuple[tuple[str, str], ...]]:
    """The room of one presentation and its roles (name, label); NoTreeError says why not."""
    app = rooms.specs.of_case(case.id)
    revision = rooms.specs.revision(int(case.spec.revision)) if case.spec else None
    if app is None or revision is None:
        raise NoTreeError(_("Belum ada rancangan yang dikirim."))
    tree, roles = design_tree(rooms, app, revision.raw)
    # One link a day, so that a printed QR code and the screen show the same one.
    day = rooms.clock.now().replace(hour=0, minute=0, second=0, microsecond=0)
    expiry = int((day + timedelta(days=1, hours=rooms.settings.link_hours)).timestamp())
    key = f"{case.id}-{meeting.id}".lower().replace("_", "-")
    return Room(key, tree, tuple(name for name, _label in roles), expiry), roles


class RoomView(Page):
    """The presenter's page."""

    route_base = "/ruang"
    default_view = "host"
    class_permission_name = "PortalRoom"

    @expose("/<int:number>/<presentation>")
    @has_access
    def host(self, number: int, presentation: str) -> Any:
        """QR code, the preview itself, and remarks as they come in."""
        rooms = house()
        case, meeting = _meeting(number, presentation)
        shown: dict[str, Any] = {}
        try:
            room, roles = room_of(rooms, case, meeting)
            shown = {"shut": True}
            if not links(rooms).is_closed(room.id):
                shown = _shown(rooms, case, room, roles)
        except NoTreeError as refused:
            shown = {"error": str(refused)}
        remarks = [r for r in case.remarks if r.presentation == presentation]
        mine = case.handler == me().id
        return self.render(
            "room.html", case=case, meeting=meeting, remarks=remarks, mine=mine, **shown
        )

    @expose("/<int:number>/<presentation>/<any(tutup, buka):verb>", methods=["POST"])
    @has_access
    def close(self, number: int, presentation: str, verb: str) -> Response:
        """Shut the room's link and everything that came from it, or open it again."""
        rooms = house()
        case, meeting = _meeting(number, presentation)
        if case.handler != me().id:
            abort(403)
        try:
            room, _roles = room_of(rooms, case, meeting)
        except NoTreeError as refused:
            flash(str(refused), "danger")
            return redirect(url_for("RoomView.host", number=number, presentation=presentation))
        if verb == "buka":
            links(rooms).reopen(room.id)
            return redirect(url_for("RoomView.host", number=number, presentation=presentation))
        links(rooms).close(room.id)
        flash(_("Ruang presentasi ditutup."), "success")
        return redirect(url_for("CaseView.show", number=number, _anchor="presentasi"))


class ShortView(Page):
    """The address of a room that can be typed: `/r/K7M2-9QPX`."""

    route_base = "/r"
    default_view = "go"

    @expose("/<code>")
    def go(self, code: str) -> Any:
        """On to the room."""
        if not CODES.allows(caller()):
            words = _("Terlalu banyak percobaan. Tunggu satu menit, lalu coba lagi.")
            return self.render("guest_closed.html", words=words), 429
        try:
            token = links(house()).long(code)
        except LinkError as refused:
            return self.render("guest_closed.html", words=str(refused)), 404
        return redirect(url_for("GuestView.enter", token=token))


class GuestView(Page):
    """The page on the phones of the room; no account, a name and a unit asked once."""

    route_base = "/presentasi"
    default_view = "enter"

    @expose("/<token>", methods=["GET", "POST"])
    def enter(self, token: str) -> Any:
        """Name and unit, then the roles to try."""
        room, refused = _room(token)
        guest, error = session.get("tamu", {}), ""
        if request.method == "POST" and (room or (refused and refused.room)):
            name = " ".join(request.form.get("name", "").split())[:120]
            unit = " ".join(request.form.get("unit", "").split())[:120]
            if name:
                session["tamu"] = {"name": name, "unit": unit}
            else:
                error = _("Isi nama Anda.")
        if room is None:
            return self._closed(token, refused, error)
        if request.method == "POST" and not error:
            return redirect(url_for("GuestView.enter", token=token))
        case = _case_of(room)
        if error:
            page = self.render("guest_name.html", token=token, case=case, error=error)
            return page, 422
        if not guest:
            return self.render("guest_name.html", token=token, case=case, error="")
        return self.render(
            "guest_roles.html",
            token=token,
            case=case,
            guest=guest,
            roles=_labels(room),
            mine=_mine(case, room, guest),
        )

    @expose("/<token>/<role>")
    def show(self, token: str, role: str) -> Any:
        """The preview in a frame, as that role; tap a field to say what is wrong."""
        rooms = house()
        room, refused = _room(token)
        if room is None:
            return self._closed(token, refused)
        guest = session.get("tamu")
        if not guest:
            return redirect(url_for("GuestView.enter", token=token))
        if role not in room.roles:
            abort(404)
        return self.render(
            "guest_preview.html",
            token=token,
            role=role,
            roles=_labels(room),
            guest=guest,
            frame=_frame(rooms, room, role),
            held=session.pop("catatan_tertahan", ""),
        )

    @expose("/<token>/catatan", methods=["POST"])
    def remark(self, token: str) -> Any:
        """A remark, pinned to what was tapped; the room's rules and a rate limit hold."""
        rooms = house()
        room, refused = _room(token)
        if room is None:
            return self._closed(token, refused)
        guest = session.get("tamu")
        if not guest:
            return redirect(url_for("GuestView.enter", token=token))
        back = request.form.get("role", "")
        target = (
            url_for("GuestView.show", token=token, role=back)
            if back in room.roles
            else url_for("GuestView.enter", token=token)
        )
        device = session.get("perangkat", {}).get(room.id, "")
        there = REMARKS_THERE.allows(f"{room.id}/{caller()}")
        if not there or not REMARKS.allows(f"{room.id}/{device}"):
            flash(_("Terlalu cepat. Tunggu satu menit, lalu kirim lagi."), "warning")
            session["catatan_tertahan"] = request.form.get("text", "")[:2000]
            return redirect(target)
        case, presentation = _case_of(room), room.id.partition("-")[2]
        try:
            rooms.cases.do(
                Actor.guest(guest["name"], guest["unit"]),
                commands.AddRemark(
                    case_id=case.id,
                    seen=0,
                    text=request.form.get("text", ""),
                    node=request.form.get("node", "")[:40],
                    screen=request.form.get("screen", "")[:200],
                    presentation=_presentation(case, presentation),
                ),
            )
        except SopError as error:
            rooms.session.rollback()
            flash(str(error), "danger")
            session["catatan_tertahan"] = request.form.get("text", "")[:2000]
        else:
            flash(_("Terima kasih, catatan Anda sudah masuk."), "success")
        return redirect(target)

    def _closed(self, token: str, refused: LinkError | None, error: str = "") -> Any:
        """Nothing to try any more; but who gave a remark still sees what became of it."""
        words = str(refused) if refused else _("Presentasi ini tidak ada.")
        room = refused.room if refused else None
        guest = session.get("tamu")
        page = self.render(
            "guest_closed.html",
            words=words,
            token=token if room else "",
            case=_case_of(room) if room else None,
            guest=guest,
            mine=_mine(_case_of(room), room, guest) if room and guest else (),
            error=error,
        )
        return page, 422 if error else refused.status if refused else 404


def _shown(
    rooms: House, case: Any, room: Room, roles: tuple[tuple[str, str], ...]
) -> dict[str, Any]:
    """What the presenter sees: the address for phones, the roles, and one screen of one role."""
    code = links(rooms).short(links(rooms).make_room(room))
    link = rooms.settings.public_url + url_for("ShortView.go", code=code)
    role = request.args.get("peran", "") or (room.roles[0] if room.roles else "")
    frame, at = "", 0
    screens: tuple[tuple[str, str], ...] = ()
    revision = rooms.specs.revision(int(case.spec.revision))
    if revision is not None and role in room.roles:
        types = rooms.plugins.types
        screens = screens_of(expand(from_raw(dict(revision.raw), types), types), role)
        at = min(max(typed.number(request.args.get("layar", "1")), 1), len(screens))
        frame = _frame(rooms, room, role) + (screens[at - 1][1] if at > 0 else "")
    return {
        "link": link,
        "alone": is_loopback(urlsplit(link).hostname or ""),
        "roles": roles,
        "role": role,
        "screens": screens,
        "at": at,
        "frame": frame,
    }


def _frame(rooms: House, room: Room, role: str) -> str:
    """Where this device tries the room's application; it keeps its session in every role."""
    devices = session.get("perangkat", {})
    order = links(rooms).enter(room, role, devices.get(room.id, ""))
    session["perangkat"] = {**devices, room.id: order.session}
    return address(rooms, links(rooms).make(order))


def is_loopback(host: str) -> bool:
    """Whether only this machine can open that address. 127.0.0.1 is; 127.0.0.2 is a test's WiFi."""
    return host in ("localhost", "127.0.0.1", "::1")


def _room(token: str) -> tuple[Room | None, LinkError | None]:
    try:
        return links(house()).read_room(token), None
    except LinkError as refused:
        return None, refused


def _case_of(room: Room) -> Any:
    try:
        return house().cases.case(typed.number(room.id.partition("-")[0]))
    except NotFound:
        abort(404)


def _presentation(case: Any, key: str) -> str:
    """The presentation whose id gave the room its name."""
    return next((p.id for p in case.presentations if p.id.lower().replace("_", "-") == key), "")


def _labels(room: Room) -> list[tuple[str, str]]:
    rooms, case = house(), _case_of(room)
    app = rooms.specs.of_case(case.id)
    words = rooms.specs.role_labels(app.id) if app else {}
    return [(role, words.get(role, role)) for role in room.roles]


def _mine(case: Any, room: Room, guest: dict[str, str]) -> list[Any]:
    """This guest's remarks, to see what became of them."""
    key = _presentation(case, room.id.partition("-")[2])
    return [
        r
        for r in case.remarks
        if r.presentation == key and _same(r.author, guest["name"]) and _same(r.unit, guest["unit"])
    ]


def _same(one: str, other: str) -> bool:
    """Whether two names are one person's, typed on two days."""
    return " ".join(one.split()).casefold() == " ".join(other.split()).casefold()


def _meeting(number: int, presentation: str) -> tuple[Any, Any]:
    try:
        case = house().cases.page(actor(), number).case
    except NotFound:
        abort(404)
    meeting = case.presentation(presentation)
    if meeting is None or meeting.cancelled:
        abort(404)
    return case, meeting
