"""Joins the declarations of an application to Flask and Flask-AppBuilder."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from flask import Flask, redirect, url_for
from flask_appbuilder import AppBuilder, BaseView, IndexView, expose
from flask_wtf.csrf import CSRFProtect
from sqlalchemy import select
from sqlalchemy.orm import configure_mappers
from werkzeug.middleware.proxy_fix import ProxyFix

from . import commands, conditions, drafts, dumping, face, loading, notices, permissions, setting_up
from .checking import check
from .choices import Choices
from .database import Database, Entity
from .declare import Flow, Grant, Group, Item, Right
from .fields import display
from .gate import Gate
from .nodes import Nodes
from .people import KitSecurity, People
from .request import RowNumber
from .samples import Samples
from .scope import Scope
from .screen import EntityView
from .units import UserUnitView

SETTINGS: dict[str, Any] = {
    "BABEL_DEFAULT_LOCALE": "id",
    "FAB_UPDATE_PERMS": False,
    "FAB_ADD_SECURITY_PERMISSION_VIEW": False,
    "FAB_ADD_SECURITY_VIEW_MENU_VIEW": False,
    "FAB_ADD_SECURITY_PERMISSION_VIEWS_VIEW": False,
    "FAB_API_SWAGGER_UI": True,
    "FAB_API_SHOW_STACKTRACE": False,
    "MAX_CONTENT_LENGTH": 210 * 1024 * 1024,
    "WTF_CSRF_TIME_LIMIT": None,  # a token lives as long as its session: forms stay open all day
    "SESSION_COOKIE_HTTPONLY": True,
    "SESSION_COOKIE_SAMESITE": "Lax",
}


class Application:
    """What is joined; `custom.extend(application)` may change it before `build`.

        application = Application(
            __name__,                       # the package
            db=db,                          # from .database
            entities=(Alat, Pengajuan),     # every entity
            roles=security.Role,            # a Choices class
            grants=security.GRANTS,
            public_role=security.PUBLIC_ROLE,   # a member of Role, or None
            flows=(ALUR_PENGAJUAN,),
            units=UnitKerja,                # the entity that users have one of, or None
            menu=menu.MENU,                 # Groups, Items, view classes, in order
            views=(RincianView,),           # views that stand in no menu
            apis=(AlatApi, PengajuanApi),
        )
        custom.extend(application)
        return application.build(config)

    Every entity should have a view, in the menu or in `views`: inline rows and references link
    to it. `root` is the folder with `migrations/`, `spec.yaml` and `data/` (default: the
    package's parent).
    """

    app: Flask
    appbuilder: Any
    keep_session = False
    """Tests make people while they hold rows; then the session outlives the application context."""

    def __init__(
        self,
        name: str,
        *,
        db: Database,
        entities: Sequence[type[Entity]],
        roles: type[Choices],
        grants: Sequence[Grant],
        public_role: Choices | None = None,
        flows: Sequence[Flow] = (),
        units: type[Entity] | None = None,
        menu: Sequence[Group | Item | type[Any]] = (),
        views: Sequence[type[Any]] = (),
        apis: Sequence[type[Any]] = (),
        root: Path | None = None,
    ) -> None:
        self.name, self.db, self.roles, self.units = name, db, roles, units
        self.entities = tuple(entities)
        self.menu, self.views, self.apis = list(menu), list(views), list(apis)
        self.root = root or _root(name)
        configure_mappers()
        self.scope = Scope(grants, flows, units, public_role)
        self.gate = Gate(db.session, self.scope, self.entities)
        self.people = People(db.session, units, self.scope.public_role)
        self.nodes = Nodes(self.root / "spec.yaml")
        self._instead: dict[type[Any], type[Any]] = {}
        self._page_roles: dict[type[Any], tuple[str, ...]] = {}
        self._view_of: dict[type[Entity], EntityView] = {}

    # -- changes by those who inherit the application

    def replace(self, view: type[Any], by: type[Any]) -> None:
        """Use your subclass instead of the generated view or API; address and menu stay."""
        self._instead[view] = by

    def page(
        self, label: str, view: type[Any], *, group: str = "", roles: Sequence[str] = ()
    ) -> None:
        """Add a page of your own to the menu, for these roles (none: every role)."""
        self._page_roles[view] = tuple(str(role) for role in roles)
        item = Item(view, label)
        for n, entry in enumerate(self.menu):
            if isinstance(entry, Group) and entry.label == group:
                self.menu[n] = Group(entry.label, entry.icon, (*entry.views, item))
                return
        self.menu.append(Group(group, "", (item,)) if group else item)

    # -- joining

    def build(self, config: object) -> Flask:
        """The Flask application. Reads the database address, writes nothing."""
        self.app = app = Flask(self.name, instance_relative_config=True)
        app.config.update(SETTINGS)
        app.config.from_object(config)
        app.config["FAB_UPDATE_PERMS"] = False
        if self.scope.public_role is not None:
            app.config["AUTH_ROLE_PUBLIC"] = self.scope.public_role
        trust_proxies(app)
        self.db.connect(app.config["DATABASE_URL"])
        app.config["SQLALCHEMY_DATABASE_URI"] = app.config["DATABASE_URL"]
        zone = app.config.get("BABEL_DEFAULT_TIMEZONE") or "Asia/Jakarta"
        conditions.CLOCK = conditions.Clock(zone)
        if app.config.get("KIT_CLOCK"):
            conditions.CLOCK.read = app.config["KIT_CLOCK"]
        check(self)
        app.url_map.converters["int"] = RowNumber
        app.extensions["application"] = self
        app.extensions["gate"] = self.gate
        app.teardown_appcontext(lambda _: None if self.keep_session else self.db.session.remove())
        csrf = CSRFProtect(app)
        face.install(app)
        drafts.install(app, self.db.session, csrf)
        with app.app_context():
            self.appbuilder = AppBuilder(
                app, self.db.session, indexview=_index(self), security_manager_class=KitSecurity
            )
            self._add_menu()
            for view in self.views:
                self._added(self.appbuilder.add_view_no_menu(self._made(view)))
            if self.units is not None or any(one.__unit__ for one in self.entities):
                self.appbuilder.add_view(
                    UserUnitView, "UserUnitView", label=UserUnitView.title, category="Security"
                )
            apis = [self.appbuilder.add_api(self._made(api)) for api in self.apis]
            if self.scope.tells:
                apis.append(notices.install(self.appbuilder))
            for api in apis:
                csrf.exempt(api.blueprint)
            if self.appbuilder.sm.security_api is not None:
                for view in self.appbuilder.baseviews:
                    if type(view).__name__ in ("SecurityApi", "MenuApi", "OpenApi"):
                        csrf.exempt(view.blueprint)
        commands.register(self)
        return app

    def _add_menu(self) -> None:
        for entry in self.menu:
            items = entry.views if isinstance(entry, Group) else (entry,)
            group = entry if isinstance(entry, Group) else Group("")
            for one in items:
                item = one if isinstance(one, Item) else Item(one)
                label = self._label(item)
                view = self.appbuilder.add_view(
                    self._made(item.view),
                    self.menu_name(item),
                    label=label,
                    icon=item.icon,
                    category=group.label,
                    category_icon=group.icon,
                )
                self._added(view)

    def _added(self, view: Any) -> None:
        if isinstance(view, EntityView):
            self._view_of.setdefault(view.entity, view)

    def _made(self, view: type[Any]) -> Any:
        """The class to use; a replacement keeps the name, and with it the address, of the first."""
        by = self._instead.get(view)
        if by is None:
            return view
        return type(view.__name__, (by,), {"__module__": by.__module__})

    def _label(self, item: Item) -> str:
        entity = getattr(item.view, "entity", None)
        plural = entity.__plural__ if entity is not None else item.view.__name__
        return item.label or getattr(item.view, "title", "") or plural

    def menu_name(self, item: Item) -> str:
        """The menu line's name in the permissions."""
        return f"{item.view.__name__}"

    def menu_views(self) -> list[tuple[tuple[str, ...], type[Any]]]:
        """(names in the permissions, view class) of every menu line."""
        found: list[tuple[tuple[str, ...], type[Any]]] = []
        for entry in self.menu:
            for one in entry.views if isinstance(entry, Group) else (entry,):
                item = one if isinstance(one, Item) else Item(one)
                above = (entry.label,) if isinstance(entry, Group) else ()
                found.append(((*above, self.menu_name(item)), item.view))
        return found

    def may_open(self, view: type[Any], role: str) -> bool:
        """Whether the role may open this page: by its own list, else by reading its entity."""
        for known in (view, *view.__mro__):
            if known in self._page_roles:
                roles = self._page_roles[known]
                return not roles or role in roles
        roles = tuple(str(one) for one in getattr(view, "roles", ()))
        if roles and role not in roles:
            return False
        entity = getattr(view, "entity", None)
        if entity is None:
            return bool(roles) or role != self.scope.public_role
        grants = [g for g in self.scope.grants if g.entity is entity and str(g.role) == role]
        return any(Right.READ in grant.rights for grant in grants)

    def other_pages(self) -> list[BaseView]:
        """Views of the application that are no entity's screens."""
        names = {view.__name__ for _, view in self.menu_views()} | {v.__name__ for v in self.views}
        return [
            view
            for view in self.appbuilder.baseviews
            if type(view).__name__ in names and not isinstance(view, EntityView)
        ]

    def view_of(self, entity: type[Entity]) -> EntityView | None:
        """The screens of an entity, if it has any."""
        return self._view_of.get(entity)

    # -- the database

    def setup(self) -> str | None:
        """Make or upgrade tables, permission rows and the first administrator. May be repeated.

        Gives back the administrator's password if one was made up: to be shown once.
        """
        return setting_up.setup(self)

    def sync_permissions(self) -> None:
        """Only the permission rows."""
        permissions.sync(self)

    def load_samples(self, rows_per_entity: int = 8, seed: int = 1) -> dict[str, int]:
        """Sample rows in every entity, in order of their references; how many by table."""
        return Samples(self, seed).fill(rows_per_entity)

    def load_rows(self, folder: Path) -> dict[str, int]:
        """Rows from `<table>.jsonl`, one object with its `id` a line; known ids are left alone."""
        return loading.load_rows(self, folder)

    def dump(self, folder: Path) -> dict[str, int]:
        """Everything as CSV files and one SQL file, for whoever takes over; rows by table."""
        return dumping.dump(self, folder)

    def add_user(self, name: str, password: str, role: str, unit: int | str | None = None) -> int:
        """A person who may log in; the id in `ab_user`. `ValueError` says what is wrong."""
        sm = self.appbuilder.sm
        found = sm.find_role(str(role))
        if found is None:
            raise ValueError(f"Peran {role} tidak ada; jalankan setup lebih dahulu.")
        self._check_unit(unit)
        mail = f"{name}@localhost"
        # Asked first: Flask-AppBuilder would log the whole row that it could not add.
        known = sm.find_user(username=name) or sm.find_user(email=mail)
        user = None if known else sm.add_user(name, name.title(), "", mail, found, password)
        if not user:
            raise ValueError(f"Pengguna {name} sudah ada.")
        self.people.set_unit(user.id, unit)
        return int(user.id)

    def _check_unit(self, unit: int | str | None) -> None:
        """Raise `ValueError` for a unit that is not there; it names the first ones that are."""
        if unit is None or self.units is None:
            return
        units = select(self.units).order_by(self.units.id)
        given = str(unit) if str(unit).isascii() and str(unit).isdigit() else "0"
        if self.db.session.scalar(units.where(self.units.id == int(given))) is not None:
            return
        first = self.db.session.scalars(units.limit(10))
        known = ", ".join(f"{one.id} ({display(one)})" for one in first) or "belum ada satu pun"
        raise ValueError(f"{self.units.__label__} {unit} tidak ada. Tulis id-nya: {known}.")


def trust_proxies(app: Flask) -> None:
    """Believe the `PROXIES` reverse proxies in front (default: none) whose address a request has.

    Without it everybody behind a proxy shares one limit of wrong passwords; with one too many
    anybody says that he is somebody else.
    """
    if hops := int(app.config.get("PROXIES") or 0):
        fixed = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)
        app.wsgi_app = fixed  # type: ignore[method-assign]


def _root(name: str) -> Path:
    file = getattr(sys.modules.get(name), "__file__", None)
    return Path(file).resolve().parent.parent if file else Path.cwd()


def _index(application: Application) -> type[Any]:
    """The first page: the first menu line that the person may open."""

    class KitIndexView(IndexView):
        @expose("/")
        def index(self) -> Any:
            allowed = self.appbuilder.sm.get_user_menu_access()
            for names, view in application.menu_views():
                if names[-1] in allowed:
                    for known in self.appbuilder.baseviews:
                        if type(known).__name__ == view.__name__:
                            return redirect(url_for(f"{known.endpoint}.{known.default_view}"))
            return super().index()

    return KitIndexView
