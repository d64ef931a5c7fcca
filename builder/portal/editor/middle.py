"""What stands in the middle of the page: the form of a node, the lists below it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _

from . import offers, words
from .desk import Desk
from .flowing import flow_picture
from .inputs import NodeForm, node_form
from .pages import page_of
from .rights import matrix
from .spots import Spot, dicts, label_of, options_of

LISTS: dict[str, tuple[str, ...]] = {
    "Entity": ("checks",),
    "Flow": ("states", "transitions"),
    "ListScreen": ("views",),
    "FormScreen": ("tabs", "sections"),
    "DetailScreen": ("tabs", "sections"),
    "Tab": ("sections",),
    "DashboardScreen": ("cards", "charts"),
    "MenuItem": ("children",),
}
"""Lists of nodes that are edited on the page of the node that holds them."""


@dataclass(frozen=True)
class Below:
    """A list of nodes below a node, each with its form and its own lists."""

    key: str
    title: str
    parts: tuple[Part, ...]


@dataclass(frozen=True)
class Part:
    """One node of such a list."""

    form: NodeForm
    lists: tuple[Below, ...]
    count: int


TITLES = {
    "checks": "Check", "states": "State", "transitions": "Transition", "views": "View",
    "tabs": "Tab", "sections": "Section", "cards": "Card", "charts": "Chart",
    "children": "MenuItem",
}  # fmt: skip


def part(desk: Desk, spot: Spot, **more: Any) -> Part:
    """A node with its form; `typed` and `errors` belong to the node `at`."""
    mine = more.get("at") == spot.id
    form = node_form(
        desk,
        spot,
        typed=more.get("given") if mine else None,
        errors=more.get("errors") if mine else None,
    )
    return Part(form, below(desk, spot, **more), desk.counts[spot.id])


def below(desk: Desk, spot: Spot, **more: Any) -> tuple[Below, ...]:
    """The lists on the page of a node."""
    out = []
    for key in LISTS.get(spot.kind, ()):
        inner = (desk.spots[str(one["id"])] for one in dicts(spot.node.get(key)) if one.get("id"))
        title = words.kind(TITLES[key])
        out.append(Below(key, title, tuple(part(desk, one, **more) for one in inner)))
    return tuple(out)


def middle(desk: Desk, tab: str, spot: Spot | None, **more: Any) -> dict[str, Any]:
    """What the templates of tabs and nodes read."""
    if spot is None:
        return _tab(desk, tab)
    found: dict[str, Any] = {"part": part(desk, spot, **more), "types": offers.types(desk)}
    found["tables"] = offers.named(desk.entities)
    if spot.kind in ("Entity", "Link"):
        found["fields"] = [field_row(desk, one) for one in dicts(spot.node.get("fields"))]
    if spot.kind == "Flow":
        found["flow"] = flow_picture(spot.node)
        found["states"] = offers.named(dicts(spot.node.get("states")))
        owner = ("owner", words.value("by", "owner"))
        found["performers"] = [owner, *offers.named(dicts(desk.raw.get("roles")))]
    if spot.kind == "Role":
        found["matrix"] = matrix(desk, spot)
    if spot.kind.endswith("Screen"):
        found["rows"] = offers.rows(desk, spot.table)
    return found


def wrong_now(desk: Desk, spot: Spot, but: str) -> dict[str, Any]:
    """What is wrong with the other parts of the page since an input of `spot` (`but`) was saved."""
    form = node_form(desk, spot)
    top = page_of(spot) or next(iter(spot.chain[1:]), None)
    fields = dicts(top.node.get("fields")) if top and top.kind in ("Entity", "Link") else []
    there = [*_standing(desk, top), *(desk.spots[str(one["id"])] for one in fields)] if top else []
    return {
        "others": [i for group in form.groups for i in group.inputs if i.box.key != but],
        "form_others": form.others,
        "rows": [field_row(desk, one) for one in fields],
        "counted": [(one.id, desk.counts[one.id]) for one in there],
    }


def _standing(desk: Desk, spot: Spot) -> Iterator[Spot]:
    """A node and those that are edited on its page."""
    yield spot
    for key in LISTS.get(spot.kind, ()):
        for one in dicts(spot.node.get(key)):
            if one.get("id"):
                yield from _standing(desk, desk.spots[str(one["id"])])


def field_row(desk: Desk, field: Mapping[str, Any]) -> dict[str, Any]:
    """One line of the table of fields."""
    kind = str(field.get("type", "text"))
    known = dict(offers.types(desk))
    target = str(options_of(field).get("target", ""))
    table = desk.table(target) if target else None
    ident = str(field.get("id", ""))
    return {
        "id": ident,
        "label": label_of(field),
        "name": field.get("name", ""),
        "type": known.get(kind, kind),
        "target": label_of(table) if table else target,
        "required": field.get("required") in (True, "true"),
        "unique": field.get("unique") in (True, "true"),
        "computed": bool(field.get("computed")),
        "problems": [one for one in desk.at.get(ident, ()) if one.severity != "advice"],
        "count": desk.counts[ident],
    }


def _tab(desk: Desk, tab: str) -> dict[str, Any]:
    makers: dict[str, Callable[[Desk], dict[str, Any]]] = {
        "entitas": _entities,
        "relasi": _relations,
        "layar": _screens,
        "alur": _flows,
        "peran": _roles,
        "periksa": _problems,
    }
    return {"tables": offers.named(desk.entities), "types": offers.types(desk), **makers[tab](desk)}


def _entities(desk: Desk) -> dict[str, Any]:
    rows = [
        {
            "node": one,
            "fields": len(dicts(one.get("fields"))),
            "count": desk.counts[one.get("id", "")],
        }
        for one in desk.entities
    ]
    return {"rows": rows, "application": part(desk, desk.spots[str(desk.raw["id"])])}


def _relations(desk: Desk) -> dict[str, Any]:
    """Every reference: from, through, to, and what happens when the target goes."""
    found = []
    for table in desk.tables:
        for field in dicts(table.get("fields")):
            if field.get("type") != "reference":
                continue
            options = options_of(field)
            target = desk.table(str(options.get("target", "")))
            inverse = options.get("inverse")
            found.append(
                {
                    "table": table,
                    "field": field,
                    "target": target,
                    "said": str(options.get("target", "")),
                    "on_delete": words.value(
                        "on_delete", str(options.get("on_delete", "restrict"))
                    ),
                    "inverse": label_of(inverse) if isinstance(inverse, dict) else "",
                    "one": field.get("unique") in (True, "true"),
                    "count": desk.counts[str(field.get("id", ""))],
                }
            )
    return {"references": found, "links": dicts(desk.raw.get("links"))}


def _screens(desk: Desk) -> dict[str, Any]:
    """Screens by entity, and what is made by itself where none is written."""
    written = dicts(desk.raw.get("screens"))
    by_entity: list[dict[str, Any]] = []
    for entity in desk.entities:
        own = [one for one in written if one.get("entity") == entity.get("name")]
        kinds = {one.get("kind") for one in own}
        missing = [str(words.SCREENS[k]) for k in ("list", "form", "detail") if k not in kinds]
        by_entity.append({"node": entity, "screens": own, "missing": missing})
    names = {entity.get("name") for entity in desk.entities}
    others = [one for one in written if one.get("entity") not in names]
    menu = [
        part(desk, desk.spots[str(one["id"])])
        for one in dicts(desk.raw.get("menu"))
        if one.get("id")
    ]
    return {
        "by_entity": by_entity,
        "others": others,
        "menu": menu,
        "kinds": [(key, str(label)) for key, label in words.SCREENS.items()],
        "screens": offers.named(written),
        "menu_root": desk.raw.get("id"),
    }


def _flows(desk: Desk) -> dict[str, Any]:
    flows = dicts(desk.raw.get("flows"))
    return {"flows": [{"node": one, "picture": flow_picture(one)} for one in flows]}


def _roles(desk: Desk) -> dict[str, Any]:
    def listed(key: str) -> list[Spot]:
        return [desk.spots[str(one["id"])] for one in dicts(desk.raw.get(key))]

    return {
        "roles": listed("roles"),
        "matrices": [matrix(desk, one) for one in listed("roles")],
        "exclusions": [part(desk, one) for one in listed("exclusions")],
    }


MANY = 12
"""Problems of one severity up to which they are one list; more are folded, part by part."""


def _problems(desk: Desk) -> dict[str, Any]:
    """What is wrong: severity -> (part of the application, its problems with their places)."""
    by_severity: dict[str, dict[str, list[Any]]] = {"error": {}, "gap": {}, "advice": {}}
    for problem in desk.problems:
        spot = desk.spots.get(problem.node_id)
        top = spot.chain[1].label if spot and len(spot.chain) > 1 else _("Aplikasi")
        place = (problem, desk.words(problem.node_id))
        by_severity[problem.severity].setdefault(top, []).append(place)
    return {"by_severity": by_severity, "whole": desk.spec is not None, "many": MANY}
