"""Rupiah: `Rp1.500.000`; sen hanya ditampilkan bila ada."""

import re
from decimal import ROUND_HALF_UP, Decimal
from typing import Annotated

from sqlalchemy import Numeric
from sqlalchemy.orm import mapped_column

WIDGET = "money"
CENT = Decimal("0.01")
AMOUNTS = (250_000, 75_000_000, 1_500_000, 400_000, 120_000_000)
INDONESIAN = re.compile(r"-?\d{1,3}(\.\d{3})+(,\d{1,2})?|-?\d+,\d{1,2}")
PLAIN = re.compile(r"-?\d{1,16}(\.\d{1,2})?")


def clean(value: object) -> Decimal:
    """Terima `1500000`, `1500000.00`, `1.500.000`, `Rp1.500.000,50`, `Rp 1.500.000`.

    Bilangan (hasil hitungan) dibulatkan ke sen.
    """
    if isinstance(value, Decimal) and value.is_finite():
        value = value.quantize(CENT, ROUND_HALF_UP)
    text = str(value).replace("Rp", "").strip().removesuffix(",-")
    if isinstance(value, str) and INDONESIAN.fullmatch(text):
        text = text.replace(".", "").replace(",", ".")
    if not PLAIN.fullmatch(text) or isinstance(value, bool):
        raise ValueError("Tulis jumlah uang seperti 1.500.000.")
    return Decimal(text).quantize(CENT)


def show(value: Decimal) -> str:
    whole, _, cents = f"{value:,.2f}".partition(".")
    return "Rp" + whole.replace(",", ".") + ("" if cents == "00" else "," + cents)


def sample(n: int) -> Decimal:
    """Kecil dan besar berganti-ganti, seperti harga satuan di samping pagu."""
    return (Decimal(AMOUNTS[n % len(AMOUNTS)]) * (1 + n % 7)).quantize(CENT)


Money = Annotated[Decimal, mapped_column(Numeric(18, 2), info={"type": __name__})]
