"""Beberapa pilihan sekaligus, disimpan sebagai daftar nama pilihan."""

from typing import Annotated

from sqlalchemy import JSON
from sqlalchemy.orm import mapped_column

WIDGET = "checkboxes"


def clean(value: object) -> list[str]:
    """Terima daftar, atau nama-nama pilihan dipisah koma."""
    given = value if isinstance(value, (list, tuple)) else str(value).strip("[]").split(",")
    words = [str(one).strip().strip("'\"") for one in given]
    return [word for word in dict.fromkeys(words) if word]


def show(value: list[str]) -> str:
    return ", ".join(value)


def sample(n: int) -> list[str]:
    return [f"pilihan_{n}"]


MultiChoice = Annotated[list[str], mapped_column(JSON, info={"type": __name__})]
