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

RAW = tables_only(EXAMPLE.read_text())


@pytest.fixture
def database(url):
    made = make_engine(url)
    yield made
    made.dispose()


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


def usaha(**changes):
    """An entity with one of everything that the tests below change."""
    fields = [
        {"id": "faaaaaaa", "name": "nama", "required": True, "unique": True},
        {"id": "fbbbbbbb", "name": "modal", "type": "integer"},
        {"id": "fccccccc", "name": "jenis", "type": "choice", "options": {"choices": [
            {"id": "caaaaaaa", "name": "kecil"}, {"id": "cbbbbbbb", "name": "mikro"}]}},
        {"id": "fddddddd", "name": "induk", "type": "reference", "options": {"target": "usaha"}},
    ]  # fmt: skip
    fields = [{**f, **changes.pop(f["id"], {})} for f in fields]
    fields = [f for f in fields if not f.pop("gone", False)] + changes.pop("more", [])
    for field in fields:
        if field.get("type") == "reference":
            own = changes.get("name", "usaha")
            field["options"] = {**field["options"], "target": own}
    entity = {"id": "eaaaaaaa", "name": "usaha", "fields": fields, **changes}
    return read({"rakit": 1, "id": "saaaaaaa", "name": "contoh", "entities": [entity]})


def column(engine, name, table="usaha"):
    with engine.connect() as connection:
        query = sa.text(f'SELECT "{name}" FROM "{table}" ORDER BY id')
        return list(connection.execute(query).scalars())


def through(database, new, rows=None, old=None):
    """Make the old tables with rows, migrate; returns the migration."""
    old = old or usaha()
    create(database, old)
    insert_rows(database, old, 6)
    for statement in rows or ():
        with database.begin() as connection:
            connection.execute(sa.text(statement))
    made = migration(old, new, TYPES)
    run(database, made)
    assert differences(database, new) == [], made.text
    return made


def test_a_rename_is_a_rename_with_constraints_and_history(database):
    create_history(database)
    new = usaha(name="order", faaaaaaa={"name": "user"}, fddddddd={"name": "atas"})
    create(database, usaha())
    insert_rows(database, usaha())
    old_values = column(database, "nama")
    made = migration(usaha(), new, TYPES)
    run(database, made)
    assert made.losses == ()
    assert column(database, "user", "order") == old_values
    assert differences(database, new) == []
    assert column(database, "table_name", "kit_history") == ["order", "lain"]


def create_history(database):
    with database.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE kit_history (id INTEGER, table_name VARCHAR(63))")
        connection.exec_driver_sql("INSERT INTO kit_history VALUES (1, 'usaha'), (2, 'lain')")


def test_swapped_names_swap_nothing_else(database):
    new = usaha(faaaaaaa={"name": "modal"}, fbbbbbbb={"name": "nama"})
    create(database, usaha())
    insert_rows(database, usaha())
    names, capital = column(database, "nama"), column(database, "modal")
    run(database, migration(usaha(), new, TYPES))
    assert (column(database, "modal"), column(database, "nama")) == (names, capital)
    assert differences(database, new) == []


def test_choices_that_swap_names_swap_the_stored_values(database):
    choices = [{"id": "caaaaaaa", "name": "mikro"}, {"id": "cbbbbbbb", "name": "kecil"}]
    create(database, usaha())
    insert_rows(database, usaha())
    before = column(database, "jenis")
    run(database, migration(usaha(), usaha(fccccccc={"options": {"choices": choices}}), TYPES))
    swapped = {"kecil": "mikro", "mikro": "kecil", None: None}
    assert column(database, "jenis") == [swapped[one] for one in before]


def test_choices_in_lists_are_renamed_too(database):
    choices = [{"id": "caaaaaaa", "name": "satu"}, {"id": "cbbbbbbb", "name": "dua"}]
    renamed = [{"id": "caaaaaaa", "name": "uno"}, {"id": "cbbbbbbb", "name": "dua"}]
    many = {"type": "multichoice", "options": {"choices": choices}}
    old, new = usaha(fccccccc=many), usaha(fccccccc={**many, "options": {"choices": renamed}})
    create(database, old)
    insert_rows(database, old, 6)
    run(database, migration(old, new, TYPES))
    stored = {str(row["fccccccc"]) for row in rows_of(database, new)["eaaaaaaa"].values()}
    assert stored == {"[]", "['uno']", "['uno', 'dua']", "None"}


def test_a_removed_choice_strands_rows_and_says_how_many(database):
    left = [{"id": "caaaaaaa", "name": "kecil"}]
    old = usaha()
    create(database, old)
    insert_rows(database, old)
    made = migration(old, usaha(fccccccc={"options": {"choices": left}}), TYPES)
    (loss,) = made.losses
    assert loss.kind == "stranded" and "mikro" in loss.text and loss.node_id == "cbbbbbbb"
    with database.connect() as connection:
        assert [n for _, n in count_losses(connection, made.losses)] == [
            column(database, "jenis").count("mikro")
        ]


@pytest.mark.parametrize(
    ("kind", "options", "before", "after", "lost"),
    [
        ("integer", {}, ["1", " 2 ", "007", "3,5", "", "banyak"], [1, 2] + [None] * 4, 4),
        ("money", {}, ["1500.50", "-2", "1.2.3", "x", "1.", "0"],
         ["1500.5", "-2", None, None, None, "0"], 3),
        ("date", {}, ["2026-01-31", "2026-02-31", "1/2/2026", "2024-02-29", "2026-13-01", "x"],
         ["2026-01-31", None, None, "2024-02-29", None, None], 4),
        ("boolean", {}, ["ya", "Tidak", "1", "mungkin", "true", "0"],
         [True, False, True, None, True, False], 1),
        ("text", {"max_length": 3}, ["abcdef", "é", "abc", "", "1234", "x"],
         ["abc", "é", "abc", "", "123", "x"], 2),
        ("json", {}, ["{}", "a", "b", "c", "d", "e"], [None] * 6, 6),
    ],
)  # fmt: skip
def test_text_that_fits_the_new_type_is_kept_and_the_rest_is_counted(
    database, kind, options, before, after, lost
):
    old = usaha(fbbbbbbb={"type": "text"})
    new = usaha(fbbbbbbb={"type": kind, "options": options})
    create(database, old)
    insert_rows(database, old, 6)
    with database.begin() as connection:
        for n, text in enumerate(before, 1):
            update = sa.text("UPDATE usaha SET modal = :text WHERE id = :n")
            connection.execute(update, {"text": text, "n": n})
    made = migration(old, new, TYPES)
    with database.connect() as connection:
        (told,) = count_losses(connection, made.losses)
    assert (told[0].kind, told[1]) == ("narrowed", lost)
    run(database, made)
    assert differences(database, new) == []
    rows = rows_of(database, new)["eaaaaaaa"]
    found = [rows[n]["fbbbbbbb"] for n in range(1, 7)]
    assert [
        one if one is None or kind in ("boolean", "integer") else plain(one) for one in found
    ] == after


def plain(value):
    text = str(value)
    return text.rstrip("0").rstrip(".") if "." in text else text


@pytest.mark.parametrize(
    ("old", "new", "value", "expected"),
    [
        ("integer", "money", "7", "7"), ("integer", "text", "7", "7"),
        ("money", "integer", "7.60", "8"), ("boolean", "text", "true", "ya"),
        ("boolean", "integer", "true", "1"), ("date", "text", "'2026-01-31'", "2026-01-31"),
        ("date", "long_text", "'2026-01-31'", "2026-01-31"), ("integer", "boolean", "1", "True"),
        ("money", "percent", "12.34", "12.34"),
    ],
)  # fmt: skip
def test_types_that_mean_the_same_are_converted(database, old, new, value, expected):
    made = through(
        database, usaha(fbbbbbbb={"type": new}), [f"UPDATE usaha SET modal = {value}"],
        usaha(fbbbbbbb={"type": old}),
    )  # fmt: skip
    rows = rows_of(database, usaha(fbbbbbbb={"type": new}))["eaaaaaaa"]
    shown = str(rows[1]["fbbbbbbb"])
    assert shown in (expected, f"{expected}.00") or shown.rstrip("0").rstrip(".") == expected
    assert all(loss.kind == "narrowed" for loss in made.losses)


def test_dates_and_moments_turn_into_each_other(database):
    old, new = usaha(fbbbbbbb={"type": "date"}), usaha(fbbbbbbb={"type": "datetime"})
    create(database, old)
    insert_rows(database, old, 3)
    before = column(database, "modal")
    run(database, migration(old, new, TYPES))
    assert [str(one)[:10] for one in column(database, "modal")] == [str(one) for one in before]
    back = migration(new, old, TYPES)
    assert [loss.kind for loss in back.losses] == ["narrowed"]
    run(database, back)
    assert column(database, "modal") == before


def test_a_new_required_field_gets_its_default_in_old_rows(database):
    more = [{"id": "fxxxxxxx", "name": "asal", "required": True, "default": "warga: 'a'"}]
    made = through(database, usaha(more=more))
    assert column(database, "asal") == ["warga: 'a'"] * 6
    assert made.losses == (), "what the specification says needs no consent"


def test_a_value_that_nobody_gave_is_told(database):
    more = [{"id": "fxxxxxxx", "name": "asal", "required": True}]
    made = through(database, usaha(more=more))
    assert column(database, "asal") == ["-"] * 6
    assert [loss.kind for loss in made.losses] == ["invented"]


def test_a_new_unique_required_field_gets_a_value_of_its_own_in_each_row(database):
    more = [{"id": "fxxxxxxx", "name": "kode", "required": True, "unique": True}]
    through(database, usaha(more=more))
    assert len(set(column(database, "kode"))) == 6


def test_a_required_reference_stops_while_old_rows_have_none(database):
    more = [{"id": "fxxxxxxx", "name": "pusat", "type": "reference", "required": True,
             "options": {"target": "usaha"}}]  # fmt: skip
    old, new = usaha(), usaha(more=more)
    create(database, old)
    insert_rows(database, old)
    made = migration(old, new, TYPES)
    assert [loss.kind for loss in made.losses] == ["blocked"]
    with pytest.raises(RuntimeError, match="6 baris masih kosong"):
        run(database, made)
    assert differences(database, old) == []
    with database.begin() as connection:
        connection.exec_driver_sql("DELETE FROM usaha")
    run(database, made)
    assert differences(database, new) == []


def test_doubles_are_counted_before_a_field_becomes_unique(database):
    old, new = usaha(), usaha(fbbbbbbb={"unique": True})
    create(database, old)
    insert_rows(database, old)
    with database.begin() as connection:
        connection.exec_driver_sql("UPDATE usaha SET modal = 1 WHERE id < 4")
    made = migration(old, new, TYPES)
    with database.connect() as connection:
        ((loss, number),) = count_losses(connection, made.losses)
    assert (loss.kind, number) == ("blocked", 1)


def test_dropping_is_a_loss_with_its_count(database):
    old = usaha()
    create(database, old)
    insert_rows(database, old)
    made = migration(old, usaha(fbbbbbbb={"gone": True}, soft_delete=False), TYPES)
    with database.connect() as connection:
        counted = {loss.node_id: n for loss, n in count_losses(connection, made.losses)}
    assert counted == {"fbbbbbbb": 5, "eaaaaaaa.deleted_at": 0}
    run(database, made)
    assert differences(database, usaha(fbbbbbbb={"gone": True}, soft_delete=False)) == []


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
