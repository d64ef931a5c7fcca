"""Tahun, empat angka."""

import re
from typing import Annotated

from sqlalchemy import Integer
from sqlalchemy.orm import mapped_column

WIDGET = "number"
FOUR = re.compile(r"[12]\d{3}")


def clean(value: object) -> int:
    text = str(value).strip()
    if not FOUR.fullmatch(text):
        raise ValueError("Tulis tahun dengan empat angka, misalnya 2026.")
    return int(text)


def show(value: int) -> str:
    return str(value)


def sample(n: int) -> int:
    return 2020 + n % 10


Year = Annotated[int, mapped_column(Integer, info={"type": __name__})]
