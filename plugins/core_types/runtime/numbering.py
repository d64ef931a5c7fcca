"""Nomor otomatis: diberikan sekali oleh sistem, tidak pernah diketik."""

import re
from datetime import date
from typing import Annotated

from sqlalchemy import String
from sqlalchemy.orm import mapped_column

WIDGET = "none"
ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
PART = re.compile(r"\{(seq|unit|year|month|month_roman|day)(?::0(\d))?\}")


def clean(value: object) -> str:
    return str(value).strip()


def show(value: str) -> str:
    return value


def sample(n: int) -> str:
    return f"{n:04}"


def number(pattern: str, seq: int, day: date, unit: str = "") -> str:
    """`{seq:04}/UMKM/{month_roman}/{year}` menjadi `0007/UMKM/III/2026`.

    Hanya bagian yang dikenal yang diganti; tanda kurung lain tetap seperti ditulis.
    """
    values: dict[str, int | str] = {
        "seq": seq,
        "unit": unit,
        "year": day.year,
        "month": day.month,
        "month_roman": ROMAN[day.month - 1],
        "day": day.day,
    }

    def part(found: re.Match[str]) -> str:
        return str(values[found[1]]).rjust(int(found[2] or 0), "0")

    return PART.sub(part, pattern)


AutoNumber = Annotated[str, mapped_column(String(100), info={"type": __name__})]
