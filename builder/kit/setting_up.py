"""Making and upgrading the database: Flask-AppBuilder's tables, kit's, the application's."""

from __future__ import annotations

import os
import secrets
from typing import TYPE_CHECKING, Any

from flask_appbuilder import Model as FabModel
from sqlalchemy import inspect

from . import permissions
from .database import Base
from .tables import KitBase

if TYPE_CHECKING:
    from .application import Application


def setup(application: Application) -> str | None:
    """Tables, migrations, permission rows, first administrator. May be repeated.

    Gives back the administrator's password if one was made up.
    """
    engine = application.db.session.get_bind()
    FabModel.metadata.create_all(engine)
    KitBase.metadata.create_all(engine)
    if (application.root / "migrations" / "versions").is_dir():
        upgrade(application, engine)
    else:
        tables: list[Any] = [one.__table__ for one in application.entities]
        Base.metadata.create_all(engine, tables)
    permissions.sync(application)
    password = first_administrator(application)
    data = application.root / "data"
    if data.is_dir():
        application.load_rows(data)
    return password


def upgrade(application: Application, engine: Any) -> None:
    """`alembic upgrade head` over the application's own migrations."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(application.root / "migrations"))
    config.set_main_option("version_locations", str(application.root / "migrations" / "versions"))
    config.set_main_option("path_separator", "os")
    application.db.session.remove()
    with engine.connect() as connection:
        config.attributes["connection"] = connection
        config.attributes["target_metadata"] = Base.metadata
        command.upgrade(config, "head")
        if connection.in_transaction():
            connection.commit()


def first_administrator(application: Application) -> str | None:
    """An administrator where there is nobody yet: name `admin`, password from `ADMIN_PASSWORD`.

    Without that variable a password is made up and given back once, to be shown to the person.
    """
    sm = application.appbuilder.sm
    if sm.count_users():
        return None
    password = os.environ.get("ADMIN_PASSWORD") or ""
    made_up = not password
    password = password or secrets.token_urlsafe(12)
    role = sm.find_role(sm.auth_role_admin)
    sm.add_user("admin", "Administrator", "", "admin@localhost", role, password)
    return password if made_up else None


def tables_missing(application: Application) -> bool:
    """Whether `setup` has not been run on this database."""
    engine = application.db.session.get_bind()
    return not inspect(engine).has_table("ab_user")
