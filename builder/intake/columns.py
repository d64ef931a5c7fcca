"""One foreign column to one field: type, options, default, and how its cells are converted.

The declared type leads; data that contradicts it wins, and the report says so. Without data
nothing is guessed that a later row could break.
"""

from __future__ import annotations

import re
from dataclasses import replace

from . import convert
from .choices import choices_of
from .decision import Decision
from .evidence import Seen
from .names import words
from .tables import Column, Declared
from .vocabulary import COUNTS, LONG, MAIL, MONEY, OFFICIAL, PHONE, YEAR

INT32 = 2**31 - 1
FAMILIES = {
    "int": "INT INTEGER BIGINT SMALLINT MEDIUMINT TINYINT UINT UBIGINT USMALLINT UTINYINT"
    " UMEDIUMINT INT2 INT4 INT8 SERIAL BIGSERIAL SMALLSERIAL INT128 UINTEGER",
    "bool": "BOOLEAN BOOL",
    "text": "VARCHAR NVARCHAR CHAR NCHAR BPCHAR NAME CITEXT STRING CHARACTER VARCHAR2 NVARCHAR2",
    "long": "TEXT MEDIUMTEXT LONGTEXT TINYTEXT CLOB NTEXT UNICODETEXT",
    "decimal": "DECIMAL NUMERIC NUMBER UDECIMAL FIXED DEC",
    "float": "FLOAT DOUBLE REAL DOUBLE_PRECISION UDOUBLE FLOAT4 FLOAT8",
    "money": "MONEY SMALLMONEY",
    "date": "DATE DATE32",
    "moment": "DATETIME TIMESTAMP TIMESTAMPTZ TIMESTAMPLTZ TIMESTAMPNTZ DATETIME2 DATETIME64"
    " SMALLDATETIME DATETIMEOFFSET",
    "clock": "TIME TIMETZ TIMENTZ",
    "year": "YEAR",
    "binary": "BLOB BINARY VARBINARY BYTEA LONGBLOB MEDIUMBLOB TINYBLOB IMAGE LARGEBINARY",
    "json": "JSON JSONB",
    "uuid": "UUID UNIQUEIDENTIFIER",
    "enum": "ENUM ENUM8 ENUM16",
    "set": "SET",
    "bit": "BIT VARBIT",
    "other": "POINT MULTIPOINT INTERVAL GEOMETRY TSVECTOR INET CIDR XML HSTORE INT4RANGE INT8RANGE",
    "": "",
}
_FAMILY = {name: family for family, names in FAMILIES.items() for name in (names.split() or [""])}


def family(declared: Declared) -> str:
    """Which kind of type a declared name is; `other` when unknown."""
    if declared.array:
        return "array"
    name = declared.name.upper()
    if name in _FAMILY:
        return _FAMILY[name]
    # SQLite's affinity rules (sqlite.org/datatype3.html, 3.1) for the words it allows.
    for part, found in (("INT", "int"), ("CHAR", "text"), ("CLOB", "long"), ("TEXT", "long")):
        if part in name:
            return found
    for part in ("REAL", "FLOA", "DOUB"):
        if part in name:
            return "float"
    return "other"


def decide(column: Column, seen: Seen | None, members: tuple[str, ...] = ()) -> Decision:
    """The field type for a column; `members` are values that a CHECK allows."""
    known = seen if seen is not None and seen.some else None
    kind = family(column.type)
    if members and kind in ("text", "long", ""):
        kind = "enum"
        column = replace(column, type=Declared("ENUM", members=members))
    result = _by_family(kind, column, known)
    if seen is not None and seen.zero_dates:
        result.note("change", "Tanggal nol (0000-00-00) menjadi kosong", seen.zero_dates)
    _give_default(result, column)
    return result


def _by_family(kind: str, column: Column, seen: Seen | None) -> Decision:
    parts = {part.lower() for part in words(column.name)}
    if kind == "binary":
        return _binary(column, seen)
    if kind in ("enum", "set"):
        return choices_of(column, seen, many=kind == "set") or _text(column, seen, parts)
    if kind in ("bool", "bit"):
        return _boolean(column, seen, parts, kind)
    if kind == "int":
        return _integer(column, seen, parts)
    if kind in ("decimal", "float", "money"):
        return _number(column, seen, parts, kind)
    if kind in ("date", "moment", "clock"):
        return _time(column, seen, kind, parts)
    if kind == "year":
        if seen is not None and not seen.all("integer"):
            return _by_data(column, seen, parts)
        return Decision("year", convert.integer)
    if kind == "json":
        return Decision("json", convert.text)
    if kind == "uuid":
        return Decision("uuid", convert.lower)
    if kind in ("array", "other"):
        said = f"Tipe {column.type}{'[]' if column.type.array else ''} disimpan sebagai teks"
        return Decision("long_text", convert.text).note("change", said)
    return _text(column, seen, parts)


def _binary(column: Column, seen: Seen | None) -> Decision:
    if seen is not None and not seen.binary:
        return _text(column, seen, set())  # SQLite: text in a column called BLOB
    image = seen is not None and seen.images == seen.binary
    found = Decision("image" if image else "file", convert.nothing)
    return found.note(
        "loss", "Isi biner (gambar atau berkas) tidak dibawa", seen.binary if seen else None
    )


def _boolean(column: Column, seen: Seen | None, parts: set[str], kind: str) -> Decision:
    if kind == "bit" and column.type.numbers[:1] not in ((), (1,)):
        return Decision("text", convert.text).note("change", f"{column.type} disimpan sebagai teks")
    if seen is None or (seen.few is not None and _two_valued(seen)):
        return Decision("boolean", convert.boolean)
    if seen.few is not None and all(isinstance(value, bytes) for value in seen.few):
        return Decision("boolean", convert.boolean)
    return _by_data(column, seen, parts)


def _two_valued(seen: Seen) -> bool:
    allowed = convert.YES | convert.NO
    return seen.few is not None and all(str(v).strip().lower() in allowed for v in seen.few)


def _integer(column: Column, seen: Seen | None, parts: set[str]) -> Decision:
    tiny = column.type.name.upper() in ("TINYINT", "UTINYINT")
    if tiny and column.type.numbers[:1] == (1,) and (seen is None or _two_valued(seen)):
        return Decision("boolean", convert.boolean)
    if seen is None:
        if "BIG" in column.type.name.upper() or column.type.name.upper() == "INT8":
            return Decision("decimal", convert.decimal(6), {"digits": 0}).note(
                "info", "BIGINT dapat melebihi bilangan bulat biasa; dipakai desimal tanpa koma"
            )
        return Decision("integer", convert.integer)
    if not seen.all("integer"):
        return _by_data(column, seen, parts)
    switch = seen.few is not None and seen.few <= {0, 1, "0", "1"} and len(seen.few) == 2
    if switch and (tiny or not parts & COUNTS):
        said = "Hanya berisi 0 dan 1: menjadi ya/tidak"
        return Decision("boolean", convert.boolean).note("change", said)
    if parts & YEAR and seen.low >= 1000 and seen.high <= 2999:
        return Decision("year", convert.integer)
    if seen.high > INT32 or seen.low < -INT32:
        return Decision("decimal", convert.decimal(6), {"digits": 0}).note(
            "change", "Bilangannya melebihi bilangan bulat biasa; dipakai desimal tanpa koma"
        )
    return Decision("integer", convert.integer)


def _number(column: Column, seen: Seen | None, parts: set[str], kind: str) -> Decision:
    if seen is not None and not seen.all("number"):
        return _by_data(column, seen, parts)
    scale = column.type.numbers[1] if len(column.type.numbers) > 1 else None
    if kind == "decimal" and column.type.numbers and scale is None:
        scale = 0
    if kind == "money" or (
        parts & MONEY and (scale or 2) <= 2 and (not seen or seen.fraction <= 2)
    ):
        return Decision("money", convert.decimal(2)).note("info", "Dibaca sebagai uang (Rupiah)")
    if scale == 0 and (column.type.numbers or (99,))[0] <= 9:
        return Decision("integer", convert.integer)
    if kind == "decimal" and not column.type.numbers and seen is not None and seen.all("integer"):
        return _integer(replace(column, type=Declared("INTEGER")), seen, parts)
    digits = scale if scale is not None else max(2, seen.fraction) if seen else 6
    if seen is not None:
        digits = max(digits, seen.fraction)
    found = Decision("decimal", convert.decimal(6), {"digits": min(digits, 6)})
    if digits > 6:
        found.note("loss", f"Lebih dari 6 angka di belakang koma ({digits}): dibulatkan")
    return found


def _time(column: Column, seen: Seen | None, kind: str, parts: set[str]) -> Decision:
    if seen is not None and not seen.all("clock" if kind == "clock" else "moment"):
        return _by_data(column, seen, parts)
    if kind == "clock":
        return Decision("time", convert.clock)
    if kind == "date" and (seen is None or seen.all("midnight")):
        return Decision("date", convert.day)
    if seen is not None and seen.all("midnight"):
        return Decision("date", convert.day).note("change", "Jamnya selalu 00:00: menjadi tanggal")
    return Decision("datetime", convert.moment)


def _by_data(column: Column, seen: Seen, parts: set[str]) -> Decision:
    """For data that is not what its column declares: what it really is, else text."""
    said = f"Ditulis sebagai {column.type}, isinya tidak selalu; diikuti isinya"
    if seen.all("number") and not seen.all("integer"):
        return _number(replace(column, type=Declared("REAL")), seen, parts, "float").note(
            "change", said
        )
    if seen.all("integer") and seen.longest < 10:
        return Decision("integer", convert.integer).note("change", said)
    return _text(replace(column, type=Declared("TEXT")), seen, parts).note("change", said)


def _text(column: Column, seen: Seen | None, parts: set[str]) -> Decision:
    for mark, (size, key) in OFFICIAL.items():
        fits = mark in parts and (column.type.numbers or (size,))[0] >= size
        if fits and (seen is None or seen.all(key)):
            return Decision(key, convert.digits)
    if seen is not None and (special := _special(seen, parts)):
        return special
    if seen is None and parts & MAIL:
        return Decision("email", convert.lower)
    length = column.type.numbers[0] if column.type.numbers else None
    longest = seen.longest if seen is not None else 0
    long = family(column.type) == "long"
    if (seen is not None and seen.lines) or max(length or 0, longest) > 1000:
        return _long(max(length or 0, longest))
    if long and length is None:
        named_long = bool(parts & LONG) and (seen is None or longest > 100)
        if named_long or longest > 255 or (seen is None and column.type.name.upper() != "TEXT"):
            return _long(longest)
        length = max(255, longest)
    found = Decision("text", convert.text, {"max_length": max(length or 200, longest, 1)})
    if length is not None and longest > length:
        found.note("change", f"Isi terpanjang {longest} huruf, lebih dari {length} yang ditulis")
    return found


def _long(longest: int) -> Decision:
    options = {"max_length": min(1_000_000, longest)} if longest > 10_000 else {}
    return Decision("long_text", convert.text, options)


def _special(seen: Seen, parts: set[str]) -> Decision | None:
    """Text whose every value has one shape."""
    if seen.all("mail"):
        return Decision("email", convert.lower).note("info", "Semua isinya alamat surel")
    if seen.all("phone") and parts & PHONE:
        return Decision("phone", convert.phone).note("info", "Semua isinya nomor telepon Indonesia")
    if seen.all("uuid"):
        return Decision("uuid", convert.lower)
    if seen.all("midnight"):
        return Decision("date", convert.day).note("change", "Semua isinya tanggal: menjadi tanggal")
    if seen.all("moment"):
        return Decision("datetime", convert.moment).note(
            "change", "Semua isinya waktu: menjadi waktu"
        )
    if seen.few is not None and len(seen.few) == 2 and _two_valued(seen):
        values = ", ".join(sorted(str(v) for v in seen.few))
        return Decision("boolean", convert.boolean).note(
            "change", f"Hanya berisi {values}: menjadi ya/tidak"
        )
    return None


_NOW = re.compile(r"(CURRENT_TIMESTAMP|now|getdate|sysdate|localtimestamp)\b", re.I)
_TODAY = re.compile(r"(CURRENT_DATE|curdate|date\(\s*'now')", re.I)


def _give_default(result: Decision, column: Column) -> None:
    """The column's default in the words of the field's type, or a line that it stays behind."""
    said = column.default
    if said is None or result.type in ("file", "image", "multichoice"):
        return
    if column.default_is_sql:
        if result.type == "date" and (_TODAY.search(said) or _NOW.search(said)):
            result.default = "today"
        elif result.type == "datetime" and (_NOW.search(said) or _TODAY.search(said)):
            result.default = "now"
        else:
            result.note("loss", f"Nilai awal {said[:60]} tidak dibawa")
        return
    try:
        value = result.convert(said)
    except convert.OddError:
        result.note("loss", f"Nilai awal {said[:60]!r} tidak cocok dengan tipenya; tidak dibawa")
        return
    if value is None:
        return
    if isinstance(value, bool):
        result.default = "true" if value else "false"
    else:
        result.default = (
            _plain_number(str(value)) if result.type in ("decimal", "money") else str(value)
        )
    if len(result.default) > 1000 or "\n" in result.default:
        result.default = None
        result.note("loss", "Nilai awal yang panjang tidak dibawa")


def _plain_number(said: str) -> str:
    return said.rstrip("0").rstrip(".") if "." in said else said
