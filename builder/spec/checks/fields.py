"""Fields: bounds, patterns, defaults, computed values, references, trees, units."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from builder.kit.expression import ExpressionError

from ..model import Entity, Field, Link
from ..options import NumberingOptions, ReferenceOptions, TextOptions
from .finder import Finder

PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
NUMBER_WORDS = re.compile(r"seq(:0[1-9])?|unit|day|month|month_roman|year")
WHOLE = re.compile(r"-?\d{1,15}")
DECIMAL = re.compile(r"-?\d{1,20}(\.\d{1,10})?")
NOT_UNIQUE = ("long_text", "rich_text", "json", "multichoice", "file", "image", "location")


def check_fields(find: Finder) -> None:
    for table in find.spec.tables:
        for field in table.fields:
            _bounds(find, field)
            _patterns(find, field)
            _default(find, field)
            _computed(find, field)
            _reference(find, table, field)
        states = [field for field in table.fields if field.type == "state"]
        for field in states[1:]:
            text = f"{table.name} sudah punya isian status {states[0].name}."
            find.error("state_twice", field.id, "type", text, "Pakai tipe choice untuk yang lain.")
        if states and (isinstance(table, Link) or not find.spec.flow_of(table.name)):
            text = f"isian status tanpa alur untuk {table.name}."
            find.error(
                "state_without_flow", states[0].id, "type", text, "Buat alur untuk entitas ini."
            )
        if isinstance(table, Entity):
            _entity(find, table)
        else:
            _link(find, table)
    _cycles(find)
    _rings(find)


def _bounds(find: Finder, field: Field) -> None:
    for low, high in (("min", "max"), ("min_length", "max_length")):
        a, b = (getattr(field.options, key, None) for key in (low, high))
        a, b = _comparable(a), _comparable(b)
        if a is not None and b is not None and type(a) is type(b) and a > b:
            text = f"batas bawah {a} lebih dari batas atas {b}."
            find.error("bounds", field.id, f"options.{low}", text, "Tukar atau ubah salah satunya.")


def _comparable(value: Any) -> Any:
    if isinstance(value, str) and DECIMAL.fullmatch(value):
        return Decimal(value)
    return None if value in ("today", "now") else value


def _patterns(find: Finder, field: Field) -> None:
    options = field.options
    if isinstance(options, TextOptions) and options.pattern:
        try:
            re.compile(options.pattern)
        except re.error as error:
            text = f"pola {options.pattern!r} tidak terbaca: {error}."
            find.error("pattern", field.id, "options.pattern", text, "Perbaiki atau hapus polanya.")
    if isinstance(options, NumberingOptions):
        words = PLACEHOLDER.findall(options.pattern)
        odd = [word for word in words if not NUMBER_WORDS.fullmatch(word)]
        left = PLACEHOLDER.sub("", options.pattern)
        text = ""
        if odd or "{" in left or "}" in left:
            text = f"pola nomor memuat {{{odd[0] if odd else ''}}} yang tidak dikenal."
        elif not any(word.startswith("seq") for word in words):
            text = "pola nomor tanpa {seq}: semua nomor akan sama."
        if text:
            way_out = "Yang dikenal: {seq:04}, {unit}, {day}, {month}, {month_roman}, {year}."
            find.error("numbering", field.id, "options.pattern", text, way_out)


def _iso(kind: Any) -> Callable[[str], bool]:
    def fits(value: str) -> bool:
        try:
            kind.fromisoformat(value)
        except ValueError:
            return False
        return True

    return fits


DEFAULTS: dict[str, tuple[Callable[[str], bool], str]] = {
    "bool": (lambda v: v in ("true", "false"), "true atau false"),
    "int": (lambda v: WHOLE.fullmatch(v) is not None, "bilangan bulat"),
    "decimal": (lambda v: DECIMAL.fullmatch(v) is not None, "angka, misalnya 1.5"),
    "money": (lambda v: DECIMAL.fullmatch(v) is not None, "angka, misalnya 1500000"),
    "date": (lambda v: v == "today" or _iso(datetime.date)(v), "today atau 2026-11-23"),
    "datetime": (lambda v: v == "now" or _iso(datetime.datetime)(v), "now"),
    "time": (lambda v: v == "now" or _iso(datetime.time)(v), "now atau 08:00"),
    "ref": (lambda v: v == "user.unit", "user.unit"),
    "file": (lambda v: False, "tanpa nilai awal"),
}


def _default(find: Finder, field: Field) -> None:
    if field.default is None:
        return
    kind = find.types[field.type].kind
    fits, example = DEFAULTS.get(kind, (lambda v: True, ""))
    ok = fits(field.default)
    if field.type == "year":
        ok, example = ok or field.default == "today", "today atau 2026"
    if isinstance(field.options, ReferenceOptions) and ok:
        ok = bool(find.spec.units) and field.options.target == find.spec.units
        example = "user.unit, pada rujukan ke entitas units"
    if field.type in ("state", "numbering"):
        ok, example = False, "tanpa nilai awal; diisi oleh aplikasi"
    if not ok:
        text = f"nilai awal {field.default!r} tidak cocok untuk tipe {field.type}."
        find.error("default", field.id, "default", text, f"Tulis {example}.")


def _computed(find: Finder, field: Field) -> None:
    if not field.computed:
        return
    asked = [
        key for key in ("required", "required_if", "readonly_if", "default") if getattr(field, key)
    ]
    if asked or field.type in ("reference", "state", "numbering", "file", "image"):
        text = f"isian terhitung tidak dapat {'bertipe ' + field.type if not asked else asked[0]}."
        way_out = "Hapus rumusnya, atau kunci lain itu: isian terhitung tidak diisi orang."
        find.error("computed_and", field.id, asked[0] if asked else "type", text, way_out)


def _reference(find: Finder, table: Entity | Link, field: Field) -> None:
    options = field.reference
    if options is None:
        if field.unique and field.type in NOT_UNIQUE:
            text = f"isian bertipe {field.type} tidak dapat dibuat tidak boleh kembar."
            find.error("unique_type", field.id, "unique", text, "Matikan Tidak boleh kembar.")
        return
    if options.on_delete == "clear" and field.required:
        text = "rujukan wajib tidak dapat dikosongkan bila tujuannya dihapus."
        way_out = "Tolak penghapusan, atau hapus bersama tujuannya, atau jadikan tidak wajib."
        find.error("clear_required", field.id, "options.on_delete", text, way_out)
    if field.required and options.target == table.name:
        text = f"{table.name} wajib merujuk {table.name}: baris pertama tidak dapat dibuat."
        find.error("required_self", field.id, "required", text, "Jadikan tidak wajib.")


def _entity(find: Finder, entity: Entity) -> None:
    own = {field.name: field for field in entity.fields}
    for key in ("unique", "indexes"):
        for group in getattr(entity, key):
            if not group or len(set(group)) != len(group):
                text = f"{key}: kelompok tanpa isian, atau dengan isian kembar."
                way_out = "Tulis nama isian, masing-masing sekali."
                find.error("empty_group", entity.id, key, text, way_out)
            for name in group:
                if name in own and own[name].type in NOT_UNIQUE:
                    text = f"{name} bertipe {own[name].type}, tidak dapat di dalam {key}."
                    find.error("unique_type", entity.id, key, text, "Keluarkan isian itu.")
    if entity.tree and entity.tree in own:
        to = own[entity.tree].reference
        if to is None or to.target != entity.name:
            text = f"{entity.tree} bukan rujukan ke {entity.name} sendiri."
            find.error("tree", entity.id, "tree", text, "Tulis rujukan ke entitas ini.")
    if entity.unit_by:
        _unit(find, entity)


def _unit(find: Finder, entity: Entity) -> None:
    here = entity.name
    for word in (entity.unit_by or "").split("."):
        step = find.names.step(here, word)
        here = step.entity if step and step.kind == "ref" else ""
    if not find.spec.units or here != find.spec.units:
        known = find.spec.units or "belum ditulis"
        text = f"{entity.unit_by} tidak berakhir pada entitas unit ({known})."
        way_out = "Tulis jalan lewat rujukan sampai unit, dan kunci units pada aplikasi."
        find.error("unit_by", entity.id, "unit_by", text, way_out)


def _link(find: Finder, link: Link) -> None:
    links = {other.name for other in find.spec.links}
    for end in link.between:
        if end in links:
            text = f"{end} sendiri adalah hubungan."
            find.error("link_of_link", link.id, "between", text, "Hubungkan dua entitas.")
    same = link.between[0] == link.between[1]
    if (same and not link.names) or (link.names and link.names[0] == link.names[1]):
        text = "kedua sisi hubungan perlu nama yang berbeda."
        way_out = "Tulis names, misalnya names: [atasan, bawahan]."
        find.error("link_names", link.id, "names", text, way_out)


def _cycles(find: Finder) -> None:
    """Computed fields that need each other, also through other entities."""
    needs: dict[str, set[str]] = {}
    for use in find.uses:
        if use.key == "computed":
            try:
                needs[use.node_id] = {anchor.id for anchor in find.names.anchors(use)}
            except ExpressionError:
                continue  # said by check_references
    for start in needs:
        seen: set[str] = set()
        todo = [start]
        while todo:
            for other in needs.get(todo.pop(), set()) - seen:
                seen.add(other)
                todo.append(other)
        if start in seen:
            text = "rumus ini, langsung atau lewat isian lain, memerlukan dirinya sendiri."
            find.error("computed_cycle", start, "computed", text, "Putuskan lingkarannya.")


def _rings(find: Finder) -> None:
    """Required references in a circle: none of these rows could be the first one."""
    needs = {
        table.name: [
            (field, field.reference.target)
            for field in table.fields
            if field.reference and field.required and not field.visible_if and not field.default
        ]
        for table in find.spec.tables
    }
    said: set[str] = set()
    for start in needs:
        way: dict[str, str] = {start: ""}
        todo = [start]
        while todo:
            here = todo.pop(0)
            for field, target in needs.get(here, []):
                if target == start != here and start not in said:
                    names = [here]
                    while way[names[0]]:
                        names.insert(0, way[names[0]])
                    said.update(names)
                    text = f"{' → '.join([*names, start])}: masing-masing wajib ada lebih dahulu."
                    way_out = "Jadikan salah satu rujukan itu tidak wajib."
                    find.error("required_ring", field.id, "required", text, way_out)
                elif target not in way:
                    way[target] = here
                    todo.append(target)
