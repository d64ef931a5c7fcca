"""What the template of `menu.py` sees: groups and items, as far as their screens are made."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from builder.codenames import class_names
from builder.spec import Entity, FormScreen, ListScreen, MenuItem, Spec, Types

from .icons import icon_of


def menu_view(spec: Spec, subject: Spec, types: Types) -> dict[str, Any]:
    """`menu`: groups with items, or items; `views`: the classes to import."""
    classes = class_names(spec, types)
    menu = [_line(spec, item, classes) for item in spec.menu]
    menu = [line for line in menu if line["cls"] or line["items"]]
    rest = [classes[name] for name in unlisted(spec)]
    if rest:
        menu.append(_group("Lainnya", rest))
    shown = list(dict.fromkeys(_classes(menu)))
    return {
        "menu": _once(menu),
        "views": [{"module": t, "cls": c} for t, c in classes.items() if c in shown],
        "groups": any(line["items"] for line in menu),
        "items": any(line["label"] or line["icon"] for line in _leaves(menu)),
    }


def shown_in_menu(spec: Spec) -> set[str]:
    """Entities that an entry of the menu opens."""
    return _written(spec) | set(unlisted(spec))


def unlisted(spec: Spec) -> list[str]:
    """Entities that the written menu forgets: without an entry nobody would ever find them.

    Rows that are filled in on another form (inline, deleted with it) need none.
    """
    written = _written(spec)
    return [e.name for e in spec.entities if e.name not in written and not _inside(e)]


def _inside(entity: Entity) -> bool:
    references = [f.reference for f in entity.fields if f.reference]
    return any(r.inverse and r.inverse.inline and r.on_delete == "cascade" for r in references)


def _written(spec: Spec) -> set[str]:
    return {entity for item in spec.menu for entity in _entities(spec, item)}


def _group(label: str, classes: list[str]) -> dict[str, Any]:
    items = [{"label": "", "icon": "", "cls": cls, "items": []} for cls in classes]
    return {"label": label, "icon": "", "cls": "", "items": items}


def entity_of(spec: Spec, screen: str | None) -> str:
    """The entity of a screen that this plugin makes; nothing for another kind of screen."""
    for one in spec.screens:
        if one.name == screen and isinstance(one, (ListScreen, FormScreen)):
            return one.entity
    return ""


def _entities(spec: Spec, item: MenuItem) -> Iterator[str]:
    found = entity_of(spec, item.screen)
    if found:
        yield found
    for child in item.children:
        yield from _entities(spec, child)


def _line(spec: Spec, item: MenuItem, classes: Any, *, inside: bool = False) -> dict[str, Any]:
    """An entry as it is written; one on the top level that opens an entity has an icon."""
    entity = entity_of(spec, item.screen)
    lines = [_line(spec, child, classes, inside=True) for child in item.children]
    icon = item.icon.replace("_", "-") if item.icon else ""
    return {
        "label": item.label or "",
        "icon": icon or ("" if inside or not entity else icon_of(entity)),
        "cls": classes.get(entity, ""),
        "items": [line for line in lines if line["cls"]],
    }


def _leaves(menu: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for line in menu:
        yield from line["items"] or [line]


def _classes(menu: list[dict[str, Any]]) -> Iterator[str]:
    for line in _leaves(menu):
        yield line["cls"]


def _once(menu: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Each view stands in the menu once, where it is named first."""
    seen: set[str] = set()
    out = []
    for line in menu:
        items = [one for one in line["items"] if not (one["cls"] in seen or seen.add(one["cls"]))]  # type: ignore[func-returns-value]
        if items or (line["cls"] and line["cls"] not in seen):
            if not items:
                seen.add(line["cls"])
            out.append({**line, "items": items})
    return out
