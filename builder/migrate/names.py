"""Renames, in an order that survives swaps and rings: through a name in between."""

from __future__ import annotations

from collections.abc import Mapping

from .schema import Column, Table
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
    renamed = {a: b for a, b in wanted.items() if a != b}
    counters = {
        f"{old[i].name}.{column.name}": f"{new[i].name}.{new[i].by_id[column.id].name}"
        for i in old
        if i in new
        for column in old[i].columns
        if column.counts and column.id in new[i].by_id
    }
    counters = {a: b for a, b in counters.items() if a != b}
    for table, name, names in (
        ("kit_history", "table_name", renamed),
        ("kit_notice", "table_name", renamed),
        ("kit_counter", "name", counters),
    ):
        if names:
            steps.helpers.add("known_as")
            steps.names.append(f"known_as({table!r}, {name!r}, {names!r})")


def rename_columns(steps: Steps, old: Table, new: Table) -> None:
    """A column that goes steps aside where its name is taken (see `parting_name`)."""
    wanted = {
        c.name: new.by_id[c.id].name if c.id in new.by_id else parting_name(c, new)
        for c in old.columns
    }
    for before, after in rename_order(wanted):
        statement = f'ALTER TABLE "{new.name}" RENAME COLUMN "{before}" TO "{after}"'
        steps.sql(steps.names, statement)


def parting_name(column: Column, new: Table) -> str:
    """Under which name a column waits to be dropped."""
    taken = any(one.name == column.name for one in new.columns)
    return f"_{column.name}_" if taken else column.name
