"""The rules of a field as a paper says them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from builder.spec import Entity, Field, Link, Spec, in_words, naming

DAYS = ("date", "datetime", "time")
MONTHS = (
    "Januari", "Februari", "Maret", "April", "Mei", "Juni",
    "Juli", "Agustus", "September", "Oktober", "November", "Desember",
)  # fmt: skip
DAY_WORDS = {"today": "hari ini", "now": "saat ini"}
SAMPLE = {
    "seq": "7",
    "unit": "UNIT",
    "year": "2026",
    "month": "3",
    "month_roman": "III",
    "day": "9",
}
PART = re.compile(r"\{(seq|unit|year|month|month_roman|day)(?::0(\d))?\}")


def label(node: object) -> str:
    """The words for a node."""
    written = getattr(node, "label", None)
    return str(written or naming.label_of(str(getattr(node, "name", ""))))


def rules(spec: Spec, table: Entity | Link, field: Field) -> list[str]:
    """Everything that must hold for a value, each in a few words."""
    return list(_rules(spec, table, field))


def filling(spec: Spec, table: Entity | Link, field: Field) -> str:
    """What the person at the form is told: the help, then the rules that bind him."""
    if field.type == "numbering":
        return "Terisi sendiri oleh aplikasi."
    told = (field.help or field.definition or "").strip()
    told = f"{told}." if told and told[-1] not in ".?!" else told
    more = "; ".join(_rules(spec, table, field))
    return f"{told} {more[0].upper()}{more[1:]}.".strip() if more else told


def _rules(spec: Spec, table: Entity | Link, field: Field) -> Iterator[str]:
    options = field.options
    written = options.model_fields_set
    if field.unique:
        yield "tidak boleh kembar"
    for key, words in (
        ("computed", "dihitung"),
        ("required_if", "wajib bila"),
        ("visible_if", "tampil bila"),
        ("readonly_if", "terkunci bila"),
    ):
        if source := getattr(field, key, None):
            yield f"{words}{':' * (key == 'computed')} {in_words(spec, table.name, source)}"
    least, most = ("paling awal", "paling akhir") if field.type in DAYS else ("", "")
    for key, words in (("min", least or "paling sedikit"), ("max", most or "paling banyak")):
        if (value := getattr(options, key, None)) is not None:
            yield f"{words} {bound(value, field.type)}"
    if "max_length" in written and (length := getattr(options, "max_length", None)):
        yield f"paling panjang {bound(length, 'integer')} huruf"
    if pattern := getattr(options, "pattern", None):
        yield f"misalnya {numbered(pattern)}" if field.type == "numbering" else f"berpola {pattern}"
    if megabytes := getattr(options, "max_mb", None):
        yield f"paling besar {megabytes} MB"
    if choices := [label(one) for one in getattr(options, "choices", ()) if not one.retired]:
        yield f"pilihan: {', '.join(choices)}"
    if field.measure:
        yield f"satuan: {field.measure}"


def bound(value: object, kind: str) -> str:
    """A limit as people write it: `1200` is 1.200, but a year stays; `today` is 'hari ini'."""
    text = str(value)
    if text in DAY_WORDS:
        return DAY_WORDS[text]
    if found := re.fullmatch(r"(\d{4})-(\d\d)-(\d\d)(T.*)?", text):
        return f"{int(found[3])} {MONTHS[int(found[2]) - 1]} {found[1]}"
    if kind == "year" or not re.fullmatch(r"-?\d+(\.\d+)?", text):
        return text
    whole, _, rest = text.partition(".")
    grouped = f"{int(whole):,}".replace(",", ".") + (f",{rest}" if rest.strip("0") else "")
    return f"Rp{grouped}" if kind == "money" else grouped


def numbered(pattern: str) -> str:
    """`{seq:04}/UMKM/{month_roman}/{year}` as the number that it gives."""
    return PART.sub(lambda found: SAMPLE[found[1]].rjust(int(found[2] or 0), "0"), pattern)
