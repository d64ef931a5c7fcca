"""Technical names: made from what people type, and refused with words where they cannot be."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from flask_babel import gettext as _

from builder.spec import naming
from builder.spec.scalars import NAME

LONGEST = 55
TABLES = ("Entity", "Link")
CODED = ("Entity", "Link", "Field", "Inverse")
"""Kinds whose names become names in code and database."""


def slug(label: str) -> str:
    """`Jenis Kelamin (KTP)` -> `jenis_kelamin_ktp`; empty when nothing is left."""
    plain = unicodedata.normalize("NFKD", label).encode("ascii", "ignore").decode().lower()
    words = re.findall(r"[a-z0-9]+", plain)
    while words and words[0].isdigit():
        words = [*words[1:], words[0]] if len(words) > 1 else [f"n{words[0]}"]
    name = "_".join(words)
    if name[:1].isdigit():
        name = f"n{name}"
    return name[:LONGEST].rstrip("_")


def derived(label: str, kind: str) -> str:
    """The name made of a label; one that code or database already use gets a second word."""
    name = slug(label)
    if name and refusal(name, kind):
        more = {"Entity": "data", "Link": "data"}.get(kind, "isian")
        name = f"{name[: LONGEST - 6].rstrip('_')}_{more}"
    return name


def refusal(name: str, kind: str) -> str:
    """Why it cannot be the name of such a node, or nothing."""
    if not re.fullmatch(NAME, name):
        return _("Nama teknis: huruf kecil, angka, garis bawah; diawali huruf; paling panjang 55.")
    why = naming.refusal(name, table=kind in TABLES) if kind in CODED else ""
    if not why and name in naming.LANGUAGE_WORDS:
        why = "kata dalam bahasa ungkapan"
    if why:
        return _("%(name)s tidak dapat dipakai sebagai nama: %(why)s.", name=name, why=why)
    return ""


def trouble(name: str, kind: str, taken: Iterable[str]) -> str:
    """As `refusal`; also when another node of the list is called so."""
    if not name:
        return _("Beri nama teknis: huruf kecil, angka, garis bawah.")
    if why := refusal(name, kind):
        return why
    if name in taken:
        return _("%(name)s sudah dipakai di sini. Beri nama lain.", name=name)
    return ""
