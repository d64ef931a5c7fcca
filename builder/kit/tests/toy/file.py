"""Files: in the database stands the name."""

from typing import Annotated

from sqlalchemy import String
from sqlalchemy.orm import mapped_column

WIDGET = "image"


def clean(value: object) -> str:
    return str(value).strip()


def show(value: str) -> str:
    return value


def sample(n: int) -> str:
    return f"contoh_{n}.png"


File = Annotated[str, mapped_column(String(255), info={"type": __name__})]
