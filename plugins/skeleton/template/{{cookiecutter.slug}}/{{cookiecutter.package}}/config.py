"""Pengaturan. Dibuat Rakit dari spec.yaml; nilai di server: variabel lingkungan."""

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


class Config:
    APP_NAME = {{ app.label | py }}
    BABEL_DEFAULT_LOCALE = {{ app.language | py }}
    DATABASE_URL = os.environ.get("DATABASE_URL", f"sqlite:///{ROOT / 'var' / 'aplikasi.db'}")
    FAB_UPDATE_PERMS = False
    KIT_LOGO_FILE = os.environ.get("KIT_LOGO_FILE", "")
    KIT_OFFICE = os.environ.get("KIT_OFFICE", "")
    KIT_PRIMARY = os.environ.get("KIT_PRIMARY", "")
    PROXIES = int(os.environ.get("PROXIES", "0"))
    SECRET_KEY = os.environ.get("SECRET_KEY", "")
    SESSION_COOKIE_SECURE = os.environ.get("HTTPS", "") == "1"
    UPLOAD_FOLDER = os.environ.get("UPLOAD_FOLDER", str(ROOT / "var" / "unggahan"))
