"""Common field types: text, numbers, money, dates, files, choices, references."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from builder.hookspecs import hookimpl
from builder.spec import (
    ChoiceOptions,
    DateOptions,
    DecimalOptions,
    FieldType,
    FileOptions,
    LongTextOptions,
    NoOptions,
    NumberingOptions,
    NumberOptions,
    ReferenceOptions,
    StateOptions,
    TextOptions,
)
from builder.spec.types import Kind

PRIORITY = 10
RUNTIME = Path(__file__).parent / "runtime"

Row = tuple[str, str, str, str, Kind, str, type[BaseModel], str]

TYPES: tuple[Row, ...] = (
    ("text", "Teks", "Text", "Text", "text", "String(1000)", TextOptions, "text"),
    (
        "long_text",
        "Teks panjang",
        "Long text",
        "LongText",
        "text",
        "Text()",
        LongTextOptions,
        "textarea",
    ),
    (
        "integer",
        "Bilangan bulat",
        "Integer",
        "Integer",
        "int",
        "Integer()",
        NumberOptions,
        "number",
    ),
    (
        "decimal",
        "Bilangan pecahan",
        "Decimal",
        "DecimalNumber",
        "decimal",
        "Numeric(18, 6)",
        DecimalOptions,
        "text",
    ),
    (
        "money",
        "Uang (Rupiah)",
        "Money (Rupiah)",
        "Money",
        "money",
        "Numeric(18, 2)",
        NumberOptions,
        "money",
    ),
    (
        "percent",
        "Persen",
        "Percent",
        "Percent",
        "decimal",
        "Numeric(12, 6)",
        DecimalOptions,
        "text",
    ),
    (
        "boolean",
        "Ya atau tidak",
        "Yes or no",
        "Boolean",
        "bool",
        "Boolean()",
        NoOptions,
        "checkbox",
    ),
    ("date", "Tanggal", "Date", "Date", "date", "Date()", DateOptions, "date"),
    ("time", "Jam", "Time", "Time", "time", "Time()", NoOptions, "time"),
    (
        "datetime",
        "Tanggal dan jam",
        "Date and time",
        "DateTime",
        "datetime",
        "DateTime()",
        DateOptions,
        "datetime",
    ),
    ("year", "Tahun", "Year", "Year", "int", "Integer()", NumberOptions, "number"),
    ("email", "Surel", "E-mail", "Email", "text", "String(254)", NoOptions, "email"),
    ("url", "Alamat web", "Web address", "Url", "text", "String(500)", NoOptions, "url"),
    ("file", "Berkas", "File", "File", "file", "String(255)", FileOptions, "file"),
    ("image", "Gambar", "Image", "Image", "file", "String(255)", FileOptions, "file"),
    (
        "location",
        "Titik di peta",
        "Point on a map",
        "Location",
        "point",
        "String(32)",
        NoOptions,
        "location",
    ),
    ("json", "Data JSON", "JSON", "Json", "json", "Text()", NoOptions, "textarea"),
    ("uuid", "UUID", "UUID", "Uuid", "text", "String(36)", NoOptions, "text"),
    (
        "numbering",
        "Nomor otomatis",
        "Automatic number",
        "AutoNumber",
        "text",
        "String(100)",
        NumberingOptions,
        "none",
    ),
    (
        "multichoice",
        "Beberapa pilihan",
        "Several choices",
        "MultiChoice",
        "choices",
        "JSON()",
        ChoiceOptions,
        "checkboxes",
    ),
)
"""key, label (id, en), alias, kind, column, options, widget of each type with a runtime module."""

STRUCTURAL: tuple[Row, ...] = (
    ("choice", "Pilihan", "Choice", "", "choice", "String(63)", ChoiceOptions, "select"),
    ("state", "Status alur", "State of a flow", "", "choice", "String(63)", StateOptions, "none"),
    ("reference", "Rujukan", "Reference", "", "ref", "Integer()", ReferenceOptions, "reference"),
)
"""What kit itself holds: their values are classes or rows of the application."""


def _column(source: str) -> Callable[[Any], str]:
    return lambda options: f"sa.{source}"


def _type(row: Row, runtime: Path | None) -> FieldType:
    key, indonesian, english, alias, kind, column, options, widget = row
    label = {"id": indonesian, "en": english}
    return FieldType(key, label, alias, _column(column), kind, options, runtime, widget)


@hookimpl
def rakit_field_types() -> list[FieldType]:
    """The types that any application needs."""
    own = [_type(row, RUNTIME / f"{row[0]}.py") for row in TYPES]
    return own + [_type(row, None) for row in STRUCTURAL]
