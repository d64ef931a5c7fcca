"""The portal's database from version to version: copied before, whole or not at all."""

import sqlite3
import threading

import pytest
import sqlalchemy as sa

from builder.storage.base import StorageError, make_engine
from builder.storage.upgrade import HERE, current, differences, is_current, upgrade

VERSION = """
import sqlalchemy as sa
from alembic import op

revision = {0!r}
down_revision = {1!r}
branch_labels = None
depends_on = None


def upgrade():
    {2}
"""
FIRST = """op.create_table(
        "orang", sa.Column("id", sa.Integer, primary_key=True), sa.Column("nama", sa.String(50)),
    )
    op.create_table(
        "surat", sa.Column("id", sa.Integer, primary_key=True), sa.Column("orang_id", sa.Integer),
        sa.ForeignKeyConstraint(["orang_id"], ["orang.id"], ondelete="CASCADE", name="fk_surat"),
    )"""
SECOND = """with op.batch_alter_table("orang") as batch:
        batch.alter_column("nama", existing_type=sa.String(50), nullable=False)"""
BROKEN = """op.add_column("orang", sa.Column("unit", sa.String(9)))
    raise ValueError("in the middle")"""


@pytest.fixture
def versions(tmp_path):
    folder = tmp_path / "migrations"
    (folder / "versions").mkdir(parents=True)
    (folder / "env.py").write_text((HERE / "env.py").read_text())
    (folder / "script.py.mako").write_text((HERE / "script.py.mako").read_text())

    def add(name, before, body):
        (folder / "versions" / f"{name}.py").write_text(VERSION.format(name, before, body))
        return folder

    add("a1", None, FIRST)
    return add


def fill(engine):
    with engine.begin() as connection:
        connection.exec_driver_sql("INSERT INTO orang VALUES (1, 'Sari')")
        connection.exec_driver_sql("INSERT INTO surat VALUES (1, 1)")


def people(engine):
    with engine.connect() as connection:
        return connection.exec_driver_sql("SELECT nama FROM orang").scalars().all()


def test_an_empty_database_gets_all_tables_and_a_second_time_nothing(database, versions, tmp_path):
    assert upgrade(database, script_location=tmp_path / "migrations") is None
    assert current(database) == "a1"
    assert is_current(database, script_location=tmp_path / "migrations")
    fill(database)
    assert upgrade(database, script_location=tmp_path / "migrations") is None
    assert people(database) == ["Sari"]


def test_rows_and_their_children_survive_a_rebuilt_table(database, versions, tmp_path):
    upgrade(database, script_location=tmp_path / "migrations")
    fill(database)
    upgrade(database, script_location=versions("b2", "a1", SECOND))
    with database.connect() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM surat").scalar() == 1
        if database.dialect.name == "sqlite":
            assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1


def test_triggers_that_guard_a_rebuilt_table_are_put_back(tmp_path, versions):
    engine = make_engine(f"sqlite:///{tmp_path}/rakit.db")
    upgrade(engine, script_location=tmp_path / "migrations")
    fill(engine)
    with engine.begin() as connection:
        connection.exec_driver_sql(
            "CREATE TRIGGER jaga BEFORE UPDATE ON orang BEGIN SELECT raise(ABORT, 'tetap'); END"
        )
    upgrade(engine, script_location=versions("b2", "a1", SECOND))
    with pytest.raises(sa.exc.IntegrityError, match="tetap"), engine.begin() as connection:
        connection.exec_driver_sql("UPDATE orang SET nama = 'Budi'")
    engine.dispose()


def test_before_a_sqlite_file_changes_it_is_copied(tmp_path, versions):
    engine = make_engine(f"sqlite:///{tmp_path}/rakit.db")
    upgrade(engine, script_location=tmp_path / "migrations")
    fill(engine)
    copy = upgrade(engine, script_location=versions("b2", "a1", SECOND))
    assert copy.parent == tmp_path / "before-upgrade" and copy.stat().st_mode & 0o077 == 0
    with sqlite3.connect(copy) as old:
        assert old.execute("SELECT nama FROM orang").fetchall() == [("Sari",)]
        assert old.execute("SELECT version_num FROM rakit_version").fetchall() == [("a1",)]
    old.close()
    engine.dispose()


def test_a_version_that_fails_leaves_everything_as_it_was(database, versions, tmp_path):
    upgrade(database, script_location=tmp_path / "migrations")
    fill(database)
    with pytest.raises(ValueError, match="middle"):
        upgrade(database, script_location=versions("b2", "a1", BROKEN))
    assert current(database) == "a1"
    columns = {column["name"] for column in sa.inspect(database).get_columns("orang")}
    assert columns == {"id", "nama"}


def test_a_database_of_a_newer_rakit_is_refused_with_words(database, versions, tmp_path):
    upgrade(database, script_location=versions("b2", "a1", SECOND))
    (tmp_path / "migrations" / "versions" / "b2.py").unlink()
    with pytest.raises(StorageError, match="lebih baru"):
        upgrade(database, script_location=tmp_path / "migrations")


def test_two_that_upgrade_at_once_do_it_once(url, versions, tmp_path):
    errors = []

    def one():
        engine = make_engine(url)
        try:
            upgrade(engine, script_location=tmp_path / "migrations")
        except Exception as error:
            errors.append(error)
        engine.dispose()

    threads = [threading.Thread(target=one) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    engine = make_engine(url)
    assert errors == [] and current(engine) == "a1"
    engine.dispose()


def test_a_difference_between_database_and_metadata_is_seen(database, versions, tmp_path):
    upgrade(database, script_location=tmp_path / "migrations")
    metadata = sa.MetaData()
    sa.Table("orang", metadata, sa.Column("id", sa.Integer, primary_key=True))
    found = [one[0] for one in differences(database, [metadata])]
    assert "remove_column" in found and "remove_table" in found
