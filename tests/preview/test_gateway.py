"""Through the gateway with real requests: eight phones, links, htmx, limits, restart."""

from __future__ import annotations

import json
import os
import select
import signal
import socket
import time
from pathlib import Path

import pytest

from builder.preview.links import Links, Order, expires_in
from tests.preview.conftest import Running, until
from tests.preview.test_box import boxed

pytestmark = boxed


def test_one_click_shows_the_application_with_sample_rows(gateway: Running) -> None:
    seen = gateway.get(gateway.order("tiny") + "/").json
    assert seen["rows"][0] == "contoh"
    assert seen["who"] == "pratinjau-operator-satu"


def test_the_application_sees_neither_headers_nor_environment_of_the_portal(
    gateway: Running,
) -> None:
    seen = gateway.get(
        gateway.order("tiny") + "/", Cookie="session=PORTAL", X_Forwarded_For="1.2.3.4"
    ).json
    assert seen["headers"] == ["accept", "connection", "host"] or "cookie" not in seen["headers"]
    assert "x-forwarded-for" not in seen["headers"]
    assert "RAKIT_TEST_SECRET" not in seen["environment"]
    assert "DATA_DIR" not in seen["environment"]


def test_eight_phones_in_two_roles_share_rows_and_nothing_else(gateway: Running) -> None:
    room = gateway.room("tiny", "operator", "pimpinan")
    assert "Masuk sebagai pimpinan" in gateway.get(room).text
    phones = [
        gateway.get(f"{room}/{role}").headers["location"].rstrip("/")
        for role in ("operator", "pimpinan")
        for _ in range(4)
    ]
    assert len(set(phones)) == 8
    names = {gateway.get(phone + "/").json["who"] for phone in phones}
    assert len(names) == 8
    assert {name.split("-")[1] for name in names} == {"operator", "pimpinan"}
    gateway.get(phones[0] + "/language/en")
    gateway.post(phones[1] + "/note", "isi=dari-dua")
    gateway.get(phones[2] + "/logout")
    for number, phone in enumerate(phones):
        seen = gateway.get(phone + "/").json
        assert seen["language"] == ("en" if number == 0 else "id")
        assert seen["messages"] == (["Tersimpan: dari-dua"] if number == 1 else [])
        assert seen["who"] in names
        assert "dari-dua" in seen["rows"]
    assert gateway.get(phones[1] + "/").json["messages"] == []


def test_links_that_open_nothing_say_why_and_how_to_go_on(gateway: Running, tmp_path: Path) -> None:
    token = gateway.order("tiny").removeprefix("/p/")
    foreign = Links("z" * 40, tmp_path).make(Order("tiny", "operator", "s", expires_in(1)))
    room = gateway.room("tiny", "operator", id="tutup")
    order = gateway.get(f"{room}/operator").headers["location"]
    gateway.links.close("tutup")
    for path, status in (
        (f"/p/{'A' if token[0] != 'A' else 'B'}{token[1:]}/", 403),
        (f"/p/{foreign}/", 403),
        (f"/p/{room.removeprefix('/r/')}/", 403),
        (f"/r/{token}", 403),
        (gateway.order("tiny", expiry=int(time.time()) - 1) + "/", 410),
        (gateway.order("tidak-ada") + "/", 410),
        (room, 410),
        (order, 410),
        (gateway.room("tiny", "operator") + "/admin", 404),
        ("/", 404),
        ("/p/", 404),
        ("/p/../../etc/passwd", 403),
    ):
        said = gateway.get(path)
        assert said.status == status, path
        assert "minta" in said.text.lower() or "kembali" in said.text.lower(), path
        assert "frame-ancestors" in said.headers["content-security-policy"]


def test_the_prefix_stays_on_every_address(gateway: Running) -> None:
    base = gateway.order("tiny")
    assert gateway.get(base).headers["location"] == base + "/"
    assert gateway.get(base + "/").json["next"] == base + "/"
    assert gateway.get(base + "/language/id").headers["location"] == base + "/"
    assert gateway.post(base + "/note", "isi=a").headers["location"] == base + "/"
    said = gateway.get(base + "/out")
    assert said.status == 502
    assert "di luar pratinjau" in said.text


def test_htmx_is_answered_in_the_opaque_origin(gateway: Running) -> None:
    base = gateway.order("tiny")
    asked = {"Origin": "null", "Access-Control-Request-Method": "POST"}
    asked["Access-Control-Request-Headers"] = "hx-request,x-csrftoken"
    before = gateway.ask("OPTIONS", base + "/hx", headers=asked)
    assert before.status == 204
    assert before.headers["access-control-allow-origin"] == "null"
    assert "hx-request" in before.headers["access-control-allow-headers"]
    assert int(before.headers["access-control-max-age"]) >= 7200
    said = gateway.ask("GET", base + "/hx", headers={"Origin": "null", "HX-Request": "true"})
    assert said.headers["hx-trigger"] == "tersimpan"
    assert "HX-Trigger" in said.headers["access-control-expose-headers"]
    assert "x-secret" not in said.headers
    assert "x-frame-options" not in said.headers
    policies = [v for k, v in said.all_headers if k.lower() == "content-security-policy"]
    assert policies[0] == "script-src 'self'"
    assert "allow-same-origin" not in policies[1]


def test_another_site_can_not_post_through_somebodys_browser(gateway: Running) -> None:
    headers = {"Origin": "http://jahat.example"}
    said = gateway.post(gateway.order("tiny") + "/note", "isi=jahat", **headers)
    assert said.status == 403
    assert "jahat" not in gateway.get(gateway.order("tiny") + "/").json["rows"]


def test_a_name_that_is_not_ours_is_refused(gateway: Running) -> None:
    for host, status in (("jahat.example", 421), ("localhost", 200), ("127.0.0.1:1", 200)):
        assert gateway.get("/health", Host=host).status == status
    assert gateway.get("/health", Host="169.254.1.1").status == 421


def test_bodies_arrive_whole_by_length_and_by_chunks(gateway: Running) -> None:
    base = gateway.order("tiny")
    data = b"x" * 3_000_000
    kind = {"Content-Type": "application/octet-stream"}
    assert gateway.ask("POST", base + "/size", data, kind).json["size"] == 3_000_000
    pieces = iter([data[:10], data[10:500_000], data[500_000:]])
    assert gateway.ask("POST", base + "/size", pieces, kind).json["size"] == 3_000_000
    limit = gateway.settings.upload_mb << 20
    head = f"POST {base}/size HTTP/1.1\r\nHost: localhost\r\nContent-Length: {limit + 1}\r\n\r\n"
    got = gateway.raw(head.encode())
    assert got.startswith(b"HTTP/1.1 413 ")


def test_answers_of_unknown_length_and_without_a_body_come_whole(gateway: Running) -> None:
    base = gateway.order("tiny")
    said = gateway.get(base + "/stream")
    assert said.headers["transfer-encoding"] == "chunked"
    assert said.text.endswith("baris 999\n")
    none = gateway.ask("HEAD", base + "/page")
    assert (none.status, none.body) == (200, b"")
    old = gateway.raw(f"GET {base}/stream HTTP/1.0\r\nHost: localhost\r\n\r\n".encode())
    assert old.endswith(b"baris 999\n")
    assert b"chunked" not in old


def test_one_connection_serves_many_requests(gateway: Running) -> None:
    one = f"GET {gateway.order('tiny')}/page HTTP/1.1\r\nHost: localhost\r\n"
    got = gateway.raw((one + "\r\n" + one + "Connection: close\r\n\r\n").encode())
    assert got.count(b"<h1>Halaman</h1>") == 2


def test_a_body_that_nobody_took_is_not_the_next_request(gateway: Running) -> None:
    smuggled = "GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n"
    head = f"POST /p/palsu/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: {len(smuggled)}\r\n\r\n"
    got = gateway.raw((head + smuggled).encode())
    assert got.count(b"HTTP/1.1 ") == 1
    assert b"zygote" not in got


def test_a_slow_browser_costs_the_others_nothing(gateway: Running) -> None:
    slow = [socket.create_connection((gateway.host, gateway.port)) for _ in range(40)]
    for connection in slow:
        connection.sendall(f"GET {gateway.order('tiny')}/page HTTP/1.1\r\nHo".encode())
    assert gateway.get(gateway.order("tiny") + "/page").status == 200
    assert not select.select(slow, [], [], 0)[0], "it was answered while they were still waiting"
    for connection in slow:
        connection.close()


def test_a_device_that_asks_too_often_is_told_to_wait(gateway: Running) -> None:
    base = gateway.order("tiny", session="tergesa")
    one = f"GET {base}/static-like HTTP/1.1\r\nHost: localhost\r\n\r\n"
    last = one.replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n")
    got = gateway.raw((one * 400 + last).encode(), seconds=30)
    assert b"429 Too Many Requests" in got
    assert gateway.get(gateway.order("tiny", session="tenang") + "/page").status == 200


def test_only_staff_see_a_traceback(gateway: Running) -> None:
    page = {"Accept": "text/html"}
    guest = gateway.ask("GET", gateway.order("tiny") + "/crash", headers=page)
    assert guest.status == 500
    assert "sengaja rusak" not in guest.text
    staff = gateway.ask("GET", gateway.order("tiny", staff=True) + "/crash", headers=page)
    assert staff.status == 500
    assert "sengaja rusak" in staff.text


def test_an_application_that_does_not_start_says_so(gateway: Running, tiny: Path) -> None:
    broken = gateway.folder / "broken" / "rusak"
    broken.mkdir(parents=True)
    (broken / "__init__.py").write_text("def create_app(config):\n    return 1 / 0\n")
    gateway.trees.place("rusak", broken.parent, own=True)
    guest = gateway.get(gateway.order("rusak") + "/")
    assert guest.status == 502
    assert "ZeroDivisionError" not in guest.text
    assert "ZeroDivisionError" in gateway.get(gateway.order("rusak", staff=True) + "/").text


def test_a_preview_that_dies_comes_back_with_its_rows(gateway: Running, tiny: Path) -> None:
    gateway.trees.place("mati", tiny, own=True)
    base = gateway.order("mati")
    gateway.post(base + "/note", "isi=simpan")
    assert gateway.get(base + "/exit").status == 502
    until(lambda: gateway.trees.keep("mati").exists())
    assert gateway.get(base + "/").json["rows"] == ["contoh", "simpan"]


def test_a_replaced_tree_starts_afresh_and_a_dropped_one_is_gone(
    gateway: Running, tiny: Path
) -> None:
    gateway.trees.place("ganti", tiny, own=True)
    base = gateway.order("ganti")
    gateway.post(base + "/note", "isi=lama")
    gateway.trees.place("ganti", tiny, own=True)
    assert gateway.get(base + "/").json["rows"] == ["contoh"]
    gateway.post(base + "/note", "isi=baru")
    gateway.trees.reset("ganti")
    assert gateway.get(base + "/").json["rows"] == ["contoh"]
    running = gateway.get("/health").json["running"]
    gateway.trees.drop("ganti")
    assert gateway.get(base + "/").status == 410
    until(lambda: gateway.get("/health").json["running"] < running)
    assert not (gateway.trees.folder / "ganti").exists()


def test_the_zygote_is_started_again_when_it_dies(gateway: Running) -> None:
    assert gateway.get(gateway.order("tiny") + "/").status == 200
    zygote = _children(gateway.process.pid)[0]
    os.kill(zygote, signal.SIGKILL)
    until(lambda: gateway.get("/health").json["restarts"] == 1)
    until(lambda: gateway.get("/health").json["zygote"] == "up")
    assert gateway.get(gateway.order("tiny") + "/").status == 200


def test_health_names_no_tree_and_no_link(gateway: Running) -> None:
    health = gateway.get("/health")
    assert health.status == 200
    assert "tiny" not in health.text
    assert set(json.loads(health.text)) >= {"status", "zygote", "tier", "missing", "running"}


def test_stopping_keeps_the_data_and_leaves_no_child(tmp_path: Path, tiny: Path) -> None:
    running = Running(tmp_path)
    running.trees.place("tiny", tiny, own=True)
    running.post(running.order("tiny") + "/note", "isi=tetap")
    family = _descendants(running.process.pid)
    assert len(family) >= 3
    assert running.stop() == 0
    until(lambda: not any(Path(f"/proc/{pid}").exists() for pid in family))
    again = Running(tmp_path)
    assert again.get(again.order("tiny") + "/").json["rows"] == ["contoh", "tetap"]
    family = _descendants(again.process.pid)
    again.process.kill()  # no chance to say goodbye
    again.process.wait()
    until(lambda: not any(_alive(pid) for pid in family))


def _children(pid: int) -> list[int]:
    return [int(p) for p in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def _descendants(pid: int) -> list[int]:
    found = _children(pid)
    return found + [deeper for child in found for deeper in _descendants(child)]


def _alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    except FileNotFoundError:
        return False


@pytest.mark.parametrize("path", ["/p/x/%2e%2e/", "/p/x/..%2f..%2fhealth", "//health"])
def test_odd_paths_lead_nowhere(gateway: Running, path: str) -> None:
    assert gateway.get(path).status in (403, 404)


def test_connections_that_rest_keep_nobody_out(gateway: Running) -> None:
    """A browser opens new ones for every page of an opaque origin, and lets the old ones rest."""
    asked = f"GET /health HTTP/1.1\r\nHost: 127.0.0.1:{gateway.port}\r\n\r\n".encode()
    opened = []
    try:
        for _ in range(200):
            opened.append(socket.create_connection(("127.0.0.1", gateway.port), timeout=10))
            opened[-1].sendall(asked)
            assert opened[-1].recv(4096).startswith(b"HTTP/1.1 200 ")
    finally:
        for one in opened:
            one.close()
