"""Flask-AppBuilder's permission rows, derived from the grants and written in bulk."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from flask_appbuilder.security.sqla.models import (
    Permission,
    PermissionView,
    Role,
    ViewMenu,
    assoc_permissionview_role,
)
from sqlalchemy import delete, insert, select

from .api import EntityApi
from .declare import Right
from .screen import EntityView

if TYPE_CHECKING:
    from .application import Application

Pairs = set[tuple[str, str]]
DOORS: dict[Right, tuple[str, ...]] = {
    Right.READ: (
        "can_list",
        "can_show",
        "can_file",
        "can_move",
        "can_choices",
        "can_get",
        "can_get_list",
    ),
    Right.ADD: ("can_add", "can_choices", "can_post", "can_upload"),
    Right.EDIT: ("can_edit", "can_choices", "can_put", "can_upload"),
    Right.DELETE: ("can_delete",),
    Right.EXPORT: ("can_export",),
    Right.IMPORT: ("can_import_rows",),
}
EVERYBODY = (
    ("can_get", "MenuApi"),
    ("can_get", "OpenApi"),
    ("can_show", "SwaggerView"),
    ("can_userinfo", "UserDBModelView"),
    ("resetmypassword", "UserDBModelView"),
    ("can_this_form_get", "ResetMyPasswordView"),
    ("can_this_form_post", "ResetMyPasswordView"),
    ("can_this_form_get", "UserInfoEditView"),
    ("can_this_form_post", "UserInfoEditView"),
)


NOTICES = (("can_list", "Notice"), ("can_get_list", "Notice"))


def sync(application: Application) -> None:
    """Make the permission tables say what the grants say; what nobody declares any more goes."""
    session = application.db.session
    wanted = wanted_pairs(application)
    everything: Pairs = set().union(*wanted.values())
    permissions = _named(session, Permission, {p for p, _ in everything})
    menus = _named(session, ViewMenu, {v for _, v in everything})
    roles = _named(session, Role, set(wanted))
    pairs = {(permissions[p], menus[v]) for p, v in everything}
    known = _pairs(session)
    _many(session, insert(PermissionView), ("permission_id", "view_menu_id"), pairs - set(known))
    known = _pairs(session) if pairs - set(known) else known
    links = {
        (known[permissions[p], menus[v]], roles[role])
        for role, own in wanted.items()
        for p, v in own
    }
    table = assoc_permissionview_role
    there = {(row[0], row[1]) for row in session.execute(select(table.c[1], table.c[2]))}
    stale = [id for pair, id in known.items() if pair not in pairs]
    managed = set(roles.values())
    gone = {link for link in there - links if link[1] in managed or link[0] in set(stale)}
    for link in gone:
        session.execute(delete(table).where(table.c[1] == link[0], table.c[2] == link[1]))
    _many(session, insert(table), ("permission_view_id", "role_id"), links - there)
    if stale:
        session.execute(delete(PermissionView).where(PermissionView.id.in_(stale)))
    session.execute(delete(ViewMenu).where(ViewMenu.id.not_in(select(PermissionView.view_menu_id))))
    session.commit()


def wanted_pairs(application: Application) -> dict[str, Pairs]:
    """Role -> its (permission, view) pairs."""
    roles = [str(role) for role in application.roles]
    wanted: dict[str, Pairs] = {role: set() for role in roles}
    scope = application.scope
    views = application.appbuilder.baseviews
    actions = {v.class_permission_name: v.actions for v in views if isinstance(v, EntityView)}
    for grant in scope.grants:
        own = wanted[str(grant.role)]
        name = grant.entity.__name__
        for right, doors in DOORS.items():
            if right in grant.rights:
                own |= {(door, name) for door in doors}
        if Right.READ in grant.rights:
            own |= {(action, name) for action in actions.get(name, ())}
    for role in roles:
        if role != scope.public_role:
            wanted[role] |= set(EVERYBODY)
            wanted[role] |= set(NOTICES) if scope.tells else set()
            wanted[role] |= _own_pages(application, role)
        for menu, view in application.menu_views():
            if application.may_open(view, role):
                wanted[role] |= {("menu_access", name) for name in menu}
    config = application.app.config
    admin = config.get("AUTH_ROLE_ADMIN", "Admin")
    wanted[admin] = _admin(application)
    public = config.get("AUTH_ROLE_PUBLIC", "Public")
    wanted.setdefault(public, set())
    return wanted


def _own_pages(application: Application, role: str) -> Pairs:
    """Pages that are no entity's: every permission of theirs, for the roles they name."""
    return {
        (permission, view.class_permission_name)
        for view in application.other_pages()
        if application.may_open(type(view), role)
        for permission in view.base_permissions or ()
    }


def _admin(application: Application) -> Pairs:
    """The administrator manages people and roles; he sees no data."""
    entity = EntityView | EntityApi
    own = application.other_pages()
    pairs = {
        (permission, view.class_permission_name)
        for view in application.appbuilder.baseviews
        if not isinstance(view, entity) and view not in own
        for permission in view.base_permissions or ()
    }
    ours = {name for menu, _ in application.menu_views() for name in menu}
    names = application.appbuilder.menu.get_flat_name_list()
    return pairs | {("menu_access", name) for name in names if name not in ours and name != "-"}


def _named(session: Any, model: Any, names: Iterable[str]) -> dict[str, int]:
    """Name -> id, adding what is missing in one statement."""
    wanted = set(names)
    found = {name: id for id, name in session.execute(select(model.id, model.name))}
    missing = sorted(wanted - found.keys())
    if missing:
        session.execute(insert(model), [{"name": name} for name in missing])
        found = {name: id for id, name in session.execute(select(model.id, model.name))}
    return {name: found[name] for name in wanted}


def _pairs(session: Any) -> dict[tuple[int, int], int]:
    ask = select(PermissionView.id, PermissionView.permission_id, PermissionView.view_menu_id)
    return {(row[1], row[2]): row[0] for row in session.execute(ask)}


def _many(
    session: Any, statement: Any, names: tuple[str, str], pairs: Iterable[tuple[int, int]]
) -> None:
    rows = [dict(zip(names, pair, strict=True)) for pair in sorted(pairs)]
    if rows:
        session.execute(statement, rows)
