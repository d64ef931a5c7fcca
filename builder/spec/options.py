"""Options models of the structural and common field types.

They live in the language and not in plugins, so that check, diff, migrate and the writer may read
them. A plugin takes one of these for its `FieldType.options`, or brings a frozen model of its own.
A default written here never changes inside `rakit: 1`: it is part of no file and of every hash.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field as Key

from .base import Ided, Named, Node
from .scalars import (
    Bool,
    ChoiceName,
    Count,
    Day,
    Decimal,
    EntityName,
    Expr,
    Holds,
    Int,
    Label,
    Name,
    Pattern,
    Text,
    TransitionName,
    doc,
)


class NoOptions(Node):
    """For types that need no choice of their own."""


class TextOptions(Node):
    """text: one line."""

    min_length: Count = doc("Paling sedikit sekian huruf.", 0)
    max_length: Annotated[Count, Key(ge=1, le=1000)] = doc("Paling banyak sekian huruf.", 200)
    pattern: Pattern | None = doc("Ekspresi reguler yang harus cocok seluruhnya.")
    pattern_message: Text | None = doc("Kata-kata bila pola tidak cocok.")


class LongTextOptions(Node):
    """long_text, rich_text: several lines."""

    min_length: Count = doc("Paling sedikit sekian huruf.", 0)
    max_length: Annotated[Count, Key(ge=1, le=1_000_000)] = doc("Paling banyak huruf.", 10_000)


class NumberOptions(Node):
    """integer, year, money: whole bounds."""

    min: Int | None = doc("Nilai terkecil.")
    max: Int | None = doc("Nilai terbesar.")


class DecimalOptions(Node):
    """decimal, percent: bounds as text, since there are no floats in the language."""

    min: Decimal | None = doc("Nilai terkecil.")
    max: Decimal | None = doc("Nilai terbesar.")
    digits: Annotated[Count, Key(le=6)] = doc("Angka di belakang koma.", 2)


class DateOptions(Node):
    """date, datetime: bounds as ISO date or `today` (`now`)."""

    min: Day | None = doc("today atau tanggal ISO.")
    max: Day | None = doc("today atau tanggal ISO.")


class Choice(Ided):
    """One value of a choice; its name is what is stored, and may begin with a digit or capital."""

    name: ChoiceName = Key(description="Nilai yang disimpan.")
    label: Label | None = doc("Nama yang dibaca orang; bawaan: dari name.")
    retired: Bool = doc("Tidak dapat dipilih lagi; data lama tetap.", False)


class ChoiceOptions(Node):
    """choice, multichoice."""

    choices: tuple[Choice, ...] = Key(min_length=1, description="Pilihan, menurut urutan tampil.")
    radio: Bool = doc("Tampil sebagai tombol pilihan.", False)


class StateOptions(Node):
    """state: its choices are the states of the entity's flow."""


class FileOptions(Node):
    """file, image."""

    max_mb: Annotated[Count, Key(ge=1, le=200)] = doc("Ukuran terbesar dalam MB.", 5)
    accept: tuple[Label, ...] = doc("Akhiran nama berkas yang diterima.", ())


class NumberingOptions(Node):
    """numbering: a number by pattern, given once."""

    pattern: Pattern = doc("Pola nomor: seq, unit, month, month_roman, year.", "{seq:04}/{year}")
    reset: Literal["never", "year", "month"] = doc("Kapan hitungan mulai dari satu lagi.", "year")
    issued: TransitionName | None = doc("Langkah alur yang memberi nomor; bawaan: saat dibuat.")


class Inverse(Named):
    """The other side of a reference: the rows that point here."""

    name: Name = Key(description="Nama daftar baris di entitas tujuan.")
    inline: Bool = doc("Baris disunting di dalam formulir induk (master-detail).", False)
    min_rows: Count = doc("Paling sedikit sekian baris.", 0)


class ReferenceOptions(Node):
    """reference: many-to-one; unique makes it one-to-one."""

    target: EntityName = Key(description="Entitas yang dituju.")
    on_delete: Literal["restrict", "cascade", "clear"] = doc("Bila tujuan dihapus.", "restrict")
    inverse: Inverse | None = doc("Daftar baris di entitas tujuan.")
    filter: Annotated[Expr, Holds("expr", about="target", want="bool")] | None = doc(
        "Baris mana yang boleh dipilih."
    )


class RegionOptions(Node):
    """kode_wilayah."""

    level: Literal["provinsi", "kabupaten", "kecamatan", "desa"] = doc("Tingkat wilayah.", "desa")
