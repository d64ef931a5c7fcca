"""Bilangan bulat, ditampilkan `1.500`."""

import re
from decimal import ROUND_HALF_UP, Decimal
from typing import Annotated

from sqlalchemy import Integer as IntegerColumn
from sqlalchemy.orm import mapped_column

WIDGET = "number"
LARGEST = 2_147_483_647
GROUPED = re.compile(r"-?\d{1,3}(\.\d{3})+")
PLAIN = re.compile(r"-?\d{1,12}")


def clean(value: object) -> int:
    """Terima `1500` dan `1.500`; bilangan pecahan (hasil hitungan) dibulatkan."""
    if isinstance(value, Decimal) and value.is_finite():
        value = int(value.to_integral_value(ROUND_HALF_UP))
    text = str(value).strip()
    if GROUPED.fullmatch(text):
        text = text.replace(".", "")
    if not PLAIN.fullmatch(text) or isinstance(value, bool):
        raise ValueError("Tulis bilangan bulat seperti 1500.")
    number = int(text)
    if abs(number) > LARGEST:
        raise ValueError(f"Bilangan paling jauh {show(LARGEST)} dari nol.")
    return number


def show(value: int) -> str:
    return f"{value:,}".replace(",", ".")


def sample(n: int) -> int:
    return 1 + n % 12


Integer = Annotated[int, mapped_column(IntegerColumn, info={"type": __name__})]
