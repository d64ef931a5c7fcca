"""What is crawled: servers in processes of their own, and people who have come in."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass, field
from http.cookiejar import CookieJar
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

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


class NoRedirects(urllib.request.HTTPRedirectHandler):
    """Where an answer leads is for the caller to see."""

    def redirect_request(self, *_: Any) -> None:
        return None


@dataclass
class Visitor:
    """A session of one person at one site; `base` is where its pages begin.

    It asks for pages without a browser; `open` gives its cookies to one.
    """

    site: Site
    person: str
    language: str
    base: str
    cookies: CookieJar = field(default_factory=CookieJar)

    def __post_init__(self) -> None:
        self._opener = urllib.request.build_opener(
            NoRedirects, urllib.request.HTTPCookieProcessor(self.cookies)
        )
        self._opener.addheaders = [("Accept", "text/html,*/*"), ("Accept-Language", "id-ID")]

    def get(self, path: str, form: Mapping[str, str] | None = None) -> Answer:
        """An answer as the server gives it; with a `form` that is sent."""
        sent = urlencode(form).encode() if form else None
        url = quote(self.base + path, safe="/:?&=%#~+,;@!$'()*[]")
        try:
            answer = self._opener.open(urllib.request.Request(url, sent), timeout=60)
        except urllib.error.HTTPError as error:
            answer = error
        with answer:
            headers = {name.lower(): value for name, value in answer.headers.items()}
            return Answer(answer.status, headers, answer.read())

    def open(self, browser: Any) -> Any:
        """A browser's session that has come in already. The caller closes it."""
        context = browser.new_context(
            locale="id-ID", viewport={"width": 1280, "height": 900}, reduced_motion="reduce"
        )
        context.add_cookies([
            {"name": one.name, "value": one.value, "domain": one.domain, "path": one.path,
             "httpOnly": True, "sameSite": "Lax"}
            for one in self.cookies
        ])  # fmt: skip
        return context

    def path_of(self, url: str) -> str | None:
        """The address within the site; None when it is elsewhere."""
        if not (url + "/").startswith(self.base + "/"):
            return None
        return url.removeprefix(self.base).partition("#")[0] or "/"


@dataclass(frozen=True)
class Answer:
    """What a server said; header names are in lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode("utf-8", "replace")


def come_in(site: Site, person: str, language: str = "id", door: str = DIRECT) -> Visitor:
    """A new session of that person; through the preview's door nobody has to log in."""
    base = site.preview(person, language) if door == PREVIEW else site.address
    visitor = Visitor(site, person, language, base)
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
    while (answer := visitor.get("/")).status == 503:
        assert time.monotonic() < until, answer.text
        time.sleep(0.1)


def send(visitor: Visitor, path: str, **form: str) -> None:
    """Fill in the form of that page and send it."""
    page = visitor.get(path).text
    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
    assert found, f"no form on {path}"
    answer = visitor.get(path, {"csrf_token": found[1], **form})
    assert answer.status == 302, answer.text[-3000:]
