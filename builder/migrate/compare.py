"""Two schemas by ids -> the steps between them, and what they can't keep."""

from __future__ import annotations

from collections.abc import Mapping

from .convert import Conversion, at, conversion, family, postgresql_type, quoted
from .fill import fill, said, text_literal
from .losses import Loss, count_doubles, count_rows
from .names import parting_name, rename_columns, rename_tables
from .schema import Column, Constraint, Table
from .steps import Steps, column_source, create_index, create_key, create_table

Tables = Mapping[str, Table]


def compare(old: Tables, new: Tables) -> Steps:
    """Everything that leads from one set of tables to the other."""
    steps = Steps()
    kept = [(old[i], new[i]) for i in new if i in old]
    _drop(steps, [old[i] for i in old if i not in new], old)
    _drop_index_of_renamed(steps, kept)
    rename_tables(steps, old, new)
    for before, after in kept:
        rename_columns(steps, before, after)
    _create(steps, [new[i] for i in new if i not in old], dict(new))
    for before, after in kept:
        _TableSteps(steps, before, after, dict(new)).write()
    return steps


def _drop_index_of_renamed(steps: Steps, kept: list[tuple[Table, Table]]) -> None:
    """Names of indexes are shared by the whole database: free them before anything is renamed."""
    for before, after in kept:
        for name in sorted(_indexes(before).items() - _indexes(after).items()):
            steps.names.append(f"op.drop_index(op.f({name[0]!r}), {before.name!r})")


def _indexes(table: Table) -> dict[str, tuple[str, ...]]:
    return {table.name_of(c): c.columns for c in table.constraints if c.kind == "ix"}


def _create(steps: Steps, tables: list[Table], all_tables: dict[str, Table]) -> None:
    """In the order of their references; what closes a ring is added when both ends stand."""
    waiting = {table.id: table for table in tables}
    closing: list[tuple[Table, Column]] = []
    while waiting:
        ready = next(
            (t for t in waiting.values() if not _needs(t) & (waiting.keys() - {t.id})), None
        )
        table = ready or next(iter(waiting.values()))
        del waiting[table.id]
        later = _needs(table) & waiting.keys()
        closing += [(table, column) for column in table.references if column.target in later]
        steps.create.append(create_table(table, all_tables, later))
        for name, columns in _indexes(table).items():
            steps.create.append(create_index(table, name, table.names(columns)))
    for table, column in closing:
        steps.helpers.add("rebuilt")
        steps.create.append(f"with rebuilt({table.name!r}) as batch:")
        steps.create.append(f"    {create_key(table, column, all_tables)}")


def _needs(table: Table) -> set[str]:
    return {column.target for column in table.references if column.target}


def _drop(steps: Steps, tables: list[Table], old: Tables) -> None:
    gone = {table.id for table in tables}
    ties = [
        (table, column)
        for table in old.values()
        for column in table.references
        if column.target in gone and column.target != table.id
    ]
    if ties:
        steps.helpers.add("sqlite")
        steps.drop.append("if not sqlite:")
        for table, column in ties:
            name = table.key_of(column)
            steps.drop.append(
                f"    op.drop_constraint(op.f({name!r}), {table.name!r}, type_='foreignkey')"
            )
    pointed_at = {column.target for table, column in ties if table.id not in gone}
    while more := {c.target for t, c in ties if t.id in pointed_at} - pointed_at:
        pointed_at |= more  # reading a table's structure reads on along its references
    for table in tables:
        steps.helpers.add("strict")
        if table.id in pointed_at:
            _drop_when_free(steps, table)
        else:
            steps.drop.append(f"op.drop_table({table.name!r})")
        rows = count_rows(table.name)
        words = f"Tabel {table.label} dihapus; semua barisnya ikut hilang."
        steps.losses.append(Loss("dropped", words, table.id, rows, rows))


def _drop_when_free(steps: Steps, table: Table) -> None:
    """SQLite can't rebuild a table that points to nothing: what goes steps aside until then."""
    aside = f"_{table.name}_"
    steps.drop.append("if sqlite:")
    for name in _indexes(table):
        steps.drop.append(f"    op.drop_index(op.f({name!r}), {table.name!r})")
    steps.drop.append(f"    op.rename_table({table.name!r}, {aside!r})")
    steps.drop.append("else:")
    steps.drop.append(f"    op.drop_table({table.name!r})")
    steps.last.append("if sqlite:")
    steps.last.append(f"    op.drop_table({aside!r})")


class _TableSteps:
    """What changes in one table that stays."""

    def __init__(self, steps: Steps, old: Table, new: Table, tables: dict[str, Table]) -> None:
        self.steps, self.old, self.new, self.tables = steps, old, new, tables
        self.batch: list[str] = []
        self.remade: set[str] = set()  # columns whose type changes: their constraints are remade

    def write(self) -> None:
        for column in self.old.columns:
            if column.id in self.new.by_id:
                self._stays(column, self.new.by_id[column.id])
        for column in self.new.columns:
            if column.id not in self.old.by_id:
                self._added(column)
        gone = [c for c in self.old.columns if c.id not in self.new.by_id]
        self._constraints(gone)
        for column in gone:
            self._gone(column)
        self._drop_index_of_remade()
        if self.batch:
            self.steps.helpers.add("rebuilt")
            self.steps.strict.append(f"with rebuilt({self.new.name!r}) as batch:")
            self.steps.strict += [f"    {line}" for line in self.batch]
        self._indexes()

    def _stays(self, old: Column, new: Column) -> None:
        how = conversion(old, new)
        if (old.type, old.target) != (new.type, new.target) or not how.same:
            self._retyped(old, new, how)
        self._choices(old, new)
        empties = how.may_empty or old.nullable
        if not new.nullable and empties:
            self._fill(new, f'"{old.name}" IS NULL', how, old)
        if old.nullable != new.nullable or (how.may_empty and not new.nullable):
            words = f"existing_type={new.type}, nullable={new.nullable}"
            self.batch.append(f"batch.alter_column({new.name!r}, {words})")
        if old.comment != new.comment:
            self.steps.helpers.add("sqlite")
            self.steps.values.append("if not sqlite:")
            self.steps.values.append(
                f"    op.alter_column({self.new.name!r}, {new.name!r}, comment={new.comment!r}, "
                f"existing_comment={old.comment!r}, existing_type={new.type}, "
                f"existing_nullable={new.nullable})"
            )

    def _retyped(self, old: Column, new: Column, how: Conversion) -> None:
        table, values = self.new.name, self.steps.values
        if how.may_empty:
            self._narrowed(old, new, how)
        both_text = {family(old.type)[0], family(new.type)[0]} <= {"String", "Text"}
        if both_text and old.target == new.target and how.sqlite != "NULL":
            if not how.same:
                name = f'"{new.name}"'
                self.steps.sql(values, f'UPDATE "{table}" SET {name} = {at(how.sqlite, name)}')
            words = f"existing_type={old.type}, type_={new.type}"
            self.batch.append(f"batch.alter_column({new.name!r}, {words})")
            return
        if old.type == new.type:  # another target, another form: only the values go
            name = f'"{new.name}"'
            if how.may_empty and not new.nullable and not old.nullable:
                self._loosen(new)
            self.steps.both(
                values,
                f'UPDATE "{table}" SET {name} = {at(how.postgresql, name)}',
                f'UPDATE "{table}" SET {name} = {at(how.sqlite, name)}',
            )
            return
        self.remade.add(new.id)
        self.steps.helpers.add("sqlite")
        aside = f"_{new.name}"
        rename = f'ALTER TABLE "{table}" RENAME COLUMN "{new.name}" TO "{aside}"'
        copy = f'UPDATE "{table}" SET "{new.name}" = {at(how.sqlite, quoted(aside))}'
        using = at(how.postgresql, f'"{new.name}"')
        if how.postgresql == "NULL":
            using = f"CAST(NULL AS {postgresql_type(new.type)})"
        values += [
            "if sqlite:",
            f"    op.execute({rename!r})",
            f"    op.add_column({table!r}, {column_source(new, nullable=True)})",
            f"    op.execute({copy!r})",
            "else:",
        ]
        if how.may_empty and not old.nullable:
            loosen = f'ALTER TABLE "{table}" ALTER COLUMN "{new.name}" DROP NOT NULL'
            values.append(f"    op.execute({loosen!r})")
        values.append(
            f"    op.alter_column({table!r}, {new.name!r}, existing_type={old.type}, "
            f"type_={new.type}, postgresql_using={using!r})"
        )
        self.batch.append("if sqlite:")
        self.batch.append(f"    batch.drop_column({aside!r})")
        if not new.nullable and not (how.may_empty or old.nullable):
            self.batch.append(
                f"    batch.alter_column({new.name!r}, existing_type={new.type}, nullable=False)"
            )

    def _loosen(self, column: Column) -> None:
        """Values are to become empty for a moment: the column must bear that."""
        self.steps.helpers.add("rebuilt")
        self.steps.values += [
            f"with rebuilt({self.new.name!r}) as batch:",
            f"    batch.alter_column({column.name!r}, existing_type={column.type}, nullable=True)",
        ]

    def _narrowed(self, old: Column, new: Column, how: Conversion) -> None:
        name = f'"{old.name}"'
        words = f"Isian {new.label} di {self.new.label} berganti tipe; "
        gone = how.postgresql == "NULL"
        words += "isi lama ikut hilang." if gone else "isi yang tidak sesuai tipe baru hilang."
        self._lose(
            "narrowed", words, new.id,
            at(how.lost_postgresql, name), at(how.lost_sqlite, name),
        )  # fmt: skip

    def _choices(self, old: Column, new: Column) -> None:
        before, after = dict(old.choices), dict(new.choices)
        if not before or not after or old.kind not in ("choice", "choices"):
            return
        renamed = {before[i]: after[i] for i in before if i in after and before[i] != after[i]}
        if renamed and new.kind == "choice":
            cases = " ".join(
                f"WHEN {text_literal(a)} THEN {text_literal(b)}" for a, b in renamed.items()
            )
            name = f'"{new.name}"'
            known = ", ".join(text_literal(a) for a in renamed)
            statement = f'UPDATE "{self.new.name}" SET {name} = CASE {name} {cases} END'
            self.steps.sql(self.steps.values, f"{statement} WHERE {name} IN ({known})")
        elif renamed:
            self.steps.helpers.add("rename_choices")
            call = f"rename_choices({self.new.name!r}, {new.name!r}, {renamed!r})"
            self.steps.values.append(call)
        if old.kind == "choice":
            for one in sorted(before.keys() - after.keys()):
                words = (
                    f"Pilihan {before[one]} pada {new.label} di {self.new.label} dihapus; "
                    "baris lama tetap menyimpannya."
                )
                where = f'"{old.name}" = {text_literal(before[one])}'
                self._lose("stranded", words, one, where, where)

    def _added(self, column: Column) -> None:
        source = column_source(column, nullable=True)
        self.steps.create.append(f"op.add_column({self.new.name!r}, {source})")
        if column.target:
            self.batch.append(create_key(self.new, column, self.tables))
        if column.nullable:
            return
        self._fill(column, "", None, None)
        words = f"existing_type={column.type}, nullable=False"
        self.batch.append(f"batch.alter_column({column.name!r}, {words})")

    def _fill(self, column: Column, where: str, how: Conversion | None, old: Column | None) -> None:
        """Fill what is empty; tell what is invented; stop where nothing can be thought of."""
        unique = Constraint("uq", (column.id,)) in self.new.constraints
        found = fill(column, unique=unique)
        table, name = self.new.name, f'"{column.name}"'
        pg = lite = where
        if how and how.may_empty and old:
            pg = f"({where} OR {at(how.lost_postgresql, quoted(old.name))})"
            lite = f"({where} OR {at(how.lost_sqlite, quoted(old.name))})"
        of = f"{column.label} di {self.new.label}"
        if found is None:
            self.steps.helpers.add("none_empty")
            self.steps.values.append(f"none_empty({table!r}, {column.name!r}, {of!r})")
            words = f"Isian {of} kini wajib; isi dahulu baris yang kosong."
            self._lose("blocked", words, column.id, pg, lite)
            return
        self.steps.both(
            self.steps.values,
            f'UPDATE "{table}" SET {name} = {found.postgresql} WHERE {name} IS NULL',
            f'UPDATE "{table}" SET {name} = {found.sqlite} WHERE {name} IS NULL',
        )
        if found.invented:
            words = f"Isian {of} kini wajib; baris yang kosong diisi {said(found.sqlite)}."
            self._lose("invented", words, column.id, pg, lite)

    def _gone(self, column: Column) -> None:
        self.batch.append(f"batch.drop_column({parting_name(column, self.new)!r})")
        words = f"Isian {column.label} di {self.new.label} dihapus; isinya ikut hilang."
        if column.name == "deleted_at":
            words = f"Keranjang {self.new.label} ditiadakan; baris yang dihapus muncul kembali."
        elif column.id.startswith(f"{self.new.id}.") and not column.target:
            return
        where = f'"{column.name}" IS NOT NULL'
        self._lose("dropped", words, column.id, where, where)

    def _constraints(self, gone: list[Column]) -> None:
        """Unique constraints and foreign keys: the same over other names is made anew."""
        old, new = self._named(self.old), self._named(self.new)
        early: list[str] = []
        drops: list[str] = []
        renamed: list[str] = []
        for name, (kind, what) in old.items():
            if new.get(name) == (kind, what) and not self.remade & set(what[0]):
                continue
            if kind == "unique":
                stays = Constraint("uq", what[0]) in self.new.constraints
                ends = not stays or self.remade & set(what[0])
                (early if ends else renamed).append(name)
            elif what[1] in self.tables:  # else it went with the table it pointed to
                drops.append(name)
            else:
                self._only(drops=name)
        self._unique_first(early, renamed)
        self.batch[:0] = [
            f"batch.drop_constraint(op.f({name!r}), type_='foreignkey')" for name in drops
        ]
        if renamed:
            self.batch.append("if sqlite:")
            self.batch += [f"    {_no_unique(name)}" for name in renamed]
        for name, (kind, what) in new.items():
            if old.get(name) == (kind, what) and not self.remade & set(what[0]):
                continue
            columns = [self.new.by_id[one] for one in what[0]]
            if kind == "unique":
                names = [column.name for column in columns]
                self.batch.append(f"batch.create_unique_constraint(op.f({name!r}), {names!r})")
                self._doubles(what[0])
            elif columns[0].id in self.old.by_id:
                self.batch.append(create_key(self.new, columns[0], self.tables))

    def _only(self, drops: str) -> None:
        """A key whose target is gone: PostgreSQL dropped it before, SQLite still says it."""
        self.steps.helpers.add("sqlite")
        self.batch[:0] = [
            "if sqlite:",
            f"    batch.drop_constraint(op.f({drops!r}), type_='foreignkey')",
        ]

    def _unique_first(self, early: list[str], renamed: list[str]) -> None:
        """Before new tables take the name (PostgreSQL knows one name once), and before values
        are filled in that an old constraint would refuse."""
        if early:
            self.steps.helpers.add("rebuilt")
            self.steps.free.append(f"with rebuilt({self.new.name!r}) as batch:")
            self.steps.free += [f"    {_no_unique(name)}" for name in early]
        if renamed:
            self.steps.helpers.add("sqlite")
            self.steps.free.append("if not sqlite:")
            self.steps.free += [
                f"    op.drop_constraint(op.f({name!r}), {self.new.name!r}, type_='unique')"
                for name in renamed
            ]

    def _named(self, table: Table) -> dict[str, tuple[str, tuple[tuple[str, ...], str, str]]]:
        found = {}
        for one in table.constraints:
            if one.kind == "uq":
                found[table.name_of(one)] = ("unique", (one.columns, "", ""))
        for column in table.references:
            what = ((column.id,), column.target or "", column.on_delete)
            found[table.key_of(column)] = ("foreignkey", what)
        return found

    def _doubles(self, ids: tuple[str, ...]) -> None:
        known = Constraint("uq", ids) in self.old.constraints
        if known or not all(one in self.old.by_id for one in ids):
            return
        labels = ", ".join(self.new.by_id[one].label for one in ids)
        words = f"{labels} di {self.new.label} kini tidak boleh kembar; rapikan dahulu yang kembar."
        sql = count_doubles(self.old.name, self.old.names(ids))
        self.steps.losses.append(Loss("blocked", words, ids[0], sql, sql))

    def _drop_index_of_remade(self) -> None:
        old, new = _indexes(self.old), _indexes(self.new)
        for name, columns in old.items():
            if new.get(name) == columns and self.remade & set(columns):
                self.steps.strict.append(f"op.drop_index(op.f({name!r}), {self.new.name!r})")

    def _indexes(self) -> None:
        old, new = _indexes(self.old), _indexes(self.new)
        for name, columns in new.items():
            if old.get(name) != columns or self.remade & set(columns):
                source = create_index(self.new, name, self.new.names(columns))
                self.steps.strict.append(source)

    def _lose(self, kind: str, words: str, node: str, postgresql: str, sqlite: str) -> None:
        table = self.old.name
        loss = Loss(
            kind, words, node,  # type: ignore[arg-type]
            count_rows(table, postgresql), count_rows(table, sqlite),
        )  # fmt: skip
        self.steps.losses.append(loss)


def _no_unique(name: str) -> str:
    return f"batch.drop_constraint(op.f({name!r}), type_='unique')"
