"""Two field types of the toy, in the shape of a plugin's runtime module. Here the text."""

from typing import Annotated

from sqlalchemy import String
from sqlalchemy.orm import mapped_column

WIDGET = "text"


def clean(value: object) -> str:
    return " ".join(str(value).split())


def show(value: str) -> str:
    return value


def sample(n: int) -> str:
    return f"Contoh {n}"


Text = Annotated[str, mapped_column(String(200), info={"type": __name__})]
