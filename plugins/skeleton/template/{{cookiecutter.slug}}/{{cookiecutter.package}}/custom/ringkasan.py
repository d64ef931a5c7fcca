"""Contoh: halaman sendiri."""

from flask_appbuilder import BaseView, expose, has_access
from sqlalchemy import func, select

from ..kit import actor, gate
from ..{{ own.first.module }}.model import {{ own.first.cls }}


class RingkasanView(BaseView):
    """Banyaknya baris, hanya yang boleh dilihat pengguna ini."""

    route_base = "/ringkasan"
    default_view = "ringkasan"

    @expose("/")
    @has_access
    def ringkasan(self) -> str:
        rows = gate().select(actor(), {{ own.first.cls }}).subquery()
        count = gate().session.scalar(select(func.count()).select_from(rows))
        return f"{{ "{" }}{{ own.first.cls }}.__plural__{{ "}" }}: {count}"
