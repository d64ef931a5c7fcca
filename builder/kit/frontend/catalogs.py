"""`python -m builder.kit.frontend.catalogs`: brings the catalogs up to date with the sources.

Two directions. Our own msgids are Indonesian and get an English catalog (`en`), one per room.
The msgids of Flask-AppBuilder and WTForms are English and get an Indonesian one (`id`).
New msgids are added empty, gone ones are dropped, translations stay. With `--check` nothing is
written and the exit code says whether something is missing. No dates, no line numbers: a catalog
changes only when words do.
"""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract
from babel.messages.pofile import read_po, write_po

from . import sentences
from .build import ROOT, SKIPPED

Msgid = str | tuple[str, str]
KEYWORDS = {**DEFAULT_KEYWORDS, "_l": None, "_n": (1, 2), "lazy_gettext": None, "__": None}
KEYWORDS |= {"lazy_formatter_gettext": None, "tr": None, "say": None}
OPTIONS = {"newstyle_gettext": "true", "trimmed": "false", "silent": "false"}

HEADER = """\
# Words of the face, by `python -m builder.kit.frontend.catalogs`.
msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\\n"
"Language: {language}\\n"
"Plural-Forms: {plurals}\\n"

"""

# Words of the kit that stand in tables and are translated when shown.
KIT_MADE = ("Dibuat", "Dihapus", "Diimpor", "Dipulihkan", "Diubah", "sistem")

# What the kit's REST interface says of itself, in the YAML of its docstrings.
API_MADE = (
    "Baris, sehalaman demi sehalaman, dengan jumlah seluruhnya.",
    "Melakukan langkah `name` dari alur; isinya boleh memuat note dan version.",
    "Membuat baris; baris rincian sebagai daftar di bawah nama hubungannya.",
    "Menghapus baris menurut aturan hapus dari yang merujuknya.",
    "Mengirim berkas sebagai `file` (multipart); namanya lalu menjadi nilai isian.",
    "Mengubah isian yang disebut; `version` menjaga perubahan orang lain.",
    "Pemberitahuan untuk pemegang token, yang belum dibaca lebih dahulu.",
    "Satu baris, bila boleh dilihat.",
    "baris itu",
    "count dan result",
    "count, unread, dan result",
    "ditolak, dengan alasannya",
    "isian atau -isian",
    "mulai dari 0",
    "namanya",
    "nilai yang salah, menurut isian",
    "paling banyak 100",
    "terhapus",
    "terlalu besar, atau bukan berkas semacam itu",
    "tidak ada, atau bukan untuk orang ini",
    "yang belum dibaca saja",
)

# What Flask-AppBuilder's own REST interfaces say of themselves.
FAB_API_MADE = (
    "Authenticate and get a JWT access and refresh token",
    "Authentication Successful",
    "Bad request",
    "Choose an authentication provider",
    "Could not process entity",
    "Fatal error",
    "Get a list of models",
    "Get an item model",
    "Get menu data",
    "Get metadata information about this API resource",
    "Get the OpenAPI spec for a specific API version",
    "Get the menu data structure. Returns a forest like structure with the menu the user has access"
    " to",
    "If true a refresh token is provided also",
    "Item changed",
    "Item deleted",
    "Item from Model",
    "Item inserted",
    "Items from Model",
    "Menu",
    "Not found",
    "OpenApi",
    "Refresh Successful",
    "The OpenAPI spec",
    "The password for authentication",
    "The username for authentication",
    "Unauthorized",
    "Use the refresh token to get a new JWT access token",
)

# Labels that Flask-AppBuilder makes from column names or writes without gettext.
FAB_MADE = (
    "Active",
    "Changed On",
    "Created On",
    "Fail Login Count",
    "Last Login",
    "Add Group",
    "Add Permission",
    "Description",
    "Edit Group",
    "Failed Login Count",
    "Label",
    "List Group",
    "List Groups",
    "List Role",
    "List User",
    "Login Count",
    "Permission",
    "Role",
    "Roles",
    "Show Group",
    "Title",
    "User",
    "Username",
    "Users",
    "View Menu",
)


@dataclass(frozen=True)
class Room:
    """One catalog: where its msgids stand, in which language it answers, where it lies."""

    sources: tuple[str, ...]
    language: str
    folder: str
    domain: str = "messages"

    @property
    def path(self) -> Path:
        """The `.po` file."""
        return ROOT / self.folder / self.language / "LC_MESSAGES" / f"{self.domain}.po"


OWN = (
    Room(("builder/kit",), "en", "builder/kit/translations"),
    Room(("builder/portal", "sop_workflow"), "en", "builder/portal/translations"),
)
FOREIGN = (
    Room(("flask_appbuilder",), "id", "builder/kit/translations"),
    Room(("wtforms",), "id", "builder/kit/translations", "wtforms"),
)


def msgid_of(found: str | Sequence[str]) -> Msgid:
    """A msgid, or the pair of a singular and its plural."""
    return found if isinstance(found, str) else (found[0], found[1])


def found_in(folder: Path) -> Iterator[Msgid]:
    """Every msgid in the Python files and templates below `folder`."""
    for path in sorted([*folder.rglob("*.py"), *folder.rglob("*.html")]):
        if SKIPPED & set(path.relative_to(folder).parts):
            continue
        method = "python" if path.suffix == ".py" else "jinja2.ext:babel_extract"
        with path.open("rb") as source:
            for _line, msgid, _comments, _context in extract(
                method, source, keywords=KEYWORDS, options=OPTIONS
            ):
                text = msgid_of(msgid)
                if text and text != ("", ""):
                    yield text


def foreign_ids(package: str) -> Iterator[Msgid]:
    """The msgids of an installed package: from its template catalog, else from its sources."""
    import flask_appbuilder
    import wtforms

    if package == "wtforms":
        template = Path(wtforms.__file__).parent / "locale" / "wtforms.pot"
        with template.open("rb") as text:
            yield from (msgid_of(message.id) for message in read_po(text) if message.id)
        return
    # Its templates are shadowed by ours: only its Python speaks.
    root = Path(flask_appbuilder.__file__).parent
    for path in sorted(root.rglob("*.py")):
        with path.open("rb") as source:
            for _line, msgid, _comments, _context in extract("python", source, keywords=KEYWORDS):
                yield msgid_of(msgid)
    yield from (*FAB_MADE, *FAB_API_MADE)


def wanted(room: Room) -> list[Msgid]:
    """The msgids of a room, each once, sorted."""
    ids: set[Msgid] = set()
    for source in room.sources:
        folder = ROOT / source
        ids.update(found_in(folder) if folder.is_dir() else foreign_ids(source))
    if room is OWN[0]:
        ids.update((*KIT_MADE, *API_MADE, *sentences.kit()))
    if room is OWN[1]:
        ids.update(sentences.spoken())
    return sorted(ids, key=str)


def load(room: Room) -> Catalog:
    """The catalog as it stands, empty when there is none."""
    if not room.path.is_file():
        return Catalog(locale=room.language)
    with room.path.open("rb") as text:
        return read_po(text, locale=room.language)


def missing(room: Room) -> list[str]:
    """Msgids without a translation, and msgids that no source has any more."""
    have, ids = load(room), wanted(room)
    keys = {one if isinstance(one, str) else one[0] for one in ids}
    lacking = []
    for one in ids:
        message = have.get(one if isinstance(one, str) else one[0])
        said = message.string if message else ""
        if not said or (isinstance(said, tuple) and not all(said)):
            lacking.append(f"{room.path.relative_to(ROOT)}: no translation: {one}")
    for message in have:
        key = message.id if isinstance(message.id, str) else message.id[0]
        if key and key not in keys:
            lacking.append(f"{room.path.relative_to(ROOT)}: no longer used: {key}")
    return lacking


def update(room: Room) -> int:
    """Write the catalog with all msgids of the sources; answer how many lack a translation."""
    have = load(room)
    fresh = Catalog(locale=room.language)
    empty = 0
    for one in wanted(room):
        old = have.get(one if isinstance(one, str) else one[0])
        string: Any = old.string if old else ""
        if isinstance(one, tuple) and not isinstance(string, tuple):
            string = (string,) * fresh.num_plurals
        empty += not (all(string) if isinstance(string, tuple) else string)
        fresh.add(one, string)
    room.path.parent.mkdir(parents=True, exist_ok=True)
    body = io.BytesIO()
    write_po(body, fresh, width=100, no_location=True, omit_header=True, sort_output=True)
    head = HEADER.format(language=room.language, plurals=fresh.plural_forms)
    room.path.write_text(head + body.getvalue().decode("utf-8"), encoding="utf-8")
    return empty


def main(arguments: list[str]) -> int:
    """Entry point; see the module's docstring."""
    if "--check" in arguments:
        found = [line for room in (*OWN, *FOREIGN) for line in missing(room)]
        print("\n".join(found) or "Catalogs are complete.")
        return 1 if found else 0
    for room in (*OWN, *FOREIGN):
        empty = update(room)
        print(f"{room.path.relative_to(ROOT)}: {empty} without translation")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
