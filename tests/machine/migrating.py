"""Two revisions of a specification, rows in between: what the migration tests stand on."""

from __future__ import annotations

import copy
import random
import types as python_types
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.operations import Operations

from builder.kit.database import NAMES
from builder.migrate import Migration, Table, migration, schema
from builder.spec import Spec, from_raw, load
from builder.spec.testing import core_types

TYPES = core_types()
EXAMPLE = Path(__file__).with_name("example.yaml")


def tables_only(text: str) -> dict[str, Any]:
    """A specification's entities and links as plain values, without expressions and screens."""
    from builder.spec import plain

    raw = copy.deepcopy(dict(plain(load(text, TYPES))))
    raw = python_dict(raw)
    for key in ("screens", "menu", "roles", "i18n", "flows", "units"):
        raw.pop(key, None)
    for table in (*raw["entities"], *raw.get("links", ())):
        for key in ("checks", "display", "tree", "unit_by"):
            table.pop(key, None)
        for field in table.get("fields", ()):
            for key in ("computed", "required_if", "visible_if", "readonly_if"):
                field.pop(key, None)
            field.get("options", {}).pop("filter", None)
            field.get("options", {}).pop("issued", None)
    return raw


def python_dict(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: python_dict(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [python_dict(one) for one in value]
    return value


def read(raw: dict[str, Any]) -> Spec:
    return from_raw(copy.deepcopy(raw), TYPES)


def tables_of(spec: Spec) -> sa.MetaData:
    """The tables of a specification as SQLAlchemy knows them, by kit's naming convention."""
    metadata = sa.MetaData(naming_convention=NAMES)
    found = schema(spec, TYPES)
    for table in found.values():
        columns = []
        for column in table.columns:
            words: list[Any] = [eval(column.type, {"sa": sa})]
            if column.target:
                key = f"{found[column.target].name}.id"
                words.append(sa.ForeignKey(key, ondelete=column.on_delete))
            columns.append(
                sa.Column(
                    column.name, *words, primary_key=column.name == "id",
                    nullable=column.nullable, comment=column.comment,
                )
            )  # fmt: skip
        made = sa.Table(table.name, metadata, *columns)
        for one in table.constraints:
            names = table.names(one.columns)
            if one.kind == "uq":
                made.append_constraint(sa.UniqueConstraint(*names))
            else:
                sa.Index(table.name_of(one), *(made.c[name] for name in names))
    return metadata


@contextmanager
def strict(engine: sa.Engine) -> Iterator[sa.Connection]:
    """As the environment of an application runs a version: references rest on SQLite, one
    transaction, references checked at the end."""
    with engine.connect() as connection:
        lite = engine.dialect.name == "sqlite"
        if lite:
            connection.exec_driver_sql("PRAGMA foreign_keys = OFF")
            connection.commit()
        try:
            with connection.begin():
                yield connection
                if lite:
                    bad = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
                    assert bad == []
        finally:
            if lite:
                connection.exec_driver_sql("PRAGMA foreign_keys = ON")


def run(engine: sa.Engine, made: Migration) -> None:
    """Execute a version's `upgrade()`."""
    if not made:
        return
    module = python_types.ModuleType("version")
    exec(compile(made.text, made.name, "exec"), module.__dict__)
    with strict(engine) as connection:
        context = MigrationContext.configure(connection)
        with Operations.context(context):
            module.upgrade()


def differences(engine: sa.Engine, spec: Spec) -> list[Any]:
    """What Alembic would still change to reach the specification's tables."""
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        found = compare_metadata(context, tables_of(spec))
    return [one for one in found if not (one[0] == "remove_table" and one[1].name[:4] == "kit_")]


def create(engine: sa.Engine, spec: Spec) -> None:
    run(engine, migration(None, spec, TYPES))


MOMENT = datetime(2026, 3, 4, 5, 6, 7, tzinfo=UTC)


def value(column: Any, table: Table, n: int) -> Any:
    """The n-th sample value of a column; every seventh optional one is empty."""
    if column.nullable and n % 7 == 3:
        return None
    if column.kind == "choice" and column.choices:
        return column.choices[n % len(column.choices)][1]
    if column.kind == "choices":
        return [name for _, name in column.choices][: n % 3]
    plain = {
        "bool": n % 2 == 0,
        "date": date(2026, 1, 1 + n % 28),
        "datetime": MOMENT,
        "time": time(7, 30),
        "int": n,
        "decimal": Decimal(n) / 4,
        "money": Decimal(1000 * n),
        "json": {"n": n},
    }
    return plain.get(column.kind, f"{n}" if n % 2 else f"t'{n}: é")


def insert_rows(engine: sa.Engine, spec: Spec, rows: int = 6) -> dict[str, int]:
    """Rows in every table, references pointing to existing rows; how many by table id."""
    found, metadata, counts = schema(spec, TYPES), tables_of(spec), {}
    with strict(engine) as connection:
        if engine.dialect.name == "postgresql":  # rings of references: in any order
            connection.exec_driver_sql("SET LOCAL session_replication_role = replica")
        for table in found.values():
            made = []
            for n in range(1, rows + 1):
                row = {c.name: value(c, table, n) for c in table.columns}
                row |= {"id": n, "version": 1, "created_at": MOMENT, "updated_at": MOMENT}
                row |= {"deleted_at": None} if "deleted_at" in row else {}
                for column in table.references:
                    row[column.name] = 1 + n % rows
                    if column.nullable and n % 3 == 0:
                        row[column.name] = None
                made.append(row)
            connection.execute(metadata.tables[table.name].insert(), made)
            counts[table.id] = rows
    return counts


def rows_of(engine: sa.Engine, spec: Spec) -> dict[str, dict[int, dict[str, Any]]]:
    """table id -> row id -> field id -> value."""
    found, metadata = schema(spec, TYPES), tables_of(spec)
    with engine.connect() as connection:
        return {
            table.id: {
                row.id: {c.id: getattr(row, c.name) for c in table.columns}
                for row in connection.execute(sa.select(metadata.tables[table.name]))
            }
            for table in found.values()
        }


class Editor:
    """Random edits of a plain specification, each as a person might make it."""

    def __init__(self, raw: dict[str, Any], seed: int) -> None:
        self.raw, self.random, self.count = copy.deepcopy(raw), random.Random(seed), 0

    def id(self) -> str:
        letters = "abcdefghijklmnopqrstuvwxyz"
        return "".join(self.random.choice(letters) for _ in range(8))

    def word(self) -> str:
        self.count += 1
        return self.random.choice(["baru", "lain", "order", "nilai", "urut"]) + f"_{self.count}"

    def entity(self) -> dict[str, Any]:
        return self.random.choice(self.raw["entities"])

    def plain_field(self, entity: dict[str, Any]) -> dict[str, Any] | None:
        used = {name for group in entity.get("unique", []) for name in group}
        free = [
            f for f in entity["fields"] if f.get("type") != "reference" and f["name"] not in used
        ]
        return self.random.choice(free) if free else None

    def edit(self, times: int) -> dict[str, Any]:
        moves = [getattr(self, name) for name in sorted(dir(self)) if name.startswith("do_")]
        for _ in range(times):
            self.random.choice(moves)()
        return self.raw

    def do_rename_entity(self) -> None:
        entity = self.entity()
        self.rename_entity(entity, self.word())

    def rename_entity(self, entity: dict[str, Any], new: str) -> None:
        old, entity["name"] = entity["name"], new
        for table in (*self.raw["entities"], *self.raw.get("links", ())):
            for field in table.get("fields", ()):
                if field.get("options", {}).get("target") == old:
                    field["options"]["target"] = new
        for link in self.raw.get("links", ()):
            link.setdefault("names", list(link["between"]))
            link["between"] = [new if one == old else one for one in link["between"]]

    def do_swap_entities(self) -> None:
        a, b = self.random.sample(self.raw["entities"], 2)
        first, second = a["name"], b["name"]
        self.rename_entity(a, "sementara_x")
        self.rename_entity(b, first)
        self.rename_entity(a, second)

    def rename_field(self, entity: dict[str, Any], field: dict[str, Any], new: str) -> None:
        old, field["name"] = field["name"], new
        for key in ("unique", "indexes"):
            if key in entity:
                groups = entity[key]
                entity[key] = [[new if one == old else one for one in g] for g in groups]

    def do_rename_field(self) -> None:
        entity = self.entity()
        self.rename_field(entity, self.random.choice(entity["fields"]), self.word())

    def do_swap_fields(self) -> None:
        entity = self.entity()
        if len(entity["fields"]) > 1:
            a, b = self.random.sample(entity["fields"], 2)
            first, second = a["name"], b["name"]
            self.rename_field(entity, a, "sementara_y")
            self.rename_field(entity, b, first)
            self.rename_field(entity, a, second)

    def do_add_field(self) -> None:
        kind, default = self.random.choice(
            [("text", None), ("text", "isi: 'a'"), ("integer", "7"), ("money", None),
             ("date", "today"), ("boolean", "true"), ("long_text", None), ("year", "2026"),
             ("datetime", "now"), ("time", None), ("nik", None), ("uuid", None)]
        )  # fmt: skip
        field = {"id": self.id(), "name": self.word(), "type": kind, "definition": "Arti: 'x'"}
        field["required"] = self.random.random() < 0.6
        if default is not None:
            field["default"] = default
        self.entity()["fields"].append(field)

    def do_add_choice(self) -> None:
        choices = [{"id": self.id(), "name": name} for name in ("satu", "dua")]
        field = {"id": self.id(), "name": self.word(), "type": "choice", "required": True,
                 "options": {"choices": choices}}  # fmt: skip
        self.entity()["fields"].append(field)

    def do_add_reference(self) -> None:
        rule = self.random.choice(["restrict", "cascade", "clear"])
        options = {"target": self.entity()["name"], "on_delete": rule}
        field = {"id": self.id(), "name": self.word(), "type": "reference", "options": options}
        self.entity()["fields"].append(field)

    def do_remove_field(self) -> None:
        entity = self.entity()
        field = self.random.choice(entity["fields"])
        if len(entity["fields"]) > 1:
            entity["fields"].remove(field)
            for key in ("unique", "indexes"):
                groups = [g for g in entity.get(key, []) if field["name"] not in g]
                entity[key] = groups

    def do_change_type(self) -> None:
        field = self.plain_field(self.entity())
        if field:
            kind = self.random.choice(
                ["text", "integer", "money", "decimal", "percent", "date", "boolean", "long_text",
                 "year", "datetime", "json", "time", "nik", "phone"]
            )  # fmt: skip
            field.update(type=kind, options={})
            field.pop("default", None)
            field["unique"] = False

    def do_toggle_required(self) -> None:
        field = self.plain_field(self.entity())
        if field:
            field["required"] = not field.get("required", False)

    def do_toggle_unique(self) -> None:
        field = self.plain_field(self.entity())
        if field and field.get("unique"):
            field["unique"] = False
        elif field and field.get("type", "text") in ("text", "integer", "money"):
            field["unique"] = True

    def do_on_delete(self) -> None:
        keys = [f for f in self.entity()["fields"] if f.get("type") == "reference"]
        if keys:
            field = self.random.choice(keys)
            optional = not field.get("required")
            rules = ["restrict", "cascade", *(["clear"] if optional else [])]
            field["options"]["on_delete"] = self.random.choice(rules)

    def do_index(self) -> None:
        entity = self.entity()
        group = [f["name"] for f in self.random.sample(entity["fields"], 1)]
        group += [f["name"] for f in entity["fields"] if f["name"] not in group][:1]
        known = entity.setdefault("indexes", [])
        if len(group) == 2 and group not in known:
            known.append(group)

    def do_drop_groups(self) -> None:
        entity = self.entity()
        entity["unique"], entity["indexes"] = [], []

    def do_soft_delete(self) -> None:
        entity = self.entity()
        entity["soft_delete"] = not entity.get("soft_delete", True)

    def do_definition(self) -> None:
        field = self.random.choice(self.entity()["fields"])
        field["definition"] = self.random.choice(["Arti lain.", "Ini: 'kutip' dan :titik"])

    def do_rename_choice(self) -> None:
        for field in self.entity()["fields"]:
            choices = field.get("options", {}).get("choices", [])
            if len(choices) > 1:
                choices[0]["name"], choices[1]["name"] = choices[1]["name"], choices[0]["name"]
                field.pop("default", None)

    def do_add_entity(self) -> None:
        target = self.entity()["name"]
        name, other = self.word(), self.word()
        key = {"id": self.id(), "name": "asal", "type": "reference", "required": True,
               "options": {"target": target, "on_delete": "cascade"}}  # fmt: skip
        back = {"id": self.id(), "name": "pasangan", "type": "reference",
                "options": {"target": other, "on_delete": "clear"}}  # fmt: skip
        there = {"id": self.id(), "name": "pasangan", "type": "reference",
                 "options": {"target": name, "on_delete": "clear"}}  # fmt: skip
        text = {"id": self.id(), "name": "isi", "required": True, "unique": True}
        self.raw["entities"].append({"id": self.id(), "name": name, "fields": [key, back, text]})
        self.raw["entities"].append({"id": self.id(), "name": other, "fields": [there]})

    def do_remove_entity(self) -> None:
        entity = self.entity()
        name = entity["name"]
        if len(self.raw["entities"]) > 3:
            self.raw["entities"].remove(entity)
            links = [one for one in self.raw.get("links", ()) if name not in one["between"]]
            self.raw["links"] = links
            for table in (*self.raw["entities"], *links):
                for field in list(table.get("fields", ())):
                    if field.get("options", {}).get("target") == name:
                        table["fields"].remove(field)
                        for key in ("unique", "indexes"):
                            groups = table.get(key, [])
                            table[key] = [g for g in groups if field["name"] not in g]
                if not table.get("fields") and table in self.raw["entities"]:
                    table["fields"] = [{"id": self.id(), "name": "sisa"}]

    def do_remove_link(self) -> None:
        self.raw["links"] = []
