"""Tanggal dan jam setempat sampai menit, ditampilkan `5 Maret 2026 13.45`."""

import re
from datetime import datetime
from typing import Annotated

from sqlalchemy import DateTime as DateTimeColumn
from sqlalchemy.orm import mapped_column

WIDGET = "datetime"
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
WORDS = re.compile(r"(\d{1,2}) ([A-Za-z]+) (\d{4}),? (\d{1,2})[.:](\d{2})")
ADVICE = "Tulis waktu seperti 2026-03-05 13:45 atau 5 Maret 2026 13.45."


def clean(value: object) -> datetime:
    """Terima waktu, `2026-03-05T13:45`, `2026-03-05 13:45:00`, `5 Maret 2026 13.45`."""
    try:
        moment = value if isinstance(value, datetime) else _read(str(value).strip())
    except ValueError:
        raise ValueError(ADVICE) from None
    return datetime(moment.year, moment.month, moment.day, moment.hour, moment.minute)


def _read(text: str) -> datetime:
    found = WORDS.fullmatch(text)
    if found is None:
        return datetime.fromisoformat(text)
    day, name, year, hour, minute = found.groups()
    return datetime(int(year), _month(name), int(day), int(hour), int(minute))


def _month(name: str) -> int:
    """Bulan dari namanya, singkatannya, atau nama Inggrisnya: `Maret`, `Mar`, `March`."""
    word, known = name.lower(), zip(MONTHS, ALIKE, strict=True)
    return [word == m.lower() or word in also.split() for m, also in known].index(True) + 1


def show(value: datetime) -> str:
    day = f"{value.day} {MONTHS[value.month - 1]} {value.year:04}"
    return f"{day} {value.hour:02}.{value.minute:02}"


def sample(n: int) -> datetime:
    return datetime(2026, 1, 1 + n % 28, 7 + n % 9, 15 * (n % 4))


DateTime = Annotated[datetime, mapped_column(DateTimeColumn, info={"type": __name__})]
