"""Dates."""

from datetime import date
from typing import Annotated

from sqlalchemy.orm import mapped_column

WIDGET = "date"


def clean(value: object) -> date:
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(str(value).strip())
    except ValueError:
        raise ValueError("Tulis tanggal seperti 2026-03-05.") from None


def show(value: date) -> str:
    return f"{value.day}/{value.month}/{value.year}"


def sample(n: int) -> date:
    return date(2026, 1, 1 + n % 28)


Day = Annotated[date, mapped_column(info={"type": __name__})]
