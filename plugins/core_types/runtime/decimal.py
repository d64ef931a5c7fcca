"""Bilangan pecahan sampai enam angka di belakang koma, ditampilkan `1.234,5`."""

import re
from decimal import ROUND_HALF_UP, Decimal
from typing import Annotated

from sqlalchemy import Numeric
from sqlalchemy.orm import mapped_column

WIDGET = "text"
STEP = Decimal("0.000001")
INDONESIAN = re.compile(r"-?\d{1,3}(\.\d{3})+(,\d{1,6})?|-?\d+,\d{1,6}")
PLAIN = re.compile(r"-?\d{1,12}(\.\d{1,6})?")


def clean(value: object, digits: int = 6) -> Decimal:
    """Terima `1234.5` dan `1.234,5`; bilangan (hasil hitungan) dibulatkan.

    Titik dengan tiga angka di belakangnya memisahkan ribuan. Nilai yang tersimpan selalu ditulis
    dengan enam angka di belakang titik, jadi tidak pernah salah dibaca.
    """
    if isinstance(value, Decimal) and value.is_finite():
        value = round(value, digits).quantize(STEP, ROUND_HALF_UP)
    text = str(value).strip()
    if isinstance(value, str) and INDONESIAN.fullmatch(text):
        text = text.replace(".", "").replace(",", ".")
    if not PLAIN.fullmatch(text) or isinstance(value, bool):
        raise ValueError("Tulis bilangan seperti 1.234,5.")
    number = Decimal(text).quantize(STEP)
    if number != round(number, digits):
        raise ValueError(f"Paling banyak {digits} angka di belakang koma.")
    return number


def show(value: Decimal) -> str:
    whole, _, fraction = f"{value:,.6f}".partition(".")
    fraction = fraction.rstrip("0")
    return whole.replace(",", ".") + ("," + fraction if fraction else "")


def sample(n: int) -> Decimal:
    return (Decimal(n % 100) + Decimal("0.5")).quantize(STEP)


DecimalNumber = Annotated[Decimal, mapped_column(Numeric(18, 6), info={"type": __name__})]
