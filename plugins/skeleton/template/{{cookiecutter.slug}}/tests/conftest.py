"""Aplikasi yang diuji, dan orang-orang yang memakainya.

Dirangkai satu kali; setiap uji mendapatkannya kosong lagi. `TEST_DATABASE_URL` menjalankan uji pada
PostgreSQL: basis data yang masih kosong, sebab isinya dihapus.
"""

import os

import pytest
from flask import Flask

from {{ app.package }} import create_app
from {{ app.package }}.config import Config
from {{ app.package }}.kit.testing import Office


@pytest.fixture(scope="session")
def app(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    folder = tmp_path_factory.mktemp("uji")

    class Testing(Config):
        DATABASE_URL = os.environ.get("TEST_DATABASE_URL", f"sqlite:///{folder / 'uji.db'}")
        FAB_PASSWORD_HASH_METHOD = "pbkdf2:sha256:1"
        SECRET_KEY = "kunci-untuk-uji-sepanjang-tiga-puluh-dua"
        UPLOAD_FOLDER = str(folder / "unggahan")
        WTF_CSRF_ENABLED = False

    return create_app(Testing)


@pytest.fixture
def office(app: Flask) -> Office:
    return Office(app)
