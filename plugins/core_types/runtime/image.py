"""Gambar: yang disimpan di basis data adalah nama berkasnya."""

from typing import Annotated

from sqlalchemy import String
from sqlalchemy.orm import mapped_column

WIDGET = "file"
SUFFIXES = (".jpeg", ".jpg", ".png", ".webp")


def clean(value: object) -> str:
    name = str(value).strip()
    if not name.lower().endswith(SUFFIXES) or len(name) > 255:
        raise ValueError(f"Gambar harus berakhiran {', '.join(SUFFIXES)}.")
    return name


def show(value: str) -> str:
    return value


def sample(n: int) -> str:
    return f"contoh_{n}.png"


Image = Annotated[str, mapped_column(String(255), info={"type": __name__})]
