"""What is crawled: servers in processes of their own, and people who have come in."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from tests.crawl.serve_application import PASSWORD
from tests.ports import free_port

ROOT = Path(__file__).parents[2]
NOBODY, GUEST = "tanpa akun", "tamu"
DIRECT, PREVIEW = "langsung", "pratinjau"


@dataclass(frozen=True)
class Site:
    """One application, or the portal, and how one comes in.

    `people` can come in. `apart` names for an endpoint the argument whose values make pages of
    their own, `kinds` for an endpoint what those values are when one of each kind is enough.
    `starts` are where somebody begins beside `/`, `guests` is the address at which a guest says his
    name. `preview(person, session)` is where the gateway shows the site.
    """

    name: str
    address: str
    people: tuple[str, ...]
    rules: Any
    apart: Mapping[str, str] = field(default_factory=dict)
    kinds: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    starts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    guests: str = ""
    password: str = PASSWORD
    gateway: str = ""
    preview: Any = None

    def begins(self, person: str) -> tuple[str, ...]:
        """Where that person begins."""
        return ("/", *self.starts.get(person, ()))

    @property
    def hosts(self) -> frozenset[str]:
        """Where its pages may load from: itself, and the gateway in a frame."""
        return frozenset(urlsplit(url).netloc for url in (self.address, self.gateway) if url)


@dataclass
class Server:
    """A process that serves a site, and what it said when it was ready."""

    process: subprocess.Popen[bytes]
    port: int
    log: Path
    said: dict[str, Any] = field(default_factory=dict)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def wait(self) -> dict[str, Any]:
        """Until it is ready."""
        if not self.said:
            assert self.process.stdout is not None
            line = self.process.stdout.readline()
            assert line, self.log.read_text()[-4000:]
            self.said = json.loads(line)
        return self.said

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(20)


def serve(folder: Path, *words: str, **more: str) -> Server:
    """Start Python with these words; `{port}` and `{folder}` in them are filled in."""
    port = int(more.get("PORT") or free_port())
    filled = [word.format(port=port, folder=folder) for word in words]
    folder.mkdir(parents=True, exist_ok=True)
    log = folder / "server.log"
    with log.open("wb") as out:
        process = subprocess.Popen(
            [sys.executable, *filled],
            stdout=subprocess.PIPE,
            stderr=out,
            cwd=ROOT,
            env={"PATH": os.environ["PATH"], "ADMIN_PASSWORD": PASSWORD, **more},
        )
    return Server(process, port, log)


@dataclass
class Visitor:
    """A browser session of one person at one site; `base` is where its pages begin."""

    site: Site
    person: str
    language: str
    context: Any
    base: str

    def get(self, path: str) -> Any:
        """An answer as the server gives it: redirects are not followed."""
        return self.context.request.get(self.base + path, max_redirects=0)

    def path_of(self, url: str) -> str | None:
        """The address within the site; None when it is elsewhere."""
        if not (url + "/").startswith(self.base + "/"):
            return None
        return url.removeprefix(self.base).partition("#")[0] or "/"


def come_in(
    browser: Any, site: Site, person: str, language: str = "id", door: str = DIRECT
) -> Visitor:
    """A new session of that person; through the preview's door nobody has to log in."""
    context = browser.new_context(locale="id-ID", viewport={"width": 1280, "height": 900})
    base = site.preview(person, language) if door == PREVIEW else site.address
    visitor = Visitor(site, person, language, context, base)
    if door == PREVIEW:
        awake(visitor)
    elif person == GUEST:
        send(visitor, site.guests, name="Rina Misalnya", unit="Kecamatan Contoh")
    elif person != NOBODY:
        send(visitor, "/login/", username=person, password=site.password)
    if language != "id":
        visitor.get(f"/lang/{language}")
    return visitor


def awake(visitor: Visitor, seconds: float = 60) -> None:
    """Until the preview has started."""
    until = time.monotonic() + seconds
    while visitor.get("/").status == 503:
        assert time.monotonic() < until, visitor.get("/").text()
        time.sleep(0.1)


def send(visitor: Visitor, path: str, **form: str) -> None:
    """Fill in the form of that page and send it."""
    page = visitor.get(path).text()
    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
    assert found, f"no form on {path}"
    answer = visitor.context.request.post(
        visitor.base + path, form={"csrf_token": found[1], **form}, max_redirects=0
    )
    assert answer.status == 302, answer.text()[-3000:]
