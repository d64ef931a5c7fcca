"""What a person would probably say, and what only a person can say (then it is advice)."""

from __future__ import annotations

from .columns import family
from .drafts import Draft, FieldDraft, Pointer
from .evidence import FEW
from .names import snake, without_id
from .spool import Spool
from .tables import ForeignKey
from .values import Line
from .vocabulary import CODES, NAME_PARTS, NAMES, PLACE

_SHORT = ("text", "email", "nik", "nip", "phone", "url", "numbering", "uuid")


def display(draft: Draft, depth: int = 0) -> tuple[str, ...]:
    """The field, or fields, that stand for a row."""
    fields = {one.name: one for one in draft.fields}
    texts = [
        n for n, f in fields.items() if f.raw.get("type", "text") in _SHORT and f.target is None
    ]
    for pair in NAME_PARTS:
        if all(name in texts for name in pair):
            return pair
    for wish in NAMES:
        if wish in texts:
            return (wish,)
    for ending in ("_name", "_nama", "_title", "_judul"):
        found = [n for n in texts if n.endswith(ending)]
        own = [n for n in found if n.removesuffix(ending) in draft.name]
        if own or found:
            return ((own or found)[0],)
    for name in texts:
        if name.startswith(("nama_", "name_", "judul_")):
            return (name,)
    for wish in (draft.name, *CODES):
        if wish in texts:
            return (wish,)
    if depth == 0 and (ends := _through(draft)):
        return ends
    telling = [n for n in texts if not set(n.split("_")) & PLACE]
    if telling:
        return (telling[0],)
    if depth == 0 and (said := _dated(draft)):
        return said
    if texts:
        return (texts[0],)
    plain = [
        n
        for n, f in fields.items()
        if f.target is None and f.raw.get("type") in ("date", "integer", "year", "datetime")
    ]
    return (plain[0],) if plain else ()


def _dated(draft: Draft) -> tuple[str, ...]:
    """For papers without a name: their date, and whom they are about."""
    day = next((f.name for f in draft.fields if f.raw.get("type") in ("date", "datetime")), "")
    about = next((f for f in draft.fields if f.target not in (None, draft)), None)
    if not day or about is None or about.target is None:
        return (day,) if day else ()
    shown = display(about.target, depth=1)
    return (day, f"{about.name}.{shown[0]}") if shown and "." not in shown[0] else (day,)


def _through(draft: Draft) -> tuple[str, ...]:
    """For tables that only join others: what the others are called."""
    references = [one for one in draft.fields if one.target is not None and one.required]
    if len(references) < 2:
        return ()
    found = []
    for one in references[:2]:
        if one.target is None or one.target is draft:
            return ()
        shown = display(one.target, depth=1)
        if not shown or "." in shown[0]:
            return ()
        found.append(f"{one.name}.{shown[0]}")
    return tuple(found)


def is_link(draft: Draft) -> bool:
    """Whether the table only joins two entities: two references as its key, one more at most."""
    key = draft.primary
    if len(key) != 2:
        return False
    ends = [draft.field_at(place) for place in key]
    others = [one for one in draft.fields if one not in ends]
    return (
        all(one is not None and one.target is not None for one in ends)
        and len(others) <= 1
        and all(one.target is None for one in others)
    )


def undeclared(
    drafts: list[Draft], known: list[Pointer], spool: Spool | None, lines: list[Line]
) -> list[Pointer]:
    """References that nobody declared: `customer_id` beside a table `customer`.

    Made only when the data proves them (every value is an id there); else a line of advice.
    """
    taken = {(id(p.draft), place) for p in known for place in p.places}
    by_name: dict[str, Draft] = {}
    for draft in drafts:
        if draft.kept is not None:
            for form in (draft.name, draft.name.removesuffix("s"), draft.name.removesuffix("es")):
                by_name.setdefault(form, draft)
    found = []
    for draft in drafts:
        for place, column in enumerate(draft.table.columns):
            whole = snake(column.name, digits="kolom", nothing="kolom")
            target = by_name.get(without_id(column.name))
            if place == draft.kept or (id(draft), place) in taken or target is None:
                continue
            if whole == without_id(column.name) or family(column.type) not in ("int", "decimal"):
                continue
            if spool is None or draft.seen is None or not draft.seen[place].some:
                said = f"Mungkin merujuk {target.name}; tidak ditulis sebagai rujukan di sumbernya"
                lines.append(Line("advice", said, draft.table.name, column.name))
                continue
            if not _proved(draft, place, target, spool):
                continue
            said = f"Semua isinya ada di {target.name}: menjadi rujukan, walau tidak ditulis"
            lines.append(Line("change", said, draft.table.name, column.name))
            key = ForeignKey((column.name,), target.table.name)
            found.append(Pointer(draft, key, (place,), target, (target.kept or 0,)))
    return found


def _proved(draft: Draft, place: int, target: Draft, spool: Spool) -> bool:
    there = {str(cells[target.kept or 0]) for cells in spool.rows(target.table.name)}
    values = (cells[place] for cells in spool.rows(draft.table.name))
    return all(value is None or str(value) in there for value in values)


def advise(draft: Draft, lines: list[Line], link: bool) -> None:
    """Lines about choices that stay a person's."""
    if link:
        said = (
            f"Hanya menghubungkan dua entitas; dapat dilipat menjadi hubungan: --fold {draft.name}"
        )
        lines.append(Line("advice", said, draft.table.name))
    own = [one for one in draft.fields if one.target is draft]
    if len(own) == 1:
        said = f"Menunjuk ke dirinya sendiri; bila membentuk pohon, tulis tree: {own[0].name}"
        lines.append(Line("advice", said, draft.table.name))
    for one in draft.fields:
        if said := _few_values(draft, one):
            lines.append(
                Line("advice", said, draft.table.name, draft.table.columns[one.places[0]].name)
            )


def _few_values(draft: Draft, one: FieldDraft) -> str:
    if draft.seen is None or one.raw.get("type", "text") != "text" or one.target is not None:
        return ""
    seen = draft.seen[one.places[0]]
    if seen.few is None or not 2 <= len(seen.few) <= min(8, FEW) or seen.rows < 10 * len(seen.few):
        return ""
    shown = ", ".join(sorted(str(value) for value in seen.few))[:80]
    return f"Hanya {len(seen.few)} nilai berbeda ({shown}); mungkin lebih baik menjadi pilihan"
