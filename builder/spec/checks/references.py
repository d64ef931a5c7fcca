"""What names, paths and expressions point to, everywhere they stand."""

from __future__ import annotations

from builder.kit.expression import ExpressionError, Type, infer, parse

from ..names import SCOPES
from ..uses import Use
from .finder import Finder, near

KINDS = {
    "entity": "entitas",
    "role": "peran",
    "screen": "layar",
    "exclusion": "pengecualian",
    "state": "status",
    "transition": "langkah",
    "choice": "pilihan",
}


def check_references(find: Finder) -> None:
    for use in find.uses:
        if use.value in use.holds.also:
            continue
        if use.holds.kind in KINDS:
            _name(find, use)
        elif use.holds.kind in ("expr", "scope"):
            _expression(find, use)
        else:
            _path(find, use)


def _name(find: Finder, use: Use) -> None:
    known = find.names.listed(use)
    if use.value in known:
        return
    kind = KINDS[use.holds.kind]
    text = f"{kind} {use.value} tidak ada."
    find.error("unknown_name", use.node_id, use.key, text, near(use.value, known))


def _path(find: Finder, use: Use) -> None:
    """Every word of a path must be there; of a grant's fields, in one of its entities."""
    known = [table for table in use.tables if table in find.names.of]
    if not known:
        return  # the entity itself is missing, which is said there
    words = use.value.lstrip("-").split(".")
    ends = [_end(find, table, words) for table in known]
    if all(isinstance(end, tuple) for end in ends):
        place, word = next((end for end in ends if isinstance(end, tuple)), ("", ""))
        if place:
            text, way_out = f"{place} tidak punya {word}.", near(word, find.names.words(place))
        else:
            text, way_out = f"tidak ada {word} di belakang isian biasa.", "Hapus bagian itu."
        find.error("unknown_path", use.node_id, use.key, f"{use.value}: {text}", way_out)
        return
    end = next(end for end in ends if isinstance(end, Type))
    if use.holds.kind == "rows":
        if end.kind != "rows":
            text = f"{use.value} bukan daftar baris."
            way_out = "Tulis nama daftar balik atau hubungan; isian biasa punya tempatnya sendiri."
            find.error("no_rows", use.node_id, use.key, text, way_out)
    elif end.many or end.kind == "rows":
        text = f"{use.value} adalah banyak baris, padahal di sini perlu satu nilai."
        find.error("path_many", use.node_id, use.key, text, "Pakai isian terhitung, misalnya sum.")


def _end(find: Finder, table: str, words: list[str]) -> Type | tuple[str, str]:
    """What stands at the end of a path, or (entity, the word that it has not)."""
    here, many = Type("ref", table), False
    for word in words:
        step = find.names.step(here.entity, word) if here.kind in ("ref", "rows") else None
        if step is None:
            return here.entity, word
        many = many or step.kind == "rows"
        here = step
    return Type(here.kind, here.entity, here.names, many)


def _expression(find: Finder, use: Use) -> None:
    if use.holds.kind == "scope" and use.value in SCOPES:
        return
    for table in use.tables:
        if table not in find.names.of:
            continue
        try:
            infer(
                parse(use.value),
                find.names,
                table,
                want=wanted(find, use, table),
                extra=find.names.extra(use, table),
            )
        except ExpressionError as error:
            where = f" (untuk {table})" if len(use.tables) > 1 else ""
            text = f"ungkapan {use.value!r}{where}: {error}."
            find.error("expression", use.node_id, use.key, text)
            return


def wanted(find: Finder, use: Use, table: str) -> Type | str:
    """What the expression must give: its annotation, or what its field holds."""
    if use.holds.want == "own":
        return find.names.step(table, str(use.node.get("name"))) or ""
    if use.key == "sets":
        return find.names.step(table, str(use.path[-1])) or ""
    return use.holds.want
