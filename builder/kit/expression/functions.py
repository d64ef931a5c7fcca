"""The functions of the language: what each takes and gives."""

from __future__ import annotations

from dataclasses import dataclass

NUMBERS = frozenset({"int", "decimal", "money"})
DAYS = frozenset({"date", "datetime"})
ORDERED = NUMBERS | DAYS | {"time"}


@dataclass(frozen=True)
class Function:
    """`takes` one word for each argument; `gives` a kind, or which argument's kind it has.

    Words: rows (the name of rows), numbers, ordered, bools (a field of many rows), any, same (as
    the argument before), value (one value of any kind), or a kind; digits is a written number.
    """

    takes: tuple[str, ...]
    gives: str
    about: str


FUNCTIONS: dict[str, Function] = {
    "sum": Function(("numbers",), "1", "Jumlah; dari tanpa baris: 0."),
    "min": Function(("ordered",), "1", "Terkecil."),
    "max": Function(("ordered",), "1", "Terbesar."),
    "avg": Function(("numbers",), "average", "Rata-rata."),
    "count": Function(("rows",), "int", "Banyaknya baris."),
    "any": Function(("bools",), "bool", "Ada baris yang benar."),
    "all": Function(("bools",), "bool", "Semua baris benar; tanpa baris: benar."),
    "empty": Function(("any",), "bool", "Belum diisi, atau tanpa baris."),
    "coalesce": Function(("value", "same"), "1", "Isi pertama yang tidak kosong."),
    "if": Function(("bool", "value", "same"), "2", "Bila benar isi kedua, selain itu ketiga."),
    "round": Function(("number", "digits"), "1", "Dibulatkan ke sekian angka di belakang koma."),
    "abs": Function(("number",), "1", "Tanpa tanda minus."),
    "today": Function((), "date", "Hari ini."),
    "now": Function((), "datetime", "Saat ini."),
    "year": Function(("day",), "int", "Tahun."),
    "month": Function(("day",), "int", "Bulan, 1 sampai 12."),
    "day": Function(("day",), "int", "Tanggal, 1 sampai 31."),
    "age": Function(("day",), "int", "Umur dalam tahun penuh sampai hari ini."),
    "days": Function(("day", "day"), "int", "Banyaknya hari dari yang pertama ke yang kedua."),
    "add_days": Function(("day", "int"), "date", "Sekian hari kemudian."),
    "add_months": Function(("day", "int"), "date", "Sekian bulan kemudian, paling akhir bulan."),
    "length": Function(("text",), "int", "Banyaknya huruf."),
    "upper": Function(("text",), "text", "Huruf besar semua."),
    "lower": Function(("text",), "text", "Huruf kecil semua."),
    "trim": Function(("text",), "text", "Tanpa spasi di kedua ujung."),
    "contains": Function(("text", "text"), "bool", "Memuat; besar-kecil huruf dibedakan."),
    "starts": Function(("text", "text"), "bool", "Diawali dengan; besar-kecil huruf dibedakan."),
    "text": Function(("writable",), "text", "Ditulis sebagai teks."),
    "has_role": Function(("role",), "bool", "Pengguna berperan itu."),
}

WRITABLE = frozenset({"text", "choice", "int", "date", "bool"})
"""What `text()` takes: kinds that Python and every database write alike."""
