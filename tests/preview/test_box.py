"""The hostile application: nothing it tries may succeed, and nobody else may notice."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from builder.preview.probe import doctor
from tests.preview.conftest import HERE, Running, until

BOX = doctor()
boxed = pytest.mark.skipif(
    bool(BOX) and os.environ.get("CI") != "true",
    reason=f"no box on this machine: {BOX[0].layer}: {BOX[0].reason}" if BOX else "",
)
NAMES = sorted(
    name
    for module in ("network", "processes", "resources", "sight")
    for name in (HERE / f"hostile_app/hostile/{module}.py")
    .read_text()
    .split("ATTEMPTS = {")[1]
    .split("for f in (")[1]
    .split(")\n}")[0]
    .replace("\n", " ")
    .replace(" ", "")
    .split(",")
)


class Outside:
    """What the attacker is after: servers, sockets, a process, another preview."""

    def __init__(self, gateway: Running) -> None:
        self.heard: list[str] = []
        self.victim = subprocess.Popen(["sleep", "600"], env={"PORTAL_SECRET": "rahasia"})
        self.tcp = self._listen(socket.AF_INET, ("0.0.0.0", 0))
        self.udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.udp.bind(("127.0.0.1", 0))
        self.udp.settimeout(0.2)
        self.unix = self._listen(socket.AF_UNIX, str(gateway.folder / "portal.sock"))
        os.chmod(gateway.folder / "portal.sock", 0o777)
        self.name = f"rakit-uji-{os.getpid()}"
        self.abstract = self._listen(socket.AF_UNIX, "\0" + self.name)
        other = gateway.trees.folder / "lain" / "keep.tar"
        self.targets = {
            "secret": str(gateway.settings.keys_dir / "preview-key"),
            "secret_words": gateway.settings.secret("preview-key"),
            "data": str(gateway.folder),
            "other": str(other),
            "other_tree": str(gateway.trees.root("lain") / "tiny/__init__.py"),
            "tcp": self.tcp.getsockname()[1],
            "udp": self.udp.getsockname()[1],
            "address": "10.0.2.15",
            "unix": str(gateway.folder / "portal.sock"),
            "abstract": self.name,
            "victim": self.victim.pid,
            "portal_uid": os.getuid(),
        }

    def _listen(self, family: int, address: Any) -> socket.socket:
        listening = socket.socket(family)
        listening.bind(address)
        listening.listen(20)

        def serve() -> None:
            while True:
                try:
                    connection, _ = listening.accept()
                except OSError:
                    return
                self.heard.append(repr(address))
                connection.sendall(b"RAHASIA")
                connection.close()

        threading.Thread(target=serve, daemon=True).start()
        return listening

    def close(self) -> None:
        for listening in (self.tcp, self.unix, self.abstract):
            listening.shutdown(socket.SHUT_RDWR)
            listening.close()
        self.udp.close()
        self.victim.kill()
        self.victim.wait()


@pytest.fixture(scope="module")
def attacked() -> Iterator[tuple[Running, Outside]]:
    folder = Path(tempfile.mkdtemp(prefix="rakit-uji-"))
    os.chmod(folder, 0o755)  # so that only the box stands between, not the folder's mode
    running = Running(folder)
    running.trees.place("jahat", HERE / "hostile_app", own=False)
    running.trees.place("lain", HERE / "tiny_app", own=True)
    assert running.get(running.order("lain") + "/").status == 200
    running.trees.keep("lain").write_text("DATA PRATINJAU LAIN")
    for path in folder.rglob("*"):
        if not path.is_symlink() and path.name != "preview-key":
            path.chmod(0o777 if path.is_dir() else 0o666)
    outside = Outside(running)
    yield running, outside
    outside.close()
    running.stop()
    shutil.rmtree(folder)


def attempt(running: Running, outside: Outside, name: str) -> dict[str, Any]:
    targets = quote(json.dumps(outside.targets))
    said = running.get(running.order("jahat", "") + f"/try/{name}?targets={targets}")
    if BOX:  # with CI=true: where there is no box, it is not run at all
        return {"won": said.status != 503, "saw": f"status {said.status} without a box"}
    if said.status in (502, 504):
        return {"won": False, "saw": f"its process died or hung: {said.status}"}
    assert said.status == 200, said.text
    answer: dict[str, Any] = said.json
    return answer


@boxed
@pytest.mark.parametrize("name", NAMES)
def test_the_box_stops(attacked: tuple[Running, Outside], name: str) -> None:
    running, outside = attacked
    result = attempt(running, outside, name)
    assert not result["won"], result["saw"]
    assert outside.heard == []
    with pytest.raises(TimeoutError):
        outside.udp.recv(100)
    assert outside.victim.poll() is None


@boxed
def test_nobody_else_noticed(attacked: tuple[Running, Outside]) -> None:
    running, _ = attacked
    health = running.get("/health").json
    assert (health["status"], health["zygote"], health["restarts"]) == ("ok", "up", 0)
    assert health["tier"] == ("unboxed" if BOX else "boxed")
    assert running.get(running.order("lain") + "/").json["rows"] == ["contoh"]


@boxed
def test_the_attacker_knows_his_list_of_attempts(attacked: tuple[Running, Outside]) -> None:
    running, _ = attacked
    said = running.get(running.order("jahat", "") + "/")
    assert "rakit doctor" in said.text if BOX else said.json == NAMES


@boxed
def test_what_the_hostile_application_leaves_behind_is_bounded(
    attacked: tuple[Running, Outside],
) -> None:
    running, _ = attacked
    running.trees.place("rakus", HERE / "hostile_app", own=False)
    base = running.order("rakus", "")
    targets = quote(json.dumps({"secret": "/x"}))
    alive = running.get(f"{base}/alive")
    assert alive.status == 503 if BOX else alive.json["pid"] == 1
    for name in ("link_and_out", "huge_file", "program_in_data"):
        running.get(f"{base}/try/{name}?targets={targets}")
    running.trees.place("rakus", HERE / "hostile_app", own=False)  # replaced: the old one stops
    running.get(f"{base}/alive")
    left = [p for p in (running.trees.folder / "rakus").iterdir() if p.name.startswith("keep")]
    until(lambda: len([p for p in left if p.exists()]) <= 1)
    assert sum(p.stat().st_size for p in left if p.exists()) < 65 << 20
