"""Migrations on a database that others live in: their triggers and columns, references, locks."""

import pytest

from builder.migrate import migration
from builder.storage.base import make_engine

from .migrating import (
    TYPES,
    create,
    insert_rows,
    run,
)
from .one_entity import column, usaha


def test_triggers_of_the_heirs_survive_a_rebuilt_table(tmp_path):
    engine = make_engine(f"sqlite:///{tmp_path}/app.db")
    create(engine, usaha())
    insert_rows(engine, usaha())
    with engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE catatan (isi TEXT)")
        connection.exec_driver_sql(
            "CREATE TRIGGER jaga AFTER UPDATE ON usaha BEGIN "
            "INSERT INTO catatan VALUES ('ubah: ' || new.nama); END"
        )
    run(engine, migration(usaha(), usaha(fbbbbbbb={"gone": True}), TYPES))
    with engine.begin() as connection:
        connection.exec_driver_sql("UPDATE usaha SET version = 2 WHERE id = 1")
    assert len(column_of(engine, "SELECT isi FROM catatan")) == 1
    engine.dispose()


def column_of(engine, query):
    with engine.connect() as connection:
        return list(connection.exec_driver_sql(query).scalars())


def test_a_column_that_heirs_added_is_not_lost(tmp_path):
    engine = make_engine(f"sqlite:///{tmp_path}/app.db")
    create(engine, usaha())
    insert_rows(engine, usaha())
    with engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE usaha ADD COLUMN warisan TEXT DEFAULT 'ada'")
    run(engine, migration(usaha(), usaha(fbbbbbbb={"gone": True}), TYPES))
    assert column_of(engine, "SELECT warisan FROM usaha") == ["ada"] * 6
    engine.dispose()


def test_children_are_not_deleted_when_sqlite_rebuilds_their_parent(tmp_path):
    engine = make_engine(f"sqlite:///{tmp_path}/app.db")
    rule = {"options": {"target": "usaha", "on_delete": "cascade"}}
    old = usaha(fddddddd=rule)
    create(engine, old)
    insert_rows(engine, old)
    run(engine, migration(old, usaha(fddddddd=rule, fbbbbbbb={"gone": True}), TYPES))
    assert len(column(engine, "id")) == 6
    engine.dispose()


def test_a_version_run_with_references_on_stops_before_it_does_harm(tmp_path, monkeypatch):
    from . import migrating

    engine = make_engine(f"sqlite:///{tmp_path}/app.db")
    create(engine, usaha())
    made = migration(usaha(), usaha(fbbbbbbb={"gone": True}), TYPES)
    module = {}
    exec(compile(made.text, made.name, "exec"), module)
    with engine.connect() as connection:
        context = migrating.MigrationContext.configure(connection)
        with (
            migrating.Operations.context(context),
            pytest.raises(RuntimeError, match="foreign_keys"),
        ):
            module["upgrade"]()
    engine.dispose()


def test_a_postgresql_migration_does_not_wait_for_ever():
    made = migration(usaha(), usaha(fbbbbbbb={"gone": True}), TYPES)
    assert "lock_timeout" in made.text
