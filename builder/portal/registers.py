"""The three registers: Surat, Laporan, Kegiatan. Views only: nothing is entered here."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from flask import abort, request, url_for
from flask_appbuilder import expose
from flask_appbuilder.security.decorators import has_access
from flask_babel import lazy_gettext as _l

from sop_workflow.errors import NotFound
from sop_workflow.registers import KEYS, Register, Registers

from . import downloads, typed
from .house import house
from .pages import Page

MONTHS = (
    _l("Januari"),
    _l("Februari"),
    _l("Maret"),
    _l("April"),
    _l("Mei"),
    _l("Juni"),
    _l("Juli"),
    _l("Agustus"),
    _l("September"),
    _l("Oktober"),
    _l("November"),
    _l("Desember"),
)
NAMES = {"surat": _l("Surat"), "laporan": _l("Laporan"), "kegiatan": _l("Kegiatan")}
EMPTY = {
    "surat": _l(
        "Surat usulan, tanda terima, dan undangan tercatat sendiri saat dibuat pada usulan."
    ),
    "laporan": _l("Dokumen rancangan, notulen, dan berita acara tercatat sendiri saat dibuat."),
    "kegiatan": _l("Setiap langkah usulan tercatat sendiri saat dikerjakan."),
}


class RegisterView(Page):
    """Buku register."""

    route_base = "/register"
    default_view = "show"
    class_permission_name = "PortalRegister"

    @expose("/")
    @expose("/<key>")
    @has_access
    def show(self, key: str = "surat") -> str:
        """One register of a year, or of a month in it."""
        year, month = _year(), _month()
        register = find(key, year, month)
        tabs = [
            {
                "label": str(NAMES[one]),
                "url": url_for("RegisterView.show", key=one, tahun=year, bulan=month or None),
                "active": one == key,
            }
            for one in KEYS
        ]
        return self.render(
            "registers.html",
            key=key,
            register=register,
            year=year,
            month=month,
            months=[(n, str(name)) for n, name in enumerate(MONTHS, 1)],
            tabs=tabs,
            empty=str(EMPTY[key]),
        )

    @expose("/<key>.xlsx")
    @has_access
    def excel(self, key: str) -> Any:
        """The same rows as an Excel file."""
        year, month = _year(), _month()
        name = f"register-{key}-{year}{f'-{month:02}' if month else ''}.xlsx"
        return downloads.excel(find(key, year, month).excel(), name)

    @expose("/<key>.pdf")
    @has_access
    def paper(self, key: str) -> Any:
        """The register of the whole year on paper, with the letterhead."""
        year = _year()
        find(key, year, 0)
        content = Registers(house().cases).pdf(key, year)
        return downloads.pdf(content, f"register-{key}-{year}.pdf")


def find(key: str, year: int, month: int) -> Register:
    """The register; 404 for another key. A month keeps the numbers that rows have in the year."""
    try:
        register = Registers(house().cases).register(key, year)
    except NotFound:
        abort(404)
    if not month:
        return register
    rows = tuple(r for r in register.rows if isinstance(r[1], date) and r[1].month == month)
    return replace(register, title=f"{register.title}, {MONTHS[month - 1]}", rows=rows)


def _year() -> int:
    year = typed.number(request.args.get("tahun", ""))
    return year if 2000 <= year <= 2100 else house().cases.today().year


def _month() -> int:
    month = typed.number(request.args.get("bulan", ""))
    return month if 1 <= month <= 12 else 0
