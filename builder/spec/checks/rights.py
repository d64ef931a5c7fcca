"""Roles: one grant for each entity, rows that can be known, and what the public may see."""

from __future__ import annotations

from ..model import Entity, Field, Link, Role
from ..screens import PublicScreen
from .finder import Finder, unit_path
from .screens import must_be_typed


def check_rights(find: Finder) -> None:
    tables = {table.name: table for table in find.spec.tables}
    named = {name for flow in find.spec.flows for step in flow.transitions for name in step.by}
    for role in find.spec.roles:
        if not role.grants:
            more = " dan tidak melakukan langkah apa pun" if role.name not in named else ""
            text = f"peran {role.name} tidak punya hak apa pun{more}."
            find.advice("role_without_grants", role.id, "grants", text, "Beri hak, atau hapus.")
        _grants(find, role, tables)
        for table in tables.values():
            _addable(find, role, table)
    public = [role for role in find.spec.roles if role.public]
    for role in public[1:]:
        text = f"sudah ada peran tanpa masuk: {public[0].name}."
        find.error("public_twice", role.id, "public", text, "Gabungkan keduanya.")
    for screen in find.spec.screens:
        if isinstance(screen, PublicScreen):
            _public(find, screen, public, tables)
    for table in tables.values():
        for field in table.fields:
            privacy, publicity = classes(table, field)
            if privacy == "specific" and publicity == "open":
                text = "data pribadi yang bersifat spesifik tidak boleh terbuka."
                way_out = "Pilih kelas Informasi publik menurut UU 14/2008 Pasal 17."
                find.error("specific_open", field.id, "publicity", text, way_out)


def classes(table: Entity | Link, field: Field) -> tuple[str | None, str | None]:
    """(privacy, publicity) that hold for a field: its own, else its entity's."""
    return field.privacy or table.privacy, field.publicity or table.publicity


def _grants(find: Finder, role: Role, tables: dict[str, Entity | Link]) -> None:
    seen: set[str] = set()
    for grant in role.grants:
        for name in grant.entities:
            if name in seen:
                text = f"hak atas {name} ditulis dua kali pada peran {role.name}."
                find.error("grant_twice", role.id, "grants", text, "Gabungkan menjadi satu.")
            seen.add(name)
        if "read" not in grant.can:
            listed = ", ".join(grant.entities)
            text = f"peran {role.name} boleh mengubah {listed} tanpa boleh melihatnya."
            find.error("grant_read", role.id, "grants", text, "Tambah hak Lihat.")
        if grant.rows == "unit":
            for table in tables.values():
                if role.grant(table.name) is grant and not unit_path(find.spec, table):
                    text = f"peran {role.name}: baris {table.name} tidak punya unit."
                    way_out = f"Tulis unit_by pada {table.name}, atau rows: all."
                    find.error("rows_unit", role.id, "grants", text, way_out)


def _addable(find: Finder, role: Role, table: Entity | Link) -> None:
    """Whoever may make a row must be able to fill in what is required."""
    grant = role.grant(table.name)
    if grant is None or "create" not in grant.can:
        return
    for field in table.fields:
        if not must_be_typed(field):
            continue
        shut = role.public and classes(table, field)[1] not in (None, "open")
        if shut or field.name in (*grant.hide, *grant.readonly):
            text = (
                f"peran {role.name} boleh membuat {table.name}, tetapi tidak mengisi {field.name}."
            )
            way_out = f"Buka {field.name} baginya, beri nilai awal, atau cabut create."
        elif field.reference and role.grant(field.reference.target) is None:
            target = field.reference.target
            text = f"peran {role.name} boleh membuat {table.name}, tetapi tidak melihat {target}."
            way_out = f"Beri hak membaca {target}, yang wajib dipilih di {field.name}."
        else:
            continue
        find.advice("create_blocked", role.id, "grants", text, way_out)


def _public(
    find: Finder, screen: PublicScreen, public: list[Role], tables: dict[str, Entity | Link]
) -> None:
    if not public:
        text = f"layar umum {screen.name} perlu peran tanpa masuk."
        find.error("public_role", screen.id, "kind", text, "Tambah peran untuk umum, tanpa masuk.")
        return
    if screen.entity in tables and public[0].grant(screen.entity) is None:
        text = f"peran {public[0].name} tidak boleh melihat {screen.entity}."
        find.error("public_path", screen.id, "entity", text, f"Beri hak atas {screen.entity}.")
    for key in ("columns", "filters"):
        for path in getattr(screen, key):
            here = screen.entity
            for word in path.split("."):
                if here not in tables:
                    break
                _public_step(find, screen, key, path, public[0], tables[here], word)
                step = find.names.step(here, word)
                here = step.entity if step else ""


def _public_step(
    find: Finder,
    screen: PublicScreen,
    key: str,
    path: str,
    public: Role,
    table: Entity | Link,
    word: str,
) -> None:
    if public.grant(table.name) is None:
        text = f"{path}: peran {public.name} tidak boleh melihat {table.name}."
        find.error("public_path", screen.id, key, text, f"Beri hak atas {table.name}.")
    field = next((field for field in table.fields if field.name == word), None)
    closed = classes(table, field)[1] if field else None
    last = path.split(".")[-1] == word
    if field and last and closed and closed != "open":
        text = f"{path}: isian ini tidak terbuka ({closed})."
        find.error("public_closed", screen.id, key, text, "Hapus dari layar umum ini.")
