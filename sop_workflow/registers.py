"""The three registers of 'Pencatatan dan Pendataan': Surat, Laporan, Kegiatan.

They are views: nothing is entered here, each row comes from a case's events and papers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from sop_workflow import xlsx
from sop_workflow.calendar import short_date
from sop_workflow.case import Case, Paper
from sop_workflow.desk import Desk
from sop_workflow.errors import NotFound
from sop_workflow.events import Kind
from sop_workflow.papers.blocks import TEMPLATES, table
from sop_workflow.sentences import deed, who
from sop_workflow.storage.tables import CaseRow, EventRow

LETTERS = {
    "surat_usulan": ("masuk", "Usulan pembuatan aplikasi"),
    "tanda_terima": ("keluar", "Tanda terima usulan aplikasi"),
    "surat_penolakan": ("keluar", "Jawaban atas usulan aplikasi"),
    "undangan_presentasi": ("keluar", "Undangan presentasi rancangan aplikasi"),
    "undangan_sosialisasi": ("keluar", "Undangan sosialisasi aplikasi"),
}
"""Kinds of letters: incoming or outgoing, and what they are about (the title follows)."""
REPORTS = (
    "rancangan",
    "manual",
    "laporan",
    "notulen",
    "daftar_hadir",
    "daftar_hadir_sosialisasi",
    "berita_acara_presentasi",
    "berita_acara_review",
    "lembar_telaah",
    "lembar_pemeriksaan",
    "laporan_sosialisasi",
    "bast",
)
ACTIVITIES = (
    Kind.OPENED,
    Kind.SUBMITTED,
    Kind.APPROVED,
    Kind.RETURNED,
    Kind.REJECTED,
    Kind.WITHDRAWN,
    Kind.HANDED_OVER,
    Kind.SPEC_CHANGED,
    Kind.APPROVALS_VOIDED,
    Kind.PRESENTATION_HELD,
    Kind.PRESENTATION_CANCELLED,
    Kind.FINISHED,
)

Row = tuple[int | str | date | None, ...]


@dataclass(frozen=True, slots=True)
class Register:
    """One register of a year: headings and rows, oldest first, numbered."""

    key: str
    title: str
    year: int
    head: tuple[str, ...]
    widths: tuple[str, ...]
    rows: tuple[Row, ...]

    def excel(self) -> bytes:
        """The register as an Excel file."""
        return xlsx.workbook(self.title, self.head, self.rows)


class Registers:
    """Reads the registers from a desk (any `CaseService` is one)."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.calendar = desk.office.calendar()

    def register(self, key: str, year: int) -> Register:
        """Surat, laporan or kegiatan of that year; NotFound for another key."""
        if key not in _REGISTERS:
            raise NotFound("Buku register tidak ada", which=key)
        title, head, widths, read = _REGISTERS[key]
        found = [row for row in read(self) if isinstance(row[0], date) and row[0].year == year]
        found.sort(key=lambda row: str(row[0]))  # within a day as it happened
        rows = tuple((number, *row) for number, row in enumerate(found, 1))
        full = f"{title} {year}"
        return Register(key, full, year, ("No", *head), ("1cm", *widths), rows)

    def pdf(self, key: str, year: int) -> bytes:
        """The register on paper, with the office's letterhead."""
        found = self.register(key, year)
        cells = [
            [short_date(c) if isinstance(c, date) else str(c) if c is not None else "" for c in row]
            for row in found.rows
        ]
        settings = self.desk.office.settings()
        keys = ("pemerintah", "nama_kantor", "alamat", "telepon", "laman", "surel", "kode_pos")
        data = {
            "office": {**{k: settings[k] for k in keys}, "logo": settings["logo_svg"]},
            "paper": settings["kertas"],
            "landscape": True,
            "title": found.title.upper(),
            "number": "",
            "letter": None,
            "blocks": [table(found.head, cells, found.widths)],
            "place_date": "",
            "signers": [],
            "copies": [],
            "footer": found.title,
        }
        return self.desk.ports.typeset(TEMPLATES / "paper.typ", data)

    # rows without their number; the first cell is the date

    def _papers(self) -> Iterator[tuple[Case, Paper, date]]:
        for case in self.desk.store.cases(CaseRow.version > 0):
            for paper in case.papers:
                yield case, paper, paper.date or self.calendar.day(paper.at)

    def letters(self) -> Iterator[Row]:
        """Incoming and outgoing letters."""
        for case, paper, day in self._papers():
            way, about = LETTERS.get(paper.kind, ("", ""))
            subject = f"{about} {case.title}"
            if way == "masuk":
                number = paper.number or case.fact("surat_nomor") or ""
                written = case.fact("surat_tanggal")
                day = paper.date or (date.fromisoformat(written) if written else day)
                srikandi = case.fact("srikandi") or ""
                yield day, number, way, case.organisation, subject, case.number, srikandi
            elif way:
                yield day, paper.number, way, case.organisation, subject, case.number, ""

    def reports(self) -> Iterator[Row]:
        """Documents about the work, by their hash."""
        for case, paper, day in self._papers():
            if paper.kind in REPORTS:
                yield day, paper.number, paper.label, case.title, case.number, paper.sha256[:16]

    def activities(self) -> Iterator[Row]:
        """What was done, by whom, at which step."""
        names = {c.id: (c.number, c.title) for c in self.desk.store.cases(CaseRow.version > 0)}
        wanted = EventRow.kind.in_([kind.value for kind in ACTIVITIES])
        for event in self.desk.store.events_where(wanted):
            number, title = names[event.case_id]
            day = self.calendar.day(event.at)
            done = deed(event)
            yield day, event.step, done[0].upper() + done[1:], who(event.by), title, number


_Read = Callable[[Registers], Iterator[Row]]
_REGISTERS: dict[str, tuple[str, tuple[str, ...], tuple[str, ...], _Read]] = {
    "surat": (
        "Register Surat",
        ("Tanggal", "Nomor", "Arah", "Dari/kepada", "Perihal", "Usulan", "SRIKANDI"),
        ("2.4cm", "3.4cm", "1.6cm", "1fr", "1fr", "3.8cm", "2.6cm"),
        Registers.letters,
    ),
    "laporan": (
        "Register Laporan",
        ("Tanggal", "Nomor", "Dokumen", "Aplikasi", "Usulan", "Sidik"),
        ("2.4cm", "3.4cm", "1fr", "1fr", "3.8cm", "3.6cm"),
        Registers.reports,
    ),
    "kegiatan": (
        "Register Kegiatan",
        ("Tanggal", "Langkah", "Kegiatan", "Pelaksana", "Aplikasi", "Usulan"),
        ("2.4cm", "1.8cm", "1fr", "1fr", "4cm", "3.8cm"),
        Registers.activities,
    ),
}
KEYS = tuple(_REGISTERS)
"""The three registers, in the order of the paper."""
