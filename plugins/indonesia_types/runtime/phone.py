"""Nomor telepon Indonesia, disimpan `+62…`."""

import re
from typing import Annotated

from sqlalchemy import String
from sqlalchemy.orm import mapped_column

WIDGET = "phone"


def clean(value: object) -> str:
    """Terima `0812-3456-7890`, `62812…`, `+62 812 …`."""
    digits = re.sub(r"[^0-9]", "", str(value))
    local = digits.removeprefix("62").removeprefix("0")
    if not 7 <= len(local) <= 13:
        raise ValueError("Tulis nomor telepon seperti 0812-3456-7890.")
    return "+62" + local


def show(value: str) -> str:
    return "0" + value.removeprefix("+62")


def sample(n: int) -> str:
    return f"+62812345{n:05}"


Phone = Annotated[str, mapped_column(String(16), info={"type": __name__})]
