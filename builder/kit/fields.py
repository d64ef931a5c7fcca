"""What kit needs to know of an entity's fields, read from the model."""

from __future__ import annotations

import inspect
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import ModuleType
from typing import Any

from babel.dates import get_month_names
from flask import has_request_context
from flask_babel import get_locale, gettext
from sqlalchemy.orm import RelationshipDirection

from .choices import ChoiceColumn, Choices
from .database import Entity
from .errors import Declared


def say(text: str) -> str:
    """A label in the language of the person; outside a request as it was written."""
    return str(gettext(text)) if text and has_request_context() else text


def month_said(text: str) -> str:
    """`5 Maret 2026` with the month in the language of the person; figures stay as they are."""
    locale = get_locale() if has_request_context() else None
    if locale is None or locale.language == "id":
        return text
    names, said = get_month_names(locale="id"), get_month_names(locale=locale)
    found = next((n for n, name in names.items() if f" {name} " in text), None)
    return text if found is None else text.replace(names[found], said[found])


class Field:
    """One field of an entity. `name` is what people write: `usaha` for the column `usaha_id`."""

    def __init__(self, entity: type[Entity], column: Any) -> None:
        info: dict[str, Any] = column.info
        self.entity, self.column, self.info = entity, column, info
        self.key: str = entity.__mapper__.get_property_by_column(column).key
        self.target: str | None = info.get("target")
        self.name = self.key.removesuffix("_id") if self.target else self.key
        self.text: str = info["label"]
        self.help: str = info.get("help", "")
        self.measure: str = info.get("measure", "")
        self.limits: dict[str, Any] = info.get("limits", {})
        self.computed: str = info.get("computed", "")
        self.required_if: str = info.get("required_if", "")
        self.visible_if: str = info.get("visible_if", "")
        self.readonly_if: str = info.get("readonly_if", "")
        self.filter: str = info.get("filter", "")
        self.inline: bool = info.get("inline", False)
        self.min_rows: int = info.get("min_rows", 0)
        self.on_delete: str = info.get("on_delete", "restrict")
        self.privacy: str = info.get("privacy", "none")
        self.open: bool = info.get("publicity") == "open"
        self.unique = bool(column.unique)
        self.required = not column.nullable
        self.type: ModuleType | None = sys.modules.get(info.get("type", ""))
        one = column.type.choices if isinstance(column.type, ChoiceColumn) else None
        self.many = one is None and "choices" in self.limits
        self.choices: type[Choices] | None = one or self.limits.get("choices")
        self.numbering = hasattr(self.type, "number")
        self.readonly = bool(
            info.get("readonly") or self.computed or self.numbering or self._widget() == "none"
        )
        self._options = _named_options(self.type, self.limits)

    @property
    def label(self) -> str:
        return say(self.text)

    def _widget(self) -> str:
        return str(getattr(self.type, "WIDGET", "text"))

    @property
    def widget(self) -> str:
        """none, reference, select, radio, checkboxes, or what the type says (text, date, …)."""
        if self.target:
            return "reference"
        if self.many:
            return "checkboxes"
        if self.choices:
            return "radio" if self.limits.get("radio") else "select"
        return self._widget()

    @property
    def boolean(self) -> bool:
        return self.widget == "checkbox"

    @property
    def file(self) -> bool:
        return self.widget in ("file", "image")

    def entity_of_target(self) -> type[Entity]:
        """The class behind a reference."""
        found: type[Entity] = getattr(self.entity, self.name).property.mapper.class_
        return found

    def clean(self, value: Any) -> Any:
        """The stored value of what somebody wrote; `ValueError` with words for people."""
        if self.many:
            given = value if isinstance(value, list | tuple) else str(value).split(",")
            return [str(self._choice(str(one).strip())) for one in given if str(one).strip()]
        if self.choices:
            return self._choice(value)
        if self.type:
            return self.type.clean(value, **self._options)
        return value

    def parse(self, text: str) -> Any:
        """The same from a cell of an imported table; choices also by their labels."""
        if self.choices:
            by_code = {str(c): str(c) for c in self.choices}
            by_label = {str(c.label).lower(): str(c) for c in self.choices}
            parts = [one.strip() for one in (text.split(",") if self.many else [text])]
            named = [by_code.get(one, by_label.get(one.lower(), one)) for one in parts if one]
            return self.clean(named) if self.many else self._choice(named[0] if named else text)
        reader = getattr(self.type, "parse", None)
        return reader(text) if reader else self.clean(text)

    def _choice(self, value: Any) -> Choices:
        assert self.choices is not None
        found: Any = self.choices._value2member_map_.get(str(value))
        if found is None:
            known = ", ".join(say(c.label) for c in self.choices if not c.retired)
            raise ValueError(f"Pilih salah satu: {known}.")
        member: Choices = found
        return member

    def show(self, value: Any) -> str:
        """The value as people read it."""
        if value is None or value == "":
            return ""
        if self.many and self.choices:
            known = self.choices._value2member_map_
            return ", ".join(say(getattr(known.get(v), "label", str(v))) for v in value)
        if self.choices:
            member = self.choices._value2member_map_.get(str(value))
            return say(getattr(member, "label", str(value)))
        if self.target:
            return str(value)
        if self.type is None:
            return str(value)
        shown = str(self.type.show(value))
        if self.boolean:
            return say(shown)
        return month_said(shown) if self.widget in ("date", "datetime") else shown

    def export(self, value: Any) -> str:
        """The value as it stands in a file: words as people read them, numbers and dates as
        programs do; `parse` reads it back."""
        if value is None:
            return ""
        if self.many:
            return ", ".join(self._in_file(v) for v in value)
        if self.choices:
            return self._in_file(value)
        writer = getattr(self.type, "export", None)
        if writer is None and self.boolean and self.type:
            writer = self.type.show
        return str(writer(value) if writer else value)

    def _in_file(self, value: Any) -> str:
        """A choice by its label, but by its code where the label does not say which one it is."""
        assert self.choices is not None
        label = str(getattr(self.choices._value2member_map_.get(str(value)), "label", ""))
        alike = [c for c in self.choices if label.lower() in (str(c.label).lower(), str(c).lower())]
        clear = label and "," not in label and all(str(c) == str(value) for c in alike)
        return label if clear else str(value)

    def sample(self, n: int) -> Any:
        """The n-th valid value for trying things out."""
        if self.choices:
            known = [c for c in self.choices if not c.retired]
            one = known[n % len(known)]
            return [str(one)] if self.many else one
        return self.type.sample(n) if self.type else f"{self.text} {n}"


def _named_options(type_: ModuleType | None, limits: Mapping[str, Any]) -> dict[str, Any]:
    """The limits that the type's `clean` itself asks for by name."""
    if type_ is None:
        return {}
    named = list(inspect.signature(type_.clean).parameters)[1:]
    return {name: limits[name] for name in named if name in limits}


@dataclass(frozen=True)
class Inverse:
    """The rows of another entity that refer to this one."""

    name: str
    child: type[Entity]
    back: str
    """the reference's name over there"""

    @property
    def reference(self) -> Field:
        return fields(self.child)[self.back]

    @property
    def inline(self) -> bool:
        return self.reference.inline

    @property
    def label(self) -> str:
        return say(self.reference.info.get("inverse_label") or self.child.__plural__)


def fields(entity: type[Any]) -> dict[str, Field]:
    """The fields of an entity by name, in the order of the model."""
    return _fields(entity)  # type: ignore[arg-type]


@cache
def _fields(entity: Any) -> dict[str, Field]:
    found = [Field(entity, column) for column in entity.__table__.columns if "label" in column.info]
    return {one.name: one for one in found}


def inverses(entity: type[Any]) -> dict[str, Inverse]:
    """The inverses that the model declares (`Mapped[list[…]]`), by name."""
    return _inverses(entity)  # type: ignore[arg-type]


@cache
def _inverses(entity: Any) -> dict[str, Inverse]:
    found = {}
    for relation in entity.__mapper__.relationships:
        if relation.direction is RelationshipDirection.ONETOMANY:
            key = next(iter(relation.remote_side)).name
            found[relation.key] = Inverse(
                relation.key, relation.mapper.class_, str(key).removesuffix("_id")
            )
    return found


def path(entity: type[Any], dotted: str) -> tuple[Field, ...]:
    """The fields that a dotted path passes; `Declared` names the part that does not exist."""
    return _path(entity, dotted)  # type: ignore[arg-type]


@cache
def _path(entity: Any, dotted: str) -> tuple[Field, ...]:
    steps: list[Field] = []
    here = entity
    for part in dotted.split("."):
        if steps:
            if not steps[-1].target:
                raise Declared(f"{entity.__name__}: {dotted}: {steps[-1].name} is no reference.")
            here = steps[-1].entity_of_target()
        found = fields(here).get(part)
        if found is None:
            known = ", ".join(fields(here))
            raise Declared(f"{entity.__name__}: no field {part!r} in {dotted!r}; known: {known}.")
        steps.append(found)
    return tuple(steps)


def value_at(row: Any, dotted: str) -> Any:
    """The value behind a path; None where a reference on the way is empty."""
    for part in dotted.split("."):
        if row is None:
            return None
        row = getattr(row, part)
    return row


def display(row: Any) -> str:
    """How people know a row: its `__display__`, else its number."""
    entity = type(row)
    shown = []
    for dotted in entity.__display__:
        value = value_at(row, dotted)
        if value is not None and value != "":
            shown.append(path(entity, dotted)[-1].show(value) if dotted != "id" else str(value))
    return " · ".join(shown) or f"{say(entity.__label__)} #{row.id}"
