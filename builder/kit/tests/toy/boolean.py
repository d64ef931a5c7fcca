"""Yes or no."""

from typing import Annotated

from sqlalchemy.orm import mapped_column

WIDGET = "checkbox"


def clean(value: object) -> bool:
    return str(value).strip().lower() in {"true", "1", "y", "ya", "on"}


def show(value: bool) -> str:
    return "Ya" if value else "Tidak"


def sample(n: int) -> bool:
    return n % 2 == 1


Boolean = Annotated[bool, mapped_column(info={"type": __name__})]
