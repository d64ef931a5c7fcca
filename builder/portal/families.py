"""The page families, registered in the order of the menu."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from flask import Blueprint, Flask, url_for
from flask_appbuilder import AppBuilder
from flask_babel import gettext as _

from builder.kit.face.icons import version
from builder.kit.face.menu import Item
from builder.office_setup import is_demo

from . import (
    cases,
    catalogue,
    health,
    inbox,
    keep,
    login,
    look,
    office,
    papers,
    plugins,
    previewing,
    procedure,
    proof,
    public,
    registers,
    room,
    seats,
    setup,
    spoken,
    tour,
    typed,
    work,
)
from .editor import EditorView
from .house import house
from .people import actor, me, titles

STATIC = Path(__file__).parent / "static"
FAMILIES: tuple[type[Any], ...] = (
    inbox.InboxView,
    cases.CaseView,
    papers.PaperView,
    EditorView,
    previewing.PreviewView,
    room.RoomView,
    room.ShortView,
    room.GuestView,
    public.PublicView,
    proof.ProofView,
    work.WorkView,
    tour.TourView,
    health.HealthView,
    registers.RegisterView,
    procedure.ProcedureView,
    procedure.AssumptionView,
    catalogue.CatalogueView,
    seats.SeatView,
    office.OfficeView,
    office.LogoView,
    setup.SetupView,
    plugins.PluginView,
    plugins.HealthPageView,
    plugins.AuditView,
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
    app.url_defaults(with_version)
    app.jinja_env.filters["typed_value"] = typed.shown
    app.jinja_env.filters.update(spoken=spoken.spoken, refused=spoken.refused)
    app.url_map.converters["int"] = typed.NumberInAddress
    app.before_request(typed.refuse_nul)
    login.install(app)
    keep.install(app)
    look.install(app, house())
    for family in FAMILIES:
        builder.add_view_no_menu(family)
    app.extensions["kit_nav"] = menu
    app.extensions["kit_titles"] = titles


def with_version(endpoint: str, values: dict[str, Any]) -> None:
    """Addresses of the portal's own files carry a version: browsers keep them for long."""
    if endpoint == "portal.static":
        values.setdefault("v", version(str(values.get("filename")), STATIC))


def menu() -> list[Item]:
    """The menu of the person at this browser."""
    mine = me()
    if not mine.username:
        return []
    waiting = house().cases.waiting(actor()) if mine.person else 0
    found = [
        Item(_("Kotak masuk"), url_for("InboxView.inbox"), "inbox", count=waiting or None),
        Item(_("Katalog aplikasi"), url_for("CatalogueView.index"), "package"),
        Item(_("Buku register"), url_for("RegisterView.show"), "book"),
        Item(_("Prosedur"), url_for("ProcedureView.show"), "sitemap"),
    ]
    if is_demo(house()):
        found.append(Item(_("Peragaan lima menit"), url_for("TourView.tour"), "presentation"))
    if mine.admin:
        found.append(Item(_("Pengaturan"), icon="settings", children=administration()))
    return found


def administration() -> tuple[Item, ...]:
    """The administrator's part of the menu."""
    start: tuple[Item, ...] = ()
    if is_demo(house()):
        start = (Item(_("Mulai kantor sungguhan"), url_for("SetupView.start"), "building"),)
    return (
        *start,
        Item(_("Kantor"), url_for("OfficeView.show"), "building-bank"),
        Item(_("Pejabat dan jabatan"), url_for("SeatView.show"), "users"),
        Item(_("Hari libur"), url_for("OfficeView.holidays"), "calendar"),
        Item(_("Plugin"), url_for("PluginView.show"), "puzzle"),
        Item(_("Kesehatan sistem"), url_for("HealthPageView.show"), "heartbeat"),
        Item(_("Rekam jejak"), url_for("AuditView.show"), "shield-check"),
        Item(_("Semua akun"), url_for("UserDBModelView.list"), "user-check"),
        Item(_("Peran"), url_for("RoleModelView.list"), "key"),
    )
