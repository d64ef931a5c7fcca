"""CREATE TABLE, ALTER TABLE, CREATE INDEX: what they say about tables, read with sqlglot.

sqlglot reads one statement at a time. SQLite accepts any words as a type; a table that sqlglot
refuses for that is read once more, column by column.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from typing import Any

import sqlglot
from sqlglot import exp

from builder.intake import Column, Declared, ForeignKey, IntakeError, Line, Structure, Table

from .pieces import depth, plain_type, split_body
from .splitter import Dialect

logging.getLogger("sqlglot").setLevel(logging.ERROR)  # we say ourselves what was not understood

MAX_STATEMENT = 4 << 20
MAX_DEPTH = 60
_ACTION = re.compile(r"ON DELETE (CASCADE|SET NULL|SET DEFAULT|RESTRICT|NO ACTION)", re.I)


class Reader:
    """Collects tables from statements; `lines` says what was left out."""

    def __init__(self, structure: Structure, dialect: Dialect) -> None:
        self.structure = structure
        self.dialect = dialect
        self.enums: dict[str, tuple[str, ...]] = {}

    def lose(self, what: str, table: str = "", column: str = "") -> None:
        self.structure.lines.append(Line("loss", what, table, column))

    def read(self, text: str, line: int) -> None:
        """One data definition statement; unreadable ones become a line, never an exception."""
        try:
            tree = self._parse(text, line)
        except (sqlglot.errors.SqlglotError, RecursionError):
            first = " ".join(text[:80].split())
            self.lose(f"Pernyataan di baris {line} tidak terbaca dan tidak dibawa: {first}")
            return
        if isinstance(tree, exp.Create) and tree.kind == "TABLE":
            self._table(tree, line)
        elif isinstance(tree, exp.Create) and tree.kind == "INDEX":
            self._index(tree)
        elif isinstance(tree, exp.Create) and tree.kind == "TYPE":
            self._type(tree)
        elif isinstance(tree, exp.Alter):
            self._alter(tree, line)
        elif isinstance(tree, exp.Comment):
            self._comment(tree)
        else:
            first = " ".join(text[:80].split())
            self.lose(f"Pernyataan di baris {line} tidak dibawa: {first}")

    def _parse(self, text: str, line: int) -> Any:
        if len(text) > MAX_STATEMENT or depth(text) > MAX_DEPTH:
            raise IntakeError(
                "Pernyataan terlalu panjang atau kurungnya bersarang terlalu dalam",
                which=f"baris {line}",
                way_out="Pisahkan pernyataan itu dari berkas, lalu impor lagi.",
            )
        try:
            tree = sqlglot.parse_one(text, dialect=self.dialect)
        except sqlglot.errors.SqlglotError:
            tree = None
        if tree is not None and not isinstance(tree, exp.Command):
            return tree
        if re.match(r"\s*CREATE\s+(TEMP\w*\s+)?TABLE\b", text, re.I) and "(" in text:
            return sqlglot.parse_one(self._simplified(text), dialect=self.dialect)
        return tree

    def _simplified(self, text: str) -> str:
        """The table with only those parts that sqlglot reads; the others reduced or lost."""
        head, parts = split_body(text)
        name = re.split(r"\s", head.strip())[-1]
        kept = []
        for part in parts:
            for form in (part, plain_type(part)):
                try:
                    tree = sqlglot.parse_one(f"CREATE TABLE x ({form})", dialect=self.dialect)
                except sqlglot.errors.SqlglotError:
                    continue
                if isinstance(tree, exp.Create):
                    kept.append(form)
                    break
            else:
                self.lose("Bagian ini tidak terbaca: " + " ".join(part[:80].split()), name)
        return f"{head} ({', '.join(kept)})"

    def _table(self, tree: Any, line: int) -> None:
        schema = tree.this
        if not isinstance(schema, exp.Schema):
            self.lose(f"CREATE TABLE … AS di baris {line}: isinya hasil perintah, tidak dibawa")
            return
        name = schema.this.name
        if self.structure.table(name) is not None:
            self.lose(f"Tabel ditulis dua kali; yang kedua (baris {line}) tidak dibawa", name)
            return
        table = Table(name)
        self.structure.tables.append(table)
        for prop in tree.args["properties"].expressions if tree.args.get("properties") else ():
            if isinstance(prop, exp.SchemaCommentProperty):
                table.comment = prop.this.name
            elif prop.key in ("partitionedbyproperty", "inheritsproperty"):
                self.lose(f"Pembagian atau pewarisan tabel tidak dibawa: {prop.sql()[:80]}", name)
        for part in schema.expressions:
            if isinstance(part, exp.ColumnDef):
                self._column(table, part)
            elif isinstance(part, exp.Identifier):
                table.columns.append(Column(part.name, Declared("")))  # SQLite: no type at all
            else:
                self._constraint(table, part)

    def _column(self, table: Table, node: Any) -> None:
        column = Column(node.name, self._declared(node.args.get("kind")))
        if column.type.name in ("SERIAL", "BIGSERIAL", "SMALLSERIAL"):
            column.autoincrement = True
        existing = table.column(column.name)
        if existing is None:
            table.columns.append(column)
        else:  # MODIFY
            column.unique = existing.unique
            table.columns[table.columns.index(existing)] = column
        if column.name in table.primary_key:
            column.nullable = False
        for wrapper in node.args.get("constraints") or ():
            self._column_says(table, column, wrapper.args.get("kind"))

    def _column_says(self, table: Table, column: Column, says: Any) -> None:
        if isinstance(says, exp.NotNullColumnConstraint):
            column.nullable = bool(says.args.get("allow_null"))
        elif isinstance(says, exp.PrimaryKeyColumnConstraint):
            table.primary_key = (column.name,)
            column.nullable = False
        elif isinstance(says, exp.UniqueColumnConstraint):
            column.unique = True
        elif isinstance(says, exp.AutoIncrementColumnConstraint):
            column.autoincrement = True
        elif isinstance(says, exp.DefaultColumnConstraint):
            _default(column, says.this)
        elif isinstance(says, exp.CommentColumnConstraint):
            column.comment = says.this.name
        elif isinstance(says, exp.CheckColumnConstraint):
            table.checks.append(says.this.sql(dialect=self.dialect))
        elif isinstance(says, exp.Reference):
            table.foreign_keys.append(_foreign_key((column.name,), says))
        elif isinstance(says, exp.ComputedColumnConstraint):
            column.generated = says.this.sql(dialect=self.dialect)
        elif isinstance(says, exp.GeneratedAsIdentityColumnConstraint):
            if says.args.get("expression") is not None:
                column.generated = says.args["expression"].sql(dialect=self.dialect)
            else:
                column.autoincrement = True
        elif isinstance(says, exp.OnUpdateColumnConstraint):
            self.lose(
                "Diisi sendiri saat diubah (ON UPDATE): tidak dibawa", table.name, column.name
            )

    def _declared(self, kind: Any) -> Declared:
        if kind is None:
            return Declared("")
        if not isinstance(kind, exp.DataType):
            return Declared(kind.sql().upper())
        if kind.this == exp.DataType.Type.ARRAY:
            inner = kind.expressions[0] if kind.expressions else None
            return Declared(str(self._declared(inner).name), array=True)
        name = kind.this.name if hasattr(kind.this, "name") else str(kind.this)
        if name == "USERDEFINED":
            said = kind.args.get("kind")
            name = (said.name if isinstance(said, exp.Expression) else str(said)).split(".")[-1]
            if name.lower() in self.enums:
                return Declared("ENUM", members=self.enums[name.lower()])
            return Declared(name.strip('"').upper())
        numbers, members = [], []
        for part in kind.expressions:
            value = part.this if isinstance(part, exp.DataTypeParam) else part
            if isinstance(value, exp.Literal) and value.is_string:
                members.append(value.this)
            elif isinstance(value, exp.Literal) and value.this.isdigit():
                numbers.append(int(value.this))
        return Declared(name, tuple(numbers), tuple(members))

    def _constraint(self, table: Table, node: Any) -> None:
        if isinstance(node, exp.Constraint):
            for inner in node.expressions:
                self._constraint(table, inner)
        elif isinstance(node, exp.PrimaryKey):
            table.primary_key = tuple(_names(node.expressions))
        elif isinstance(node, exp.UniqueColumnConstraint):
            inner = node.this
            names = tuple(_names(inner.expressions if isinstance(inner, exp.Schema) else [inner]))
            if names:
                table.uniques.append(names)
        elif isinstance(node, exp.ForeignKey):
            table.foreign_keys.append(
                _foreign_key(tuple(_names(node.expressions)), node.args["reference"])
            )
        elif isinstance(node, exp.CheckColumnConstraint):
            table.checks.append(node.this.sql(dialect=self.dialect))
        elif isinstance(node, exp.IndexColumnConstraint):
            names = tuple(_names(node.args.get("expressions") or ()))
            if str(node.args.get("kind") or "").upper() in ("FULLTEXT", "SPATIAL"):
                self.lose(f"Indeks {node.args['kind']} tidak dibawa", table.name, ", ".join(names))
            elif names:
                table.indexes.append(names)
        else:
            self.lose("Aturan tidak dibawa: " + node.sql(dialect=self.dialect)[:100], table.name)

    def _index(self, tree: Any) -> None:
        index = tree.this
        table = self.structure.table(index.args["table"].name) if index.args.get("table") else None
        if table is None:
            return
        params = index.args.get("params")
        columns = (params.args.get("columns") if params else None) or ()
        names = tuple(_names(columns))
        where = params.args.get("where") if params else None
        if len(names) != len(columns) or where is not None:
            self.lose(
                f"Indeks {index.name} atas ungkapan atau sebagian baris tidak dibawa", table.name
            )
        elif tree.args.get("unique"):
            table.uniques.append(names)
        else:
            table.indexes.append(names)

    def _type(self, tree: Any) -> None:
        body = tree.args.get("expression")
        if isinstance(body, exp.DataType) and body.this == exp.DataType.Type.ENUM:
            self.enums[tree.this.name.lower()] = tuple(e.name for e in body.expressions)
        else:
            self.lose(f"Tipe buatan sendiri {tree.this.name} tidak dibawa")

    def _alter(self, tree: Any, line: int) -> None:
        table = self.structure.table(tree.this.name)
        if table is None:
            self.lose(
                f"ALTER untuk sesuatu yang tidak ada di berkas (baris {line})", tree.this.name
            )
            return
        for action in tree.args.get("actions") or ():
            if isinstance(action, exp.AddConstraint):
                for node in action.expressions:
                    self._constraint(table, node)
            elif isinstance(action, exp.ColumnDef):
                self._column(table, action)
            elif isinstance(action, exp.ModifyColumn):
                self._column(table, action.this)
            elif isinstance(action, exp.AlterColumn):
                column = table.column(action.this.name)
                default = action.args.get("default")
                if column is not None and default is not None:
                    _default(column, default)
                elif column is not None and action.args.get("allow_null") is not None:
                    column.nullable = bool(action.args["allow_null"])
            elif isinstance(action, exp.Expression) and "OWNER" not in action.sql().upper():
                self.lose("ALTER tidak dibawa: " + action.sql()[:100], table.name)

    def _comment(self, tree: Any) -> None:
        said = tree.args.get("expression")
        text = said.name if said is not None else ""
        if tree.args.get("kind") == "COLUMN":
            table = self.structure.table(tree.this.table)
            column = table.column(tree.this.name) if table else None
            if column is not None:
                column.comment = text
        elif tree.args.get("kind") == "TABLE" and (table := self.structure.table(tree.this.name)):
            table.comment = text


def _names(nodes: Any) -> Iterator[str]:
    """Column names out of key parts; a part that is an expression gives none."""
    for node in nodes:
        inner = node.this if isinstance(node, exp.Ordered) else node
        if isinstance(inner, exp.Column | exp.Identifier | exp.ColumnPrefix):
            yield inner.name if not isinstance(inner, exp.ColumnPrefix) else inner.this.name
        elif isinstance(inner, exp.Literal) and inner.is_string:
            yield inner.name


def _foreign_key(columns: tuple[str, ...], reference: Any) -> ForeignKey:
    target = reference.this
    names: tuple[str, ...] = ()
    if isinstance(target, exp.Schema):
        names = tuple(_names(target.expressions))
        target = target.this
    said = " ".join(str(option) for option in reference.args.get("options") or ())
    found = _ACTION.search(said)
    return ForeignKey(columns, target.name, names, found.group(1).upper() if found else "")


def _default(column: Column, node: Any) -> None:
    """A default as literal text, or as SQL that a person has to look at."""
    while isinstance(node, exp.Paren | exp.Cast):
        node = node.this
    if isinstance(node, exp.Null):
        column.default = None
    elif isinstance(node, exp.Literal):
        column.default = node.this
    elif isinstance(node, exp.Neg) and isinstance(node.this, exp.Literal):
        column.default = f"-{node.this.this}"
    elif isinstance(node, exp.Boolean):
        column.default = "1" if node.this else "0"
    elif isinstance(node, exp.BitString):
        column.default = (
            str(int(str(node.this) or "0", 2)) if set(str(node.this)) <= set("01") else None
        )
    elif isinstance(node, exp.Column) and node.name and node.args["this"].args.get("quoted"):
        column.default = node.name  # "double quotes" around a text
    else:
        said = node.sql()
        if "nextval" in said.lower():
            column.autoincrement = True
            return
        column.default, column.default_is_sql = said, True
