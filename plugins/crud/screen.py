"""What the template of `view.py` sees of an entity's screens."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from builder.codenames import pointing
from builder.spec import DetailScreen, Entity, FormScreen, ListScreen, Section, Spec


def screen_view(spec: Spec, table: Entity) -> dict[str, Any]:
    """Columns, filters, order, saved views, and the parts of form and detail."""
    listed = _first(spec, table, ListScreen)
    form = _first(spec, table, FormScreen)
    detail = _written(_first(spec, table, DetailScreen))
    parts = _parts(form)
    shown = {s["rows"] for s in _sections(_parts(detail) or parts)}
    return {
        "columns": list(listed.columns) if listed and listed.columns else _columns(table),
        "filters": list(listed.filters) if listed else [],
        "order": [_order(sort) for sort in listed.sort] if listed else [],
        "saved": [{"label": v.label, "where": v.where} for v in listed.views] if listed else [],
        "form": parts or [{"name": f.name} for f in table.fields],
        "detail": _parts(detail),
        "details": [name for name in _inverses(spec, table) if name not in shown],
        "tabs": any("sections" in part for part in (*parts, *_parts(detail))),
        "sections": bool(list(_sections((*parts, *_parts(detail))))),
    }


def _first(spec: Spec, table: Entity, kind: type[Any]) -> Any:
    screens = (s for s in spec.screens if isinstance(s, kind) and s.entity == table.name)
    return next(screens, None)


def _written(screen: DetailScreen | None) -> DetailScreen | None:
    """None for the detail page that nobody wrote: kit makes it of the form and the inverses."""
    return None if screen is None or screen.name == f"{screen.entity}_detail" else screen


HEAVY = ("long_text", "rich_text", "file", "image", "location", "json")


def _columns(table: Entity) -> list[str]:
    """Six columns, when no list says which."""
    return [f.name for f in table.fields if f.type not in HEAVY][:6]


def _order(sort: str) -> list[str]:
    return [sort.removeprefix("-"), "desc" if sort.startswith("-") else "asc"]


def _parts(screen: FormScreen | DetailScreen | None) -> list[dict[str, Any]]:
    """Tabs, or sections, or bare names when there is one section that only holds fields."""
    if screen is None:
        return []
    if screen.tabs:
        return [
            {"title": tab.label, "sections": [_section(s) for s in tab.sections]}
            for tab in screen.tabs
        ]
    sections = [_section(s) for s in screen.sections]
    made = screen.name in (f"{screen.entity}_form", f"{screen.entity}_detail")
    if made and len(sections) == 1 and not sections[0]["rows"] and not sections[0]["visible_if"]:
        return [{"name": name} for name in sections[0]["names"]]
    return sections


def _section(section: Section) -> dict[str, Any]:
    return {
        "title": section.label,
        "names": list(section.fields),
        "rows": section.rows or "",
        "visible_if": section.visible_if or "",
    }


def _sections(parts: Any) -> Iterator[dict[str, Any]]:
    for part in parts:
        if "sections" in part:
            yield from part["sections"]
        elif "rows" in part:
            yield part


def _inverses(spec: Spec, table: Entity) -> list[str]:
    return [
        f.reference.inverse.name
        for _, f in pointing(spec).get(table.name, ())
        if f.reference and f.reference.inverse
    ]
