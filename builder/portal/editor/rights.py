"""Rights of a role as a table: entities down, what may be done across."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, get_args

from flask import abort, redirect, request, url_for
from flask_appbuilder import expose
from flask_appbuilder.security.decorators import has_access
from flask_babel import gettext as _

from builder.spec.edit import Change
from builder.spec.model import Verb

from .. import typed
from .boxes import boxes_of
from .desk import Desk, changing, desk
from .forms import RefusedError, value_of
from .offers import fields
from .spots import Raw, Spot, dicts, label_of
from .stale import refused_as_stale

VERBS: tuple[str, ...] = get_args(Verb)
SCOPES = ("all", "own", "unit")
EMPTY: Raw = {"can": []}


def cell(grant: Mapping[str, Any]) -> Raw:
    """What a grant says, without the entities it says it for; defaults written out."""
    return {
        "can": list(grant.get("can", ["read"])),
        "rows": str(grant.get("rows", "all")),
        "hide": list(grant.get("hide", [])),
        "readonly": list(grant.get("readonly", [])),
    }


def grant_for(grants: list[Raw], name: str) -> Raw | None:
    """The grant that names the entity."""
    return next((one for one in grants if name in (one.get("entities") or ())), None)


def matrix(desk: Desk, spot: Spot, typed: Mapping[str, Raw] | None = None) -> dict[str, Any]:
    """The table of one role: a line for the rest (`*`), then one for each entity and link."""
    grants = dicts(spot.node.get("grants"))
    lines = []
    names = [("*", _("Semua yang tidak disebut"))]
    names += [(str(one["name"]), label_of(one)) for one in desk.tables if one.get("name")]
    for name, label in names:
        found = grant_for(grants, name)
        said = (typed or {}).get(name) or (cell(found) if found is not None else None)
        general = grant_for(grants, "*")
        shown = said or (cell(general) if general else {"can": [], "rows": "all"})
        rows = str(shown.get("rows", "all"))
        lines.append(
            {
                "name": name,
                "label": label,
                "own": said is not None,
                "can": shown["can"],
                "scope": rows if rows in SCOPES else "where",
                "where": "" if rows in SCOPES else rows,
                "hide": (said or {}).get("hide", []),
                "readonly": (said or {}).get("readonly", []),
                "fields": [] if name == "*" else
                [(str(f.get("name")), label_of(f)) for f in fields(desk, name)],
            }
        )  # fmt: skip
    return {"spot": spot, "lines": lines, "problems": desk.at.get(spot.id, [])}


def regrouped(grants: list[Raw], wanted: Mapping[str, Raw | None], order: list[str]) -> list[Raw]:
    """Grants that say what is wanted; groups and their order stay where nothing has changed."""
    out: list[Raw] = []
    placed: set[str] = set()
    for grant in grants:
        kept = [
            name
            for name in grant.get("entities") or ()
            if name not in wanted or (wanted[name] is not None and wanted[name] == cell(grant))
        ]
        kept = [name for name in kept if name not in placed]
        placed |= set(kept)
        out.append({**grant, "entities": kept})
    for name in order:
        cells = wanted.get(name)
        if cells is None or name in placed:
            continue
        same = next((one for one in out if cell(one) == cells and name != "*"
                     and "*" not in one["entities"]), None)  # fmt: skip
        if same is not None:
            same["entities"] = [*same["entities"], name]
        else:
            out.append(written(name, cells))
        placed.add(name)
    return [one for one in out if one["entities"]]


def written(name: str, cells: Raw) -> Raw:
    """A grant as it is written: defaults left out."""
    found: Raw = {"entities": [name]}
    if cells["can"] != ["read"]:
        found["can"] = cells["can"]
    if cells["rows"] != "all":
        found["rows"] = cells["rows"]
    return found | {key: cells[key] for key in ("hide", "readonly") if cells[key]}


def typed_cells(form: Any, names: list[str], shown: Mapping[str, Any]) -> dict[str, Raw | None]:
    """The table as it was sent; a line without `own` follows the general one."""
    found: dict[str, Raw | None] = {}
    for name in names:
        if f"here.{name}" not in form:
            continue
        can = [verb for verb in VERBS if verb in form.getlist(f"can.{name}")]
        before = shown.get(name)
        own = bool(form.get(f"own.{name}"))
        scope = form.get(f"scope.{name}", "all")
        rows = form.get(f"where.{name}", "").strip() if scope == "where" else scope
        cells: Raw = {"can": can, "rows": rows or "all"}
        for key in ("hide", "readonly"):
            sent = form.getlist(f"{key}.{name}")
            old = (before or {}).get(key, [])
            cells[key] = [*(o for o in old if o in sent), *(s for s in sent if s not in old)]
        if before is not None and sorted(before["can"]) == sorted(can):
            cells["can"] = before["can"]
        found[name] = cells if own else None
    return found


class Rights:
    """Pages' part: saving the table of a role."""

    node_page: Any

    @expose("/<int:number>/hak/<node>", methods=["POST"])
    @has_access
    def rights(self, number: int, node: str) -> Any:
        """Save the table of one role."""
        found = changing(number)
        spot = found.spot(node)
        if spot.kind != "Role":
            abort(404)
        grants = dicts(spot.node.get("grants"))
        order = ["*", *(str(one["name"]) for one in found.tables if one.get("name"))]
        shown = {n: cell(g) for n in order if (g := grant_for(grants, n)) is not None}
        wanted = typed_cells(request.form, order, shown)
        new = regrouped(grants, wanted, order)
        seen = typed.number(request.form.get("seen", ""))
        try:
            _checked(found, spot, new)
            if new != grants:
                with refused_as_stale(found):
                    found = found.change([Change("set", node, "grants", new or None)], seen)
        except RefusedError as refused:
            found = desk(number)
            if node not in found.spots:
                abort(404)
            spot = found.spots[node]
            page = self.node_page(
                found, spot, matrix=matrix(found, spot, {k: v for k, v in wanted.items() if v}),
                refusal=str(refused),
            )  # fmt: skip
            return page, 422
        return redirect(url_for("EditorView.node", number=number, node=node, tersimpan="1"))


def _checked(found: Desk, spot: Spot, grants: list[Raw]) -> None:
    """Conditions on rows must be readable text; whether they make sense is shown beside them."""
    from builder.spec import Grant

    rows = next(box for box in boxes_of(Grant, {}, found.types) if box.key == "rows")
    for one in grants:
        value_of(rows, str(one.get("rows", "all")), None, found.types)
