"""Aplikasi kosong untuk setiap uji, dan orang-orang yang memakainya."""

from pathlib import Path

import pytest

from {{ app.package }} import create_app
from {{ app.package }}.config import Config
from {{ app.package }}.kit.testing import Office


@pytest.fixture
def office(tmp_path: Path) -> Office:
    class Testing(Config):
        DATABASE_URL = f"sqlite:///{tmp_path / 'uji.db'}"
        FAB_PASSWORD_HASH_METHOD = "pbkdf2:sha256:1"
        SECRET_KEY = "kunci-untuk-uji-sepanjang-tiga-puluh-dua"
        UPLOAD_FOLDER = str(tmp_path / "unggahan")
        WTF_CSRF_ENABLED = False

    return Office(create_app(Testing))
