"""A gateway process of its own for a module, on a free port, with trees placed in it."""

from __future__ import annotations

import contextlib
import http.client
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from builder.preview.links import Links, Order, Room, expires_in
from builder.preview.trees import Trees
from builder.settings import Settings
from tests.ports import free_port

HERE = Path(__file__).parent
WHOLE = "import sys; from builder.preview.gateway import main; main()"


@dataclass
class Said:
    """An answer."""

    status: int
    headers: dict[str, str]
    body: bytes
    all_headers: list[tuple[str, str]] = field(default_factory=list)

    @property
    def text(self) -> str:
        return self.body.decode("utf-8", "replace")

    @property
    def json(self) -> Any:
        return json.loads(self.body)


class Running:
    """A gateway, and how tests speak to it."""

    def __init__(
        self,
        folder: Path,
        *,
        before: str = "",
        host: str = "127.0.0.1",
        public: str = "",
        port: int = 8080,
    ) -> None:
        self.host, self.port, self.folder = host, free_port(), folder
        self.environment = {
            "DATA_DIR": str(folder), "HOST": host, "PORT": str(port), "PATH": os.environ["PATH"],
            "GATEWAY_PORT": str(self.port), "RAKIT_TEST_SECRET": "rahasia-lingkungan",
            "PUBLIC_URL": public,
        }  # fmt: skip
        self.settings = Settings.from_env(self.environment)
        self.settings.prepare()
        self.trees = Trees(self.settings.previews_dir)
        self.links = Links(self.settings.secret("preview-key"), self.trees.revoked)
        self.log = folder / "gateway.log"
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-c", before + WHOLE],
                env=self.environment, stdout=subprocess.PIPE, stderr=log,
            )  # fmt: skip
        try:
            assert self.process.stdout is not None
            assert self.process.stdout.readline(), self.log.read_text()
            until(lambda: self.get("/health").json["tier"] != "starting")
        except BaseException:
            self.process.kill()
            raise

    def order(self, tree: str, role: str = "operator", session: str = "satu", **more: Any) -> str:
        order = Order(tree, role, session, more.pop("expiry", expires_in(1)), **more)
        return f"/p/{self.links.make(order)}"

    def room(self, tree: str, *roles: str, id: str = "ruang") -> str:
        return f"/r/{self.links.make_room(Room(id, tree, roles, expires_in(1)))}"

    def ask(
        self, method: str, path: str, body: Any = None, headers: dict[str, str] | None = None
    ) -> Said:
        connection = http.client.HTTPConnection(self.host, self.port, timeout=60)
        connection.request(method, path, body, headers or {})
        answer = connection.getresponse()
        said = Said(
            answer.status,
            {name.lower(): value for name, value in answer.getheaders()},
            answer.read(),
            answer.getheaders(),
        )
        connection.close()
        return said

    def get(self, path: str, **headers: str) -> Said:
        return self.ask("GET", path, headers={k.replace("_", "-"): v for k, v in headers.items()})

    def post(self, path: str, body: str, **headers: str) -> Said:
        form = {"Content-Type": "application/x-www-form-urlencoded"}
        return self.ask("POST", path, body, {**form, **headers})

    def raw(self, data: bytes, seconds: float = 10) -> bytes:
        """Bytes as they are, and everything that comes back."""
        with socket.create_connection((self.host, self.port), timeout=seconds) as connection:
            connection.sendall(data)
            got = b""
            with contextlib.suppress(TimeoutError, ConnectionError):
                while part := connection.recv(65536):
                    got += part
            return got

    def stop(self) -> int:
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(30)


def until(true: Callable[[], Any], seconds: float = 60) -> Any:
    """Wait for it; the test fails if it never comes."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        with contextlib.suppress(ConnectionError):
            if found := true():
                return found
        time.sleep(0.02)
    raise AssertionError("it never came")


@pytest.fixture(scope="session")
def tiny() -> Path:
    return HERE / "tiny_app"


@pytest.fixture(scope="module")
def gateway(tiny: Path) -> Iterator[Running]:
    """A gateway with the tree `tiny`."""
    folder = Path(tempfile.mkdtemp(prefix="rakit-uji-"))
    running = Running(folder)
    running.trees.place("tiny", tiny, own=True)
    yield running
    running.stop()
    shutil.rmtree(folder)
