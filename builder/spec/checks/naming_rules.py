"""Names: not reserved, not twice, not the same in code."""

from __future__ import annotations

from collections.abc import Iterable

from .. import naming
from ..model import Entity, Link
from ..options import ChoiceOptions
from .finder import Finder

Named = Iterable[tuple[str, str]]
"""(name, id) of nodes that live in one place."""


def check_names(find: Finder) -> None:
    spec = find.spec
    _once(find, "entitas atau hubungan", ((t.name, t.id) for t in spec.tables))
    for kind, group in (
        ("peran", spec.roles),
        ("alur", spec.flows),
        ("layar", spec.screens),
        ("pengecualian", spec.exclusions),
    ):
        _once(find, kind, ((node.name, node.id) for node in group))
    for flow in spec.flows:
        _once(find, "status", ((state.name, state.id) for state in flow.states))
        _once(find, "langkah", ((step.name, step.id) for step in flow.transitions))
        _alike(find, ((s.name, s.id) for s in flow.states), naming.member_name)
    _alike(find, ((t.name, t.id) for t in spec.tables), naming.class_name)
    for table in spec.tables:
        _reserved(find, table.name, table.id, table=True)
        _table(find, table)
    for role in spec.roles:
        _reserved(find, role.name, role.id, table=False)
    for exclusion in spec.exclusions:
        _reserved(find, exclusion.name, exclusion.id, table=False)


def _table(find: Finder, table: Entity | Link) -> None:
    own = [(field.name, field.id) for field in table.fields]
    for name, ident in own:
        _reserved(find, name, ident, table=False)
    if isinstance(table, Link):
        own += [(name, table.id) for name, _ in table.ends]
        for name in table.names or ():
            _reserved(find, name, table.id, table=False, key="names")
    else:
        _once(find, "aturan", ((check.name, check.id) for check in table.checks))
    for found in find.spec.inverses(table.name):
        own.append((found.inverse.name, found.inverse.id))
        _reserved(find, found.inverse.name, found.inverse.id, table=False)
    for link in find.spec.links_of(table.name):
        own.append((link.name, link.id))
        if link.names and link.between[0] == link.between[1]:
            own.append((f"{link.name}_{link.names[0]}", link.id))
    _once(find, f"isian atau daftar pada {table.name}", own)
    for field in table.fields:
        if isinstance(field.options, ChoiceOptions):
            choices = [(choice.name, choice.id) for choice in field.options.choices]
            _once(find, "pilihan", choices)
            _alike(find, choices, naming.member_name)


def _reserved(find: Finder, name: str, ident: str, *, table: bool, key: str = "name") -> None:
    why = naming.refusal(name, table=table)
    if why:
        find.error(
            "name_reserved",
            ident,
            key,
            f"nama {name} tidak dapat dipakai: {why}.",
            f"Pakai nama lain, misalnya {_other(name)}; sebutannya (label) bebas.",
        )


def _other(name: str) -> str:
    return "_".join(part for part in name.split("_") if part) + "_data"


def _once(find: Finder, kind: str, nodes: Named) -> None:
    seen: dict[str, str] = {}
    for name, ident in nodes:
        if name in seen:
            there = find.paths.get(seen[name], "")
            where = f" ({there})" if there and there != find.paths.get(ident) else ""
            text = f"nama {name} sudah dipakai {kind} lain{where}."
            find.error("name_twice", ident, "name", text, "Beri nama lain pada salah satunya.")
        seen.setdefault(name, ident)


def _alike(find: Finder, nodes: Named, shape: object) -> None:
    assert callable(shape)
    seen: dict[str, str] = {}
    for name, ident in nodes:
        word = str(shape(name))
        if word in seen and seen[word] != name:
            text = f"nama {name} dan {seen[word]} sama di dalam kode ({word})."
            find.error("name_like", ident, "name", text, "Ubah salah satunya.")
        seen.setdefault(word, name)
