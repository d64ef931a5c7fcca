"""Required references in a circle: no first row could ever be typed, so one of them lets go."""

from __future__ import annotations

from .drafts import Draft, FieldDraft
from .values import Line


def loosen(drafts: list[Draft], lines: list[Line]) -> None:
    """Relax the last reference of each circle, with a line that says so."""
    place = {draft.name: n for n, draft in enumerate(drafts)}
    while ring := _ring(drafts):
        draft, field = max(ring, key=lambda one: place[one[0].name])
        field.relax()
        way = " → ".join([one.name for one, _ in ring] + [ring[0][0].name])
        said = f"Wajib di sumbernya, tetapi berputar ({way}): tidak diwajibkan"
        column = ", ".join(draft.table.columns[n].name for n in field.places)
        lines.append(Line("change", said, draft.table.name, column))


def _ring(drafts: list[Draft]) -> list[tuple[Draft, FieldDraft]]:
    """One circle of required references, each with the draft it stands in; empty: there is none."""
    done: set[str] = set()

    def walk(draft: Draft, way: list[tuple[Draft, FieldDraft]]) -> list[tuple[Draft, FieldDraft]]:
        for n, (passed, _) in enumerate(way):
            if passed is draft:
                return way[n:]
        if draft.name in done:
            return []
        for field in draft.fields:
            if field.target is None or not field.required:
                continue
            if found := walk(field.target, [*way, (draft, field)]):
                return found
        done.add(draft.name)
        return []

    return next((found for draft in drafts if (found := walk(draft, []))), [])
