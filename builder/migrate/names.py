"""Renames, in an order that survives swaps and rings: through a name in between."""

from __future__ import annotations

from collections.abc import Mapping

from .schema import Table
from .steps import Steps


def rename_order(wanted: Mapping[str, str]) -> list[tuple[str, str]]:
    """Old -> new names as single renames, none onto a name that is still in use."""
    left = {old: new for old, new in wanted.items() if old != new}
    order: list[tuple[str, str]] = []
    while left:
        free = next((old for old, new in left.items() if new not in left), None)
        if free is not None:
            order.append((free, left.pop(free)))
            continue
        old = next(iter(left))  # only rings are left: step aside
        order.append((old, f"_{old}"))
        left[f"_{old}"] = left.pop(old)
    return order


def rename_tables(steps: Steps, old: Mapping[str, Table], new: Mapping[str, Table]) -> None:
    """Tables keep rows, references and (PostgreSQL) the name of their primary key in step."""
    wanted = {old[i].name: new[i].name for i in old if i in new}
    for before, after in rename_order(wanted):
        steps.names.append(f"op.rename_table({before!r}, {after!r})")
    keys = {old[i].primary: new[i].primary for i in old if i in new}
    keys = {a: b for a, b in keys.items() if a != b}
    if keys:
        steps.helpers.add("sqlite")
        owners = {old[i].primary: new[i].name for i in old if i in new}
        steps.names.append("if not sqlite:")
        for before, after in rename_order(keys):
            table = owners[before]
            owners[after] = table
            statement = f'ALTER TABLE "{table}" RENAME CONSTRAINT "{before}" TO "{after}"'
            steps.names.append(f"    op.execute({statement!r})")
    renamed = [(old[i].name, new[i].name) for i in old if i in new]
    renamed = [(a, b) for a, b in renamed if a != b]
    if renamed:
        steps.helpers.add("known_as")
        steps.names.append(f"known_as({dict(renamed)!r})")


def rename_columns(steps: Steps, old: Table, new: Table) -> None:
    wanted = {c.name: new.by_id[c.id].name for c in old.columns if c.id in new.by_id}
    for before, after in rename_order(wanted):
        statement = f'ALTER TABLE "{new.name}" RENAME COLUMN "{before}" TO "{after}"'
        steps.sql(steps.names, statement)
