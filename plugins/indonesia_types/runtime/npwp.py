"""NPWP, 16 angka (PMK 112/2022); bentuk lama 15 angka diterima dan diberi nol di depan."""

from typing import Annotated

from sqlalchemy import String
from sqlalchemy.orm import mapped_column

WIDGET = "digits"


def clean(value: object) -> str:
    """Terima `01.234.567.8-901.000` (bentuk lama) dan 16 angka."""
    digits = "".join(c for c in str(value) if c not in " .-")
    if len(digits) not in (15, 16) or not (digits.isascii() and digits.isdecimal()):
        raise ValueError("NPWP terdiri atas 16 angka.")
    return digits.rjust(16, "0")


def show(value: str) -> str:
    return value


def sample(n: int) -> str:
    return f"0012345{n % 10_000:04}50700"


Npwp = Annotated[str, mapped_column(String(16), info={"type": __name__})]
