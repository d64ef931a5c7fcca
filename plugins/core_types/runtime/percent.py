"""Persen sampai enam angka di belakang koma: `12,5%`."""

import re
from decimal import ROUND_HALF_UP, Decimal
from typing import Annotated

from sqlalchemy import Numeric
from sqlalchemy.orm import mapped_column

WIDGET = "text"
STEP = Decimal("0.000001")
PLAIN = re.compile(r"-?\d{1,5}([.,]\d{1,6})?")


def clean(value: object, digits: int = 6) -> Decimal:
    """Terima `12,5`, `12.5`, `12,5%`; bilangan (hasil hitungan) dibulatkan."""
    if isinstance(value, Decimal) and value.is_finite():
        value = round(value, digits).quantize(STEP, ROUND_HALF_UP)
    text = str(value).strip().removesuffix("%").strip()
    if not PLAIN.fullmatch(text) or isinstance(value, bool):
        raise ValueError("Tulis persen seperti 12,5.")
    number = Decimal(text.replace(",", ".")).quantize(STEP)
    if number != round(number, digits):
        raise ValueError(f"Paling banyak {digits} angka di belakang koma.")
    return number


def show(value: Decimal) -> str:
    return f"{value:.6f}".rstrip("0").rstrip(".").replace(".", ",") + "%"


def sample(n: int) -> Decimal:
    return Decimal(n % 100).quantize(STEP)


Percent = Annotated[Decimal, mapped_column(Numeric(12, 6), info={"type": __name__})]
