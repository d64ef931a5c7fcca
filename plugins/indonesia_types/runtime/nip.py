"""NIP pegawai ASN, 18 angka: tanggal lahir, pengangkatan, jenis kelamin, nomor urut."""

from datetime import date
from typing import Annotated

from sqlalchemy import String
from sqlalchemy.orm import mapped_column

WIDGET = "digits"


def clean(value: object) -> str:
    """Terima 18 angka, boleh berspasi seperti pada surat: `19850312 201001 1 005`."""
    digits = "".join(c for c in str(value) if c not in " .-")
    if len(digits) != 18 or not (digits.isascii() and digits.isdecimal()):
        raise ValueError("NIP terdiri atas 18 angka.")
    try:
        date(int(digits[:4]), int(digits[4:6]), int(digits[6:8]))
    except ValueError:
        raise ValueError("Tanggal lahir di dalam NIP tidak mungkin.") from None
    if digits[14] not in "12":
        raise ValueError("Angka ke-15 NIP adalah jenis kelamin: 1 atau 2.")
    return digits


def show(value: str) -> str:
    return f"{value[:8]} {value[8:14]} {value[14]} {value[15:]}"


def sample(n: int) -> str:
    return f"1985{1 + n % 12:02}{1 + n % 28:02}201001{1 + n % 2}{n % 1000:03}"


Nip = Annotated[str, mapped_column(String(18), info={"type": __name__})]
