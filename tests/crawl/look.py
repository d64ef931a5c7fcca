"""Looking at one page: everything that can be found out without a person's eyes."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from axe_playwright_python.base import AXE_SCRIPT

LOOK = (Path(__file__).parent / "look.js").read_text(encoding="utf-8")
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
AXE = {"runOnly": TAGS, "resultTypes": ["violations"], "iframes": False, "preload": False}
POLICY = "default-src 'self'; script-src 'self'; style-src 'self';"
WIDTHS = (1280, 390)
NARROW = {1280: 640, 390: 320}
"""At 200 % zoom a desk has 640 CSS pixels; 320 is as narrow as a page has to bear (WCAG 1.4.10)."""
EVERYTHING = "([options, known, how]) => crawl.everything(options, known, how)"
SEND = """(which) => {
  const form = document.querySelector(which);
  form.noValidate = true;
  form.requestSubmit(form.querySelector("[type=submit]:not([formaction]), button:not([type])"));
}"""
WAKING = 20
"""So often a page is opened again whose frame waits for a preview; each time it waits itself."""
SHOTS = os.environ.get("CRAWL_SHOTS", "")


@dataclass
class Looker:
    """A tab that opens pages and writes down what is wrong with them.

    `known` are parts of pages, and ways of painting texts, that were looked at already. `thorough`:
    every rule of axe at both widths, also where nothing has changed and nothing can be wrong.
    """

    page: Any
    hosts: frozenset[str]
    known: set[str]
    thorough: bool = False
    heard: list[str] = field(default_factory=list)
    tools: Any = None
    width: int = 0

    def __post_init__(self) -> None:
        self.tools = self.page.context.new_cdp_session(self.page)
        self.page.add_init_script(AXE_SCRIPT)
        self.page.add_init_script(LOOK)
        self.page.on("console", self._console)
        self.page.on("pageerror", lambda error: self.heard.append(f"script: {error}"))
        if self.thorough:  # the policy, which is looked at everywhere, lets no page ask other hosts
            self.page.on("request", self._request)

    def _console(self, message: Any) -> None:
        if message.type in ("error", "warning"):
            self.heard.append(f"console: {message.text} {message.location.get('url', '')}")

    def _request(self, request: Any) -> None:
        parts = urlsplit(request.url)
        if parts.scheme in ("http", "https", "ws") and parts.netloc not in self.hosts:
            self.heard.append(f"other host: {request.url}")

    def visit(
        self,
        url: str,
        *,
        status: int = 200,
        send: str = "",
        shot: str = "",
    ) -> list[str]:
        """Open the address, send the form `send` empty if one is named, look; what is wrong."""
        self.heard.clear()
        self._widen(WIDTHS[0])
        answer = self.page.goto(url)
        for _ in range(WAKING):
            if not self._wakes(url):
                break
            self.heard.clear()
            answer = self.page.goto(url)
        if send:
            if self.page.locator(send).count() == 0:
                return [f"no form {send}"]
            with self.page.expect_navigation() as sent:
                self.page.evaluate(SEND, send)
            answer = sent.value
        found = [] if answer.status == status else [f"status {answer.status}"]
        for width in WIDTHS:
            found += self.look(width, shot or url)
        refused, frames = self.page.evaluate("() => [crawl.violations, crawl.frames()]")
        found += policy_of(answer, frames) + refused
        expected = "" if status == 200 else answer.url
        found += [one for one in self.heard if not (expected and expected in one)]
        return list(dict.fromkeys(found))

    def _wakes(self, url: str) -> bool:
        """Whether a frame of the page shows a preview that is still being started."""
        here = urlsplit(url).netloc
        return any("status of 503" in one and here not in one for one in self.heard)

    def look(self, width: int, shot: str = "") -> list[str]:
        """What is wrong with the page as it stands, and with its shut parts once they are open."""
        self._widen(width)
        if SHOTS:
            self.page.evaluate("() => crawl.settled()")
            self._shot(shot, width)
        how = {"all": self.thorough, "again": width != WIDTHS[0]}
        arguments = [AXE, " ".join(sorted(self.known)), how]
        found, ways = self.page.evaluate(EVERYTHING, arguments)
        self.known.update(ways)
        self._widen(NARROW[width])
        narrow = self.page.evaluate("() => crawl.look()")
        wide = [f"{width} px: {one}" for one in found]
        return wide + [f"{NARROW[width]} px: {one}" for one in narrow]

    def _widen(self, width: int) -> None:
        """Only the page: to resize the whole window as well costs twice as much."""
        if width == self.width:
            return
        self.width = width
        size = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": False}
        self.tools.send("Emulation.setDeviceMetricsOverride", size)

    def _shot(self, name: str, width: int) -> None:
        Path(SHOTS).mkdir(parents=True, exist_ok=True)
        self.page.set_viewport_size({"width": width, "height": 900})
        safe = re.sub(r"\W+", "_", name)[-90:]
        self.page.screenshot(path=f"{SHOTS}/{safe}_{width}.png", full_page=True)


def policy_of(answer: Any, framed: list[str]) -> list[str]:
    """The policy that the answer carries; frames are allowed exactly where there is one."""
    said = [
        h["value"] for h in answer.headers_array() if h["name"].lower() == "content-security-policy"
    ]
    own = next((one for one in said if one.startswith(POLICY)), "")
    if not own:
        return [f"policy: {said}"]
    frames = re.search(r"frame-src ([^;]+)", own)
    allowed = frames.group(1) if frames else ""
    if not framed:
        return [] if allowed == "'none'" else [f"policy allows frames of {allowed}"]
    return [f"frame of {url}" for url in framed if not url.startswith(allowed + "/")]
