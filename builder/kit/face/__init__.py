"""The face: one look for the portal and for every generated application.

`install(app)` is called **before** `AppBuilder.init_app`. It registers a blueprint whose templates
shadow Flask-AppBuilder's by path, the words and icons that templates need, the security headers,
the error pages and the Indonesian catalogs. Settings it reads (all optional):

    KIT_PRIMARY          the office's colour, one hex value ('#0a489f'); made legible if it is not
    KIT_MENU             the menu's colour; derived from KIT_PRIMARY when empty
    KIT_LOGO             address of the office's logo, shown in the menu and on the login page
    KIT_LOGO_FILE        instead of it a file: PNG, JPEG or a plain SVG of at most 140 KB
    KIT_OFFICE           the office's name, shown under the application's name
    KIT_STYLES           addresses of style sheets of the application's own, for every page
    KIT_SCRIPTS          and of scripts: on the first page already, so that later ones ask for none
    (any of these, and DEMO_PEOPLE, may be a function without arguments instead)
    KIT_CLOCK            a function without arguments that answers now, aware, in UTC
    KIT_FRAME_ANCESTORS  who may frame these pages (CSP source list), "'self'" by default
    KIT_COMPONENTS       show every component at /kit, for those who write pages; by default when
                         Flask is told that one develops (FLASK_DEBUG=1)
    DEMO_PEOPLE          people who get a button on the login page: mappings of username, password,
                         name, role
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from flask import Blueprint, Flask, redirect, request, url_for
from flask_babel import get_locale
from markupsafe import Markup
from werkzeug.wrappers import Response as AnyResponse

from . import (
    colour,
    components,
    entering,
    errors,
    fields,
    figures,
    guard,
    icons,
    look,
    menu,
    openapi,
    squeeze,
    translate,
    words,
)

__all__ = ["guard", "install", "menu", "words"]

KIT = Path(__file__).parent.parent
LANGUAGES = {
    "id": {"flag": "id", "name": "Bahasa Indonesia"},
    "en": {"flag": "gb", "name": "English"},
}


def install(app: Flask) -> None:
    """Give `app` the kit's face. To be called once, before `AppBuilder.init_app`.

    Raises RuntimeError when Flask-AppBuilder came first: its own templates would win.
    """
    if "appbuilder" in app.extensions:
        raise RuntimeError("Call face.install(app) before AppBuilder.init_app.")
    _defaults(app)
    app.after_request(squeeze.squeeze)  # the first to be named is the last to be asked
    bp = Blueprint(
        "kit",
        __name__,
        url_prefix="/_kit",
        template_folder=str(KIT / "templates"),
        static_folder=str(KIT / "static"),
        static_url_path="/static",
    )
    bp.add_url_rule("/office.css", "office", look.sheet)
    bp.add_url_rule("/logo.svg", "logo", look.picture)
    app.register_blueprint(bp)
    if app.config["KIT_COMPONENTS"]:
        components.register(app)
    app.session_interface = guard.Sessions()
    env = app.jinja_env
    env.filters.update(words.FILTERS)
    env.globals.update(
        asset=asset,
        office_sheet=look.sheet_address,
        own_files=lambda name: look.setting(name) or (),
        icon=icons.icon,
        node=node,
        locale=_locale,
        person=menu.person,
        person_roles=menu.person_roles,
        nav_items=menu.items,
        bell=menu.bell,
        languages_menu=menu.languages,
        office=look.words_of_office,
        control_kind=fields.kind,
        control_options=fields.options,
        control_value=fields.value,
        control_lookup=fields.lookup,
        control_kept=fields.kept,
        control_accepts=fields.accepted,
        tr=words.tr,
        search_rows=fields.search_rows,
        is_filtered=is_filtered,
        demo_people=lambda: look.setting("DEMO_PEOPLE") or (),
        status_tone=words.status_tone,
        today=words.today,
        home_url=menu.home_url,
        account_url=menu.account_url,
        qr_svg=icons.qr_svg,
        tab_mark=icons.tab_mark,
        chart_svg=figures.draw,
        api_operations=openapi.operations,
        appbuilder_chart=figures.of_appbuilder,
    )
    app.before_request(translate.prepare)
    app.before_request(clean_filters)
    app.before_request(entering.ask)
    app.after_request(guard.headers)
    errors.register(app)
    look.tell(app)


def _defaults(app: Flask) -> None:
    own = app.config.get("BABEL_TRANSLATION_DIRECTORIES", "translations")
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = f"{KIT / 'translations'};{own}"
    app.config.setdefault("BABEL_DEFAULT_LOCALE", "id")
    app.config.setdefault("BABEL_DEFAULT_TIMEZONE", "Asia/Jakarta")
    if not app.config.get("LANGUAGES"):
        app.config["LANGUAGES"] = LANGUAGES
    app.config.setdefault("SESSION_COOKIE_SAMESITE", "Lax")
    for name, value in (
        ("KIT_PRIMARY", colour.PRIMARY),
        ("KIT_MENU", ""),
        ("KIT_LOGO", ""),
        ("KIT_LOGO_FILE", ""),
        ("KIT_OFFICE", ""),
        ("KIT_STYLES", ()),
        ("KIT_SCRIPTS", ()),
        ("KIT_CLOCK", None),
        ("KIT_FRAME_ANCESTORS", "'self'"),
        ("KIT_COMPONENTS", app.debug),
        ("DEMO_PEOPLE", ()),
    ):
        app.config.setdefault(name, value)


def asset(filename: str) -> str:
    """Address of a file in kit/static, with its version, so that browsers may keep it for long."""
    return url_for("kit.static", filename=filename, v=icons.version(filename))


def node(node_id: str | None, label: str = "") -> Any:
    """The attribute by which a tap in pin mode finds the node of the specification.

    `<td{{ node(f.node, f.label) }}>` prints ` data-node="…" data-node-label="…"`, or nothing.
    """
    if not node_id:
        return Markup("")
    named = Markup(' data-node-label="{}"').format(label) if label else ""
    return Markup(' data-node="{}"{}').format(node_id, named)


def is_filtered() -> bool:
    """Does the address of this page hold a filter of a Flask-AppBuilder list?"""
    return any(name.startswith("_flt_") for name in request.args)


def clean_filters() -> AnyResponse | None:
    """Send a search with empty boxes on to the address without them.

    A form without scripts sends every box; Flask-AppBuilder would compare numbers with "".
    Native date-time inputs send a `T` where Flask-AppBuilder reads a space.
    """
    if request.method != "GET" or request.endpoint is None or not is_filtered():
        return None
    kept: list[tuple[str, str]] = []
    for name, value in request.args.items(multi=True):
        if name.startswith("_flt_"):
            value = words.spaced_datetime(value)
            if not value.strip():
                continue
        kept.append((name, value))
    if kept == list(request.args.items(multi=True)):
        return None
    args: dict[str, list[str]] = {}
    for name, value in kept:
        args.setdefault(name, []).append(value)
    return redirect(url_for(request.endpoint, **{**(request.view_args or {}), **args}))


def _locale() -> str:
    return str(get_locale() or "id").split("_")[0]
