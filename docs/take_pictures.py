"""`python -m docs.take_pictures`: the README's pictures, taken of a running portal.

Loads the demo office into a temporary folder, starts the portal as `rakit demo` does, and takes
five pages, each on a desk (1280 px) and on a phone (390 px), into `docs/pictures/`. A picture is
a palette PNG below 150 KB. Names of pictures may be given to take only these.
"""

from __future__ import annotations

import io
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from builder.demo.people import PASSWORD
from tests.browser_install import chromium
from tests.conftest import CHROMIUM_FLAGS
from tests.story.office import Portal

HOME = Path(__file__).parent / "pictures"
LIMIT = 150_000
SIZES = ((1280, 800), (390, 760))


def inbox(page: Page, url: str) -> None:
    """What waits for an official."""
    page.goto(f"{url}/kotak-masuk/")


def case(title: str) -> Callable[[Page, str], None]:
    """The page of the case with that title."""

    def go(page: Page, url: str) -> None:
        page.goto(f"{url}{address(page, url, title)}")

    return go


def design(page: Page, url: str) -> None:
    """The editor, at the case that is being designed."""
    page.goto(f"{url}{address(page, url, 'Jadwal Posyandu')}")
    page.get_by_role("link", name="Susun rancangan").first.click()


def preview(page: Page, url: str) -> None:
    """A generated application with sample rows, in its frame."""
    page.goto(f"{url}{address(page, url, 'Peminjaman Ruang Rapat')}")
    page.get_by_role("link", name="Coba aplikasi").first.click()
    frame = page.frame_locator("iframe")
    frame.locator("main, .page-wrapper, .page-body").first.wait_for(timeout=60_000)
    page.wait_for_timeout(2000)


def procedure(page: Page, url: str) -> None:
    """The table of the paper, with the position of a case."""
    number = address(page, url, "Buku Tamu Digital").rpartition("/")[2]
    page.goto(f"{url}/prosedur/?usulan={number}")


@dataclass(frozen=True)
class Shot:
    """One picture: its name, who looks, and how to get there."""

    name: str
    person: str
    go: Callable[[Page, str], None]


SHOTS = (
    Shot("kotak-masuk", "dewi", inbox),
    Shot("usulan", "hasan", case("Buku Tamu Digital")),
    Shot("rancangan", "sri", design),
    Shot("pratinjau", "sri", preview),
    Shot("prosedur", "sri", procedure),
)


def address(page: Page, url: str, title: str) -> str:
    """The path of a case, found in the inbox as a person would."""
    for part in ("giliran", "ikuti", "selesai"):
        page.goto(f"{url}/kotak-masuk/?bagian={part}")
        found = page.locator(".portal-case-words a", has_text=title)
        if found.count():
            return str(found.first.get_attribute("href"))
    raise SystemExit(f"no case {title!r} in the demo office")


def log_in(browser: Browser, url: str, person: str, width: int, height: int) -> Page:
    """A browser of that person's own."""
    context = browser.new_context(locale="id-ID", viewport={"width": width, "height": height})
    page = context.new_page()
    page.goto(f"{url}/login/")
    page.locator("#username").fill(person)
    page.locator("#password").fill(PASSWORD)
    page.get_by_role("button", name="Masuk", exact=True).click()
    page.wait_for_url("**/kotak-masuk/**")
    return page


def small(picture: bytes) -> bytes:
    """The same as a palette PNG, with as many colours as fit below the limit."""
    image = Image.open(io.BytesIO(picture)).convert("RGB")
    for colours in (128, 64, 32, 16):
        out = io.BytesIO()
        image.quantize(colors=colours, dither=Image.Dither.NONE).save(out, "PNG", optimize=True)
        if out.tell() < LIMIT:
            return out.getvalue()
    raise SystemExit(f"a picture stays above {LIMIT} bytes")


def take(browser: Browser, url: str, wanted: list[str]) -> list[str]:
    """Take the pictures; what could not be taken is returned in words, the others are kept."""
    missed = []
    for shot in SHOTS:
        for width, height in SIZES:
            name = f"{shot.name}-{width}.png"
            if wanted and shot.name not in wanted:
                continue
            page = log_in(browser, url, shot.person, width, height)
            try:
                shot.go(page, url)
                page.wait_for_load_state("networkidle")
                page.evaluate("document.activeElement && document.activeElement.blur()")
                (HOME / name).write_bytes(small(page.screenshot()))
                print(f"{name}: {(HOME / name).stat().st_size // 1000} KB", flush=True)
            except Exception as error:  # the other pictures are still wanted
                missed.append(f"{name}: {error}")
            page.context.close()
    return missed


def main(wanted: list[str]) -> int:
    HOME.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="rakit-gambar-") as folder:
        portal = Portal(Path(folder))
        portal.prepare()
        print("loading the demo office", flush=True)
        portal.rakit("demo", "--reset")
        portal.start("demo")
        try:
            with sync_playwright() as playwright:
                browser = playwright.chromium.launch(
                    executable_path=chromium(), args=CHROMIUM_FLAGS
                )
                missed = take(browser, portal.url, wanted)
                browser.close()
        finally:
            portal.stop()
    for line in missed:
        print(line, file=sys.stderr)
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
