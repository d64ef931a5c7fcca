"""One office for the tests of the face: made once, served once."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.serving import make_server

from builder.kit.frontend.build import VENDOR, compile_catalogs
from tests.face import office
from tests.face.reading import enter
from tests.ports import free_port

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


@pytest.fixture(scope="session")
def library(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the toy library, a made application in a process of its own."""
    port = free_port()
    command = [sys.executable, str(Path(__file__).parent / "library.py")]
    folder = str(tmp_path_factory.mktemp("library"))
    server = subprocess.Popen([*command, folder, str(port)], stdout=subprocess.PIPE, text=True)
    assert server.stdout is not None
    assert server.stdout.readline() == "ready\n", "the library did not start"
    yield f"http://127.0.0.1:{port}"
    server.terminate()
    server.wait(10)
    server.stdout.close()


@pytest.fixture(scope="session")
def clerk(browser: Any, library: str) -> Any:
    """What the browser of the library's clerk keeps: `person(storage_state=clerk)` is logged in."""
    context = browser.new_context()
    enter(context.new_page(), library)
    kept = context.storage_state()
    context.close()
    return kept
