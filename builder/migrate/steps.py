"""The parts of a version file, collected in the order in which they must happen."""

from __future__ import annotations

from dataclasses import dataclass, field

from .losses import Loss
from .schema import Column, Table


@dataclass
class Steps:
    """Source lines of `upgrade()`: what goes, names, new things, values, what gets strict.

    What goes comes first, so that its names are free; it is all one transaction.
    """

    drop: list[str] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    free: list[str] = field(default_factory=list)
    create: list[str] = field(default_factory=list)
    values: list[str] = field(default_factory=list)
    strict: list[str] = field(default_factory=list)
    last: list[str] = field(default_factory=list)
    losses: list[Loss] = field(default_factory=list)
    helpers: set[str] = field(default_factory=set)

    def sql(self, where: list[str], statement: str) -> None:
        where.append(f"op.execute({statement!r})")

    def both(self, where: list[str], postgresql: str, sqlite: str) -> None:
        """A statement in the words of each database."""
        if postgresql == sqlite:
            self.sql(where, postgresql)
        else:
            self.helpers.add("sqlite")
            where.append(f"op.execute({sqlite!r} if sqlite else {postgresql!r})")

    def lines(self) -> list[str]:
        first = [*self.drop, *self.names, *self.free, *self.create]
        return [*first, *self.values, *self.strict, *self.last]


def column_source(column: Column, *, nullable: bool | None = None, primary: bool = False) -> str:
    """`sa.Column("nama", sa.String(200), nullable=False)`."""
    words = [repr(column.name), column.type]
    if not primary:
        words.append(f"nullable={column.nullable if nullable is None else nullable}")
    if column.comment:
        words.append(f"comment={column.comment!r}")
    return f"sa.Column({', '.join(words)})"


def create_table(table: Table, tables: dict[str, Table], later: set[str]) -> str:
    """`op.create_table(…)` with all constraints but those to tables in `later`."""
    words = [repr(table.name)]
    words += [column_source(column, primary=column.name == "id") for column in table.columns]
    for column in table.references:
        assert column.target
        if column.target not in later:
            words.append(
                f"sa.ForeignKeyConstraint([{column.name!r}], [{key_target(column, tables)!r}], "
                f"name=op.f({table.key_of(column)!r}), ondelete={column.on_delete!r})"
            )
    words.append(f"sa.PrimaryKeyConstraint('id', name=op.f({table.primary!r}))")
    for one in table.constraints:
        if one.kind == "uq":
            names = ", ".join(map(repr, table.names(one.columns)))
            words.append(f"sa.UniqueConstraint({names}, name=op.f({table.name_of(one)!r}))")
    return f"op.create_table({', '.join(words)},)"


def create_index(table: Table, name: str, columns: tuple[str, ...]) -> str:
    return f"op.create_index(op.f({name!r}), {table.name!r}, {list(columns)!r})"


def key_target(column: Column, tables: dict[str, Table]) -> str:
    assert column.target
    return f"{tables[column.target].name}.id"


def create_key(table: Table, column: Column, tables: dict[str, Table]) -> str:
    """Inside a batch."""
    assert column.target
    return (
        f"batch.create_foreign_key(op.f({table.key_of(column)!r}), "
        f"{tables[column.target].name!r}, [{column.name!r}], ['id'], "
        f"ondelete={column.on_delete!r})"
    )
