"""What every page of the editor shows around its middle: tabs, counts, lists, the picture."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import request, url_for
from flask_babel import gettext as _, lazy_gettext as _l

from builder.spec import Problem, Spec

from . import words
from .desk import BLOCKING, Desk
from .picture import Picture, picture
from .spots import Spot, dicts, label_of

TABS: tuple[tuple[str, Any], ...] = (
    ("entitas", _l("Entitas")),
    ("relasi", _l("Relasi")),
    ("layar", _l("Layar")),
    ("alur", _l("Alur")),
    ("peran", _l("Peran")),
    ("periksa", _l("Periksa")),
    ("berkas", _l("Berkas")),
)
ROOTS = {
    "entities": "entitas", "links": "relasi", "screens": "layar", "menu": "layar",
    "flows": "alur", "roles": "peran", "exclusions": "peran",
}  # fmt: skip
FIRST = "entitas"
"""The tab with the words about the application itself."""
OWN_PAGE = ("Entity", "Field", "Link", "Flow", "Role")
"""Kinds of nodes with a page of their own, besides screens; others stand on their parent's."""


@dataclass(frozen=True)
class Item:
    """One line of the list at the left."""

    label: str
    url: str
    active: bool
    count: int = 0
    inner: tuple[Item, ...] = ()
    note: str = ""


def is_page(spot: Spot) -> bool:
    """Has the node a page of its own?"""
    return spot.kind in OWN_PAGE or spot.kind.endswith("Screen")


def page_of(spot: Spot) -> Spot | None:
    """The nearest node with a page, from here upwards."""
    return next((one for one in reversed(spot.chain) if is_page(one)), None)


def url_of(number: int, spot: Spot) -> str:
    """Where a node is edited."""
    page = page_of(spot)
    if page is None:
        tab = ROOTS.get(spot.root_key, FIRST)
        return url_for("EditorView.tab", number=number, tab=tab, _anchor=f"n-{spot.id}")
    anchor = None if page is spot else f"n-{spot.id}"
    return url_for("EditorView.node", number=number, node=page.id, _anchor=anchor)


def problem_url(desk: Desk, problem: Problem) -> str:
    """Where a problem is put right: the page of its node, at its input."""
    spot = desk.spots.get(problem.node_id)
    if spot is None or not spot.above:
        tab = ROOTS.get(problem.key, FIRST)
        return url_for("EditorView.tab", number=desk.case.id, tab=tab)
    return url_of(desk.case.id, spot)


def tab_of(spot: Spot) -> str:
    """The tab under which a node stands."""
    return ROOTS.get(spot.root_key, FIRST)


def tabs(desk: Desk, here: str) -> list[dict[str, Any]]:
    """The tabs with what is wrong below each."""
    counts = {tab: 0 for tab, _label in TABS}
    for root, count in desk.counts.items():
        if root in Spec.model_fields:
            counts[ROOTS.get(root, FIRST)] += count
    counts["periksa"] = sum(1 for problem in desk.problems if problem.severity in BLOCKING)
    return [
        {
            "label": str(label),
            "url": url_for("EditorView.files", number=desk.case.id)
            if tab == "berkas"
            else url_for("EditorView.tab", number=desk.case.id, tab=tab),
            "active": tab == here,
            "count": counts[tab] or None,
        }
        for tab, label in TABS
    ]


def aside(desk: Desk, tab: str, spot: Spot | None) -> list[Item]:
    """The list at the left."""
    if tab in ("entitas", "relasi"):
        key = "entities" if tab == "entitas" else "links"
        return [_item(desk, one, spot, "fields") for one in dicts(desk.raw.get(key))]
    if tab == "layar":
        return [_item(desk, one, spot) for one in dicts(desk.raw.get("screens"))]
    if tab in ("alur", "peran"):
        key = "flows" if tab == "alur" else "roles"
        return [_item(desk, one, spot) for one in dicts(desk.raw.get(key))]
    return []


def _item(desk: Desk, node: dict[str, Any], spot: Spot | None, below: str = "") -> Item:
    chain = {one.id for one in spot.chain} if spot else set()
    ident = str(node.get("id", ""))
    inner: tuple[Item, ...] = ()
    if below and ident in chain:
        inner = tuple(_item(desk, one, spot) for one in dicts(node.get(below)))
    found = desk.spots.get(ident)
    return Item(
        label=label_of(node),
        url=url_for("EditorView.node", number=desk.case.id, node=ident),
        active=bool(spot and spot.id == ident),
        count=desk.counts[ident],
        inner=inner,
        note=words.kind(found.kind) if found and found.kind.endswith("Screen") else "",
    )


def erd(desk: Desk, spot: Spot | None = None) -> Picture:
    """The picture of the draft; what is new since it was last sent is marked."""
    before = desk.submitted.raw if desk.submitted else None
    return picture(desk.raw, before, node_base(desk), spot.table if spot else "")


def node_base(desk: Desk) -> str:
    """What an id is put behind to get the address of its page."""
    return url_for("EditorView.node", number=desk.case.id, node="-").removesuffix("-")


def around(desk: Desk, tab: str, spot: Spot | None = None) -> dict[str, Any]:
    """What every page of the editor reads."""
    return {
        "desk": desk,
        "number": desk.case.id,
        "tab": tab,
        "tabs": tabs(desk, tab),
        "aside": aside(desk, tab, spot),
        "spot": spot,
        "chain": [one for one in spot.chain[1:-1] if is_page(one)] if spot else [],
        "title": desk.raw.get("label") or desk.case.title,
        "erd": erd(desk, spot) if tab in ("entitas", "relasi") else Picture(),
        "seen": desk.draft.version,
        "saved": request.args.get("tersimpan", ""),
        "words": words,
        "url_of": lambda one: url_of(desk.case.id, one),
        "problem_url": lambda one: problem_url(desk, one),
        "spot_of": lambda one: desk.spots.get(str(one.get("id", ""))),
        "label_of": label_of,
        "dicts": dicts,
        "none": _("Belum ada"),
    }
