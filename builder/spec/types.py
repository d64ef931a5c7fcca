"""Field types as data: what language and generator must know of one. Imports no plugin."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel

Kind = Literal[
    "text",
    "int",
    "decimal",
    "money",
    "bool",
    "date",
    "datetime",
    "time",
    "choice",
    "ref",
    "rows",
    "file",
    "point",
    "json",
    "choices",
]
"""What an expression may do with a value of the type."""


@dataclass(frozen=True)
class FieldType:
    """One field type, as its plugin describes it.

    `column` gives the SQLAlchemy column type as source text (`sa.Numeric(18, 2)`) for given
    options; the `alias` of `runtime/<key>.py` must map to the same. `runtime` is None for what
    kit itself holds (reference, state, choice).
    """

    key: str
    label: Mapping[str, str]
    alias: str
    column: Callable[[Any], str]
    kind: Kind
    options: type[BaseModel]
    runtime: Path | None = None
    widget: str = "text"
    personal: str = ""


class Types(Mapping[str, FieldType]):
    """All field types of one installation, by key; never changes after it is made."""

    def __init__(self, types: Iterable[FieldType]) -> None:
        found: dict[str, FieldType] = {}
        for one in types:
            if one.key in found:
                raise ValueError(f"field type {one.key!r} is given twice")
            found[one.key] = one
        self._types = dict(sorted(found.items()))

    def __getitem__(self, key: str) -> FieldType:
        return self._types[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._types)

    def __len__(self) -> int:
        return len(self._types)
