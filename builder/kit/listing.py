"""The list of an entity: ids first, then their rows; a total that is never wrong."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any
from urllib.parse import parse_qsl, urlencode

from flask import request, url_for
from sqlalchemy import ColumnElement, Select, and_, case, false, func, or_, select

from . import cells, choosing, conditions, own_views, ticked
from .actor import Actor
from .database import Entity, row_id
from .declare import Right
from .expression.sql import to_sql
from .face.heard import heard
from .fields import Field, fields, path, say
from .pages import Column, Filter, Link, ListPage, Option, Own
from .request import application, gate, page_asked

COUNTED = 10_000


@dataclass(frozen=True)
class Asked:
    """What the address asks for, cut to what the actor may see."""

    search: str
    sort: tuple[tuple[str, str], ...]
    view: int | None
    page: int
    filters: dict[str, str]


class Listing:
    """One list for one actor. The same conditions feed the page, the total and the export."""

    def __init__(self, view: Any, actor: Actor) -> None:
        self.view, self.actor = view, actor
        self.entity: Any = view.entity
        self.columns = [c for c in view.list_columns if cells.visible(actor, self.entity, c)]
        seen = gate().readable(actor, self.entity)
        self.filters = [n for n in view.filters if cells.visible(actor, self.entity, n)]
        self.search_columns = [name for name in view.searched() if name in seen]
        self.asked = self._read(request.args)

    def _read(self, args: Any) -> Asked:
        sort = []
        for one in str(args.get("sort", "")).split(","):
            name = one.removeprefix("-")
            if name in self.columns:
                sort.append((name, "desc" if one.startswith("-") else "asc"))
        view = args.get("view", type=int)
        known = view is not None and 0 <= view < len(self.view.views)
        filters = {
            name: value.strip()
            for name, value in args.items()
            if name.startswith("f_") and not name.endswith("__q") and value.strip()
        }
        page = page_asked(args)
        search = str(args.get("q", "")).strip()[:200]
        return Asked(search, tuple(sort), view if known else None, page, filters)

    # -- the query

    def conditions(self, right: Right = Right.READ) -> list[ColumnElement[bool]]:
        """Everything that a row must meet to stand in this list."""
        found = [gate().where(self.actor, right, self.entity)]
        if self.asked.view is not None:
            where = self.view.views[self.asked.view].where
            found.append(conditions.sql(where, self.entity, self.actor))
        for word in self.asked.search.split()[:8]:
            either = [choosing.matches(self.entity, n, word) for n in self.search_columns]
            if either:
                found.append(or_(*either))
        for name in self.filters:
            found += self._filtered(name)
        return found

    def _filtered(self, name: str) -> list[ColumnElement[bool]]:
        f = path(self.entity, name)[-1]
        column: Any = self._column(name)
        asked, found = self.asked.filters, list[ColumnElement[bool]]()
        if value := asked.get(f"f_{name}"):
            try:
                if f.target:
                    found.append(column == row_id(value))
                elif f.many:
                    found += [choosing.holds_choice(column, one) for one in f.clean(value)]
                elif f.choices or f.boolean or _range(f):
                    found.append(column == f.clean(value))
                else:
                    text = func.lower(choosing.as_text(column))
                    found.append(text.contains(value.lower(), autoescape=True))
            except ValueError:
                found.append(false())
        for end, compare in (("min", column.__ge__), ("max", column.__le__)):
            value = asked.get(f"f_{name}_{end}")
            if value and _range(f):
                try:
                    edge = f.clean(value)
                except ValueError:
                    found.append(false())
                    continue
                if end == "max" and f.widget == "datetime" and len(value) <= 10:
                    edge = edge.replace(hour=23, minute=59)
                found.append(compare(edge))
        return [*found, *self._on_the_way(name)] if found else []

    def _column(self, name: str) -> Any:
        if "." not in name:
            return getattr(self.entity, path(self.entity, name)[-1].key)
        return to_sql(conditions.tree(name), self.entity, conditions.scope(None, self.actor))

    def _on_the_way(self, name: str) -> list[ColumnElement[bool]]:
        """That the actor may read the rows which this path leads through.

        Else somebody would learn by filtering or sorting what is not shown to him.
        """
        condition: ColumnElement[bool] | None = None
        for step in reversed(path(self.entity, name)[:-1]):
            target, scope = step.entity_of_target(), gate().scope
            if condition is None and scope.everywhere(self.actor, Right.READ, target):
                continue
            mine = gate().where(self.actor, Right.READ, target)
            both = mine if condition is None else and_(mine, condition)
            condition = getattr(step.entity, step.name).has(both)
        return [] if condition is None else [condition]

    def ordered(self, ask: Select[Any]) -> Select[Any]:
        """In the order asked for, else the view's own; the id decides between equals."""
        order = self.asked.sort or tuple(tuple(one) for one in self.view.base_order)
        for name, direction in order:
            if not cells.visible(self.actor, self.entity, name):
                continue
            dotted = name
            if (f := path(self.entity, name)[-1]).target:
                target = f.entity_of_target()
                shown = target.__display__[0]
                if shown != "id" and cells.visible(self.actor, target, shown):
                    dotted = f"{name}.{shown}"
            column = choosing.as_text(self._column(dotted))
            for condition in self._on_the_way(dotted):
                column = case((condition, column))
            ask = ask.order_by(column.desc() if direction == "desc" else column.asc())
        return ask.order_by(self.entity.id.desc())

    def ids(self) -> list[int]:
        """Ids of the rows of this page, and one more when there is a next page."""
        ask = self.ordered(select(self.entity.id).where(*self.conditions()))
        size = self.view.page_size
        ask = ask.limit(size + 1).offset((self.asked.page - 1) * size)
        return list(gate().session.scalars(ask))

    def rows(self, ids: Sequence[int]) -> list[Any]:
        """The rows with what their columns show, in the order of the ids; one statement."""
        if not ids:
            return []
        ask = select(self.entity).where(self.entity.id.in_(ids))
        ask = ask.options(*cells.loading(self.entity, self.columns))
        found = {row.id: row for row in gate().session.scalars(ask).unique()}
        return [found[id] for id in ids if id in found]

    def total(self) -> str:
        """How many rows; counting stops at 10.000."""
        some = select(self.entity.id).where(*self.conditions()).limit(COUNTED + 1).subquery()
        count = int(gate().session.scalar(select(func.count()).select_from(some)) or 0)
        shown = f"{min(count, COUNTED):,}".replace(",", ".")
        return shown + ("+" if count > COUNTED else "")

    # -- the page

    def url(self, **changes: Any) -> str:
        """The address of this list with these arguments changed; None takes one away."""
        args: dict[str, Any] = {k: v for k, v in request.args.items() if v and _own(k)}
        args.update(changes)
        kept = {name: value for name, value in args.items() if value is not None}
        return url_for(f"{self.view.endpoint}.list", **kept)

    def page(self) -> ListPage:
        asked, size = self.asked, self.view.page_size
        ids = self.ids()
        rows = self.rows(ids[:size])
        cells.look_up(self.actor, rows, self.columns)
        first = (asked.page - 1) * size + 1 if rows else 0
        kept = tuple((k, v) for k, v in request.args.items() if k in ("sort", "view") and v)
        may = gate().may
        args: dict[str, Any] = {k: v for k, v in request.args.items() if _own(k)}
        query = urlencode(own_views.kept_args(request.args.items()))
        mine = self._own_views(query)
        keepable = bool(query) and self.actor.id is not None and not any(v.active for v in mine)
        actor, entity = self.actor, self.entity
        endpoint = self.view.endpoint
        acts = ticked.acts(actor, entity, rows)
        lines = [cells.line(actor, row, self.columns) for row in rows]
        if acts:
            lines = [replace(o, tick=ticked.tick(r)) for o, r in zip(lines, rows, strict=True)]
        return ListPage(
            title=self.view.heading(),
            node=application().nodes("screen", entity.__tablename__, "list")
            or application().nodes("entity", entity.__tablename__),
            columns=tuple(self._head(name) for name in self.columns),
            rows=tuple(lines),
            acts=acts,
            acts_url=url_for(f"{endpoint}.with_ticked") if acts else "",
            total=self.total(),
            page=asked.page,
            first=first,
            last=first + len(rows) - 1 if rows else 0,
            search=asked.search,
            searchable=bool(self.search_columns),
            filters=tuple(self._filter(name) for name in self.filters),
            filtered=bool(asked.search or asked.filters),
            views=self._views(mine),
            own_views=mine,
            keep_url=url_for(f"{endpoint}.keep_view") if keepable else "",
            keep_query=query,
            previous_url=self.url(page=asked.page - 1) if asked.page > 1 else "",
            next_url=self.url(page=asked.page + 1) if len(ids) > size else "",
            clear_url=url_for(f"{endpoint}.list"),
            add_url=url_for(f"{endpoint}.add") if may(actor, Right.ADD, entity) else "",
            export_url=url_for(f"{endpoint}.export", **args)
            if may(actor, Right.EXPORT, entity)
            else "",
            import_url=url_for(f"{endpoint}.import_rows")
            if may(actor, Right.IMPORT, entity)
            else "",
            deleted_url=url_for(f"{endpoint}.deleted")
            if entity.__soft_delete__ and may(actor, Right.DELETE, entity)
            else "",
            kept=kept,
        )

    def _head(self, name: str) -> Column:
        now = dict(self.asked.sort).get(name, "")
        turned = f"-{name}" if now == "asc" else name
        return cells.column(
            self.entity, name, sorted=now, sort_url=self.url(sort=turned, page=None)
        )

    def _own_views(self, query: str) -> tuple[Own, ...]:
        endpoint, table = self.view.endpoint, self.entity.__tablename__
        found = own_views.of(gate().session, self.actor, table)
        return tuple(
            Own(
                one.name,
                f"{url_for(f'{endpoint}.list')}?{one.query}",
                url_for(f"{endpoint}.drop_view", id=one.id),
                sorted(parse_qsl(one.query)) == sorted(parse_qsl(query)),
            )
            for one in found
        )

    def _views(self, mine: tuple[Own, ...]) -> tuple[Link, ...]:
        if not self.view.views and not mine:
            return ()
        chosen, table = self.asked.view, self.entity.__tablename__
        own = any(one.active for one in mine)
        home = url_for(f"{self.view.endpoint}.list")
        url = home if own or not self.view.views else self.url(view=None, page=None)
        links = [Link(say("Semua"), url, chosen is None and not own)]
        for n, saved in enumerate(self.view.views):
            node = application().nodes("view", table, saved.label)
            url = self.url(view=n, page=None)
            links.append(Link(say(saved.label), url, chosen == n and not own, node))
        return tuple(links)

    def _filter(self, name: str) -> Filter:
        f = path(self.entity, name)[-1]
        asked, key = self.asked.filters, f"f_{name}"
        value = asked.get(key, "")
        about: dict[str, Any] = {
            "name": key,
            "label": cells.label_for(self.entity, name),
            "value": value,
            "node": cells.node_for(self.entity, name),
        }
        if f.target:
            options = choosing.few(self.actor, f, value or None)
            if options is not None:
                return Filter(kind="select", options=options, **about)
            about["choices_url"] = url_for(f"{self.view.endpoint}.choices", name=name)
            about["chosen_label"] = choosing.chosen_label(self.actor, f, value)
            text = str(request.args.get(f"{key}__q", "")).strip()[:100]
            if text and request.args.get("_find") == key:
                found = choosing.search(self.actor, f, text)
                about["looked_for"] = text
                about["options"] = tuple(Option(str(one["id"]), one["label"]) for one in found)
            return Filter(kind="reference", **about)
        if f.choices or f.boolean:
            return Filter(kind="select", options=_options(f, value), **about)
        if input_type := _range(f):
            about["value_min"] = asked.get(f"{key}_min", "")
            about["value_max"] = asked.get(f"{key}_max", "")
            about["error"] = _unreadable(f, about["value_min"]) or _unreadable(
                f, about["value_max"]
            )
            return Filter(kind="range", input_type=input_type, **about)
        return Filter(kind="text", **about)


def _range(f: Field) -> str:
    """What a range of this field is typed in (date, time, text); empty when it has none."""
    if f.widget in ("date", "datetime", "time"):
        return "time" if f.widget == "time" else "date"
    own = not (f.target or f.choices or f.boolean or f.many)
    return "text" if own and issubclass(f.column.type.python_type, int | float | Decimal) else ""


def _unreadable(f: Field, value: str) -> str:
    """The words for an edge of a range that cannot be read."""
    try:
        if value:
            f.clean(value)
    except ValueError as error:
        return heard(error)
    return ""


def _own(name: str) -> bool:
    """Whether an argument belongs to the list; searching for a filter's value leaves no trace."""
    return name == "page" or bool(own_views.kept_args([(name, "x")]))


def _options(f: Field, value: str) -> tuple[Option, ...]:
    if f.boolean:
        pairs = [("true", say("Ya")), ("false", say("Tidak"))]
    else:
        pairs = [(str(c), say(c.label)) for c in f.choices or ()]
    return tuple(Option(one, label, one == value) for one, label in pairs)


def text_fields(entity: type[Entity]) -> list[str]:
    """The fields that a search box looks into when the view names none."""
    return [
        name
        for name, f in fields(entity).items()
        if not f.target and not f.choices and not f.file and f.column.type.python_type is str
    ]
