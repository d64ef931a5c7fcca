"""Looking finds what is wrong, wherever it hides: each page here has one fault, or none."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.crawl.look import POLICY, Looker

pytestmark = pytest.mark.browser
BASE = "http://127.0.0.1:9"
STYLE = """
body { font: 16px sans-serif; margin: 0; color: #111; background: #fff }
main { padding: 16px }
button, summary, input { min-height: 40px; min-width: 40px }
.tiny { display: inline-block; min-height: 0; min-width: 0; width: 16px; height: 16px; padding: 0 }
.pale { color: #bbb } .fine { font-size: 10px } .broad { width: 600px }
@media (min-width: 700px) { .narrow { display: none } }
@media (max-width: 699px) { .wide { display: none } }
@media (max-width: 330px) { .last { width: 500px } }
"""
FINE = "<p>Semua baik.</p><label>Nama <input name=nama></label>"
PAIR = (
    "<div><button class=tiny aria-label=a></button><button class=tiny aria-label=b></button></div>"
)
FAULTS = {
    "a field without a name": ("<input name=n>", "1280 px: axe label"),
    "one in a fold": ("<details><summary>Lagi</summary><input name=n></details>", "axe label"),
    "one in a dialog": ("<dialog aria-label=D><input name=n></dialog>", "opened: axe label"),
    "one that comes on phones": ("<div class=narrow><input name=n></div>", "390 px: axe label"),
    "a name lost on phones": (
        "<button><span class=wide>Simpan</span></button>", "390 px: axe button-name"
    ),
    "a label lost on phones": (
        '<label class=wide for=n>Nama</label><input id=n name=n>', "390 px: axe label"
    ),
    "pale text": ("<p class=pale>Pucat.</p>", "1280 px: axe color-contrast"),
    "pale text on phones": ("<p class='pale narrow'>Pucat.</p>", "390 px: axe color-contrast"),
    "pale text in a fold": (
        "<details><summary>Lagi</summary><p class=pale>Pucat.</p></details>", "color-contrast"
    ),
    "a heading of the wrong level on phones": (
        "<h2 class=wide>Dua</h2><h3>Tiga</h3>", "390 px: axe heading-order"
    ),
    "small targets side by side": (PAIR, "target: 16x16"),
    "the same, as axe sees them": (PAIR, "axe target-size"),
    "small text": ("<p class=fine>Kecil.</p>", "small text: 10.0 px"),
    "wider than a phone": ("<p class=broad>Lebar.</p>", "390 px: wide: "),
    "wider than the narrowest": ("<p class=last>Lebar.</p>", "320 px: wide: "),
    "a picture from elsewhere": ("<img alt='' src='http://127.0.0.8/a.png'>", "img-src refused"),
    "a frame that the policy does not name": ("<iframe title=a src=/b></iframe>", "frame of "),
    "a style of its own": ("<p style='color: #111'>Teks.</p>", "style-src-attr refused"),
}  # fmt: skip


@pytest.fixture(scope="module")
def look(browser: Any) -> Iterator[Callable[..., list[str]]]:
    """Look at a page with this in it."""
    context = browser.new_context()
    shown, lookers = {"body": ""}, dict[bool, Looker]()
    policy = f"{POLICY} frame-src 'none'"

    def answer(route: Any) -> None:
        if route.request.url.endswith(".css"):
            route.fulfill(content_type="text/css", body=STYLE)
            return
        body = (
            "<!doctype html><html lang=id><head><title>Uji</title>"
            "<meta name=viewport content='width=device-width'>"
            "<link rel=stylesheet href=/s.css></head>"
            f"<body><main><h1>Uji</h1>{shown['body']}</main>"
        )
        headers = {"content-security-policy": policy, "content-type": "text/html; charset=utf-8"}
        route.fulfill(headers=headers, body=body)

    def looked(
        body: str, *, known: set[str] | None = None, thorough: bool = False, **how: Any
    ) -> list[str]:
        shown["body"] = body
        if thorough not in lookers:  # each adds its scripts to its tab
            hosts = frozenset({"127.0.0.1:9"})
            lookers[thorough] = Looker(context.new_page(), hosts, set(), thorough)
        looker = lookers[thorough]
        looker.known = set() if known is None else known
        return looker.visit(f"{BASE}/halaman", **how)

    context.route(f"{BASE}/**", answer)
    yield looked
    context.close()


def test_nothing_is_found_where_nothing_is_wrong(look: Callable[..., list[str]]) -> None:
    assert look(FINE) == []
    assert look(FINE, thorough=True) == []


@pytest.mark.parametrize("thorough", [False, True])
@pytest.mark.parametrize("fault", FAULTS)
def test_it_is_found(look: Callable[..., list[str]], fault: str, thorough: bool) -> None:
    body, expected = FAULTS[fault]
    found = look(FINE + body, thorough=thorough)
    assert any(expected in one for one in found), found


def test_what_the_policy_would_not_hold_back_is_heard_in_the_proofs(
    look: Callable[..., list[str]],
) -> None:
    found = look(FINE + FAULTS["a picture from elsewhere"][0], thorough=True)
    assert "other host: http://127.0.0.8/a.png" in found


def test_what_was_looked_at_is_not_looked_at_again(look: Callable[..., list[str]]) -> None:
    known: set[str] = set()
    fold = "<details><summary>Lagi</summary><input name=n></details>"
    assert any("axe label" in one for one in look(fold, known=known))
    assert not any("axe label" in one for one in look(fold, known=known))
    other = look(fold + "<p>Lain.</p><input name=m>", known=known)
    assert any("axe label" in one and 'name="m"' in one for one in other)
    assert not any('name="n"' in one for one in other)
