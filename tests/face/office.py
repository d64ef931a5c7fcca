# ruff: noqa: RUF012
"""A small office with the face on plain Flask-AppBuilder: two tables, an administrator, a clerk."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from flask_appbuilder import AppBuilder, ModelView
from flask_appbuilder.models.sqla.interface import SQLAInterface
from flask_appbuilder.utils.legacy import get_sqla_class
from flask_appbuilder.views import MasterDetailView
from flask_wtf import CSRFProtect
from sqlalchemy import Boolean, Date, ForeignKey, Numeric, String, Text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship
from werkzeug.middleware.proxy_fix import ProxyFix

from builder.kit import face
from tests.face import examples

SQLA = get_sqla_class()
PASSWORD = "rahasia-123"


class Base(DeclarativeBase):
    """Apart from Flask-AppBuilder's own tables, which are one per process."""


class FaceUnit(Base):
    __tablename__ = "face_unit"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(80))

    def __str__(self) -> str:
        return self.name


class FaceLetter(Base):
    __tablename__ = "face_letter"
    id: Mapped[int] = mapped_column(primary_key=True)
    subject: Mapped[str] = mapped_column(String(120))
    note: Mapped[str | None] = mapped_column(Text)
    sent: Mapped[date | None] = mapped_column(Date)
    cost: Mapped[Decimal | None] = mapped_column(Numeric(18, 2))
    urgent: Mapped[bool | None] = mapped_column(Boolean, default=False)
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("face_unit.id"))
    unit: Mapped[FaceUnit | None] = relationship()


class LetterView(ModelView):
    datamodel = SQLAInterface(FaceLetter)
    route_base = "/surat"
    list_title, add_title = "Surat", "Tambah surat"
    show_title, edit_title = "Rincian surat", "Ubah surat"
    list_columns = ["subject", "sent", "cost", "urgent", "unit.name"]
    search_columns = ["subject", "sent", "urgent", "unit"]
    add_columns = edit_columns = ["subject", "note", "sent", "cost", "urgent", "unit"]
    show_columns = add_columns
    label_columns = {
        "subject": "Perihal",
        "note": "Catatan",
        "sent": "Tanggal",
        "cost": "Biaya",
        "urgent": "Segera",
        "unit": "Bidang",
        "unit.name": "Bidang",
    }
    page_size = 10


class UnitView(MasterDetailView, ModelView):
    datamodel = SQLAInterface(FaceUnit)
    route_base = "/bidang"
    list_title = title = "Bidang"
    list_columns = ["name"]
    label_columns = {"name": "Nama"}
    related_views = [LetterView]


def make(folder: Path, **config: Any) -> Flask:
    """The office's application over a fresh SQLite file in `folder`."""
    app = Flask(__name__)
    app.config.update(
        SECRET_KEY="rahasia-uji",
        SQLALCHEMY_DATABASE_URI=f"sqlite:///{folder / 'office.db'}",
        APP_NAME="Buku Surat",
        KIT_OFFICE="Dinas Contoh Kabupaten Uji",
        FAB_ADD_SECURITY_VIEWS=True,
        FAB_PASSWORD_HASH_METHOD="pbkdf2:sha256:1",
        **config,
    )
    app.wsgi_app = ProxyFix(app.wsgi_app, x_prefix=1)  # type: ignore[method-assign]
    CSRFProtect(app)
    face.install(app)
    with app.app_context():
        db = SQLA(app)
        builder = AppBuilder(app, db.session)
        builder.add_view(LetterView, "Surat", icon="mail", category="Arsip", category_icon="folder")
        builder.add_view(UnitView, "Bidang", icon="building", category="Arsip")
        db.create_all()
        Base.metadata.create_all(db.engine)
        fill(builder, db)
    examples.register(app)
    return app


def fill(builder: AppBuilder, db: Any) -> None:
    """An administrator, a clerk without rights, two units and 23 letters."""
    admin = builder.sm.find_role("Admin")
    builder.sm.add_user("admin", "Siti", "Rahmawati", "siti@contoh.test", admin, PASSWORD)
    public = builder.sm.find_role("Public")
    builder.sm.add_user("juru", "Budi", "Santoso", "budi@contoh.test", public, PASSWORD)
    units = [FaceUnit(name="Sekretariat"), FaceUnit(name="Bidang Aplikasi Informatika")]
    for n in range(1, 24):
        db.session.add(
            FaceLetter(
                subject=f"Permohonan aplikasi nomor {n}",
                note="Baris satu\nBaris dua",
                sent=date(2026, 11, n),
                cost=Decimal(n * 1_250_000),
                urgent=n % 3 == 0,
                unit=units[n % 2],
            )
        )
    db.session.commit()


def token(page: str) -> str:
    """The CSRF token of a page."""
    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
    assert found, "no token on this page"
    return found.group(1)


def log_in(client: FlaskClient, name: str) -> None:
    """Log in as a person does: open the page, send the form."""
    page = client.get("/login/").text
    answer = client.post(
        "/login/", data={"csrf_token": token(page), "username": name, "password": PASSWORD}
    )
    assert answer.status_code == 302, answer.text[:400]
