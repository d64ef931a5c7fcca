"""The rules of a whole row: required, unique, cross-field checks, least number of inline rows."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from . import conditions
from .expression import paths
from .fields import Field, fields, inverses

if TYPE_CHECKING:
    from .filling import Filling

MISSING: tuple[Any, ...] = (None, "", [])


def broken(filling: Filling, row: Any, known: Collection[str] = ()) -> dict[str, str]:
    """The broken rules by field; `""` for what belongs to no field.

    `known` are fields that are wrong already: a check that looks at one of these would only tell
    the consequence, so it waits.
    """
    errors: dict[str, str] = {}
    for name, f in fields(type(row)).items():
        message = _missing(filling, row, f) or _double(filling, row, (f,) if f.unique else ())
        if message:
            errors[name] = message
    entity = type(row)
    for group in entity.__unique__:
        members = tuple(fields(entity)[name] for name in group)
        message = _double(filling, row, members)
        if message:
            errors.setdefault(group[-1], message)
    for check in entity.__checks__:
        used = {dotted.split(".")[0] for dotted in paths(conditions.tree(check.test))}
        if used & errors.keys() or used & set(known):
            continue
        if not conditions.holds(check.test, row, filling.actor):
            for name in check.fields or ("",):
                errors.setdefault(name, check.message)
    for name, inverse in inverses(entity).items():
        least = inverse.reference.min_rows
        if inverse.inline and least and len(filling.rows_of(row, name)) < least:
            errors.setdefault(name, f"Isi paling sedikit {least} baris {inverse.label}.")
    return errors


def _missing(filling: Filling, row: Any, f: Field) -> str:
    if getattr(row, f.key) not in MISSING or (f.target and getattr(row, f.name) is not None):
        return ""
    if f.computed or f.numbering:
        return ""
    wanted = f.required or (
        bool(f.required_if) and conditions.holds(f.required_if, row, filling.actor)
    )
    if f.visible_if and not f.required:
        wanted = wanted and conditions.holds(f.visible_if, row, filling.actor)
    return f"{f.label} wajib diisi." if wanted else ""


def _double(filling: Filling, row: Any, members: Sequence[Field]) -> str:
    """Another row with the same values, also a deleted one: the database keeps them apart too."""
    if not members:
        return ""
    entity = type(row)
    ask = select(entity.id, *(_deleted_at(entity)))
    for f in members:
        value = getattr(row, f.key)
        if value is None:
            return _double_in_form(filling, row, members)
        ask = ask.where(getattr(entity, f.key) == value)
    if row.id is not None:
        ask = ask.where(entity.id != row.id)
    found = filling.session.execute(ask.limit(1).execution_options(with_deleted=True)).first()
    if found is None:
        return _double_in_form(filling, row, members)
    label = ", ".join(f.label for f in members)
    if len(found) > 1 and found[1] is not None:
        return f"{label} ini dipakai data yang sudah dihapus. Pulihkan data itu, atau pakai lain."
    return f"{label} ini sudah terdaftar."


def _double_in_form(filling: Filling, row: Any, members: Sequence[Field]) -> str:
    """Two rows of one form with the same values: neither is in the database yet."""

    def values(one: Any) -> list[Any]:
        return [getattr(one, f.name) if f.target else getattr(one, f.key) for f in members]

    mine = values(row)
    if any(value is None for value in mine):
        return ""
    for other in filling.session.new:
        if other is not row and type(other) is type(row) and values(other) == mine:
            label = ", ".join(f.label for f in members)
            return f"{label} ini ditulis dua kali."
    return ""


def _deleted_at(entity: type[Any]) -> tuple[Any, ...]:
    return (entity.deleted_at,) if entity.__soft_delete__ else ()
