"""Joins the declarations of an application to Flask and Flask-AppBuilder."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from flask import Flask

from .choices import Choices
from .database import Database, Entity
from .declare import Flow, Grant, Group, Item


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
        raise NotImplementedError

    def replace(self, view: type[Any], by: type[Any]) -> None:
        """Use your subclass instead of the generated view or API; address and menu stay."""

    def page(
        self, label: str, view: type[Any], *, group: str = "", roles: Sequence[str] = ()
    ) -> None:
        """Add a page of your own to the menu, for these roles (none: every role)."""

    def build(self, config: object) -> Flask:
        """The Flask application. Reads the database address, writes nothing."""
        raise NotImplementedError

    def setup(self) -> None:
        """Make or upgrade tables, permission rows and the first administrator. May be repeated."""

    def load_samples(self, rows_per_entity: int = 8, seed: int = 1) -> dict[str, int]:
        """Sample rows in every entity, in order of their references; how many by table."""
        raise NotImplementedError

    def load_rows(self, folder: Path) -> dict[str, int]:
        """Rows from `<table>.jsonl`, one object with its `id` a line; known ids are left alone."""
        raise NotImplementedError

    def add_user(self, name: str, password: str, role: str, unit: int | str | None = None) -> int:
        """A person who may log in; the id in `ab_user`."""
        raise NotImplementedError
