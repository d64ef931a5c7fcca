"""Kode wilayah Kemendagri, disimpan bertitik: `35.07.24.2001`."""

from typing import Annotated

from sqlalchemy import String
from sqlalchemy.orm import mapped_column

WIDGET = "region"
PARTS = (2, 4, 6, 10)
NAMES = {"provinsi": 2, "kabupaten": 4, "kecamatan": 6, "desa": 10}


def clean(value: object, level: str = "") -> str:
    """Terima angka dengan atau tanpa titik; `level` menetapkan tingkatnya bila ada."""
    digits = "".join(c for c in str(value) if c not in " .")
    if not (digits.isascii() and digits.isdecimal()) or len(digits) not in PARTS:
        raise ValueError("Tulis kode wilayah seperti 35.07.24.2001.")
    if level and len(digits) != NAMES[level]:
        raise ValueError(f"Kode {level} terdiri atas {NAMES[level]} angka.")
    return ".".join(digits[a:b] for a, b in ((0, 2), (2, 4), (4, 6), (6, 10)) if digits[a:b])


def show(value: str) -> str:
    return value


def sample(n: int) -> str:
    return f"35.07.{1 + n % 33:02}.2{1 + n % 12:03}"


KodeWilayah = Annotated[str, mapped_column(String(13), info={"type": __name__})]
