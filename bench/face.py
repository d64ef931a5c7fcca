"""The face: Lighthouse, what pages weigh, and Flask-AppBuilder's own pages beside them.

python -m bench face
python -m bench.face ADDRESS        of a portal with the demo office that runs already
"""

from __future__ import annotations

import http.client
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from bench import lighthouse, stock
from bench.lighthouse import ASKED, Sheet
from bench.measure import load_now, table
from docs.take_pictures import case, demo_office, design, inbox, log_in
from tests.app import running
from tests.app.served import PASSWORD
from tests.browser_install import chromium
from tests.conftest import CHROMIUM_FLAGS
from tests.face.weight import FIRST_BYTES, FIRST_REQUESTS, LATER_BYTES, LATER_REQUESTS

ALONE = ["--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"]
"""No name is resolved: on an intranet the peer's foreign scripts do not come either."""
UNITS = (20, 20_000)
"""Rows of the table that the peer's form refers to."""


@dataclass(frozen=True)
class Seen:
    """A page as somebody who has logged in finds it."""

    name: str
    url: str
    context: BrowserContext

    @property
    def cookie(self) -> str:
        return "; ".join(f"{one['name']}={one['value']}" for one in self.context.cookies(self.url))


@dataclass(frozen=True)
class Weight:
    """What travelled for one page."""

    requests: int
    size: int


def main(portal: str = "") -> None:
    with ExitStack() as stack, sync_playwright() as playwright:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="rakit-ukur-")))
        browser = playwright.chromium.launch(
            executable_path=chromium(), args=[*CHROMIUM_FLAGS, *ALONE]
        )
        address = portal or stack.enter_context(demo_office(folder / "kantor"))
        made = running.make(folder / "pohon")
        (folder / "isi").mkdir()
        application = stack.enter_context(running.served(made, folder / "isi"))
        pages = [*_of_portal(browser, address), *_of_application(browser, application)]
        _weigh(browser, pages)
        _peers(browser, folder)
        _lighthouse(pages)
        browser.close()


def _of_portal(browser: Browser, url: str) -> Iterator[Seen]:
    for name, person, go in (
        ("inbox", "dewi", inbox),
        ("case", "hasan", case("Buku Tamu Digital")),
        ("editor", "sri", design),
    ):
        page = log_in(browser, url, person, 1280, 800)
        go(page, url)
        page.wait_for_load_state()
        yield Seen(name, page.url, page.context)


def _of_application(browser: Browser, url: str) -> Iterator[Seen]:
    page = log_in(browser, url, "operator", 1280, 800, PASSWORD)
    for name, path in (("list", "/pengajuan/list/"), ("form", "/pengajuan/add")):
        yield Seen(name, url + path, page.context)


def _weigh(browser: Browser, pages: list[Seen]) -> None:
    rows = []
    for one in pages:
        first, later = _weights(browser, one)
        rows.append([one.name, _kb(first.size), str(first.requests),
                     _kb(later.size), str(later.requests)])  # fmt: skip
    rows.append(["**at most**", _kb(FIRST_BYTES), str(FIRST_REQUESTS),
                 _kb(LATER_BYTES), str(LATER_REQUESTS)])  # fmt: skip
    head = ["page", "first load, KB", "requests", "later, KB", "requests"]
    table("What travels (as sent, headers not counted)", head, rows)


def _weights(browser: Browser, seen: Seen) -> tuple[Weight, Weight]:
    """With nothing kept by the browser, and again once it knows the files."""
    context = browser.new_context(storage_state=seen.context.storage_state())
    page = context.new_page()
    try:
        return _weight(page, seen.url), _weight(page, seen.url)
    finally:
        context.close()


def _weight(page: Page, url: str) -> Weight:
    line = page.context.new_cdp_session(page)
    line.send("Network.enable")
    kept: set[str] = set()
    done: dict[str, float] = {}

    def answered(event: dict[str, object]) -> None:
        response = event["response"]
        assert isinstance(response, dict)
        if response.get("fromDiskCache") or str(response["url"]).startswith("data:"):
            kept.add(str(event["requestId"]))

    line.on("Network.requestServedFromCache", lambda event: kept.add(event["requestId"]))
    line.on("Network.responseReceived", answered)
    line.on(
        "Network.loadingFinished", lambda e: done.update({e["requestId"]: e["encodedDataLength"]})
    )
    answer = page.goto(url)
    if answer is None or answer.status != 200 or page.url != url:
        raise SystemExit(f"{url} leads to {page.url}")
    page.wait_for_load_state("load")
    page.wait_for_timeout(1500)
    line.detach()
    sent = [size for ident, size in done.items() if ident not in kept]
    return Weight(len(sent), round(sum(sent)))


def _peers(browser: Browser, folder: Path) -> None:
    """The same rows in Flask-AppBuilder's own pages and in an application that Rakit made."""
    rows = []
    tree = running.make(folder / "buku", stock.SPEC)
    for units in UNITS:
        with _stock(folder / f"stok-{units}", units) as url:
            plains = _figures(browser, url, "admin", stock.PASSWORD)
        kept = folder / f"isi-{units}"
        kept.mkdir()
        with running.served(tree, kept, stock.PACKAGE) as url:
            stock.fill(kept / "a.db", units)
            made = _figures(browser, url, "operator", PASSWORD)
        for what, plain, ours in zip(("list", "form"), plains, made, strict=True):
            row = [f"{what}, {units:,} units"]
            for place, (a, b) in enumerate(zip(plain, ours, strict=True)):
                shown = [_kb(n) if place in (1, 3) else f"{n:.0f}" for n in (a, b)]
                row += [f"{shown[0]} → {shown[1]} (÷{a / b:.1f})"]
            rows.append(row)
    head = ["page", "server, ms", "first load, KB", "requests", "later, KB"]
    table(f"Flask-AppBuilder as it comes → made by Rakit ({load_now()})", head, rows)


def _figures(browser: Browser, url: str, name: str, password: str) -> list[list[float]]:
    """Of list and form: milliseconds, bytes and requests at first, bytes later."""
    page, found = log_in(browser, url, name, 1280, 800, password), []
    for path in ("/surat/list/", "/surat/add"):
        seen = Seen(path, url + path, page.context)
        first, later = _weights(browser, seen)
        found.append([_seconds(seen) * 1000, first.size, first.requests, later.size])
    return found


@contextmanager
def _stock(folder: Path, units: int) -> Iterator[str]:
    folder.mkdir()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
    words = [sys.executable, "-m", "bench.stock", str(folder), port, str(units)]
    with (folder / "log").open("wb") as log:
        server = subprocess.Popen(words, stdout=subprocess.PIPE, stderr=log)
        try:
            assert server.stdout is not None
            if server.stdout.readline() != b"ready\n":
                raise SystemExit((folder / "log").read_text()[-3000:])
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()
            server.wait(10)


def _seconds(seen: Seen, times: int = 20) -> float:
    """Median seconds of the server for the page alone, as a browser asks for it."""
    parts = urlsplit(seen.url)
    asked = {"Cookie": seen.cookie, "Accept-Encoding": "gzip", "Accept": "text/html"}
    took = []
    for _ in range(times + 1):
        line = http.client.HTTPConnection(parts.netloc, timeout=60)
        began = time.perf_counter()
        line.request("GET", parts.path, headers=asked)
        answer = line.getresponse()
        answer.read()
        took.append(time.perf_counter() - began)
        line.close()
        if answer.status != 200:
            raise SystemExit(f"{seen.url}: {answer.status}")
    return statistics.median(took[1:])


def _lighthouse(pages: list[Seen]) -> None:
    sheets = [Sheet(one.name, one.url, one.cookie) for one in pages]
    rows, lost = [], []
    for found in lighthouse.look(sheets):
        scores = [_beside(found["scores"][one]) for one in found["scores"]]
        hosts = ", ".join(found["hosts"]) or "none"
        rows.append([found["name"], found["form"], *scores, str(found["runs"]), hosts])
        lost += [f"{found['name']}, {found['form']}: {one}" for one in found["lost"]]
    kinds = ["performance", "accessibility", "best practices"]
    head = ["page", "as", *kinds, "runs", "other hosts"]
    table(f"Lighthouse, of 100 (asked: at least {ASKED}; {load_now()})", head, rows)
    for line in lost:
        print(f"- {line}")


def _beside(score: int) -> str:
    return str(score) if score >= ASKED else f"**{score}**"


def _kb(size: float) -> str:
    return f"{size / 1000:.1f}"


if __name__ == "__main__":
    main(*sys.argv[1:2])
