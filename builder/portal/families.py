"""The page families, registered in the order of the menu."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Flask, url_for
from flask_appbuilder import AppBuilder
from flask_babel import gettext as _

from builder.kit.face.menu import Item

from . import cases, health, inbox, papers, previewing, public, room, typed
from .house import house
from .people import actor, me

FAMILIES: tuple[type[Any], ...] = (
    inbox.InboxView,
    cases.CaseView,
    papers.PaperView,
    previewing.PreviewView,
    room.RoomView,
    room.GuestView,
    public.PublicView,
    health.HealthView,
)


def register(app: Flask, builder: AppBuilder) -> None:
    """Add every page family, the portal's own templates and its menu."""
    app.register_blueprint(
        Blueprint(
            "portal",
            __name__,
            url_prefix="/_portal",
            template_folder="templates",
            static_folder="static",
            static_url_path="/static",
        )
    )
    app.jinja_env.filters["typed_value"] = typed.shown
    for family in FAMILIES:
        builder.add_view_no_menu(family)
    app.extensions["kit_nav"] = menu


def menu() -> list[Item]:
    """The menu of the person at this browser."""
    mine = me()
    if not mine.username:
        return []
    waiting = house().cases.inbox(actor()).waiting if mine.person else 0
    found = [
        Item(_("Kotak masuk"), url_for("InboxView.inbox"), "inbox", count=waiting or None),
    ]
    return found
