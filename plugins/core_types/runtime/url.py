"""Alamat web, hanya http dan https."""

from typing import Annotated
from urllib.parse import urlsplit

from sqlalchemy import String
from sqlalchemy.orm import mapped_column

WIDGET = "url"
ADVICE = "Tulis alamat web seperti https://contoh.go.id."


def clean(value: object) -> str:
    """Tambahkan `https://` bila tidak ditulis; skema lain (misalnya javascript:) ditolak."""
    text = str(value).strip()
    if "://" not in text and ":" not in text.partition("/")[0]:
        text = "https://" + text
    try:
        parts = urlsplit(text)
        fine = parts.scheme in ("http", "https") and "." in (parts.hostname or "")
    except ValueError:
        fine = False
    if not fine or len(text) > 500 or any(c.isspace() or c in "<>\"'" for c in text):
        raise ValueError(ADVICE)
    return text


def show(value: str) -> str:
    return value


def sample(n: int) -> str:
    return f"https://example.go.id/{n}"


Url = Annotated[str, mapped_column(String(500), info={"type": __name__})]
