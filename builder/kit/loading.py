"""Bringing rows from another system."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, insert, select, text, update
from sqlalchemy.exc import IntegrityError

from .database import Entity, now
from .fields import Field, fields

if TYPE_CHECKING:
    from .application import Application

AT_ONCE = 1000


def load_rows(application: Application, folder: Path) -> dict[str, int]:
    """Rows from `<table>.jsonl`: one object a line, by field name, with its `id`.

    Ids are kept, ids that are there already are left alone, so that it may be repeated. One
    transaction for all files. A line that cannot be read stops everything, by file and line; so
    does one that the tables refuse, by file.
    """
    session = application.db.session
    made: dict[str, int] = {}
    later: list[tuple[Any, int, dict[str, Any]]] = []
    done: set[type[Entity]] = set()
    with application.gate.together():
        for entity in parents_first(application.entities):
            file = folder / f"{entity.__tablename__}.jsonl"
            waits = [
                f.column.name
                for f in fields(entity).values()
                if f.target
                and f.entity_of_target() is not entity
                and f.entity_of_target() not in done
            ]
            if file.is_file():
                made[entity.__tablename__] = _load(session, application, entity, file, waits, later)
            done.add(entity)
        for table, number, values in later:  # references in a circle: when all rows are there
            session.execute(update(table).where(table.c.id == number).values(values))
    reset_sequences(session, application.entities)
    session.commit()
    return made


def parents_first(entities: tuple[type[Entity], ...]) -> list[type[Entity]]:
    """In the order of all references; in a circle the one whose required ones are there."""
    left, done = list(entities), []
    while left:

        def ready(one: type[Entity], required_only: bool) -> bool:
            pointed = [f for f in fields(one).values() if f.target]
            return all(
                f.entity_of_target() is one
                or f.entity_of_target() in done
                or (required_only and not f.required)
                for f in pointed
            )

        found = next((one for one in left if ready(one, False)), None)
        found = found or next((one for one in left if ready(one, True)), left[0])
        left.remove(found)
        done.append(found)
    return done


def _load(
    session: Any,
    application: Application,
    entity: type[Entity],
    file: Path,
    waits: list[str],
    later: list[tuple[Any, int, dict[str, Any]]],
) -> int:
    known = set(session.scalars(select(entity.id).execution_options(with_deleted=True)))
    table: Any = entity.__table__
    made, batch = 0, []
    for number, line in _lines(file):
        try:
            row = _row(application, entity, json.loads(line))
        except (ValueError, TypeError, KeyError) as error:
            raise ValueError(f"{file.name}, baris {number}: {error}") from error
        if row["id"] in known:
            continue
        known.add(row["id"])
        if held := {name: row[name] for name in waits if row[name] is not None}:
            later.append((entity.__table__, row["id"], held))
            row.update(dict.fromkeys(held))
        batch.append(row)
        if len(batch) >= AT_ONCE:
            _put(session, table, batch, file)
            made, batch = made + len(batch), []
    if batch:
        _put(session, table, batch, file)
    return made + len(batch)


def _put(session: Any, table: Any, batch: list[dict[str, Any]], file: Path) -> None:
    try:
        session.execute(insert(table), batch)
    except IntegrityError as error:
        ids = f"{batch[0]['id']} sampai {batch[-1]['id']}"
        words = (
            f"{file.name}, di antara id {ids}: nilai kembar, atau rujukan ke baris yang tidak ada"
        )
        raise ValueError(f"{words} ({error.orig})") from error


def _lines(file: Path) -> Iterator[tuple[int, str]]:
    with file.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            if line.strip():
                yield number, line


def _row(application: Application, entity: type[Entity], raw: dict[str, Any]) -> dict[str, Any]:
    at = now()
    row: dict[str, Any] = {
        "id": int(raw["id"]),
        "created_at": at,
        "updated_at": at,
        "created_by_id": None,
        "updated_by_id": None,
        "version": 1,
    }
    flow = application.scope.flows.get(entity)
    for name, f in fields(entity).items():
        value = raw.get(name, raw.get(f.key))
        row[f.column.name] = _value(f, value)
        if f.required and (value is None or value == "") and (default := _instead(f)) is not None:
            row[f.column.name] = default
        if flow is not None and f.key == flow.status.key and value in (None, ""):
            row[f.column.name] = str(flow.initial)
        if row[f.column.name] is None and f.required:
            raise ValueError(f"{f.label} wajib diisi.")
    if entity.__soft_delete__:
        row["deleted_at"] = None
    return row


def _value(f: Field, value: Any) -> Any:
    if value is None or value == "":
        if f.boolean and f.required:
            return False
        return None
    if f.target:
        return int(value)
    if f.file or f.numbering:
        return str(value)
    return f.clean(value)


def _instead(f: Field) -> Any:
    """What stands in a required field that the file does not hold: its default."""
    default = f.info.get("default")
    if default is None or f.target or default in ("today", "now", "user.unit"):
        return None
    return f.clean(default)


def reset_sequences(session: Any, entities: tuple[type[Entity], ...]) -> None:
    """On PostgreSQL ids given by hand leave the sequence behind; bring it after the last id."""
    if session.get_bind().dialect.name != "postgresql":
        return
    for entity in entities:
        last = session.scalar(select(func.max(entity.id)).execution_options(with_deleted=True))
        if last:
            ask = text("SELECT setval(pg_get_serial_sequence(:name, 'id'), :last)")
            session.execute(ask, {"name": entity.__tablename__, "last": last})
