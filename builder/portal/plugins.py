"""For the administrator: plugins, health of the installation, the record's chain."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, url_for
from flask_appbuilder import expose
from flask_appbuilder.security.decorators import has_access
from flask_babel import gettext as _, lazy_gettext as _l

from builder.health import health
from builder.kit.face.heard import page_language
from sop_workflow.storage.chain import verify
from sop_workflow.storage.triggers import missing_triggers

from .health import preview_part
from .house import house
from .pages import Page
from .people import me

TONES = {"ok": "success", "off": "secondary", "degraded": "warning", "down": "danger"}
WORDS = {
    "ok": _l("baik"),
    "off": _l("mati"),
    "degraded": _l("perlu perhatian"),
    "down": _l("tidak jalan"),
}
PARTS = {
    "database": _l("Basis data"),
    "jobs": _l("Pekerjaan latar"),
    "disk": _l("Ruang disk"),
    "git": _l("Git"),
    "supervisor": _l("Pengawas proses"),
    "preview": _l("Pratinjau"),
}

GUNA = {
    "api": _l("REST API: kolom yang boleh keluar, untuk tiap entitas."),
    "core_types": _l("Jenis kolom umum: teks, angka, uang, tanggal, berkas, pilihan, rujukan."),
    "crud": _l("Tabel dan layar untuk tiap entitas, dan menunya."),
    "delivered_tests": _l("Pengujian bawaan aplikasi, diturunkan dari rancangannya."),
    "dictionary": _l("Kamus data untuk dibaca orang dan untuk Satu Data."),
    "documents": _l("Dokumen Rancangan Sistem, Buku Manual, dan Laporan."),
    "flow": _l("Alur: keadaan, dan siapa yang boleh memindahkannya."),
    "import_database": _l("Membaca struktur dan isi basis data SQLite atau PostgreSQL."),
    "import_sqlite_sql": _l("Membaca berkas SQL."),
    "indonesia_types": _l("Jenis kolom pemerintahan: NIK, NIP, NPWP, nomor KK, kode wilayah."),
    "kit": _l("Tampilan dan mesin yang dipakai bersama oleh semua aplikasi."),
    "roles": _l("Hak tiap peran atas tiap entitas."),
    "skeleton": _l("Kerangka aplikasi: cara dirangkai, dijalankan, dan hidup tanpa Rakit."),
}
"""What Rakit's own plugins are for; a foreign one shows what it says of itself."""


class PluginView(Page):
    """Plugin."""

    route_base = "/plugin"
    default_view = "show"
    class_permission_name = "Plugins"

    @expose("/")
    @has_access
    def show(self) -> str:
        """Who provides what: hooks and field types of each plugin."""
        language = page_language()
        types = {key: one.label.get(language, key) for key, one in house().plugins.types.items()}
        return self.render(
            "plugins.html", plugins=house().plugins.describe(), labels=types, guna=GUNA
        )


class HealthPageView(Page):
    """Kesehatan sistem."""

    route_base = "/kesehatan"
    default_view = "show"
    class_permission_name = "HealthPage"

    @expose("/")
    @has_access
    def show(self) -> str:
        """Each part and how it is."""
        rooms = house()
        found = health(
            rooms.settings, engine=rooms.engine, more={"preview": lambda: preview_part(rooms)}
        )
        parts = [
            (str(PARTS.get(name, name)), part, TONES.get(part["status"], "secondary"),
             str(WORDS.get(part["status"], part["status"])))
            for name, part in found["parts"].items()
        ]  # fmt: skip
        return self.render("health.html", parts=parts, status=found["status"])


class AuditView(Page):
    """Rekam jejak."""

    route_base = "/rekam-jejak"
    default_view = "show"
    class_permission_name = "Audit"

    @expose("/")
    @has_access
    def show(self) -> str:
        """What guards the record, and the button that verifies it."""
        return self.render("audit.html", faults=None, guards=self._guards())

    @expose("/periksa", methods=["POST"])
    @has_access
    def check(self) -> Any:
        """Recompute every hash of every case."""
        faults = verify(house().session())
        if not faults:
            flash(_("Rekam jejak utuh: tidak ada yang diubah atau hilang."), "success")
            return redirect(url_for("AuditView.show"))
        return self.render("audit.html", faults=faults, guards=self._guards(), by=me().name)

    def _guards(self) -> tuple[str, ...]:
        return missing_triggers(house().session().connection())
