"""`/demo`: a visitor's way through the demo office, a case in five minutes."""

from __future__ import annotations

from typing import Any

from flask import abort, url_for
from flask_appbuilder import expose
from flask_babel import lazy_gettext as _l

from builder import demo

from .house import house
from .pages import Page

STOPS = (
    (2, "ratna", _l("Sebuah usulan baru menunggu di kotak masuk. Baca ringkasannya, isi disposisi, "
        "lalu setujui.")),
    (4, "dewi", _l("Kepala dinas memutuskan perlu atau tidak. Di samping lembar telaah tampil "
        "aplikasi serupa dan aplikasi umum nasional.")),
    (5, "sri", _l("Rancangan yang baru setengah jadi. Buka editor, tambahkan isian, dan lihat "
        "yang masih kurang pada tab Periksa.")),
    (6, "sri", _l("Buka ruang presentasi: pindai kode QR dengan ponsel, coba aplikasinya sebagai "
        "peran yang berbeda, dan tunjuk yang salah.")),
    (10, "hasan", _l("Satu isian berubah setelah kabid menandatangani; tanda tangannya batal "
        "dengan sendirinya. Lihat yang berubah, buka aplikasinya, lalu tandatangani.")),
    (12, "sri", _l("Usulan yang sudah selesai: aplikasinya ada di katalog, dengan kode dan "
        "riwayatnya.")),
)  # fmt: skip


class TourView(Page):
    """Peragaan; hanya di kantor contoh."""

    route_base = "/demo"
    default_view = "tour"

    @expose("/")
    def tour(self) -> Any:
        """Six stops, each with the person to be and what to look at."""
        rooms = house()
        people = {one["username"]: one for one in demo.people(rooms.settings)}
        if not people:
            abort(404)
        rows = rooms.cases.cases()
        stops = []
        for step, who, words in STOPS:
            row = next((r for r in rows if r.step == step), None)
            if row is None or who not in people:
                continue
            url = url_for("CaseView.show", number=row.case_id)
            stops.append({"person": people[who], "row": row, "words": str(words), "url": url})
        return self.render("tour.html", stops=stops)
