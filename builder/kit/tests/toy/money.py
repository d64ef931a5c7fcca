"""Rupiah."""

from decimal import Decimal, InvalidOperation
from typing import Annotated

from sqlalchemy import Numeric
from sqlalchemy.orm import mapped_column

WIDGET = "money"


def clean(value: object) -> Decimal:
    text = str(value).replace("Rp", "").strip()
    if text.count(".") > 1 or (len(text.rpartition(".")[2]) == 3 and "." in text):
        text = text.replace(".", "")
    try:
        return Decimal(text).quantize(Decimal("0.01"))
    except InvalidOperation:
        raise ValueError("Tulis jumlah uang seperti 1.500.000.") from None


def show(value: Decimal) -> str:
    return "Rp" + f"{value:,.0f}".replace(",", ".")


def sample(n: int) -> Decimal:
    return Decimal(1000 * (1 + n % 5))


Money = Annotated[Decimal, mapped_column(Numeric(18, 2), info={"type": __name__})]
