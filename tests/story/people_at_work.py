"""A person with a browser of his own, who looks at every page that he comes to."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Locator, Page, expect

from builder.demo.people import PASSWORD
from tests.story.office import PHONE, Portal

LEFTOVERS = re.compile(
    r"\b(None|Undefined|null|NaN|Add|Save|Search|Back|Login|Logout|Edit|Delete|Show|Home|Submit"
    r"|Welcome|Cancel|Upload|Download|Error|Internal|Loading|Yes|Actions?)\b"
)
"""Words that no Indonesian page has."""
EXPECTED = re.compile(r"status of 422|status of (503|410) .*/p/")
"""Browsers write into their console that a form was refused, and that a preview is not up yet or
has been closed while it was looked at."""
DESK = {"viewport": {"width": 1280, "height": 900}}
STILL = {"locale": "id-ID", "reduced_motion": "reduce"}
"""Pages without motion need a quarter less of the processor."""
SHOTS = os.environ.get("STORY_SHOTS", "")
expect.set_options(timeout=15_000)


@dataclass
class Person:
    """Somebody at a desk or with a phone; `look` is called on every page that opens."""

    name: str
    portal: Portal
    context: BrowserContext
    page: Page
    errors: list[str] = field(default_factory=list)
    seen: int = 0

    @classmethod
    def sit_down(
        cls, browser: Browser, portal: Portal, name: str, *, phone: bool = False
    ) -> Person:
        """A new browser session; nobody is logged in yet."""
        context = browser.new_context(**STILL, **(PHONE if phone else DESK))  # type: ignore[arg-type]
        made = cls(name, portal, context, context.new_page())
        made.listen(made.page)
        return made

    def listen(self, page: Page) -> None:
        """Collect what the browser complains about."""

        def heard(message: ConsoleMessage) -> None:
            text = f"{message.text} {message.location.get('url', '')}"
            if message.type == "error" and not EXPECTED.search(text):
                self.errors.append(text)

        page.on("console", heard)
        page.on("pageerror", lambda error: self.errors.append(str(error)))

    def log_in(self, password: str = PASSWORD) -> None:
        """Through the login page, as people do."""
        self.open("/login/")
        self.page.get_by_label("Nama pengguna").fill(self.name)
        self.page.get_by_label("Kata sandi").fill(password)
        self.page.get_by_role("button", name="Masuk", exact=True).click()
        expect(self.page.get_by_role("heading", name="Kotak masuk")).to_be_visible()
        self.look()

    def open(self, path: str) -> None:
        """Go to an address of the portal, or to a full one."""
        self.page.goto(path if path.startswith("http") else self.portal.url + path)
        self.look()

    def sees(self, words: str | re.Pattern[str], within: Locator | None = None) -> Locator:
        """Those words are to be seen; waits for them."""
        found = (within or self.page).get_by_text(words).locator("visible=true").first
        expect(found).to_be_visible()
        return found

    def press(self, button: str, within: Locator | None = None, *, then: str = "") -> None:
        """Press a button; `then` are the words that say it is done. The page is looked at."""
        (within or self.page).get_by_role("button", name=button, exact=True).click()
        if then:
            self.sees(then)
        self.look()

    def follow(self, link: str | re.Pattern[str], within: Locator | None = None) -> None:
        """Click a link and look at where it leads."""
        (within or self.page).get_by_role("link", name=link).first.click()
        self.page.wait_for_load_state()
        self.look()

    def unfold(self, words: str, within: Locator | None = None) -> None:
        """Open a part of the page that is folded away, if it is."""
        summary = (within or self.page).locator("summary", has_text=words).first
        if summary.evaluate("e => !e.parentElement.open"):
            summary.click()

    def look(self, page: Page | None = None) -> None:
        """Nothing in the console, nothing wider than the window, nothing untranslated."""
        page = page or self.page
        page.wait_for_load_state()
        self.seen += 1
        width = page.viewport_size["width"] if page.viewport_size else 0
        if SHOTS:
            name = re.sub(r"\W+", "_", page.url.partition("//")[2].partition("/")[2])[:60]
            Path(SHOTS).mkdir(parents=True, exist_ok=True)
            page.screenshot(
                path=f"{SHOTS}/{self.name}_{self.seen:02}_{width}_{name}.png", full_page=True
            )
        wide: Any = page.evaluate(
            """width => document.documentElement.scrollWidth <= width ? [] :
            [...document.querySelectorAll("body *")]
              .filter(e => e.getBoundingClientRect().right > width + 1)
              .slice(-4).map(e => e.outerHTML.slice(0, 160))""",
            width,
        )
        assert not wide, f"{page.url} is wider than the window: {wide}"
        left = LEFTOVERS.findall(page.locator("body").inner_text())
        assert not left, f"{page.url} says {left}"
        assert not self.errors, f"{page.url}: {self.errors}"

    def make_paper(self, label: str) -> None:
        """Have a paper of the case typeset; `label` begins its name."""
        self.unfold("Buat atau lampirkan berkas")
        choice = self.page.get_by_label("Berkas yang dibuat")
        found = [t for t in choice.locator("option").all_inner_texts() if t.startswith(label)]
        assert found, f"{label} cannot be made"
        choice.select_option(label=found[0])
        self.press("Buat", then="Berkas dibuat.")
