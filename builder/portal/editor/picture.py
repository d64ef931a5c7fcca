"""The entity-relationship diagram of a draft that may not be a whole specification yet."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from flask_babel import gettext as _

from builder.erd import Words, erd_svg, erd_table
from builder.spec import Entity, Field, Link, NoOptions, ReferenceOptions, Spec, naming

from .spots import Raw, dicts

LARGE = 40
"""Applications with more entities and links are drawn in part."""
MOST = 400
"""So many characters of a label are drawn at most (the picture cuts it further)."""


@dataclass(frozen=True)
class Picture:
    """The drawing, and the same as rows of text: (entity, fields, what it refers to)."""

    svg: str = ""
    rows: tuple[tuple[str, str, str], ...] = ()
    boxes: int = 0


def picture(raw: Raw, submitted: Raw | None, base: str, about: str = "") -> Picture:
    """Boxes open `base` + the entity's id; what is new since `submitted` is marked.

    Of a large application only the entity `about` and its neighbours are drawn.
    """
    tables = _tables(raw)
    if len(tables) > LARGE:
        near = _near(tables, {about})
        tables = [one for one in tables if one["name"] in near]
    marks = highlights(raw, submitted) if submitted is not None else {}
    return _picture(tables, marks, raw, base)


def difference(raw: Raw, before: Raw, base: str) -> Picture:
    """Both at once: what was added, changed and removed since `before`, each with its mark.

    Of a large application what is marked and its neighbours are drawn.
    """
    marks = highlights(raw, before)
    gone = {ident: "removed" for ident in highlights(before, raw) if ident not in marks}
    marks |= gone
    tables = _tables(raw)
    names = {one["name"] for one in tables}
    old = {one["id"]: one for one in _tables(before)}
    for table in tables:
        lost = [one for one in old.get(table["id"], {}).get("fields", ()) if one["id"] in gone]
        table["fields"] += lost
    for table in old.values():
        if table["id"] in gone:
            name = table["name"]
            tables.append({**table, "name": f"{name}-" if name in names else name, "gone": True})
    if len(tables) > LARGE:
        held = [
            one for one in tables if marks.keys() & {one["id"], *(f["id"] for f in one["fields"])}
        ]
        near = _near(tables, {one["name"] for one in held})
        tables = [one for one in tables if one["name"] in near]
    return _picture(tables, marks, raw, base) if marks else Picture()


def _tables(raw: Raw) -> list[dict[str, Any]]:
    """Entities, then links, as far as they can be drawn."""
    links = [one for one in dicts(raw.get("links")) if _ends(one)]
    return [_table(one) for one in (*dicts(raw.get("entities")), *links)]


def _picture(
    tables: list[dict[str, Any]], marks: Mapping[str, str], raw: Raw, base: str
) -> Picture:
    if not any(not one["between"] for one in tables):
        return Picture()
    say = (_("isian lain"), _("baru"), _("berubah"), _("dihapus"))
    order = json.dumps([tables, marks, raw.get("label") or raw.get("name"), say], sort_keys=True)
    return _drawn(order, base)


@lru_cache(maxsize=64)
def _drawn(order: str, base: str) -> Picture:
    tables, marks, title, words = json.loads(order)
    entities = [one for one in tables if not one["between"]]
    links = [one for one in tables if one["between"]]
    known = {one["name"] for one in entities}
    links = [one for one in links if set(one["between"]) <= known]
    leads = {one["name"]: base + one["id"] for one in tables if "gone" not in one}
    spec = Spec.model_construct(
        rakit=1,
        id="a",
        name=str(title or "-"),
        label=str(title or "-"),
        entities=tuple(_entity(one) for one in entities),
        links=tuple(_link(one) for one in links),
    )
    say = Words(*words)
    svg = erd_svg(spec, highlight=marks, link=lambda name: leads.get(name, ""), say=say)
    return Picture(svg, erd_table(spec, highlight=marks, say=say), len(spec.tables))


def _entity(one: Mapping[str, Any]) -> Entity:
    made: Entity = Entity.model_construct(
        id=one["id"], name=one["name"], label=one["label"],
        fields=tuple(_field(field) for field in one["fields"]),
    )  # fmt: skip
    return made


def _link(one: Mapping[str, Any]) -> Link:
    made: Link = Link.model_construct(
        id=one["id"], name=one["name"], label=one["label"], between=tuple(one["between"]),
        names=tuple(one["names"]) if one["names"] else None,
        fields=tuple(_field(field) for field in one["fields"]),
    )  # fmt: skip
    return made


def _field(one: Mapping[str, Any]) -> Field:
    options = (
        ReferenceOptions.model_construct(target=one["target"]) if one["target"] else NoOptions()
    )
    made: Field = Field.model_construct(**{**one, "options": options})
    return made


def _table(one: Raw) -> dict[str, Any]:
    between = one.get("between")
    return {
        **_words(one),
        "fields": [_column(field) for field in dicts(one.get("fields"))],
        "between": between if isinstance(between, list) else [],
        "names": one.get("names") if _pair(one.get("names")) else None,
    }


def _column(field: Raw) -> dict[str, Any]:
    options = field.get("options")
    target = options.get("target") if isinstance(options, dict) else ""
    return {
        **_words(field),
        "required": field.get("required") in (True, "true"),
        "unique": field.get("unique") in (True, "true"),
        "target": str(target) if field.get("type") == "reference" and target else "",
    }


def _near(tables: list[dict[str, Any]], about: set[str]) -> set[str]:
    """The names of some tables and of those that they refer to, or that refer to them."""
    pairs = {
        (one["name"], name)
        for one in tables
        for name in (*(field["target"] for field in one["fields"]), *one["between"])
    }
    pairs |= {(name, other) for other, name in pairs}
    return about | {name for other, name in pairs if other in about}


def _words(node: Raw) -> dict[str, str]:
    name = str(node.get("name") or "?")
    label = str(node.get("label") or naming.label_of(name))[:MOST]
    return {"id": str(node.get("id") or name), "name": name, "label": label}


def _pair(value: Any) -> bool:
    return isinstance(value, list) and len(value) == 2 and all(isinstance(v, str) for v in value)


def _ends(link: Raw) -> bool:
    return _pair(link.get("between"))


def highlights(raw: Raw, submitted: Raw) -> dict[str, str]:
    """Node id -> added or changed, against the revision that was last sent."""
    before = {str(n.get("id")): n for n in _nodes(submitted)}
    marks: dict[str, str] = {}
    for node in _nodes(raw):
        ident = str(node.get("id"))
        old = before.get(ident)
        if old is None:
            marks[ident] = "added"
        elif _own(old) != _own(node):
            marks[ident] = "changed"
    return marks


def _own(node: Raw) -> dict[str, Any]:
    return {key: value for key, value in node.items() if key != "fields"}


def _nodes(raw: Raw) -> list[Raw]:
    tables = [*dicts(raw.get("entities")), *dicts(raw.get("links"))]
    return [*tables, *(field for table in tables for field in dicts(table.get("fields")))]
