"""Words on paper: what is unknown prints 'belum diisi', numbers are spelled in minutes."""

from __future__ import annotations

from datetime import date
from typing import Any

from sop_workflow.calendar import DAYS, MONTHS, long_date

BLANK = "belum diisi"

_UNITS = (
    "",
    "satu",
    "dua",
    "tiga",
    "empat",
    "lima",
    "enam",
    "tujuh",
    "delapan",
    "sembilan",
    "sepuluh",
    "sebelas",
)


def or_blank(value: Any) -> str:
    """The value as text, a date in letters, or 'belum diisi'."""
    if isinstance(value, date):
        return long_date(value)
    if isinstance(value, bool):
        return "ya" if value else "tidak"
    if isinstance(value, int):
        return f"{value:,}".replace(",", ".")
    return str(value).strip() if value not in (None, "") and str(value).strip() else BLANK


def letter_date(value: Any) -> str:
    """A date or its ISO text in letters, or 'belum diisi'."""
    if isinstance(value, str) and value:
        value = date.fromisoformat(value)
    return or_blank(value)


def terbilang(number: int) -> str:
    """A number below a billion in words: 2026 is 'dua ribu dua puluh enam'."""
    if number < 12:
        return _UNITS[number] if number else "nol"
    for size, name in ((1_000_000, "juta"), (1000, "ribu"), (100, "ratus")):
        if number >= size:
            head, rest = divmod(number, size)
            one = head == 1 and size < 1_000_000
            words = f"se{name}" if one else f"{terbilang(head)} {name}"
            return words + (f" {terbilang(rest)}" if rest else "")
    if number < 20:
        return f"{_UNITS[number - 10]} belas"
    tens, rest = divmod(number, 10)
    return f"{_UNITS[tens]} puluh" + (f" {_UNITS[rest]}" if rest else "")


def minutes_date(day: date) -> str:
    """'hari Senin tanggal dua puluh tiga bulan November tahun dua ribu dua puluh enam'."""
    return (
        f"hari {DAYS[day.weekday()]} tanggal {terbilang(day.day)} "
        f"bulan {MONTHS[day.month - 1]} tahun {terbilang(day.year)}"
    )
