"""Screens and menu: what can be shown there, and what must be on a form."""

from __future__ import annotations

from collections.abc import Iterator

from ..model import Entity, Field
from ..screens import (
    CalendarScreen,
    DetailScreen,
    FormScreen,
    KanbanScreen,
    MapScreen,
    MenuItem,
    ReportScreen,
    Section,
)
from .finder import Finder

BY_ITSELF = ("state", "numbering")
"""Types that the application fills in."""


def check_screens(find: Finder) -> None:
    entities = {entity.name: entity for entity in find.spec.entities}
    for screen in find.spec.screens:
        if isinstance(screen, FormScreen | DetailScreen):
            _page(find, screen)
        if isinstance(screen, FormScreen) and screen.entity in entities:
            _form(find, screen, entities[screen.entity])
        if isinstance(screen, KanbanScreen):
            _kind(find, screen.id, "by", screen.entity, screen.by, ("choice",))
        if isinstance(screen, CalendarScreen):
            for key in ("start", "end"):
                path = getattr(screen, key)
                _kind(find, screen.id, key, screen.entity, path, ("date", "datetime"))
        if isinstance(screen, MapScreen):
            _kind(find, screen.id, "location", screen.entity, screen.location, ("point",))
        if isinstance(screen, ReportScreen):
            for path in screen.totals:
                numbers = ("int", "decimal", "money")
                _kind(find, screen.id, "totals", screen.entity, path, numbers)
    _menu(find)


def sections(screen: FormScreen | DetailScreen) -> Iterator[Section]:
    """All sections, those in tabs too."""
    for tab in screen.tabs:
        yield from tab.sections
    yield from screen.sections


def _page(find: Finder, screen: FormScreen | DetailScreen) -> None:
    if screen.tabs and screen.sections:
        text = "layar ini punya tab dan bagian di luar tab."
        way_out = "Masukkan semua bagian ke dalam tab, atau hapus tabnya."
        find.error("tabs_and_sections", screen.id, "sections", text, way_out)
    seen: dict[str, str] = {}
    for section in sections(screen):
        if bool(section.fields) == bool(section.rows):
            what = "isian dan baris sekaligus" if section.rows else "tidak ada isinya"
            text = f"bagian {section.label}: {what}."
            find.error("section_content", section.id, "fields", text, "Tulis fields atau rows.")
        for name in (*section.fields, *([section.rows] if section.rows else [])):
            if name in seen:
                text = f"{name} sudah ada di bagian {seen[name]}."
                find.error("field_twice", section.id, "fields", text, "Hapus salah satunya.")
            seen.setdefault(name, section.label)


def _form(find: Finder, screen: FormScreen, entity: Entity) -> None:
    shown: set[str] = set()
    for section in sections(screen):
        for path in section.fields:
            shown.add(path)
            if "." in path:
                text = f"{path}: formulir hanya memuat isian {entity.name} sendiri."
                way_out = "Pindahkan ke layar detail, atau hapus."
                find.error("form_path", section.id, "fields", text, way_out)
    if not shown:
        return
    for field in entity.fields:
        if field.name not in shown and must_be_typed(field):
            text = f"isian wajib {field.name} tidak ada di formulir; baris baru tidak tersimpan."
            way_out = f"Tambah {field.name} ke salah satu bagian, atau beri nilai awal."
            find.note("gap", "form_missing", screen.id, "sections", text, way_out)


def must_be_typed(field: Field) -> bool:
    """Whether no row can be made unless somebody fills the field in."""
    return (
        field.required
        and field.default is None
        and not field.computed
        and field.type not in BY_ITSELF
        and field.type != "boolean"
    )


def _kind(
    find: Finder, node: str, key: str, entity: str, path: str | None, kinds: tuple[str, ...]
) -> None:
    if path is None:
        return
    here, found = entity, None
    for word in path.split("."):
        found = find.names.step(here, word)
        here = found.entity if found else ""
    if found is not None and found.kind not in kinds:
        words = {"choice": "pilihan atau status", "date": "tanggal", "point": "lokasi"}
        wanted = words.get(kinds[0], "angka")
        find.error("screen_field", node, key, f"{path} bukan {wanted}.", f"Pilih isian {wanted}.")


def _menu(find: Finder) -> None:
    screens = {screen.name: screen for screen in find.spec.screens}
    opened: set[str] = set()

    def look(item: MenuItem) -> None:
        opened.add(item.screen or "")
        target = screens.get(item.screen or "")
        if bool(item.screen) == bool(item.children):
            what = "layar dan isi sekaligus" if item.screen else "tidak menuju ke mana pun"
            text = f"butir menu ini {what}."
            find.error("menu_item", item.id, "screen", text, "Tulis screen, atau children.")
        elif isinstance(target, DetailScreen):
            text = f"layar detail {target.name} perlu satu baris; tidak dapat dibuka dari menu."
            find.error("menu_item", item.id, "screen", text, "Pilih daftar atau layar lain.")
        elif not item.screen and not item.label:
            find.error("menu_item", item.id, "label", "kelompok menu perlu label.", "Tulis label.")
        for child in item.children:
            look(child)

    for item in find.spec.menu:
        look(item)
    if not find.spec.menu:
        return
    for screen in find.spec.screens:
        if screen.name not in opened and screen.kind not in ("form", "detail", "public"):
            text = f"layar {screen.name} tidak ada di menu."
            find.advice("screen_hidden", screen.id, "name", text, "Tambah ke menu, atau hapus.")
