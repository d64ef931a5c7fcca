"""Tanggal, ditampilkan `5 Maret 2026`."""

import re
from datetime import date, datetime
from typing import Annotated

from sqlalchemy import Date as DateColumn
from sqlalchemy.orm import mapped_column

WIDGET = "date"
MONTHS = (
    "Januari",
    "Februari",
    "Maret",
    "April",
    "Mei",
    "Juni",
    "Juli",
    "Agustus",
    "September",
    "Oktober",
    "November",
    "Desember",
)
ALIKE = (
    "jan january",
    "feb february",
    "mar march",
    "apr april",
    "may",
    "jun june",
    "jul july",
    "agu agt aug august",
    "sep sept",
    "okt oct october",
    "nov",
    "des dec december",
)
WORDS = re.compile(r"(\d{1,2}) ([A-Za-z]+) (\d{4})")
FIGURES = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
ADVICE = "Tulis tanggal seperti 2026-03-05 atau 5 Maret 2026."


def clean(value: object) -> date:
    """Terima tanggal, `2026-03-05`, `5 Maret 2026`, `5 Mar 2026`, `5/3/2026` (hari di depan)."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    text = str(value).strip()
    try:
        if found := WORDS.fullmatch(text):
            day, name, year = found.groups()
            return date(int(year), _month(name), int(day))
        if found := FIGURES.fullmatch(text):
            return date(int(found[3]), int(found[2]), int(found[1]))
        return date.fromisoformat(text)
    except ValueError:
        raise ValueError(ADVICE) from None


def _month(name: str) -> int:
    """Bulan dari namanya, singkatannya, atau nama Inggrisnya: `Maret`, `Mar`, `March`."""
    word, known = name.lower(), zip(MONTHS, ALIKE, strict=True)
    return [word == m.lower() or word in also.split() for m, also in known].index(True) + 1


def show(value: date) -> str:
    return f"{value.day} {MONTHS[value.month - 1]} {value.year:04}"


def sample(n: int) -> date:
    return date(2026, 1, 1 + n % 28)


Date = Annotated[date, mapped_column(DateColumn, info={"type": __name__})]
