"""Berkas: yang disimpan di basis data adalah namanya."""

from typing import Annotated

from sqlalchemy import String
from sqlalchemy.orm import mapped_column

WIDGET = "file"
SUFFIXES = (
    ".csv",
    ".docx",
    ".jpeg",
    ".jpg",
    ".odt",
    ".ods",
    ".pdf",
    ".png",
    ".pptx",
    ".txt",
    ".webp",
    ".xlsx",
    ".zip",
)


def clean(value: object) -> str:
    """Hanya akhiran yang dikenal; halaman web dan program ditolak."""
    name = str(value).strip()
    if not name.lower().endswith(SUFFIXES) or len(name) > 255:
        raise ValueError(f"Berkas harus berakhiran {', '.join(SUFFIXES)}.")
    return name


def show(value: str) -> str:
    return value


def sample(n: int) -> str:
    return f"contoh_{n}.pdf"


File = Annotated[str, mapped_column(String(255), info={"type": __name__})]
