"""The smallest parts of the language: texts, names, numbers; and what kind of name a key holds.

Values arrive as text (from YAML) or as JSON values (from the store). The type comes from the
language, never from the look of a value: `no`, `01` and `2024` stay what the person wrote.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field as Key, WithJsonSchema

LIMIT_INT = 2**53 - 1
FORBIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
    "\ud800-\udfff\ufeff\ufff9-\ufffb\ufffe\uffff]"
)
"""Control characters, surrogates, and what turns the direction of text around."""


def clean(value: Any) -> str:
    """NFC text without control and bidi characters; the newline that YAML's `|` leaves is cut."""
    if not isinstance(value, str):
        raise ValueError("harus teks; beri tanda petik")
    text = value.replace("\r\n", "\n").rstrip("\n")
    if found := FORBIDDEN.search(text):
        raise ValueError(f"memuat tanda terlarang U+{ord(found.group()):04X}; hapus tanda itu")
    return unicodedata.normalize("NFC", text)


def clean_line(value: Any) -> str:
    """As `clean`, on one line: labels stand in menus, table heads and buttons."""
    text = clean(value)
    if "\n" in text or "\t" in text:
        raise ValueError("harus satu baris, tanpa tab")
    return text


def to_bool(value: Any) -> bool:
    if value is True or value is False:
        return bool(value)
    if value in ("true", "false"):
        return bool(value == "true")
    raise ValueError(f"tulis true atau false, bukan {value!r}")


def to_int(value: Any) -> int:
    number = value
    if isinstance(value, str) and re.fullmatch(r"-?(0|[1-9][0-9]*)", value):
        number = int(value) if len(value) < 20 else 10**20
    if type(number) is not int:
        raise ValueError(f"harus bilangan bulat tanpa nol di depan, bukan {value!r}")
    if abs(number) > LIMIT_INT:
        raise ValueError("bilangan lebih dari 9.007.199.254.740.991; pakai tipe teks")
    return number


def to_default(value: Any) -> str:
    """A default is kept as text; its type reads it. JSON true and 1 are taken as written words."""
    return str(value).lower() if isinstance(value, bool | int) else clean_line(value)


@dataclass(frozen=True)
class Holds:
    """What kind of name or expression a key holds: the one table that check, diff and rename read.

    kind    entity (an entity or a link), field, path, sort, expr, rows (an inverse or a link),
            role, state, transition, screen, exclusion, scope (all, own, unit or expression),
            choice (one of the field's own)
    about   in whose words: the enclosing entity, or the `target` of a reference
    want    the result that an expression must have; "own" = that of the field it stands on
    extra   names that are known here besides the fields (`rows`, `note`)
    also    words that are no names here (`owner`, `open`, `*`)
    """

    kind: Literal[
        "entity",
        "field",
        "path",
        "sort",
        "expr",
        "rows",
        "role",
        "state",
        "transition",
        "screen",
        "exclusion",
        "scope",
        "choice",
    ]
    about: Literal["self", "target"] = "self"
    want: str = ""
    extra: tuple[str, ...] = ()
    also: tuple[str, ...] = ()


NAME = r"^[a-z][a-z0-9_]{0,54}$"
Text = Annotated[str, BeforeValidator(clean), Key(min_length=1, max_length=4000)]
Label = Annotated[str, BeforeValidator(clean_line), Key(min_length=1, max_length=120)]
Name = Annotated[str, BeforeValidator(clean), Key(pattern=NAME)]
ChoiceName = Annotated[
    str, BeforeValidator(clean), Key(pattern=r"^[A-Za-z0-9][A-Za-z0-9_./-]{0,54}$")
]
Pattern = Annotated[str, BeforeValidator(clean_line), Key(min_length=1, max_length=200)]
Path = Annotated[
    str, BeforeValidator(clean), Key(pattern=r"^[a-z][a-z0-9_]{0,54}(\.[a-z][a-z0-9_]{0,54}){0,3}$")
]
Sort = Annotated[
    str,
    BeforeValidator(clean),
    Key(pattern=r"^-?[a-z][a-z0-9_]{0,54}(\.[a-z][a-z0-9_]{0,54}){0,3}$"),
]
Expr = Annotated[str, BeforeValidator(clean_line), Key(min_length=1, max_length=500)]
Id = Annotated[str, Key(pattern=r"^[a-z][a-z2-7]{7}$")]
Default = Annotated[
    str,
    BeforeValidator(to_default),
    Key(min_length=1, max_length=1000),
    WithJsonSchema({"type": ["string", "boolean", "integer"]}),
]
Bool = Annotated[bool, BeforeValidator(to_bool)]
Int = Annotated[int, BeforeValidator(to_int)]
Count = Annotated[int, BeforeValidator(to_int), Key(ge=0)]
Decimal = Annotated[str, BeforeValidator(clean), Key(pattern=r"^-?\d{1,20}(\.\d{1,10})?$")]
Day = Annotated[str, BeforeValidator(clean), Key(pattern=r"^(today|now|\d{4}-\d{2}-\d{2})$")]

EntityName = Annotated[Name, Holds("entity")]
FieldName = Annotated[Name, Holds("field")]
FieldPath = Annotated[Path, Holds("path")]
SortPath = Annotated[Sort, Holds("sort")]
RowsName = Annotated[Name, Holds("rows")]
RoleName = Annotated[Name, Holds("role", also=("owner",))]
StateName = Annotated[Name, Holds("state")]
TransitionName = Annotated[Name, Holds("transition")]
ScreenName = Annotated[Name, Holds("screen")]
PublicityName = Annotated[Name, Holds("exclusion", also=("open",))]
Condition = Annotated[Expr, Holds("expr", want="bool")]


def doc(text: str, default: Any = None, **more: Any) -> Any:
    """An optional key with its description, which the JSON Schema and the handbook print."""
    return Key(default=default, description=text, **more)
