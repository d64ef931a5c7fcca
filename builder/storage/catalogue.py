"""Questions across specifications: which applications hold which data.

Reads the stored JSON, so that an unfinished draft answers too.
"""

from __future__ import annotations

from collections.abc import Iterator

from .specs import SpecStore
from .values import App, Element, Raw
from .words import label_of


def elements(store: SpecStore, search: str = "", *, type_: str = "") -> tuple[Element, ...]:
    """Fields of all applications as they stand (newest submitted revision, else the draft) whose
    words hold the search, or that have the type: who else keeps NIK, who else has `kelurahan`?"""
    words = search.casefold().split()
    found = []
    for app in store.apps():
        submitted = store.submitted(app.id)
        raw = submitted[0].raw if submitted else store.draft(app.id).raw
        found += [
            one
            for one in _fields(app, raw)
            if (not type_ or one.type == type_) and all(word in _words(one) for word in words)
        ]
    return tuple(found)


def _fields(app: App, raw: Raw) -> Iterator[Element]:
    for table in (*raw.get("entities", ()), *raw.get("links", ())):
        for field in table.get("fields", ()):
            yield Element(
                app,
                label_of(table),
                str(field.get("name", "")),
                label_of(field),
                str(field.get("type", "text")),
                str(field.get("definition", "")),
                str(field.get("id", "")),
            )


def _words(one: Element) -> str:
    return " ".join((one.entity, one.field, one.label, one.type, one.definition)).casefold()
