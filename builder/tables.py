"""Every table of the portal, brought to its newest version before anything is served."""

from __future__ import annotations

import sqlalchemy as sa

from builder import jobs
from builder.settings import Settings
from builder.storage import base, upgrade
from builder.storage.tables import AppRow
from sop_workflow.storage.tables import metadata as procedure
from sop_workflow.storage.triggers import install_triggers

METADATA = (base.metadata, procedure)
"""What the versions in `builder/storage/migrations` must add up to; a test compares them."""

assert {jobs.JobRow.__tablename__, AppRow.__tablename__} <= set(base.metadata.tables)


def prepare_database(settings: Settings) -> None:
    """Upgrade the portal's tables (a SQLite file is copied first), make those of the accounts,
    and put the guards of the record in place. May be repeated; web workers never do it."""
    from flask_appbuilder import Model
    from flask_appbuilder.security.sqla import models

    settings.prepare()
    engine = base.make_engine(settings.database_url)
    try:
        upgrade.upgrade(engine, backups=settings.data_dir / "backups")
        assert models.User.__tablename__ in Model.metadata.tables
        Model.metadata.create_all(engine)
        with engine.begin() as connection:
            install_triggers(connection)
    finally:
        engine.dispose()


def is_prepared(engine: sa.Engine) -> bool:
    """Whether the portal may serve with this database."""
    return upgrade.is_current(engine)
