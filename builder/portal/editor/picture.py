"""The entity-relationship diagram of a draft that may not be a whole specification yet."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from builder.erd import erd_svg
from builder.spec import Entity, Field, Link, NoOptions, ReferenceOptions, Spec, naming

from .spots import Raw, dicts

LARGE = 40
"""Applications with more entities and links are drawn in part."""
MOST = 400
"""So many characters of a label are drawn at most (the picture cuts it further)."""


def picture(raw: Raw, submitted: Raw | None, base: str, about: str = "") -> str:
    """SVG; boxes open `base` + the entity's id, additions since `submitted` are marked.

    Of a large application only the entity `about` and its neighbours are drawn.
    """
    drawn = [_table(one) for one in dicts(raw.get("entities"))]
    links = [_table(one) for one in dicts(raw.get("links")) if _ends(one)]
    if len(drawn) + len(links) > LARGE:
        near = _near([*drawn, *links], about)
        drawn = [one for one in drawn if one["name"] in near]
        links = [one for one in links if one["name"] in near]
    if not drawn:
        return ""
    marks = highlights(raw, submitted) if submitted is not None else {}
    order = json.dumps([drawn, links, marks, raw.get("label") or raw.get("name")], sort_keys=True)
    return _drawn(order, base)


@lru_cache(maxsize=64)
def _drawn(order: str, base: str) -> str:
    tables, links, marks, title = json.loads(order)
    ids = {one["name"]: one["id"] for one in (*tables, *links)}
    spec = Spec.model_construct(
        rakit=1,
        id="a",
        name=str(title or "-"),
        label=str(title or "-"),
        entities=tuple(_entity(one) for one in tables),
        links=tuple(_link(one) for one in links if set(one["between"]) <= set(ids)),
    )
    drawn = erd_svg(spec, highlight=marks, link=lambda name: f"{base}{ids[name]}")
    # A picture with links in it is a group of them to a screen reader.
    return drawn.replace('role="img"', 'role="group"', 1)


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


def _near(tables: list[dict[str, Any]], about: str) -> set[str]:
    """The names of a table and of those that it refers to, or that refer to it."""
    pairs = {
        (one["name"], name)
        for one in tables
        for name in (*(field["target"] for field in one["fields"]), *one["between"])
    }
    pairs |= {(name, other) for other, name in pairs}
    return {about, *(name for other, name in pairs if other == about)}


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
