"""How the browser tests of the toy library come in, and what they read from its pages."""

from __future__ import annotations

from typing import Any

from tests.face.library import PASSWORD

ROWS = "rows => rows.map((row) => row.innerText.replaceAll(/\\s+/g, ' ').trim())"
FIRST = "form[name=login] button[type=submit]"


def enter(page: Any, address: str, name: str = "petugas") -> Any:
    """Log in; the same page, for writing it in one line."""
    page.goto(f"{address}/login/")
    page.fill("#username", name)
    page.fill("#password", PASSWORD)
    page.click(FIRST)
    page.wait_for_url(f"{address}/**")
    return page


def rows(page: Any) -> list[str]:
    """The lines of the list, as one reads them."""
    found: list[str] = page.eval_on_selector_all("#daftar tbody tr", ROWS)
    return found


def listed(page: Any) -> dict[str, Any]:
    """Everything that says which rows these are: address, search, filters, order, file, lines."""
    return {
        "address": page.url,
        "search": page.input_value("#cari"),
        "filters": page.eval_on_selector_all(
            "#saring .kit-filter [name]", "all => all.map((one) => `${one.name}=${one.value}`)"
        ),
        "kept": page.eval_on_selector_all(
            "#saring-tetap input", "all => all.map((one) => `${one.name}=${one.value}`)"
        ),
        "order": page.eval_on_selector_all(
            "th[aria-sort]", "all => all.map((one) => `${one.innerText.trim()} ${one.ariaSort}`)"
        ),
        "chip": page.eval_on_selector_all(".kit-chip.active", "all => all.map((x) => x.innerText)"),
        "file": page.get_attribute("#unduh", "href"),
        "rows": rows(page),
    }


def held(page: Any) -> str:
    """What has the focus: its id or text."""
    return str(
        page.evaluate(
            "(() => { const e = document.activeElement;"
            " return e.id || e.innerText?.trim() || e.tagName })()"
        )
    )
