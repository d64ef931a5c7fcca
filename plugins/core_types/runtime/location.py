"""Titik di peta: lintang dan bujur, ditampilkan `-7.9657, 112.6326`."""

import re
from typing import Annotated

from sqlalchemy import String
from sqlalchemy.orm import mapped_column

WIDGET = "location"
PAIR = re.compile(r"(-?\d{1,3}(?:\.\d{1,12})?)\s*[,; ]\s*(-?\d{1,3}(?:\.\d{1,12})?)")


def clean(value: object) -> str:
    """Terima `lintang, bujur` seperti disalin dari peta; disimpan enam angka di belakang titik."""
    found = PAIR.fullmatch(str(value).strip())
    if found is None:
        raise ValueError("Tulis lintang dan bujur seperti -7.9657, 112.6326.")
    latitude, longitude = float(found[1]), float(found[2])
    if abs(latitude) > 90 or abs(longitude) > 180:
        raise ValueError("Lintang -90 sampai 90, bujur -180 sampai 180.")
    return f"{latitude + 0.0:.6f}, {longitude + 0.0:.6f}"


def show(value: str) -> str:
    return ", ".join(one.rstrip("0").rstrip(".") for one in value.split(", "))


def sample(n: int) -> str:
    return f"{-7.9 - n % 50 / 1000:.6f}, {112.6 + n % 50 / 1000:.6f}"


Location = Annotated[str, mapped_column(String(32), info={"type": __name__})]
