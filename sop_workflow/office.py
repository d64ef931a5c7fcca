"""The office's own tables: holidays, settings (letterhead, zone, week), common applications.

Every change leaves a line in the office's log, in the same transaction.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import holidays as public_holidays
import sqlalchemy as sa
from sqlalchemy.orm import Session

from sop_workflow import values
from sop_workflow.calendar import ZONES, WorkingCalendar
from sop_workflow.errors import BadInput
from sop_workflow.ports import Clock
from sop_workflow.storage.tables import CommonAppRow, HolidayRow, OfficeLogRow, SettingRow

SETTINGS = {
    "pemerintah": ("", "Nama pemerintah daerah, baris pertama kop surat"),
    "nama_kantor": ("", "Nama kantor, baris kedua kop surat"),
    "alamat": ("", "Alamat pada kop surat"),
    "telepon": ("", "Telepon pada kop surat"),
    "laman": ("", "Laman pada kop surat"),
    "surel": ("", "Surel pada kop surat"),
    "kode_pos": ("", "Kode pos pada kop surat"),
    "kota": ("", "Tempat pada baris tempat-tanggal surat"),
    "logo_svg": ("", "Lambang daerah sebagai SVG"),
    "dasar_hukum": ("", "Dasar hukum pada SOP, satu baris satu peraturan; kosong: menurut naskah"),
    "zona": ("WIB", "Zona waktu: WIB, WITA atau WIT"),
    "hari_kerja": ("5", "Hari kerja seminggu: 5 atau 6"),
    "format_nomor": ("{seq:04}/USULAN/{year}", "Pola nomor usulan"),
    "kertas": ("a4", "Ukuran kertas surat: a4 atau f4"),
    "alamat_publik": ("", "Alamat portal untuk QR tanda terima"),
    "demo": ("", "1 pada kantor contoh"),
}
"""Every setting: its default and what it is for."""

COMMON_APPS = (
    ("Perencanaan", "SIPD", "rencana perencanaan rkpd renja"),
    ("Penganggaran", "SIPD", "anggaran apbd rka dpa"),
    ("Pengadaan barang dan jasa", "SPSE", "pengadaan lelang tender"),
    ("Akuntabilitas kinerja", "", "kinerja sakip lakip"),
    ("Pemantauan dan evaluasi", "", "pemantauan monitoring evaluasi"),
    ("Kearsipan", "SRIKANDI", "arsip surat kearsipan disposisi persuratan"),
    ("Kepegawaian", "SIASN", "pegawai kepegawaian asn cuti pangkat"),
    ("Pengaduan pelayanan publik", "SP4N-LAPOR!", "pengaduan aduan keluhan lapor"),
)
SOURCE = "Perpres 95/2018 (bidang); nama aplikasi diperiksa kantor"


@dataclass(frozen=True, slots=True)
class Holiday:
    """One day without work and where that is written."""

    day: date
    name: str
    source: str


@dataclass(frozen=True, slots=True)
class CommonApp:
    """A national common application; an empty name means the office has not filled it in."""

    id: int
    field: str
    name: str
    keywords: str
    source: str


class OfficeService:
    """Reads and edits the office's tables; each change is committed with its log line."""

    def __init__(self, session: Session, *, clock: Clock, address: str = "") -> None:
        self.session, self.clock, self.address = session, clock, address

    # settings

    def settings(self) -> dict[str, str]:
        """Every setting with its value, defaults filled in."""
        stored = {row.key: row.value for row in self.session.scalars(sa.select(SettingRow))}
        found = {key: stored.get(key, default) for key, (default, _) in SETTINGS.items()}
        return found | {"alamat_publik": found["alamat_publik"] or self.address}

    def set(self, by: str, changes: Mapping[str, str]) -> dict[str, str]:
        """Change settings; BadInput for an unknown key or an impossible value."""
        for key, value in changes.items():
            _check_setting(key, value)
            clean = values.text(value, field=key, label=key, limit=200_000)
            self.session.merge(SettingRow(key=key, value=clean))
        self._log(by, "pengaturan", {key: value[:200] for key, value in changes.items()})
        self.session.commit()
        return self.settings()

    # holidays

    def calendar(self) -> WorkingCalendar:
        """The working calendar as the tables say now."""
        settings = self.settings()
        days = frozenset(self.session.scalars(sa.select(HolidayRow.day)))
        return WorkingCalendar(days, int(settings["hari_kerja"]), settings["zona"])

    def holidays(self, year: int) -> tuple[Holiday, ...]:
        """The year's days without work, in order."""
        query = (
            sa.select(HolidayRow)
            .where(HolidayRow.day.between(date(year, 1, 1), date(year, 12, 31)))
            .order_by(HolidayRow.day)
        )
        return tuple(Holiday(r.day, r.name, r.source) for r in self.session.scalars(query))

    def seed_holidays(self, by: str, year: int) -> int:
        """Fill a year from the package `holidays` once; days already in the table stay."""
        known = {holiday.day for holiday in self.holidays(year)}
        found = public_holidays.country_holidays(
            "ID", years=[year], categories=("public", "government"), language="id"
        )
        source = f"paket holidays {public_holidays.__version__}; periksa dengan SKB"
        new = {day: name for day, name in found.items() if day not in known}
        for day, name in new.items():
            self.session.add(HolidayRow(day=day, name=str(name)[:200], source=source))
        self._log(by, "isi hari libur", {"tahun": year, "hari": len(new)})
        self.session.commit()
        return len(new)

    def put_holiday(self, by: str, day: date, name: str, source: str) -> None:
        """Add or correct one day; its source is required."""
        label = values.required(name, field="name", label="Nama hari libur", limit=200)
        origin = values.required(source, field="source", label="Sumber", limit=200)
        self.session.merge(HolidayRow(day=day, name=label, source=origin))
        self._log(by, "hari libur", {"hari": day.isoformat(), "nama": label, "sumber": origin})
        self.session.commit()

    def remove_holiday(self, by: str, day: date) -> None:
        """The day is worked after all."""
        self.session.execute(sa.delete(HolidayRow).where(HolidayRow.day == day))
        self._log(by, "hapus hari libur", {"hari": day.isoformat()})
        self.session.commit()

    # common applications

    def common_apps(self) -> tuple[CommonApp, ...]:
        """The editable list of national common applications."""
        rows = self.session.scalars(sa.select(CommonAppRow).order_by(CommonAppRow.id))
        return tuple(CommonApp(r.id, r.field, r.name, r.keywords, r.source) for r in rows)

    def common_apps_for(self, text: str) -> tuple[CommonApp, ...]:
        """Those whose field or keywords occur in the proposal's words."""
        words = text.casefold()
        return tuple(
            app
            for app in self.common_apps()
            if any(
                word in words
                for word in (app.keywords + " " + app.field).casefold().split()
                if len(word) > 3
            )
        )

    def seed_common_apps(self, by: str) -> None:
        """Fill the list once; an office that edited it keeps its own."""
        if self.common_apps():
            return
        for field, name, keywords in COMMON_APPS:
            self.session.add(CommonAppRow(field=field, name=name, keywords=keywords, source=SOURCE))
        self._log(by, "isi aplikasi umum", {"baris": len(COMMON_APPS)})
        self.session.commit()

    def put_common_app(
        self, by: str, field: str, name: str, keywords: str, source: str, app_id: int | None = None
    ) -> None:
        """Add a line, or correct the one with that id."""
        area = values.required(field, field="field", label="Bidang", limit=120)
        row = self.session.get(CommonAppRow, app_id) if app_id else CommonAppRow()
        if row is None:
            raise BadInput("Baris tidak ada", field="id", which=str(app_id))
        row.field, row.name, row.keywords, row.source = area, name, keywords, source
        self.session.add(row)
        self._log(by, "aplikasi umum", {"bidang": area, "nama": name})
        self.session.commit()

    def remove_common_app(self, by: str, app_id: int) -> None:
        """Take a line off the list."""
        self.session.execute(sa.delete(CommonAppRow).where(CommonAppRow.id == app_id))
        self._log(by, "hapus aplikasi umum", {"id": app_id})
        self.session.commit()

    def _log(self, by: str, action: str, data: Mapping[str, Any]) -> None:
        write_log(self.session, self.clock, by, action, data)


def write_log(
    session: Session, clock: Clock, by: str, action: str, data: Mapping[str, Any]
) -> None:
    """One line of the office's append-only log, in the caller's transaction."""
    text = json.dumps(data, ensure_ascii=False, default=str)
    session.add(OfficeLogRow(at=clock.now(), by=by, action=action, data=text))


def _check_setting(key: str, value: str) -> None:
    if key not in SETTINGS:
        raise BadInput("Pengaturan tidak dikenal", field=key, which=key)
    allowed = {"zona": tuple(ZONES), "hari_kerja": ("5", "6"), "kertas": ("a4", "f4")}.get(key)
    if allowed and value not in allowed:
        raise BadInput(
            f"Nilai {key} tidak mungkin",
            field=key,
            which=value[:40],
            way_out="Pilih " + ", ".join(allowed) + ".",
        )
    if key == "format_nomor":
        try:
            made = {value.format(seq=n, year=y) for n in (1, 2) for y in (2026, 2027)}
            if len(made) < 4:
                raise ValueError(value)
        except (KeyError, IndexError, ValueError, AttributeError) as error:
            raise BadInput(
                "Pola nomor tidak dapat dipakai",
                field=key,
                which=value[:60],
                way_out="Pakai {seq:04} dan {year}.",
            ) from error
