"""What happens to rows when one thing of an entity changes: renamed, retyped, required, removed."""

import pytest
import sqlalchemy as sa

from builder.migrate import count_losses, migration

from .migrating import (
    TYPES,
    create,
    differences,
    insert_rows,
    rows_of,
    run,
)
from .one_entity import column, through, usaha


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
