"""Whole numbers."""

from typing import Annotated

from sqlalchemy.orm import mapped_column

WIDGET = "number"


def clean(value: object) -> int:
    try:
        return int(str(value).strip())
    except ValueError:
        raise ValueError("Tulis bilangan bulat.") from None


def show(value: int) -> str:
    return str(value)


def sample(n: int) -> int:
    return 1 + n % 3


Whole = Annotated[int, mapped_column(info={"type": __name__})]
