"""Field types for tests, without plugins: keys, kinds, columns and options as the real ones."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from pydantic import BaseModel

from .options import (
    ChoiceOptions,
    DateOptions,
    DecimalOptions,
    FileOptions,
    LongTextOptions,
    NoOptions,
    NumberingOptions,
    NumberOptions,
    ReferenceOptions,
    RegionOptions,
    StateOptions,
    TextOptions,
)
from .types import FieldType, Kind, Types

_TABLE: tuple[tuple[str, str, Kind, str, type[BaseModel]], ...] = (
    ("text", "Text", "text", "", TextOptions),
    ("long_text", "LongText", "text", "sa.Text()", LongTextOptions),
    ("rich_text", "RichText", "text", "sa.Text()", LongTextOptions),
    ("integer", "Integer", "int", "sa.Integer()", NumberOptions),
    ("decimal", "DecimalNumber", "decimal", "sa.Numeric(18, 6)", DecimalOptions),
    ("money", "Money", "money", "sa.Numeric(18, 2)", NumberOptions),
    ("percent", "Percent", "decimal", "sa.Numeric(9, 6)", DecimalOptions),
    ("boolean", "Boolean", "bool", "sa.Boolean()", NoOptions),
    ("date", "Date", "date", "sa.Date()", DateOptions),
    ("time", "Time", "time", "sa.Time()", NoOptions),
    ("datetime", "DateTime", "datetime", "sa.DateTime(timezone=True)", DateOptions),
    ("year", "Year", "int", "sa.Integer()", NumberOptions),
    ("choice", "Choice", "choice", "sa.String(63)", ChoiceOptions),
    ("multichoice", "MultiChoice", "choices", "sa.JSON()", ChoiceOptions),
    ("email", "Email", "text", "sa.String(254)", NoOptions),
    ("phone", "Phone", "text", "sa.String(16)", NoOptions),
    ("url", "Url", "text", "sa.String(500)", NoOptions),
    ("file", "File", "file", "sa.String(200)", FileOptions),
    ("image", "Image", "file", "sa.String(200)", FileOptions),
    ("location", "Location", "point", "sa.String(40)", NoOptions),
    ("json", "Json", "json", "sa.JSON()", NoOptions),
    ("uuid", "Uuid", "text", "sa.String(36)", NoOptions),
    ("numbering", "AutoNumber", "text", "sa.String(100)", NumberingOptions),
    ("reference", "Reference", "ref", "sa.Integer()", ReferenceOptions),
    ("state", "State", "choice", "sa.String(63)", StateOptions),
    ("nik", "Nik", "text", "sa.String(16)", NoOptions),
    ("nip", "Nip", "text", "sa.String(18)", NoOptions),
    ("npwp", "Npwp", "text", "sa.String(16)", NoOptions),
    ("nomor_kk", "NomorKk", "text", "sa.String(16)", NoOptions),
    ("kode_wilayah", "KodeWilayah", "text", "sa.String(13)", RegionOptions),
    ("kode_rekening", "KodeRekening", "text", "sa.String(30)", NoOptions),
    ("nomor_surat", "NomorSurat", "text", "sa.String(100)", NoOptions),
)


def _column(source: str) -> Callable[[Any], str]:
    if source:
        return lambda options: source
    return lambda options: f"sa.String({options.max_length})"


def core_types() -> Types:
    """Every type key that the example uses, and the other core ones."""
    return Types(
        FieldType(key, {"id": key, "en": key}, alias, _column(column), kind, options)
        for key, alias, kind, column, options in _TABLE
    )


SMALL = """
rakit: 1
name: kecil
exclusions:
  - {name: rahasia, basis: "UU 14/2008 Pasal 17 huruf h"}
entities:
  - name: orang
    publicity: rahasia
    fields:
      - {name: nama, required: true, unique: true, options: {max_length: 40}}
      - {name: atasan, type: reference, options: {target: orang, inverse: {name: bawahan}}}
      - {name: gaji, type: money, privacy: specific, options: {min: 0}}
      - {name: status, type: state}
roles:
  - {name: petugas, grants: [{entities: ["*"], can: [read, create], rows: own, hide: [gaji]}]}
  - {name: umum, public: true, grants: [{entities: [orang], rows: "gaji > 0"}]}
flows:
  - name: alur
    entity: orang
    states: [{name: baru}, {name: tetap, kind: done, open: [gaji]}, {name: lupa}]
    transitions:
      - name: angkat
        at: [baru]
        to: tetap
        by: [owner, petugas]
        note: required
        sets: {gaji: "1"}
"""
"""A small whole: one entity with a field of each kind that plugins treat apart, roles, a flow."""
