"""The start page: what waits for me, what I follow, what is finished."""

from __future__ import annotations

from flask import request, url_for
from flask_appbuilder import expose
from flask_appbuilder.security.decorators import has_access
from flask_babel import gettext as _

from sop_workflow.views import InboxRow

from .house import house
from .pages import Page
from .people import actor

PARTS = ("giliran", "ikuti", "selesai")
TONES = {"Lewat tenggat": "danger", "Minggu ini": "warning"}


class InboxView(Page):
    """Kotak masuk."""

    route_base = "/kotak-masuk"
    default_view = "inbox"
    class_permission_name = "PortalInbox"

    @expose("/")
    @has_access
    def inbox(self) -> str:
        """Three tabs, a search, groups by deadline."""
        rooms, who = house(), actor()
        part = request.args.get("bagian", "giliran")
        part = part if part in PARTS else "giliran"
        words = request.args.get("q", "").strip()[:100]
        found = rooms.cases.inbox(who, words)
        groups = {
            "giliran": [(g.name, TONES.get(g.name, "secondary"), g.rows) for g in found.mine],
            "ikuti": _one(_("Saya ikuti"), found.followed),
            "selesai": _one(_("Selesai"), found.finished),
        }[part]
        counts = (found.waiting, len(found.followed), len(found.finished))
        labels = (_("Giliran saya"), _("Saya ikuti"), _("Selesai"))
        tabs = [
            {
                "label": label,
                "url": url_for("InboxView.inbox", bagian=key),
                "active": key == part,
                "count": count,
            }
            for key, label, count in zip(PARTS, labels, counts, strict=True)
        ]
        return self.render(
            "inbox.html",
            part=part,
            q=words,
            tabs=tabs,
            groups=groups,
            may_open=rooms.cases.may_open(who).ok,
        )


def _one(label: str, rows: tuple[InboxRow, ...]) -> list[tuple[str, str, tuple[InboxRow, ...]]]:
    return [(label, "secondary", rows)] if rows else []
