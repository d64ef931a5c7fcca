"""`python -m docs.take_pictures`: reference pictures of the pages that matter most.

Loads the demo office into a temporary folder, starts the portal as `rakit demo` does and beside it
the demonstration's application, and takes each page on a desk (1280 px) and on a phone (390 px)
into `docs/pictures/`, as lossless WebP of few colours, below 40 KB. Names of pictures may be given
to take only these; `--portal ADDRESS` takes them of a portal that runs already.
"""

from __future__ import annotations

import argparse
import io
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from builder.demo.people import PASSWORD
from tests.app import running, served
from tests.browser_install import chromium
from tests.conftest import CHROMIUM_FLAGS
from tests.story.office import Portal

HOME = Path(__file__).parent / "pictures"
LIMIT = 40_000
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
    in_frame(page)


def procedure(page: Page, url: str) -> None:
    """The table of the paper, with the position of a case."""
    number = address(page, url, "Buku Tamu Digital").rpartition("/")[2]
    page.goto(f"{url}/prosedur/?usulan={number}")


def room(page: Page, url: str) -> None:
    """A presentation: on the desk what is on the wall, on the phone what a guest sees."""
    page.goto(f"{url}{address(page, url, 'Peminjaman Ruang Rapat')}")
    page.get_by_role("link", name="Ruang presentasi").first.click()
    if page.viewport_size and page.viewport_size["width"] < 500:
        link = page.locator("figcaption a").first.get_attribute("href")
        page.context.clear_cookies()
        page.goto(str(link))
        page.get_by_label("Nama").fill("Rina Misalnya")
        page.get_by_label("Unit kerja").fill("Sekretariat Daerah")
        page.locator("main form [type=submit]").first.click()
        page.locator("main a.btn, main .card a").first.click()
    in_frame(page)


def in_frame(page: Page) -> None:
    """Wait until the application in the frame shows a page."""
    frame = page.frame_locator("iframe")
    frame.locator("main, .page-wrapper, .page-body").first.wait_for(timeout=60_000)
    page.wait_for_timeout(2000)


def signing(page: Page, url: str) -> None:
    """What is signed, and the bar with the password."""
    page.goto(f"{url}{address(page, url, 'Buku Tamu Digital')}#paket")
    page.locator("#paket").scroll_into_view_if_needed()
    page.evaluate("scrollTo(0, document.querySelector('#paket').offsetTop - 12)")
    page.wait_for_timeout(2000)  # pictures of papers are made when they are first asked for


def decision(page: Page, url: str) -> None:
    """A chief decides."""
    case("Arsip Surat Kecamatan")(page, url)


def made(path: str) -> Callable[[Page, str], None]:
    """A page of the demonstration's application."""

    def go(page: Page, url: str) -> None:
        page.goto(url + path)

    return go


@dataclass(frozen=True)
class Shot:
    """One picture: its name, who looks, how to get there; of the portal or what it `made`."""

    name: str
    person: str
    go: Callable[[Page, str], None]
    made: bool = False


SHOTS = (
    Shot("kotak-masuk", "dewi", inbox),
    Shot("keputusan", "dewi", decision),
    Shot("usulan", "hasan", case("Buku Tamu Digital")),
    Shot("tanda-tangan", "hasan", signing),
    Shot("rancangan", "sri", design),
    Shot("pratinjau", "sri", preview),
    Shot("ruang", "sri", room),
    Shot("prosedur", "sri", procedure),
    Shot("daftar", "operator", made("/pengajuan/list/"), made=True),
    Shot("isian", "operator", made("/pengajuan/add"), made=True),
)


def address(page: Page, url: str, title: str) -> str:
    """The path of a case, found in the inbox as a person would."""
    for part in ("giliran", "ikuti", "selesai"):
        page.goto(f"{url}/kotak-masuk/?bagian={part}")
        found = page.locator(".portal-case-words a", has_text=title)
        if found.count():
            return str(found.first.get_attribute("href"))
    raise SystemExit(f"no case {title!r} in the demo office")


def log_in(
    browser: Browser, url: str, person: str, width: int, height: int, password: str = PASSWORD
) -> Page:
    """A browser of that person's own."""
    context = browser.new_context(locale="id-ID", viewport={"width": width, "height": height})
    page = context.new_page()
    page.goto(f"{url}/login/")
    page.locator("#username").fill(person)
    page.locator("#password").fill(password)
    page.locator("form[name=login] [type=submit]").first.click()
    page.wait_for_url(lambda now: "/login" not in now)
    return page


def small(picture: bytes) -> bytes:
    """The same as WebP without loss, with as many colours as fit below the limit.

    What fills the page keeps its colour exactly; the rest is near, rare accents included.
    """
    image = Image.open(io.BytesIO(picture)).convert("RGB")
    counted = sorted(image.getcolors(1 << 24) or (), reverse=True)
    for colours in (64, 32, 16, 8):
        plain = [part for _, colour in counted[: colours // 2] for part in cast(Any, colour)]
        near = image.quantize(colours // 2, method=Image.Quantize.MAXCOVERAGE).getpalette() or []
        palette = Image.new("P", (1, 1))
        palette.putpalette((plain + near[: colours // 2 * 3])[:768])
        few = image.quantize(palette=palette, dither=Image.Dither.NONE)
        out = io.BytesIO()
        few.convert("RGB").save(out, "WEBP", lossless=True, quality=100, method=6)
        if out.tell() < LIMIT:
            return out.getvalue()
    raise SystemExit(f"a picture stays above {LIMIT} bytes")


def take(browser: Browser, sites: dict[bool, str], wanted: list[str]) -> list[str]:
    """Take the pictures; what could not be taken is returned in words, the others are kept."""
    missed = []
    for shot in SHOTS:
        url, password = sites[shot.made], served.PASSWORD if shot.made else PASSWORD
        for width, height in SIZES:
            name = f"{shot.name}-{width}.webp"
            if wanted and shot.name not in wanted:
                continue
            page = log_in(browser, url, shot.person, width, height, password)
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


@contextmanager
def demo_office(folder: Path) -> Iterator[str]:
    """The demo office, loaded and started as `rakit demo` does; its address."""
    folder.mkdir()
    portal = Portal(folder)
    portal.prepare()
    print("loading the demo office (some minutes)", file=sys.stderr, flush=True)
    portal.rakit("demo", "--reset")
    portal.start("demo")
    try:
        yield portal.url
    finally:
        portal.stop()


def main(arguments: list[str]) -> int:
    asked = argparse.ArgumentParser(prog="python -m docs.take_pictures")
    asked.add_argument("names", nargs="*", help="pictures to take; else all")
    asked.add_argument("--portal", default="", help="address of a portal with the demo office")
    given = asked.parse_args(arguments)
    HOME.mkdir(exist_ok=True)
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="rakit-gambar-")))
        portal = given.portal or stack.enter_context(demo_office(folder / "kantor"))
        tree = running.make(folder / "pohon")
        (folder / "isi").mkdir()
        application = stack.enter_context(running.served(tree, folder / "isi"))
        browser = stack.enter_context(sync_playwright()).chromium.launch(
            executable_path=chromium(), args=CHROMIUM_FLAGS
        )
        missed = take(browser, {False: portal, True: application}, given.names)
        browser.close()
    for line in missed:
        print(line, file=sys.stderr)
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
