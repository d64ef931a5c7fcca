"""Data JSON, disimpan sebagai teks dengan satu bentuk baku."""

import json
from typing import Annotated

from sqlalchemy import Text
from sqlalchemy.orm import mapped_column

WIDGET = "textarea"


def clean(value: object) -> str:
    """Terima teks JSON, atau nilai yang sudah dibaca (dari REST)."""
    try:
        found = json.loads(value) if isinstance(value, str) else value
        return json.dumps(found, ensure_ascii=False, sort_keys=True, allow_nan=False)
    except (ValueError, TypeError, RecursionError):
        raise ValueError('Tulis JSON yang sah, misalnya {"warna": "merah"}.') from None


def show(value: str) -> str:
    return value


def sample(n: int) -> str:
    return clean({"contoh": n})


Json = Annotated[str, mapped_column(Text, info={"type": __name__})]
