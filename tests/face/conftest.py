"""One office for the tests of the face: made once, served once."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.serving import make_server

from builder.kit.frontend.build import VENDOR, compile_catalogs
from tests.face import office

PEOPLE = [
    {
        "username": "admin",
        "password": office.PASSWORD,
        "name": "Siti Rahmawati, S.Kom.",
        "role": "Kasi",
    },
    {
        "username": "juru",
        "password": office.PASSWORD,
        "name": "Budi Santoso",
        "role": "Staf Prakom",
    },
]


@pytest.fixture(scope="session")
def built() -> Path:
    """The folder that `python -m builder.kit.frontend.build` fills."""
    compile_catalogs()
    if not (VENDOR / "tabler.css").is_file():
        pytest.fail("The face is not built. Run: python -m builder.kit.frontend.build")
    return VENDOR


@pytest.fixture(scope="session")
def app(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Flask:
    folder = tmp_path_factory.mktemp("office")
    return office.make(folder, KIT_COMPONENTS=True, DEMO_PEOPLE=PEOPLE)


@pytest.fixture
def visitor(app: Flask) -> FlaskClient:
    """A browser without a login."""
    return app.test_client()


@pytest.fixture
def admin(app: Flask) -> FlaskClient:
    """A browser logged in as the administrator."""
    client = app.test_client()
    office.log_in(client, "admin")
    return client


@pytest.fixture(scope="session")
def address(app: Flask) -> Iterator[str]:
    """The office as a server."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.port}"
    server.shutdown()
    thread.join(5)
