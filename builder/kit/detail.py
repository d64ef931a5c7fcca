"""The detail page: sections, rows of inverses, the flow's steps and buttons, the journal."""

from __future__ import annotations

from typing import Any

from flask import url_for
from sqlalchemy import select

from . import cells, conditions
from .actor import Actor
from .declare import Flow, Right, Tab, Transition
from .fields import fields, inverses, say
from .inline import tabs_of
from .pages import Link, Move, Part, ShowPage, Step, Table, TabPart
from .request import application, gate

SHOWN = 100


def show(view: Any, actor: Actor, row: Any) -> ShowPage:
    """The page of one row; the actor may read it."""
    entity, endpoint = type(row), view.endpoint
    shown = [n for tab in tabs_of(view.detail) for part in tab.sections for n in part.fields]
    cells.look_up(actor, [row], [*shown, *entity.__display__])
    may = gate().may
    locked = gate().locked(row)
    flow = gate().scope.flows.get(entity)
    editable = (
        not locked and may(actor, Right.EDIT, entity) and gate().alive(actor, Right.EDIT, row)
    )
    deletable = may(actor, Right.DELETE, entity) and _deletable(actor, row, flow)
    status = None
    if flow is not None and flow.status.key in gate().readable(actor, entity):
        status = cells.cell(actor, row, flow.status.key)
    return ShowPage(
        title=say(entity.__label__),
        heading=cells.label_of(actor, row),
        id=row.id,
        version=row.version,
        tabs=tuple(_tab(view, tab, actor, row) for tab in tabs_of(view.detail)),
        node=application().nodes("screen", entity.__tablename__, "detail")
        or application().nodes("entity", entity.__tablename__),
        status=status,
        steps=_steps(flow, row) if flow is not None and status is not None else (),
        moves=tuple(_move(view, row, step, flow) for step in gate().moves(actor, row)),
        tables=tuple(
            table
            for name in view.details
            if (table := rows_table(actor, row, name, add=True)) is not None
        ),
        history=tuple(gate().history(actor, row)),
        locked=locked,
        edit_url=url_for(f"{endpoint}.edit", pk=row.id) if editable else "",
        delete_url=url_for(f"{endpoint}.delete", pk=row.id) if deletable else "",
        list_url=url_for(f"{endpoint}.list"),
        actions=tuple(
            Link(say(label), url_for(f"{endpoint}.action", name=name, pk=row.id))
            for name, (label, _) in view.actions.items()
        ),
    )


def _deletable(actor: Actor, row: Any, flow: Flow | None) -> bool:
    if flow is not None and str(getattr(row, flow.status.key)) != str(flow.initial):
        return False
    return not gate().locked(row) and gate().alive(actor, Right.DELETE, row)


def _tab(view: Any, tab: Tab, actor: Actor, row: Any) -> TabPart:
    entity, parts = type(row), []
    nodes, table = application().nodes, type(row).__tablename__
    for section in tab.sections:
        if section.visible_if and not conditions.holds(section.visible_if, row, actor):
            continue
        node = nodes("section", table, "detail", section.title) or nodes(
            "section", table, "form", section.title
        )
        if section.rows:
            found = rows_table(actor, row, section.rows)
            if found is not None:
                parts.append(Part(say(section.title), node, table=found))
            continue
        shown = tuple(
            cells.cell(actor, row, name)
            for name in section.fields
            if cells.visible(actor, entity, name) and _visible(actor, row, name)
        )
        if shown:
            parts.append(Part(say(section.title), node, cells=shown))
    return TabPart(say(tab.title), tuple(parts), nodes("section", table, "detail", tab.title))


def _visible(actor: Actor, row: Any, name: str) -> bool:
    f = fields(type(row)).get(name)
    return f is None or not f.visible_if or conditions.holds(f.visible_if, row, actor)


def rows_table(actor: Actor, row: Any, name: str, *, add: bool = False) -> Table | None:
    """The rows of an inverse that the actor may see; None when he may see none of the kind."""
    inverse = inverses(type(row))[name]
    child: Any = inverse.child
    if not gate().may(actor, Right.READ, child):
        return None
    view = application().view_of(child)
    names = view.list_columns if view is not None else tuple(fields(child))[:6]
    shown = [n for n in names if n.split(".")[0] != inverse.back and cells.visible(actor, child, n)]
    mine = getattr(child, inverse.reference.key) == row.id
    ask = select(child).where(mine, gate().where(actor, Right.READ, child)).order_by(child.id)
    ask = ask.options(*cells.loading(child, shown)).limit(SHOWN + 1)
    found = list(gate().session.scalars(ask).unique())
    cells.look_up(actor, found, shown)
    add_url = ""
    if add and view is not None and not inverse.inline and gate().may(actor, Right.ADD, child):
        add_url = url_for(f"{view.endpoint}.add", **{inverse.back: row.id})
    return Table(
        title=inverse.label,
        columns=tuple(cells.column(child, n) for n in shown),
        rows=tuple(cells.line(actor, one, shown) for one in found[:SHOWN]),
        node=application().nodes("inverse", type(row).__tablename__, name),
        add_url=add_url,
        more=len(found) > SHOWN,
    )


def _steps(flow: Flow, row: Any) -> tuple[Step, ...]:
    """The way to the good end as steps; a state beside it (refused) is shown as the present one."""
    now = str(getattr(row, flow.status.key))
    ends = [str(state) for state, kind in flow.final.items() if kind == "done"]
    way = [str(flow.initial)]
    if ends:
        way += [str(step.target) for step in flow.path_to(ends[-1])]
    if now not in way:
        way = [*(str(s) for s in _before(flow, now) if str(s) in way), now]
    choices = fields(type(row))[flow.status.key].choices
    known = choices._value2member_map_ if choices is not None else {}
    at = way.index(now)
    table = type(row).__tablename__
    return tuple(
        Step(
            say(getattr(known.get(state), "label", state)),
            "done" if n < at else "now" if n == at else "ahead",
            application().nodes("state", table, state),
        )
        for n, state in enumerate(way)
    )


def _before(flow: Flow, state: str) -> list[str]:
    return [str(flow.initial), *(str(step.target) for step in flow.path_to(state)[:-1])]


def _move(view: Any, row: Any, step: Transition, flow: Flow | None) -> Move:
    kind = "forward"
    if flow is not None:
        ends = {str(state): kind for state, kind in flow.final.items()}
        if ends.get(str(step.target)) == "failed":
            kind = "failed"
        elif str(step.target) == str(flow.initial):
            kind = "back"
    return Move(
        name=step.name,
        label=say(step.label),
        url=url_for(f"{view.endpoint}.move", pk=row.id, name=step.name),
        note=step.note,
        kind=kind,
        node=application().nodes("transition", type(row).__tablename__, step.name),
    )
