"""A small office with the face on plain Flask-AppBuilder: its tables, an administrator, a clerk."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from flask import Flask, Response, request
from flask.testing import FlaskClient
from flask_appbuilder import AppBuilder
from flask_appbuilder.security.sqla.manager import SecurityManager
from flask_appbuilder.utils.legacy import get_sqla_class
from flask_wtf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix

from builder.kit import face
from builder.kit.face.registration import RegistrationView
from tests.face import office_views
from tests.face.office_views import PIXEL, Base, FaceLetter, FacePlace, FaceUnit

SQLA = get_sqla_class()
PASSWORD = "rahasia-123"
SANDBOX = "sandbox allow-scripts allow-forms allow-modals allow-popups allow-downloads"


class OfficeSecurity(SecurityManager):
    registeruserdbview = RegistrationView


def make(folder: Path, **config: Any) -> Flask:
    """The office's application over a fresh SQLite file in `folder`."""
    app = Flask(__name__)
    app.config.update(
        SECRET_KEY="rahasia-uji-yang-cukup-panjang-untuk-token",
        SQLALCHEMY_DATABASE_URI=f"sqlite:///{folder / 'office.db'}",
        APP_NAME="Buku Surat",
        KIT_OFFICE="Dinas Contoh Kabupaten Uji",
        FAB_ADD_SECURITY_VIEWS=True,
        FAB_API_SWAGGER_UI=True,
        FAB_PASSWORD_HASH_METHOD="pbkdf2:sha256:1",
        UPLOAD_FOLDER=str(folder / "berkas"),
        IMG_UPLOAD_FOLDER=str(folder / "gambar"),
        IMG_UPLOAD_URL="/gambar/",
        IMG_SIZE=(300, 300, True),
        AUTH_USER_REGISTRATION=True,
        AUTH_USER_REGISTRATION_ROLE="Public",
    )
    app.config.update(config)
    app.wsgi_app = ProxyFix(app.wsgi_app, x_prefix=1)  # type: ignore[method-assign]
    CSRFProtect(app)
    face.install(app)
    with app.app_context():
        db = SQLA(app)
        builder = AppBuilder(app, db.session, security_manager_class=OfficeSecurity)
        office_views.register(builder)
        db.create_all()
        Base.metadata.create_all(db.engine)
        fill(builder, db, folder)
    app.after_request(opaque)
    return app


def opaque(answer: Response) -> Response:
    """With `?buram` a page is in an opaque origin, as in a preview."""
    if "buram" in request.args:
        answer.headers["Content-Security-Policy"] = f"{face.guard.policy()}; {SANDBOX}"
    return answer


def fill(builder: AppBuilder, db: Any, folder: Path) -> None:
    """An administrator, a clerk without rights, two units, 23 letters and a place."""
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
    (folder / "gambar").mkdir(exist_ok=True)
    for name in ("balai.png", "balai_thumb.png"):
        (folder / "gambar" / name).write_bytes(PIXEL)
    db.session.add(FacePlace(name="Balai kota", photo="balai.png"))
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
