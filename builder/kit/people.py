"""People, their roles and permissions: Flask-AppBuilder's tables, asked seldom.

Flask-AppBuilder asks the database once for each menu item and button. Here the permissions of a
person are one set, read once a request, and the person comes with his roles in one query.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any

from flask import g, has_request_context, request
from flask_appbuilder.security.sqla.models import (
    Permission,
    PermissionView,
    Role,
    User,
    ViewMenu,
    assoc_permissionview_role,
)
from flask_jwt_extended import current_user as jwt_user
from flask_login import current_user
from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload, selectinload
from werkzeug.exceptions import TooManyRequests

from .actor import Actor
from .database import Entity
from .fields import say
from .own_password import ResetMyPasswordView
from .rate import Rate, caller
from .staying import StaysByPassword
from .tables import UserUnit

Pairs = frozenset[tuple[str, str]]


class KitSecurity(StaysByPassword):
    """Flask-AppBuilder's security manager; rights are read in bulk, never written at start."""

    resetmypasswordview = ResetMyPasswordView

    def __init__(self, appbuilder: Any) -> None:
        super().__init__(appbuilder)
        self.failed = Rate(limit=8, seconds=300)
        """failures of a name from one address"""
        self.failed_there = Rate(limit=60, seconds=300)
        """failures from one address, whatever the name: somebody tries one password with many"""

    def auth_user_db(self, username: Any, password: Any) -> Any:
        """The person behind name and password; None when they are wrong or were too often."""
        return self._tried(
            username, lambda: super(KitSecurity, self).auth_user_db(username, password)
        )

    def auth_user_ldap(self, username: Any, password: Any) -> Any:
        """The same, asked of the office's directory."""
        return self._tried(
            username, lambda: super(KitSecurity, self).auth_user_ldap(username, password)
        )

    def _tried(self, username: Any, ask: Callable[[], Any]) -> Any:
        """Ask, unless it failed too often; a page is told so (429), REST only refuses."""
        if not has_request_context():  # a command: nobody guesses there
            return ask()
        where = caller()
        who = f"{str(username).strip().lower()[:64]}@{where}"
        if self.failed.is_full(who) or self.failed_there.is_full(where):
            if request.path.startswith("/api/"):
                return None
            words = say("Terlalu sering gagal masuk. Tunggu lima menit, lalu coba lagi.")
            raise TooManyRequests(words, retry_after=int(self.failed.seconds))
        user = ask()
        if not user:
            self.failed.allows(who)
            self.failed_there.allows(where)
        return user

    def create_db(self) -> None:
        """Tables and roles are made by `setup`, not by whoever happens to start first."""

    def load_user(self, pk: Any) -> Any:
        """The person with his roles, in one query."""
        ask = select(User).where(User.id == int(pk)).options(joinedload(User.roles))
        user = self.session.scalars(ask).unique().one_or_none()
        return user if user is not None and user.is_active else None

    def get_user_roles(self, user: Any) -> list[Any]:
        if not user.is_authenticated:
            public = self.get_public_role()
            return [public] if public is not None else []
        return list(user.roles)

    def permissions(self) -> Pairs:
        """(permission, view) of the person behind this request."""
        return self.permissions_of(
            current_user if current_user.is_authenticated else (jwt_user or None)
        )

    def permissions_of(self, user: Any) -> Pairs:
        """(permission, view) of this person; None is the public. Asked once a request."""
        ids = tuple(sorted(role.id for role in user.roles)) if user else ()
        kept: dict[Any, Pairs] = g.setdefault("kit_permissions", {})
        if ids not in kept:
            kept[ids] = self._pairs(ids, public=user is None)
        return kept[ids]

    def _pairs(self, ids: tuple[int, ...], *, public: bool) -> Pairs:
        ask = (
            select(Permission.name, ViewMenu.name)
            .select_from(PermissionView)
            .join(Permission, PermissionView.permission_id == Permission.id)
            .join(ViewMenu, PermissionView.view_menu_id == ViewMenu.id)
            .join(
                assoc_permissionview_role,
                assoc_permissionview_role.c.permission_view_id == PermissionView.id,
            )
        )
        if public:
            ask = ask.join(Role, Role.id == assoc_permissionview_role.c.role_id)
            ask = ask.where(Role.name == self.auth_role_public)
        else:
            ask = ask.where(assoc_permissionview_role.c.role_id.in_(ids))
        return frozenset((row[0], row[1]) for row in self.session.execute(ask))

    def has_access(self, permission_name: str, view_name: str) -> bool:
        return (permission_name, view_name) in self.permissions()

    def is_item_public(self, permission_name: str, view_name: str) -> bool:
        return (permission_name, view_name) in self.permissions_of(None)

    def get_user_menu_access(self, menu_names: list[str] | None = None) -> set[str]:
        return {view for permission, view in self.permissions() if permission == "menu_access"}


def names_of(session: Any, ids: Collection[int | None]) -> dict[int, str]:
    """Id -> full name, of people who are still there."""
    known = [id for id in ids if id is not None]
    asked = session.scalars(select(User).where(User.id.in_(known))) if known else ()
    return {user.id: user.get_full_name().strip() or user.username for user in asked}


class People:
    """Users as actors of the gate."""

    def __init__(self, session: Any, units: type[Entity] | None, public_role: str | None) -> None:
        self.session, self.units, self.public_role = session, units, public_role

    def actor_of(self, user: Any) -> Actor:
        """The actor for a user; without one, or not logged in: the public."""
        if user is None or not getattr(user, "is_authenticated", False):
            roles = frozenset({self.public_role}) if self.public_role else frozenset()
            return Actor("masyarakat", roles, public=True)
        ask = select(UserUnit.unit).where(UserUnit.user_id == user.id)
        return self._actor(user, self.session.scalar(ask))

    def active(self, roles: Collection[str], id: int | None = None) -> list[Actor]:
        """Everybody who may log in and has one of the roles; and the person with this id."""
        wanted = or_(User.id == id, User.roles.any(Role.name.in_(roles)))
        ask = select(User).where(User.active.is_(True), wanted).options(selectinload(User.roles))
        found = list(self.session.scalars(ask))
        ids = [user.id for user in found]
        units = select(UserUnit.user_id, UserUnit.unit).where(UserUnit.user_id.in_(ids))
        unit_of = {row[0]: row[1] for row in self.session.execute(units)} if ids else {}
        return [self._actor(user, unit_of.get(user.id)) for user in found]

    def _actor(self, user: Any, unit: str | None) -> Actor:
        known: int | str | None = unit
        if unit is not None and self.units is not None:
            known = int(unit)
        return Actor(user.username, frozenset(r.name for r in user.roles), known, user.id)

    def set_unit(self, user_id: int, unit: int | str | None) -> None:
        """Put a person into a unit; None takes him out."""
        known = self.session.get(UserUnit, user_id)
        if unit is None:
            if known is not None:
                self.session.delete(known)
        elif known is None:
            self.session.add(UserUnit(user_id=user_id, unit=str(unit)))
        else:
            known.unit = str(unit)
        self.session.commit()
