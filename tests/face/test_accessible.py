"""The living pages in a browser: accessible, nothing overflows, also without scripts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.face import office
from tests.face.test_pages import PAGES

pytestmark = pytest.mark.browser
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
Open = Callable[..., Any]


def enter(page: Any, address: str) -> None:
    page.goto(f"{address}/login/")
    page.fill("#username", "admin")
    page.fill("#password", office.PASSWORD)
    page.click("form[name=login] button[type=submit]")
    page.wait_for_url(f"{address}/")


def findings(page: Any) -> list[tuple[str, list[str]]]:
    found = Axe().run(page, options={"runOnly": RULES}).response["violations"]
    return [(one["id"], [node["target"][0] for node in one["nodes"]][:5]) for one in found]


def until(page: Any, expression: str) -> None:
    """Wait for it; Playwright's own waiting needs eval, which the pages' policy forbids."""
    for _ in range(600):
        if page.evaluate(expression):
            return
        page.wait_for_timeout(50)
    pytest.fail(f"never true: {expression}")


def listen(page: Any) -> list[str]:
    said: list[str] = []
    page.on("console", lambda m: said.append(m.text) if m.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    return said


@pytest.mark.parametrize("width", [1280, 390])
def test_pages_are_accessible_and_fit(person: Open, address: str, width: int) -> None:
    page = person(width=width)
    said = listen(page)
    page.goto(f"{address}/login/")
    assert findings(page) == []
    enter(page, address)
    for at, path in enumerate(PAGES):
        page.goto(address + path)
        # Every page at one width, the pages of an entity at both.
        page.evaluate("scrollTo(0, document.body.scrollHeight)")  # a bar that sticks covers nothing
        if path.startswith("/kit") or at % 2 == (width == 390):
            assert findings(page) == [], path
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
    assert said == []


def test_menu_on_a_phone_opens_with_and_without_scripts(person: Open, address: str) -> None:
    page = person(width=390)
    enter(page, address)
    assert not page.is_visible("#menu")
    page.click(".kit-menu-toggle")
    assert page.is_visible("#menu")
    assert page.get_attribute(".kit-menu-toggle", "aria-expanded") == "true"
    plain = person(width=390, java_script_enabled=False)
    enter(plain, address)
    plain.click(".kit-menu-toggle")
    assert plain.is_visible("#menu")


@pytest.mark.parametrize("scripts", [True, False])
def test_deleting_asks_first(person: Open, address: str, scripts: bool) -> None:
    page = person(java_script_enabled=scripts)
    enter(page, address)
    page.goto(f"{address}/surat/list/?_flt_0_subject=Permohonan")
    first = page.locator("tbody tr").first
    first.get_by_role("button", name="Hapus").first.click()
    dialog = page.get_by_role("dialog")
    assert dialog.is_visible()
    assert "akan dihapus" in dialog.inner_text()
    dialog.get_by_role("button", name="Batal").click()
    assert page.get_by_role("dialog").count() == 0
    assert page.locator("tbody tr").count() == 10


def test_menus_of_choices_are_not_transparent(person: Open, address: str) -> None:
    page = person()
    enter(page, address)
    page.goto(f"{address}/kit/isian")
    page.click("#usaha-ts-control")
    menu = page.locator(".ts-dropdown:visible")
    menu.locator(".option").first.wait_for()
    assert menu.evaluate("e => getComputedStyle(e).backgroundColor") == "rgb(255, 255, 255)"
    menu.locator(".option").nth(1).click()
    assert page.input_value("#usaha") == "2"
    page.goto(f"{address}/kit/daftar")
    page.click("summary:has-text('Lainnya')")
    assert page.locator(".dropdown-menu:visible").evaluate(
        "e => getComputedStyle(e).backgroundColor"
    ) == ("rgb(255, 255, 255)")
    page.keyboard.press("Escape")
    assert page.locator(".dropdown-menu:visible").count() == 0


def test_conditions_show_inputs_while_one_types(person: Open, address: str) -> None:
    page = person()
    enter(page, address)
    page.goto(f"{address}/kit/isian")
    assert not page.is_visible("#jenis_lain")
    page.select_option("#jenis", "lainnya")
    assert page.is_visible("#jenis_lain")
    page.select_option("#jenis", "baru")
    assert not page.is_visible("#jenis_lain")
    plain = person(java_script_enabled=False)
    enter(plain, address)
    plain.goto(f"{address}/kit/isian")
    assert plain.is_visible("#jenis_lain")


CONDITIONS: list[tuple[str, dict[str, Any], bool]] = [
    ("a == 'x'", {"a": "x"}, True),
    ("a == 'x' and not b", {"a": "x", "b": True}, False),
    ("a in ['x', 'y'] or empty(b)", {"a": "z", "b": None}, True),
    ("n > 10", {"n": "9"}, False),
    ("n >= 10", {"n": "10"}, True),
    ("a != 'x'", {"a": None}, False),
    ("a == 'it''s'", {"a": "it's"}, True),
    ("d < today()", {"d": "2000-01-01"}, True),
]


def test_conditions_mean_the_same_as_on_the_server(person: Open, address: str) -> None:
    page = person()
    enter(page, address)
    page.goto(f"{address}/kit/isian")
    asked = "([t, v]) => kitConditions.evaluate(t, (name) => v[name])"
    for text, values, said in CONDITIONS:
        assert page.evaluate(asked, [text, values]) is said, text


def test_tabs_open_at_what_is_wrong_and_rows_are_added(person: Open, address: str) -> None:
    page = person()
    enter(page, address)
    page.goto(f"{address}/kit/salah")
    assert page.evaluate("document.activeElement.matches('[data-focus]')")
    page.click("a.alert-link:has-text('Rincian')")
    assert page.is_visible("#rincian-1-alat")
    assert page.locator("[data-row]").count() == 2
    page.click("[data-rows-add]")
    assert page.locator("[name='rincian-2-alat']").count() == 1


def test_long_dates_and_amounts_stand_beside_the_input(person: Open, address: str) -> None:
    page = person()
    enter(page, address)
    page.goto(f"{address}/kit/isian")
    assert page.is_visible("text=Senin, 23 November 2026")
    page.fill("#nilai", "12500000")
    assert "12.500.000" in page.inner_text("#nilai-field")


def test_lists_exchange_only_the_rows_and_keep_the_address(person: Open, address: str) -> None:
    page = person()
    enter(page, address)
    page.goto(f"{address}/kit/daftar")
    page.evaluate("document.body.dataset.same = 'yes'")
    with page.expect_response(lambda r: "q=tempe" in r.url) as answered:
        page.fill("#cari", "tempe")
    assert "q=tempe" in answered.value.url and "f_status" not in answered.value.url
    page.wait_for_url("**/kit/daftar?q=tempe")
    assert page.evaluate("document.body.dataset.same") == "yes"
    assert page.input_value("#cari") == "tempe"


@pytest.fixture
def framing() -> Any:
    """Pages may frame each other, as the room page frames a preview."""
    from builder.kit.face import guard

    before = guard.POLICY["frame-src"]
    guard.POLICY["frame-src"] = ("'self'",)
    yield
    guard.POLICY["frame-src"] = before


def test_a_tap_in_pin_mode_tells_the_node(person: Open, address: str, framing: None) -> None:
    page = person()
    enter(page, address)
    page.goto(f"{address}/kit/daftar")
    page.evaluate(
        """(url) => { document.body.innerHTML = ""; window.told = [];
        window.addEventListener("message", (e) => told.push(e.data));
        const f = document.createElement("iframe"); f.id = "f"; f.src = url;
        f.width = 900; f.height = 700; document.body.append(f); }""",
        "/kit/isian",
    )
    until(page, "told.some((m) => m.rakit === 'ready')")
    inside = page.frame_locator("#f")
    inside.locator("label[for=nama]").click()
    assert page.evaluate("told.filter((m) => m.node).length") == 0
    mode = "f.contentWindow.postMessage({rakit: 'pin-mode', on: %s}, '*')"
    page.evaluate(mode % "true")
    inside.locator(".kit-pinning").wait_for(state="attached")
    inside.locator("label[for=nama]").click()
    until(page, "told.some((m) => m.node)")
    assert page.evaluate("told.find((m) => m.node)") == {"node": "aaaaaaai", "label": "Nama"}
    page.evaluate(mode % "false")
    inside.locator("html:not(.kit-pinning)").wait_for(state="attached")


def test_pages_work_in_an_opaque_origin(person: Open, address: str) -> None:
    """As in the preview: no storage, no cookies, origin null; style, font, scripts load."""
    page = person()
    said = listen(page)
    page.goto(f"{address}/kit/isian?buram")
    assert page.evaluate("self.origin") == "null"
    assert page.evaluate("[...document.styleSheets].length") == 3
    until(page, "[...document.fonts].some((font) => font.status === 'loaded')")
    assert page.evaluate("[...document.fonts].map((font) => font.status)") == ["loaded"]
    assert page.locator(".ts-wrapper").count() >= 1
    page.select_option("#jenis", "lainnya")
    assert page.is_visible("#jenis_lain")
    assert said == []


def test_a_search_that_cannot_be_fetched_is_opened_as_a_page(person: Open, address: str) -> None:
    """Without a gateway that answers for origin null every call is refused by the browser."""
    page = person()
    page.goto(f"{address}/kit/daftar?buram")
    page.fill("#cari", "tempe")
    page.wait_for_url("**/kit/daftar?q=tempe")
    assert page.input_value("#cari") == ""  # the example page searches nothing
    assert page.locator("#daftar tbody tr").count() == 12
