"""Names in the file -> words for people, names in code; and the words that can't be names."""

from __future__ import annotations

import keyword


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


ABBREVIATIONS = _words(
    "nik nip npwp kk nkk ktp rt rw sk sop opd skpd uptd asn pns pppk dpa apbd kbli nib umkm id "
    "url tu bpjs sppd nop njop"
)
"""Words that are written in capitals in labels."""


def label_of(name: str) -> str:
    """`jenis_kelamin` -> `Jenis kelamin`; `nik` -> `NIK`."""
    words = [word.upper() if word in ABBREVIATIONS else word for word in name.split("_") if word]
    text = " ".join(words)
    return text[:1].upper() + text[1:] if text else name


def class_name(name: str) -> str:
    """`jenis_usaha` -> `JenisUsaha`: the class of an entity, link or flow."""
    return "".join(part[:1].upper() + part[1:] for part in name.split("_"))


def enum_name(field: str, table: str) -> str:
    """Field + entity: `StatusPengajuan`; a bare `Status` would hide another entity's."""
    return class_name(field) + class_name(table)


def member_name(choice: str) -> str:
    """`bukan_mikro` -> `BUKAN_MIKRO`, `01` -> `N01`: a choice's name inside its Python class."""
    word = "".join(sign if sign.isalnum() else "_" for sign in choice).upper()
    return f"N{word}" if word[:1].isdigit() else word


KIT_COLUMNS = _words("id created_at updated_at created_by_id updated_by_id version deleted_at")
"""Columns that every table has by itself."""

LANGUAGE_WORDS = _words("and or in not true false user rows note owner open")
"""Words of the expression language and of grants."""

CODE_WORDS = _words(
    "metadata registry self to_json created_by updated_by deleted_by field reference "
    "relationship mapped_column entity mapped"
)
"""Attributes and functions of the generated classes: a field of that name would hide them."""

PACKAGE_WORDS = _words(
    "kit types custom config database security menu wsgi templates static translations "
    "migrations tests data alembic conftest test app"
)
"""Modules and folders of a generated application: an entity may not take their place."""

PAGE_WORDS = _words(
    "api back groups lang login logout pemberitahuan register resetmypassword resetpassword "
    "ringkasan roles swagger userinfoeditview users userstatschartview"
)
"""First words of addresses in a generated application: an entity's pages would lie under them."""

VIEW_WORDS = _words(
    "index kit_index locale notices reset_my_password reset_password ringkasan_view "
    "role_model user_group_model user_info_edit user_stats_chart user_unit util"
)
"""Entities of these names would have a view class that exists already."""


def refusal(name: str, *, table: bool = False) -> str:
    """Why this can't be the name of a field (or table), or nothing. The shape is checked before."""
    if keyword.iskeyword(name) or (keyword.issoftkeyword(name) and name != "type"):
        return "kata kunci Python"
    if name in LANGUAGE_WORDS:
        return "kata dalam bahasa ungkapan"
    if name in CODE_WORDS:
        return "dipakai kode aplikasi"
    if "__" in name or name.endswith("_"):
        return "garis bawah berurutan atau di akhir"
    if not table and name in KIT_COLUMNS:
        return "kolom yang sudah ada di setiap tabel"
    if table and name in PACKAGE_WORDS:
        return "folder atau modul aplikasi"
    if table and name in PAGE_WORDS | VIEW_WORDS:
        return "halaman yang sudah ada di setiap aplikasi"
    if table and name.startswith(("ab_", "alembic_", "kit_", "sqlite_", "pg_")):
        return "awalan tabel milik sistem"
    return ""
