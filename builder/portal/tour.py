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
    (6, 2, "ratna", _l("Sebuah usulan baru menunggu di kotak masuk. Baca ringkasannya, isi "
        "disposisi, lalu setujui.")),
    (5, 4, "dewi", _l("Kepala dinas memutuskan perlu atau tidak. Di samping lembar telaah tampil "
        "aplikasi serupa dan aplikasi umum nasional.")),
    (4, 5, "sri", _l("Rancangan yang baru setengah jadi. Buka editor, tambahkan isian, dan lihat "
        "yang masih kurang pada tab Periksa.")),
    (3, 6, "sri", _l("Buka ruang presentasi: pindai kode QR dengan ponsel, coba aplikasinya "
        "sebagai peran yang berbeda, dan tunjuk yang salah.")),
    (2, 10, "hasan", _l("Satu isian berubah setelah kabid menandatangani; tanda tangannya batal "
        "dengan sendirinya. Lihat yang berubah, buka aplikasinya, lalu tandatangani.")),
    (1, 12, "sri", _l("Usulan yang sudah selesai: aplikasinya ada di katalog, dengan kode dan "
        "riwayatnya.")),
)  # fmt: skip
"""Which of the demo's cases, the step at which it waits, the person to be, what to look at."""


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
        rows = {row.case_id: row for row in rooms.cases.cases()}
        stops = []
        for number, step, who, words in STOPS:
            row = rows.get(number)
            if row is None or who not in people:
                continue
            stops.append(
                {
                    "person": people[who],
                    "row": row,
                    "words": str(words),
                    "url": url_for("CaseView.show", number=number),
                    "done": row.step != step,
                }
            )
        todo = next((one for one in stops if not one["done"]), None)
        return self.render("tour.html", stops=stops, todo=todo)
