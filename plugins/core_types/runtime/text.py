"""Teks satu baris."""

from typing import Annotated

from sqlalchemy import String
from sqlalchemy.orm import mapped_column

WIDGET = "text"


def clean(value: object, max_length: int = 200) -> str:
    """Rapikan spasi: di tepi dibuang, yang berurutan menjadi satu."""
    text = " ".join(str(value).split())
    if len(text) > max_length:
        raise ValueError(f"Paling panjang {max_length} huruf.")
    return text


def show(value: str) -> str:
    return value


def sample(n: int) -> str:
    return f"Contoh {n}"


Text = Annotated[str, mapped_column(String(1000), info={"type": __name__})]
