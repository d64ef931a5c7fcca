"""Alamat surel, disimpan dengan huruf kecil."""

import re
from typing import Annotated

from sqlalchemy import String
from sqlalchemy.orm import mapped_column

WIDGET = "email"
ADDRESS = re.compile(r"[a-z0-9._%+-]{1,64}@([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,24}")


def clean(value: object) -> str:
    text = str(value).strip().lower()
    if len(text) > 254 or not ADDRESS.fullmatch(text):
        raise ValueError("Tulis alamat surel seperti nama@contoh.go.id.")
    return text


def show(value: str) -> str:
    return value


def sample(n: int) -> str:
    return f"warga{n}@example.go.id"


Email = Annotated[str, mapped_column(String(254), info={"type": __name__})]
