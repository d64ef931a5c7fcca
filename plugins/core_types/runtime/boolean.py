"""Ya atau tidak."""

from typing import Annotated

from sqlalchemy import Boolean as BooleanColumn
from sqlalchemy.orm import mapped_column

WIDGET = "checkbox"
BLANK = False
YES = frozenset({"true", "1", "y", "ya", "yes", "on", "benar", "aktif"})
NO = frozenset({"false", "0", "t", "tidak", "n", "no", "off", "bukan", ""})


def clean(value: object) -> bool:
    """Terima kotak centang, `true`/`false`, dan kata `ya`/`tidak`."""
    word = str(value).strip().lower()
    if word not in YES | NO:
        raise ValueError("Tulis ya atau tidak.")
    return word in YES


def show(value: bool) -> str:
    return "Ya" if value else "Tidak"


def sample(n: int) -> bool:
    return n % 2 == 1


Boolean = Annotated[bool, mapped_column(BooleanColumn, info={"type": __name__})]
