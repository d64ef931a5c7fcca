"""Migrations keep rows: from many random pairs of specifications, on both databases."""

import ast

import pytest
import sqlalchemy as sa

from builder.migrate import MigrateError, count_losses, head, migration, schema
from builder.storage.base import make_engine

from .migrating import (
    EXAMPLE,
    TYPES,
    Editor,
    create,
    differences,
    insert_rows,
    read,
    rows_of,
    run,
    tables_only,
)
from .one_entity import usaha

RAW = tables_only(EXAMPLE.read_text())


def check_pair(database, old, new):
    """Create the old tables, fill them, migrate, compare everything."""
    create(database, old)
    insert_rows(database, old)
    before = rows_of(database, old)
    made = migration(old, new, TYPES)
    blocked = [loss for loss in made.losses if loss.kind == "blocked"]
    with database.connect() as connection:
        counted = dict(count_losses(connection, made.losses))
    if any(counted[loss] for loss in blocked):
        with pytest.raises((RuntimeError, sa.exc.IntegrityError)):
            run(database, made)
        assert differences(database, old) == [], "a migration that stops leaves nothing behind"
        assert rows_of(database, old) == before
        return made
    run(database, made)
    assert differences(database, new) == [], made.text
    after = rows_of(database, new)
    lost = {loss.node_id for loss in made.losses if counted[loss]}
    kept_same(schema(old, TYPES), schema(new, TYPES), before, after, lost, made)
    return made


def kept_same(old, new, before, after, lost, made):
    for table_id in old.keys() & new.keys():
        assert after[table_id].keys() == before[table_id].keys(), "no row is lost"
        for column in old[table_id].columns:
            there = new[table_id].by_id.get(column.id)
            if there is None or there.type != column.type or there.choices != column.choices:
                continue
            if column.id in lost or (column.nullable and not there.nullable):
                continue
            for row, values in before[table_id].items():
                assert after[table_id][row][column.id] == values[column.id], (column, made.text)


@pytest.mark.parametrize("seed", range(24))
def test_any_edit_of_a_specification_is_migrated_with_its_rows(tmp_path, seed):
    engine = make_engine(f"sqlite:///{tmp_path}/app.db")
    check_pair(engine, read(RAW), read(Editor(RAW, seed).edit(1 + seed % 12)))
    engine.dispose()


@pytest.mark.postgres
@pytest.mark.parametrize("seed", range(10))
def test_any_edit_is_migrated_on_postgresql_too(postgres_url, seed):
    engine = make_engine(postgres_url)
    check_pair(engine, read(RAW), read(Editor(RAW, 100 + seed).edit(2 + seed)))
    engine.dispose()


@pytest.mark.prove
@pytest.mark.parametrize("seed", range(1000, 1300))
def test_very_many_edits(tmp_path, seed):
    engine = make_engine(f"sqlite:///{tmp_path}/app.db")
    check_pair(engine, read(RAW), read(Editor(RAW, seed).edit(1 + seed % 25)))
    engine.dispose()


@pytest.mark.prove
@pytest.mark.postgres
@pytest.mark.parametrize("seed", range(2000, 2080))
def test_very_many_edits_on_postgresql(postgres_url, seed):
    engine = make_engine(postgres_url)
    check_pair(engine, read(RAW), read(Editor(RAW, seed).edit(1 + seed % 25)))
    engine.dispose()


def test_the_first_version_makes_exactly_the_tables_of_the_specification(database):
    create(database, read(RAW))
    assert differences(database, read(RAW)) == []


def test_the_same_pair_gives_the_same_bytes_and_an_id_without_date():
    new = read(Editor(RAW, 5).edit(8))
    first, second = (migration(read(RAW), new, TYPES, after="aaa") for _ in range(2))
    assert first == second
    assert first.name == f"{first.revision}.py" and first.path.startswith("migrations/versions/")
    assert migration(read(RAW), new, TYPES, after="bbb").revision != first.revision
    ast.parse(first.text)


def test_nothing_that_touches_tables_is_no_version():
    made = migration(read(RAW), read(RAW), TYPES)
    assert not made and made.text == "" and made.losses == ()


def test_long_names_are_cut_by_the_rule_of_the_kit(database):
    long = "a" * 54
    old = usaha(name=long, fddddddd={"name": "b" * 54})
    create(database, old)
    assert differences(database, old) == []
    new = usaha(name="c" * 54, fddddddd={"name": "d" * 54})
    run(database, migration(old, new, TYPES))
    assert differences(database, new) == []


def test_the_last_version_of_a_chain_is_found_and_a_fork_refused():
    text = "revision = {!r}\ndown_revision = {!r}\n"
    files = [text.format("b", "a"), text.format("a", None), text.format("c", "b")]
    assert head(files) == "c"
    assert head([]) is None
    with pytest.raises(MigrateError, match="bercabang"):
        head([*files, text.format("d", "b")])
    made = migration(None, usaha(), TYPES)
    follow = migration(
        usaha(), usaha(name="lain", fddddddd={"gone": True}), TYPES, after=made.revision
    )
    assert head([follow.text, made.text]) == follow.revision
