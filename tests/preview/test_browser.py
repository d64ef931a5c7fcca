"""A generated application in a browser, through the gateway, framed as the portal frames it."""

from __future__ import annotations

import contextlib
import shutil
import tempfile
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import TimeoutError

from builder.generate import draft_tree
from builder.plugin_host import load_plugins
from builder.spec import load
from tests.preview.conftest import Running
from tests.preview.test_box import boxed

pytestmark = [boxed, pytest.mark.browser]
DEMO = Path(__file__).parents[2] / "builder/demo/bantuan_alat_umkm.yaml"
FLAGS = "allow-scripts allow-forms allow-modals allow-popups allow-downloads"


@pytest.fixture(scope="module")
def umkm() -> Iterator[Portal]:
    """A portal that frames the demonstration's application, as an operator."""
    folder = Path(tempfile.mkdtemp(prefix="rakit-uji-"))
    plugins = load_plugins()
    draft_tree(load(DEMO.read_text(), plugins.types), plugins, folder / "aplikasi")
    portal = Portal()
    running = Running(folder / "data", port=portal.port)
    running.trees.place("umkm", folder / "aplikasi", own=True)
    portal.base, portal.order = f"http://127.0.0.1:{running.port}", running.order
    yield portal
    portal.close()
    running.stop()
    shutil.rmtree(folder)


class Portal:
    """A page with a cookie of its own that frames the preview; notes what reaches it."""

    def __init__(self) -> None:
        portal = self
        self.base, self.role, self.heard = "", "operator", list[str]()
        self.order: Callable[..., str]

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                if self.path == "/api":
                    portal.heard.append(self.headers.get("Cookie", ""))
                frame = f"{portal.base}{portal.order('umkm', portal.role, portal.role)}/"
                body = f'<iframe id=p sandbox="{FLAGS}" src="{frame}" width=1200 height=800>'
                self.send_response(200)
                self.send_header("Content-Type", "text/html")
                self.send_header("Set-Cookie", "session=PORTAL; Path=/; SameSite=Lax")
                self.end_headers()
                self.wfile.write(body.encode())

            def log_message(self, format: str, *args: Any) -> None:
                """Quiet."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.port = self.server.server_address[1]
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()


def test_people_work_in_the_frame_and_the_portal_stays_out_of_reach(
    umkm: Portal, person: Callable[..., Any]
) -> None:
    portal = umkm
    page = person()
    complaints: list[str] = []
    page.on("console", lambda m: complaints.append(m.text) if m.type == "error" else None)
    page.on("pageerror", lambda e: complaints.append(str(e)))
    page.goto(f"http://127.0.0.1:{portal.port}/")
    frame = page.frame_locator("#p")
    frame.get_by_role("link", name="Alat", exact=True).first.wait_for(timeout=60_000)
    inside = next(f for f in page.frames if "/p/" in f.url)
    assert inside.evaluate("self.origin") == "null"
    for reach in ("document.cookie", "localStorage.length", "parent.document.title"):
        with pytest.raises(Exception, match=r"(?i)security|denied|blocked|sandbox"):
            inside.evaluate(reach)
    with pytest.raises(Exception, match=r"(?i)fetch"):
        inside.evaluate(f"fetch('http://127.0.0.1:{portal.port}/api', {{credentials:'include'}})")
    assert portal.heard in ([], [""])
    # A 503 is the page that says "sebentar" while the preview starts.
    complaints = [c for c in complaints if "status of 503" not in c]
    assert all(f":{portal.port}/api" in c for c in complaints), complaints


def follow(page: Any, link: str, arrives: Any) -> None:
    """Follow the link in the frame until the page is there.

    A frame of opaque origin is drawn by a process of its own. On a busy machine a press just after
    its page changed may go to the page before: nobody hears it, and one presses again.
    """
    for _ in range(4):
        inside = page.frame_locator("#p").get_by_role("link", name=link, exact=True).first
        if not arrives.is_visible():
            inside.click(timeout=60_000)
        with contextlib.suppress(TimeoutError):
            arrives.wait_for(timeout=15_000)
            return
    shown = [(f.url.rsplit("/", 2)[-2:], f.content()[:3000]) for f in page.frames[1:]]
    raise AssertionError(f"{link} leads nowhere: {shown}")


def test_a_form_is_saved_from_the_opaque_origin(umkm: Portal, person: Callable[..., Any]) -> None:
    portal = umkm
    portal.role = "verifikator"  # the operator may only read this list
    page = person()
    page.goto(f"http://127.0.0.1:{portal.port}/")
    frame = page.frame_locator("#p")
    name = frame.locator("[name=nama]")
    follow(page, "Alat", frame.get_by_role("link", name="Tambah", exact=True).first)
    follow(page, "Tambah", name)
    name.fill("Mesin jahit uji")
    if frame.locator("[name=harga]").count():
        frame.locator("[name=harga]").fill("1.500.000")
    frame.get_by_role("button", name="Simpan").first.click()
    frame.get_by_text("Mesin jahit uji").first.wait_for(timeout=60_000)
