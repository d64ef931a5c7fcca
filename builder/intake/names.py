"""Clean names out of foreign ones, always the same way, never two alike.

`Order Details`, `CustomerID`, `2024-Data`, `harga_satuan(Rp)`, `SELECT`: each becomes a name that
the specification, Python, SQL and a file system accept; what is lost in it stays in the label.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from builder.spec import naming

MAX_NAME = 54
MAX_LABEL = 120
SYSTEM_PREFIXES = ("ab_", "alembic_", "kit_", "sqlite_", "pg_")
SPELLED = naming.ABBREVIATIONS | {"nisn", "nuptk", "hp", "po", "vat", "isbn", "ip", "rka", "spj"}
"""Short forms that a label writes in capitals."""

_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_NOT_WORD = re.compile(r"[^A-Za-z0-9]+")
_LETTERS = str.maketrans({"ß": "ss", "æ": "ae", "Æ": "Ae", "ø": "o", "Ø": "O", "đ": "d", "ł": "l"})
_SPACES = re.compile(r"\s+")


def words(name: str) -> list[str]:
    """The words of a foreign name as spelled there: `PlaylistTrackID` is Playlist, Track, ID."""
    plain = unicodedata.normalize("NFKD", name.translate(_LETTERS))
    plain = "".join(c for c in plain if not unicodedata.combining(c))
    parts = (piece for part in _NOT_WORD.split(plain) for piece in _CAMEL.split(part))
    return [part for part in parts if part]


def snake(name: str, *, digits: str, nothing: str) -> str:
    """`name` in snake_case; `digits` stands before a leading digit, `nothing` for an empty one."""
    result = "_".join(part.lower() for part in words(name)) or nothing
    if result[0].isdigit():
        result = f"{digits}_{result}"
    return result[:MAX_NAME].rstrip("_")


def renamed(foreign: str, name: str) -> bool:
    """Whether a clean name is more than the foreign one in snake_case."""
    return "_".join(part.lower() for part in words(foreign)) != name


class Names:
    """One room of names: hands out clean ones and keeps them apart, also as class names.

    `taken` names are never handed out, nor what the language refuses. `kind` says which word stands
    in for a missing name (`tabel`, `kolom`).
    """

    def __init__(self, kind: str, taken: Iterable[str] = (), *, tables: bool = False) -> None:
        self.kind = kind
        self.tables = tables
        self._taken: set[str] = set()
        self._classes: set[str] = set()
        for name in taken:
            self.take(name)

    def free(self, name: str) -> bool:
        if name in self._taken or naming.refusal(name, table=self.tables):
            return False
        return not (self.tables and naming.class_name(name) in self._classes)

    def take(self, name: str) -> str:
        """Mark a name as used, as it stands."""
        self._taken.add(name)
        self._classes.add(naming.class_name(name))
        return name

    def release(self, name: str) -> None:
        """Give a name back."""
        self._taken.discard(name)
        self._classes.discard(naming.class_name(name))

    def clean(self, foreign: str, place: int = 1) -> str:
        """A free clean name for `foreign`; taken from now on.

        A name that is refused or taken gets the kind's word behind it, then a number.
        """
        return self.pick(snake(foreign, digits=self.kind, nothing=f"{self.kind}_{place}"))

    def pick(self, *wishes: str) -> str:
        """The first wish that is free, else the first one with a suffix; taken from now on."""
        for wish in wishes:
            if self.free(wish):
                return self.take(wish)
        stem = wishes[0][: MAX_NAME - len(self.kind) - 6].rstrip("_")
        if stem.startswith(SYSTEM_PREFIXES):
            stem = f"{self.kind}_{stem}"
        candidate, number = f"{stem}_{self.kind}", 2
        while not self.free(candidate):
            candidate, number = f"{stem}_{self.kind}_{number}", number + 1
        return self.take(candidate)


def label(foreign: str) -> str:
    """Words for people: `UnitPrice` is `Unit price`, `nik_ayah` is `NIK ayah`."""
    parts = words(foreign)
    if not parts:
        return _SPACES.sub(" ", foreign).strip()[:MAX_LABEL] or "?"
    shouting = foreign.upper() == foreign
    said = []
    for part in parts:
        spelled = part.lower() in SPELLED or (part.isupper() and len(part) > 1 and not shouting)
        said.append(part.upper() if spelled else part.lower())
    text = " ".join(said)
    return (text[0].upper() + text[1:])[:MAX_LABEL]


def without_id(column: str) -> str:
    """What a key column points to: `CustomerID`, `id_customer`, `kode_customer` are customer."""
    parts = [part.lower() for part in words(column)]
    for mark in ("id", "fk", "kode", "key"):
        if len(parts) > 1 and parts[-1] == mark:
            return "_".join(parts[:-1])
    if len(parts) > 1 and parts[0] in ("id", "fk", "kode"):
        return "_".join(parts[1:])
    return "_".join(parts)
