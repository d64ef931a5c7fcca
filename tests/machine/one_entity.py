"""An application of one entity, and the road from one of its versions to another."""

import sqlalchemy as sa

from builder.migrate import migration

from .migrating import (
    TYPES,
    create,
    differences,
    insert_rows,
    read,
    run,
)


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
