"""Teks beberapa baris."""

from typing import Annotated

from sqlalchemy import Text as TextColumn
from sqlalchemy.orm import mapped_column

WIDGET = "textarea"


def clean(value: object, max_length: int = 10_000) -> str:
    """Samakan ganti baris, buang spasi di ujung baris dan di tepi."""
    lines = str(value).replace("\r\n", "\n").replace("\r", "\n").split("\n")
    text = "\n".join(line.rstrip() for line in lines).strip()
    if len(text) > max_length:
        raise ValueError(f"Paling panjang {max_length} huruf.")
    return text


def show(value: str) -> str:
    return value


def sample(n: int) -> str:
    return f"Jalan Merdeka {n}, RT 01/RW 02"


LongText = Annotated[str, mapped_column(TextColumn, info={"type": __name__})]
