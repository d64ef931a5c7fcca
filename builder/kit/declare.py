"""The words a generated application is written in. Values only: nothing here acts."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass, field as dataclass_field
from typing import Any, Literal

from sqlalchemy import ForeignKey
from sqlalchemy.orm import InstrumentedAttribute, MappedColumn, mapped_column

OnDelete = Literal["restrict", "cascade", "clear"]
Need = Literal["none", "optional", "required"]


def field(
    label: str,
    *,
    help: str = "",
    definition: str | None = None,
    measure: str = "",
    default: Any = None,
    default_from: str = "",
    unique: bool | None = None,
    index: bool | None = None,
    readonly: bool = False,
    computed: str = "",
    required_if: str = "",
    visible_if: str = "",
    readonly_if: str = "",
    privacy: str = "none",
    publicity: str = "",
    **limits: Any,
) -> MappedColumn[Any]:
    """A field: its label, and what holds for this field only.

    The type, and whether it may stay empty (`| None`), stand in the annotation.

    `default` is a Python value or a text that the type's `clean` reads (`True`, `"1500"`,
    `Status.DRAF`), or one of the words `"today"`, `"now"`, `"user.unit"`; `default_from` is an
    expression. Both are filled in by the gate, not by the database.
    `computed`, `required_if`, `visible_if`, `readonly_if` are expressions as text, one language
    everywhere (see `kit/expression`).
    `privacy`: `none`, `general`, `specific` (UU 27/2022). `publicity`: `open`, or the name of
    the exclusion (UU 14/2008); empty counts as not open.
    `limits`, checked by the gate: `min`, `max` (a value, or `"today"`), `min_length`,
    `max_length`, `pattern` with `pattern_message`, `choices` (a `Choices` class, for a multiple
    choice), and for numbers `pattern`, `reset` (`"year"`, `"month"`, `"never"`), `issued` (the
    transition that gives the number). A type's `clean(value, **options)` is handed those
    options that it names.
    """
    info = {
        "label": label,
        "help": help,
        "measure": measure,
        "default": default,
        "default_from": default_from,
        "readonly": readonly,
        "computed": computed,
        "required_if": required_if,
        "visible_if": visible_if,
        "readonly_if": readonly_if,
        "privacy": privacy,
        "publicity": publicity,
        "limits": limits,
    }
    return mapped_column(unique=unique, index=index, comment=definition, info=info)


def reference(
    target: str,
    label: str,
    *,
    help: str = "",
    definition: str | None = None,
    on_delete: OnDelete = "restrict",
    filter: str = "",
    inline: bool = False,
    min_rows: int = 0,
    unique: bool | None = None,
    default: Any = None,
    default_from: str = "",
    readonly: bool = False,
    required_if: str = "",
    visible_if: str = "",
    readonly_if: str = "",
    privacy: str = "none",
    publicity: str = "",
    inverse_label: str = "",
) -> MappedColumn[Any]:
    """The key of a row in another table: `usaha_id: Mapped[int] = reference("usaha", "Usaha")`.

    `Mapped[int | None]` may stay empty. Beside it stands the relationship under the field's own
    name (`usaha`), with `back_populates` when the other side has an inverse.
    `filter` is an expression over the target: only rows that meet it may be chosen.
    `inline=True`: these rows are filled in on the form of the row that they belong to, at least
    `min_rows` of them. `inverse_label` is the heading of these rows on the other side.
    `unique=True` makes it one-to-one; its index is then the unique one.
    """
    rule = {"restrict": "RESTRICT", "cascade": "CASCADE", "clear": "SET NULL"}[on_delete]
    info = {
        "label": label,
        "help": help,
        "measure": "",
        "default": default,
        "default_from": default_from,
        "readonly": readonly,
        "computed": "",
        "required_if": required_if,
        "visible_if": visible_if,
        "readonly_if": readonly_if,
        "privacy": privacy,
        "publicity": publicity,
        "limits": {},
        "target": target,
        "on_delete": on_delete,
        "filter": filter,
        "inline": inline,
        "min_rows": min_rows,
        "inverse_label": inverse_label,
    }
    key = ForeignKey(f"{target}.id", ondelete=rule)
    return mapped_column(
        key, index=None if unique else True, unique=unique, comment=definition, info=info
    )


class Right(enum.Flag):
    """What may be done with rows."""

    READ = enum.auto()
    ADD = enum.auto()
    EDIT = enum.auto()
    DELETE = enum.auto()
    EXPORT = enum.auto()
    IMPORT = enum.auto()


READ, ADD, EDIT, DELETE = Right.READ, Right.ADD, Right.EDIT, Right.DELETE
EXPORT, IMPORT = Right.EXPORT, Right.IMPORT


class Rows(enum.Enum):
    """Which rows: all, those one made oneself, those of one's unit (`__unit__`)."""

    ALL = "all"
    OWN = "own"
    OWN_UNIT = "own unit"


ALL_ROWS, OWN_ROWS, OWN_UNIT = Rows.ALL, Rows.OWN, Rows.OWN_UNIT


@dataclass(frozen=True)
class Where:
    """Which rows, by an expression over the entity: `Where("status == 'diserahkan'")`."""

    text: str


@dataclass(frozen=True)
class Grant:
    """What one role may do with one entity, with which rows of it, and without which fields.

    At most one for an entity and a role: there is no union within a role. Somebody with two
    roles may do what one of them may.
    """

    entity: type[Any]
    role: str
    rights: Right
    rows: Rows | Where = Rows.ALL
    hide: tuple[str, ...] = ()
    readonly: tuple[str, ...] = ()


OWNER = "owner"
"""In `Transition.roles` and `tells`: whoever made the row."""


@dataclass(frozen=True)
class Transition:
    """A step of a flow: who may take it from which states, what it needs, what it sets.

    `needs` is an expression over the row, `message` is said when it is false. `sets` gives
    fields a value: an expression in which `note` is the note.
    """

    name: str
    label: str
    source: tuple[str, ...]
    target: str
    roles: tuple[str, ...]
    note: Need = "none"
    needs: str = ""
    message: str = ""
    sets: Mapping[str, str] = dataclass_field(default_factory=dict)
    tells: tuple[str, ...] = ()


@dataclass(frozen=True)
class Flow:
    """States of an entity, and who may move a row from one to the next.

    In the initial state everything is open. `open` names, for a later state, the fields that
    may still be filled in; a state missing there is locked. `final` says how a flow ends there:
    `"done"` or `"failed"`.
    """

    status: InstrumentedAttribute[Any]
    initial: str
    transitions: tuple[Transition, ...]
    open: Mapping[str, tuple[str, ...]] = dataclass_field(default_factory=dict)
    final: Mapping[str, Literal["done", "failed"]] = dataclass_field(default_factory=dict)
    label: str = ""

    @property
    def entity(self) -> type[Any]:
        entity: type[Any] = self.status.parent.class_
        return entity

    def path_to(self, status: str) -> tuple[Transition, ...]:
        """The shortest way from the initial state; `ValueError` if there is none."""
        ways: dict[str, tuple[Transition, ...]] = {str(self.initial): ()}
        while str(status) not in ways:
            before = dict(ways)
            for step in self.transitions:
                for source in step.source:
                    if str(source) in before:
                        ways.setdefault(str(step.target), (*before[str(source)], step))
            if len(ways) == len(before):
                raise ValueError(f"No way from {self.initial} to {status}.")
        return ways[str(status)]


@dataclass(frozen=True)
class Check:
    """A rule over several fields: `test` must not be false; `message` is shown at `fields`."""

    name: str
    test: str
    message: str
    fields: tuple[str, ...] = ()


@dataclass(frozen=True, init=False)
class Section:
    """A titled part of a form or a detail page: fields, or with `rows` the rows of an inverse."""

    title: str
    fields: tuple[str, ...]
    rows: str
    visible_if: str

    def __init__(self, title: str, *fields: str, rows: str = "", visible_if: str = "") -> None:
        object.__setattr__(self, "title", title)
        object.__setattr__(self, "fields", fields)
        object.__setattr__(self, "rows", rows)
        object.__setattr__(self, "visible_if", visible_if)


@dataclass(frozen=True, init=False)
class Tab:
    """A titled page of sections."""

    title: str
    sections: tuple[Section, ...]

    def __init__(self, title: str, *sections: Section) -> None:
        object.__setattr__(self, "title", title)
        object.__setattr__(self, "sections", sections)


@dataclass(frozen=True)
class SavedView:
    """A named selection above a list: `SavedView("Menunggu", "status == 'diajukan'")`."""

    label: str
    where: str


@dataclass(frozen=True)
class Item:
    """A line of the menu. Without a label: the plural of the view's entity, or its `title`."""

    view: type[Any]
    label: str = ""
    icon: str = ""


@dataclass(frozen=True)
class Group:
    """A titled part of the menu; `views` are view classes or `Item`s."""

    label: str
    icon: str = ""
    views: tuple[type[Any] | Item, ...] = ()
