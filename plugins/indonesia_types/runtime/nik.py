"""NIK: Nomor Induk Kependudukan, 16 angka, data pribadi (UU 27/2022)."""

from typing import Annotated

from sqlalchemy import String
from sqlalchemy.orm import mapped_column

WIDGET = "digits"


def clean(value: object) -> str:
    """Buang spasi, titik, dan tanda hubung; periksa 16 angka dan tanggal lahir di dalamnya.

    Tanggal lahir perempuan ditulis dengan menambah 40 pada harinya.
    """
    digits = "".join(c for c in str(value) if c not in " .-")
    if len(digits) != 16 or not (digits.isascii() and digits.isdecimal()):
        raise ValueError("NIK terdiri atas 16 angka.")
    day, month = int(digits[6:8]), int(digits[8:10])
    if not (1 <= day <= 31 or 41 <= day <= 71) or not 1 <= month <= 12:
        raise ValueError("Tanggal lahir di dalam NIK tidak mungkin.")
    return digits


def show(value: str) -> str:
    return value


def sample(n: int) -> str:
    return f"350701{1 + n % 28:02}0190{n % 10_000:04}"


Nik = Annotated[str, mapped_column(String(16), info={"type": __name__})]
