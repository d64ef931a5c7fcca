"""What stands inside `field(…)` and `reference(…)`: only what differs from the default."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from builder.codenames import label_of, member_names, tables
from builder.spec import Entity, Field, Spec

MEANT = {"today": "today()", "now": "now()", "user.unit": "user.unit", "user.name": "user.name"}
"""Defaults that are said as an expression."""

LIMITS = (
    "min",
    "max",
    "min_length",
    "max_length",
    "pattern",
    "pattern_message",
    "digits",
    "max_mb",
    "accept",
    "reset",
    "issued",
    "level",
    "radio",
)
"""Keys of options that kit checks, in the order in which they are printed; others after them."""


@dataclass(frozen=True)
class Argument:
    """`key=value`: a literal, or when `code` is given that code."""

    key: str
    value: Any = None
    code: str = ""

    def as_data(self) -> dict[str, Any]:
        """For the template."""
        return {"key": self.key, "value": self.value, "code": self.code}


def arguments(spec: Spec, table: Entity, f: Field, enum: str) -> list[Argument]:
    """All arguments of a field after its label."""
    return [
        one for one in _all(spec, table, f, enum) if one.code or one.value not in (None, False, "")
    ]


def _all(spec: Spec, table: Entity, f: Field, enum: str) -> Iterator[Argument]:
    if f.reference:
        yield from _reference(spec, f)
    yield Argument("unique", f.unique)
    yield Argument("help", f.help)
    yield Argument("definition", f.definition)
    yield Argument("measure", f.measure)
    yield from _default(f, enum)
    if f.reference is None:
        yield from _limits(f, enum)
    yield Argument("readonly", f.type == "state")
    yield Argument("computed", f.computed)
    yield Argument("required_if", f.required_if or (f.visible_if if f.required else None))
    yield Argument("visible_if", f.visible_if)
    yield Argument("readonly_if", f.readonly_if)
    privacy = f.privacy or table.privacy
    yield Argument("privacy", None if privacy == "none" else privacy)
    yield Argument("publicity", f.publicity or table.publicity)


def _reference(spec: Spec, f: Field) -> Iterator[Argument]:
    options = f.reference
    assert options is not None
    if options.on_delete != "restrict":
        yield Argument("on_delete", options.on_delete)
    yield Argument("filter", options.filter)
    if options.inverse:
        yield Argument("inline", options.inverse.inline)
        yield Argument("min_rows", options.inverse.min_rows or None)
        yield Argument("inverse_label", _heading(spec, f))


def _heading(spec: Spec, f: Field) -> str | None:
    """The heading of the inverse's rows, unless it is the name of what they are."""
    assert f.reference is not None and f.reference.inverse is not None
    label = f.reference.inverse.label
    owner = next(t for t in tables(spec) for one in t.fields if one is f)
    return None if label in (owner.plural, label_of(owner)) else label


def _default(f: Field, enum: str) -> Iterator[Argument]:
    text = f.default
    if text is None:
        return
    if text in MEANT:
        yield Argument("default_from", MEANT[text])
    elif f.type == "boolean":
        yield Argument("default", code=str(text == "true"))
    elif f.type == "choice":
        names = [choice.name for choice in f.options.choices]
        if text in names:
            member = member_names(tuple(names))[names.index(text)]
            yield Argument("default", code=f"{enum}.{member}")
    elif f.type in ("integer", "year"):
        yield Argument("default", code=str(int(text)))
    elif f.type in ("decimal", "money", "percent"):
        yield Argument("default", code=number(text))
    elif f.type == "date":
        year, month, day = (int(part) for part in text.split("-"))
        yield Argument("default", code=f"datetime.date({year}, {month}, {day})")
    else:
        yield Argument("default", text)


def number(text: str | int) -> str:
    """The code of an exact number: `1000` or `Decimal("1.5")`."""
    value = Decimal(str(text))
    if value == value.to_integral_value():
        return str(int(value))
    return f'Decimal("{value.normalize():f}")'


def _limits(f: Field, enum: str) -> Iterator[Argument]:
    options = f.options
    if options is None:
        return
    fields = type(options).model_fields
    names = [n for n in LIMITS if n in fields] + [n for n in fields if n not in LIMITS]
    if f.type == "multichoice":
        yield Argument("choices", code=enum)
    for name in names:
        value = getattr(options, name)
        default = fields[name].default
        if name == "choices" or value is None or (value == default and name not in KEPT):
            continue
        if f.type in ("decimal", "percent") and name in ("min", "max"):
            yield Argument(name, code=number(value))
        elif isinstance(value, int) and not isinstance(value, bool):
            yield Argument(name, code=str(value))
        else:
            yield Argument(name, list(value) if isinstance(value, tuple) else value)


KEPT = ("digits", "level")
"""Options whose default differs from that of the type's own functions."""
