"""What stands in the menu, for whom, and where one is now.

By default the menu is Flask-AppBuilder's, filtered by the person's rights. An application with a
menu of its own puts a function into `app.extensions["kit_nav"]` that answers a list of `Item`; one
whose people hold offices rather than roles, one into `app.extensions["kit_titles"]` that answers
the titles of the person logged in.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from flask import current_app, request, session, url_for
from flask_babel import get_locale, gettext
from flask_login import current_user


@dataclass(frozen=True)
class Item:
    """One entry: a link, or a heading with `children`. `count` is a small number beside it."""

    label: str
    url: str = ""
    icon: str = ""
    active: bool = False
    node: str = ""
    count: int | None = None
    children: tuple[Item, ...] = field(default_factory=tuple)


def person() -> Any:
    """The person logged in, or None."""
    return current_user if getattr(current_user, "is_authenticated", False) else None


def person_roles(who: Any) -> list[str]:
    """The roles of a person as people call them: an application's own labels, else the names."""
    titles: Callable[[], Sequence[str]] | None = current_app.extensions.get("kit_titles")
    if titles is not None and (held := titles()):
        return list(held)
    application = current_app.extensions.get("application")
    labels = {str(r): str(r.label) for r in getattr(application, "roles", None) or ()}
    return [gettext(labels.get(role.name, role.name)) for role in getattr(who, "roles", ())]


def items() -> Sequence[Item]:
    """The menu of this page, with the current entry marked."""
    own: Callable[[], Sequence[Item]] | None = current_app.extensions.get("kit_nav")
    found = list(own()) if own else _appbuilder_items()
    return mark(found, request.script_root + request.path)


def bell() -> Item | None:
    """What somebody has been told, with the number of what is unread: `app.extensions["kit_bell"]`.

    None where the application has no such thing, or nobody has logged in.
    """
    own: Callable[[], Item | None] | None = current_app.extensions.get("kit_bell")
    return own() if own is not None and person() is not None else None


def mark(found: Sequence[Item], path: str) -> list[Item]:
    """`found` with the one entry active whose address fits `path` best."""
    best = max((fit(i.url, path) for i in _flat(found)), default=0)

    def visit(item: Item) -> Item:
        children = tuple(visit(child) for child in item.children)
        here = best > 0 and fit(item.url, path) == best
        return replace(item, active=here or any(c.active for c in children), children=children)

    return [visit(item) for item in found]


def fit(url: str, path: str) -> int:
    """How well the address of an entry fits the page: longer is better, 0 is not at all."""
    if not url or "://" in url:
        return 0
    clean = url.split("?")[0]
    if clean == path:
        return 10_000
    base = clean.removesuffix("list/") if clean.endswith("/list/") else clean.rstrip("/") + "/"
    return len(base) if base.count("/") > 1 and path.startswith(base) else 0


def _flat(found: Sequence[Item]) -> list[Item]:
    return [one for item in found for one in (item, *_flat(item.children))]


def _appbuilder_items() -> list[Item]:
    builder = getattr(current_app, "appbuilder", None)
    if builder is None:
        return []
    return [made for entry in builder.menu.get_list() if (made := _made(entry, builder.sm))]


def _made(entry: Any, rights: Any) -> Item | None:
    if entry.name == "-" or not entry.should_render():
        return None
    if not rights.has_access("menu_access", entry.name):
        return None
    children = tuple(made for c in entry.childs if c and (made := _made(c, rights)))
    if entry.childs and not children:
        return None
    return Item(
        label=gettext(str(entry.label)) if entry.label else entry.name,
        url="" if children else entry.get_url(),
        icon=entry.icon or "",
        node=_node(entry),
        children=children,
    )


def _node(entry: Any) -> str:
    """The id of a menu line in the specification, where the application knows its own."""
    nodes = getattr(current_app.extensions.get("application"), "nodes", None)
    if nodes is None:
        return ""
    entity = getattr(entry.baseview, "entity", None)
    found = str(nodes("menu", str(entry.label)))
    if not found and entity is not None:
        table = entity.__tablename__
        found = str(nodes("screen", table, "list") or nodes("entity", table))
    return found


def languages() -> list[dict[str, Any]]:
    """The languages one can switch to, with the current one marked."""
    builder = getattr(current_app, "appbuilder", None)
    if builder is None or len(builder.languages) < 2:
        return []
    here = str(session.get("locale") or get_locale() or "id")
    return [
        {
            "code": code,
            "name": about.get("name", code),
            "url": url_for("LocaleView.index", locale=code),
            "current": code == here,
        }
        for code, about in builder.languages.items()
    ]


def home_url() -> str:
    """The address of the start page, also where Flask-AppBuilder is not at work."""
    builder = getattr(current_app, "appbuilder", None)
    return str(builder.get_url_for_index) if builder else (request.script_root + "/")


def account_url(what: str) -> str:
    """Where one does 'login', 'logout' or sees one's 'profile'; '' when there is no such page."""
    builder = getattr(current_app, "appbuilder", None)
    if builder is None or builder.sm.auth_view is None:
        return ""
    if what == "profile":
        return str(builder.get_url_for_userinfo)
    return str(builder.get_url_for_login if what == "login" else builder.get_url_for_logout)
