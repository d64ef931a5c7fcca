"""UUID, 36 huruf kecil."""

from typing import Annotated
from uuid import UUID

from sqlalchemy import String
from sqlalchemy.orm import mapped_column

WIDGET = "text"


def clean(value: object) -> str:
    try:
        return str(UUID(str(value).strip()))
    except ValueError:
        raise ValueError("Tulis UUID seperti 123e4567-e89b-12d3-a456-426614174000.") from None


def show(value: str) -> str:
    return value


def sample(n: int) -> str:
    return str(UUID(int=0x123E4567_E89B_42D3_A456_426614174000 + n))


Uuid = Annotated[str, mapped_column(String(36), info={"type": __name__})]
