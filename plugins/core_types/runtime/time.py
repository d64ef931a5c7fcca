"""Jam setempat sampai menit, ditampilkan `13.45`."""

import re
from datetime import time
from typing import Annotated

from sqlalchemy import Time as TimeColumn
from sqlalchemy.orm import mapped_column

WIDGET = "time"
CLOCK = re.compile(r"(\d{1,2})[.:](\d{2})([.:]\d{2})?")


def clean(value: object) -> time:
    """Terima jam, `13:45`, `13.45`, `13:45:00`; detik dibuang."""
    if isinstance(value, time):
        return time(value.hour, value.minute)
    found = CLOCK.fullmatch(str(value).strip())
    try:
        if found:
            return time(int(found[1]), int(found[2]))
    except ValueError:
        pass  # 25.70 looks like a clock, and is refused below like any other text
    raise ValueError("Tulis jam seperti 13.45.")


def show(value: time) -> str:
    return f"{value:%H.%M}"


def sample(n: int) -> time:
    return time(7 + n % 9, 15 * (n % 4))


Time = Annotated[time, mapped_column(TimeColumn, info={"type": __name__})]
