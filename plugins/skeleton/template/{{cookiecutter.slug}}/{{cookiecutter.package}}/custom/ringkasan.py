"""Contoh: halaman sendiri."""

from flask import Response
from flask_appbuilder import BaseView, expose, has_access
from sqlalchemy import func, select

from ..kit.request import actor, gate
from ..{{ own.first.module }}.model import {{ own.first.cls }}


class RingkasanView(BaseView):
    """Banyaknya baris, hanya yang boleh dilihat pengguna ini."""

    route_base = "/ringkasan"
    default_view = "ringkasan"

    @expose("/")
    @has_access
    def ringkasan(self) -> Response:
        rows = gate().select(actor(), {{ own.first.cls }}).subquery()
        count = gate().session.scalar(select(func.count()).select_from(rows))
        return Response(f"{% raw %}{{% endraw %}{{ own.first.cls }}.__plural__}: {count}", mimetype="text/plain")
