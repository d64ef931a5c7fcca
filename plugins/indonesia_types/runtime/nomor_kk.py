"""Nomor kartu keluarga, 16 angka, data pribadi (UU 27/2022)."""

from typing import Annotated

from sqlalchemy import String
from sqlalchemy.orm import mapped_column

WIDGET = "digits"


def clean(value: object) -> str:
    digits = "".join(c for c in str(value) if c not in " .-")
    if len(digits) != 16 or not (digits.isascii() and digits.isdecimal()):
        raise ValueError("Nomor KK terdiri atas 16 angka.")
    return digits


def show(value: str) -> str:
    return value


def sample(n: int) -> str:
    return f"350701{1 + n % 28:02}0108{n % 10_000:04}"


NomorKk = Annotated[str, mapped_column(String(16), info={"type": __name__})]
