"""What is still missing before step 7 can be left, and good advice."""

from __future__ import annotations

from typing import Any

from ..naming import label_of
from .finder import Finder
from .rights import classes


def check_gaps(find: Finder) -> None:
    """Every column needs a definition and both classes (UU 27/2022, UU 14/2008)."""
    for table in find.spec.tables:
        for field in table.fields:
            if not field.definition:
                text = "belum ada definisi."
                way_out = "Tulis arti isian ini dalam satu kalimat, untuk kamus data."
                find.note("gap", "definition", field.id, "definition", text, way_out)
            privacy, publicity = classes(table, field)
            if not (privacy and publicity):
                key = "publicity" if privacy else "privacy"
                text = "belum diklasifikasi."
                way_out = "Isi Data pribadi dan Informasi publik di sini."
                find.note("gap", "class", field.id, key, text, way_out)


def check_advice(find: Finder) -> None:
    if find.unstamped:
        text = f"{find.unstamped} bagian belum punya id; ganti nama akan terbaca hapus dan tambah."
        find.advice("ids", find.spec.id, "id", text, "Jalankan `rakit fmt`.")
    for table in find.spec.tables:
        for field in table.fields:
            wanted = find.types[field.type].personal
            if wanted and wanted != "none" and classes(table, field)[0] == "none":
                text = f"isian bertipe {field.type} adalah data pribadi, tetapi privacy: none."
                way_out = f"Pilih Data pribadi: {wanted}."
                find.advice("personal_class", field.id, "privacy", text, way_out)
    named = {use.value for use in find.uses if use.holds.kind == "exclusion"}
    for exclusion in find.spec.exclusions:
        if exclusion.name not in named:
            text = f"pengecualian {exclusion.name} tidak dipakai isian mana pun."
            find.advice("exclusion_unused", exclusion.id, "name", text, "Pakai, atau hapus.")
    known = _texts(find.raw)
    for language, words in find.spec.i18n.items():
        odd = [text for text in words if text not in known]
        if odd:
            text = f"{len(odd)} terjemahan ({language}) untuk teks yang tidak ada: {odd[0]!r}."
            find.advice("i18n_unused", find.spec.id, "i18n", text, "Perbaiki teksnya, atau hapus.")


def _texts(value: Any, key: str = "") -> set[str]:
    """Every text of the specification that people see, made ones too."""
    if isinstance(value, dict):
        made = "name" in value and "label" not in value
        found = {label_of(str(value["name"]))} if made else set()
        return found.union(*(_texts(v, k) for k, v in value.items() if k != "i18n"))
    if isinstance(value, list | tuple):
        return set().union(*(_texts(item, key) for item in value))
    return {value} if isinstance(value, str) else set()
