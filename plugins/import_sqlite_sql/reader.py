"""A SQL file to a proposal: structure by sqlglot, rows by our own reading, nothing executed."""

from __future__ import annotations

import codecs
import re
from collections import Counter
from pathlib import Path

from builder.intake import IntakeError, Line, Proposal, Spool, Structure, propose

from . import inserts
from .splitter import Dialect, Statement, dialect_of, statements
from .structure import Reader

HEAD = 1 << 18
_WORD = re.compile(r"/\*!\d*\s*(\w+)|(\w+)")
_KIND = re.compile(
    r"CREATE\s+(?:OR\s+REPLACE\s+)?(?:ALGORITHM\s*=\s*\w+\s+)?(?:DEFINER\s*=\s*\S+\s+)?"
    r"(?:SQL\s+SECURITY\s+\w+\s+)?(?:TEMP(?:ORARY)?\s+)?(?:MATERIALIZED\s+|VIRTUAL\s+)?"
    r"(VIEW|TRIGGER|FUNCTION|PROCEDURE|EVENT|SEQUENCE|DOMAIN|EXTENSION|RULE|AGGREGATE|SCHEMA|DATABASE"
    r"|ROLE|USER|PROCEDURAL|LANGUAGE|TABLE\s+\S+\s+USING)\b\s*(?:IF\s+NOT\s+EXISTS\s+)?(\[[^\]]+\]|\"[^\"]+\"|`[^`]+`|[^\s(]*)",
    re.I,
)
_SAY = {
    "VIEW": "Tampilan (view)",
    "TRIGGER": "Pemicu (trigger)",
    "FUNCTION": "Fungsi",
    "PROCEDURE": "Prosedur",
    "EVENT": "Jadwal (event)",
    "RULE": "Aturan (rule)",
    "DOMAIN": "Domain",
    "AGGREGATE": "Fungsi agregat",
}
_HARMLESS = re.compile(
    "SET|DROP|SELECT|USE|BEGIN|COMMIT|END|START|ROLLBACK|LOCK|UNLOCK|ANALYZE|VACUUM|GRANT|REVOKE"
    "|DELIMITER|SAVEPOINT|RELEASE|REINDEX|FLUSH|OPTIMIZE|SHOW|GO"
)
_PLAIN_NAMES = re.compile(
    "sqlite|mysql|postgres|postgresql|dump|schema|database|backup|data|db|export|sql", re.I
)
_OWNER = re.compile(
    r"ALTER\s.*\bOWNER\s+TO\b|ALTER\s+TABLE\s+\S+\s+(?:DISABLE|ENABLE)\s+KEYS", re.I | re.S
)


def read(path: Path, with_data: bool) -> Proposal:
    """Read a dump of SQLite (and what MySQL and PostgreSQL write alike). Raises `IntakeError`."""
    encoding = encoding_of(path)
    try:
        with path.open(encoding=encoding, newline="") as file:
            dialect = dialect_of(file.read(HEAD))
            file.seek(0)
            dump = _Dump(path, dialect, with_data)
            for statement in statements(file.read, dialect):
                dump.take(statement)
    except UnicodeDecodeError as error:
        raise IntakeError(
            "Bukan berkas teks UTF-8", which=str(path), way_out="Simpan ulang sebagai UTF-8."
        ) from error
    return dump.proposal()


def title_of(path: Path) -> str:
    """The file's name, or its folder's where the name says only what kind of file it is."""
    plain = _PLAIN_NAMES.fullmatch(path.stem)
    folder = path.resolve().parent.name
    return folder if plain and folder else path.stem


def encoding_of(path: Path) -> str:
    """UTF-8, by its mark UTF-16; a file of zero bytes inside is no SQL at all."""
    if not path.is_file():
        raise IntakeError(
            "Berkas SQL tidak ada", which=str(path), way_out="Periksa nama dan foldernya."
        )
    with path.open("rb") as file:
        head = file.read(4096)
    if head.startswith(b"SQLite format 3\0"):
        raise IntakeError(
            "Ini berkas basis data SQLite, bukan berkas SQL",
            which=str(path),
            way_out=f"Impor sebagai basis data: rakit import sqlite:///{path}",
        )
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    if b"\0" in head:
        raise IntakeError(
            "Ini bukan berkas teks",
            which=str(path),
            way_out="Berikan berkas .sql, atau alamat basis datanya.",
        )
    return "utf-8-sig"


class _Dump:
    """What has been read so far."""

    def __init__(self, path: Path, dialect: Dialect, with_data: bool) -> None:
        self.structure = Structure(title_of(path))
        self.dialect = dialect
        self.reader = Reader(self.structure, dialect)
        self.spool = Spool() if with_data else None
        self.copying: inserts.Insert | None = None
        self.ignored: Counter[str] = Counter()
        self.computed: dict[tuple[str, str], int] = {}
        self.lost_rows: Counter[tuple[str, str]] = Counter()

    def lose(self, what: str, table: str = "", count: int | None = None) -> None:
        self.structure.lines.append(Line("loss", what, table, count=count))

    def take(self, statement: Statement) -> None:
        text = statement.text
        if statement.copied:
            self._store(self.copying, inserts.copied(text))
            return
        found = _WORD.match(text)
        word = (found[1] or found[2]).upper() if found else ""
        if word in ("INSERT", "REPLACE"):
            self._insert(statement)
        elif word == "COPY":
            self.copying = inserts.copy_header(text)
        elif word == "CREATE" and (kind := _KIND.search(text[:400])):
            self._other(kind[1].upper().split()[0], kind[2].strip('`"[]').split(".")[-1])
        elif word in ("CREATE", "ALTER", "COMMENT") and not _OWNER.match(text):
            self.reader.read(text, statement.line)
        elif not _HARMLESS.fullmatch(word) and word != "ALTER":
            self.ignored[word or text[:10]] += 1

    def _other(self, kind: str, name: str) -> None:
        if kind in _SAY:
            self.lose(f"{_SAY[kind]} tidak dibawa: {name}")
        elif kind == "TABLE":
            self.lose(f"Tabel maya (USING) tidak dibawa: {name}")

    def _insert(self, statement: Statement) -> None:
        insert = inserts.header(statement.text)
        if insert is None or not insert.has_values:
            first = " ".join(statement.text[:60].split())
            self.lose(
                f"Perintah di baris {statement.line} tidak berisi VALUES, tidak dijalankan: {first}"
            )
            return
        if self.spool is None:
            return
        self._store(insert, inserts.rows(statement.text, insert, self.dialect, statement.line))
        for said in insert.computed:
            key = (insert.table, said)
            self.computed[key] = self.computed.get(key, 0) + 1

    def _store(self, insert: inserts.Insert | None, rows: object) -> None:
        if self.spool is None or insert is None:
            return
        table = self.structure.table(insert.table)
        width = len(table.columns) if table else 0
        order = list(range(width))
        if table is not None and insert.columns:
            low = [column.name.casefold() for column in table.columns]
            order = [low.index(n.casefold()) if n.casefold() in low else -1 for n in insert.columns]
        for values in rows:  # type: ignore[attr-defined]
            if table is None:
                self.lost_rows[insert.table, "tabelnya tidak ada di berkas"] += 1
            elif len(values) != len(order) or -1 in order:
                self.lost_rows[insert.table, "jumlah atau nama kolomnya tidak cocok"] += 1
            else:
                cells: list[inserts.Value] = [None] * width
                for place, value in zip(order, values, strict=True):
                    cells[place] = value
                self.spool.add(table.name, tuple(cells))

    def proposal(self) -> Proposal:
        """Everything that was found, with a line for everything that was not."""
        for (table, why), count in self.lost_rows.items():
            self.lose(f"Baris tidak dibawa: {why}", table, count)
        for (table, said), count in self.computed.items():
            self.lose(f"Nilai yang harus dihitung ({said}) dikosongkan", table, count)
        for word, count in self.ignored.items():
            self.lose(f"Perintah {word} tidak dijalankan", count=count)
        return propose(self.structure, self.spool)
