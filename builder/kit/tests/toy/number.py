"""Numbers that the system gives out."""

from datetime import date
from typing import Annotated

from sqlalchemy import String
from sqlalchemy.orm import mapped_column

WIDGET = "none"


def clean(value: object) -> str:
    return str(value)


def show(value: str) -> str:
    return value


def sample(n: int) -> str:
    return f"{n:04}"


def number(pattern: str, seq: int, day: date, unit: str = "") -> str:
    known = {"seq": seq, "unit": unit, "year": day.year}
    return pattern.format(**known)


Number = Annotated[str, mapped_column(String(100), unique=True, info={"type": __name__})]
