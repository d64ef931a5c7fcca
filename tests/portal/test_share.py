"""'Bagikan' says what became of the text, also over plain http where there is no clipboard."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from builder.house import House
from sop_workflow.commands import Open
from sop_workflow.desk import Actor

from .conftest import PASSWORD

PLAIN = "Object.defineProperty(Navigator.prototype, 'clipboard', {get: () => undefined});"
REFUSED = PLAIN + "document.execCommand = () => false;"


@pytest.mark.parametrize(
    ("script", "said"),
    [("", "Disalin"), (PLAIN, "Disalin"), (REFUSED, "Tekan Ctrl+C untuk menyalin")],
    ids=["clipboard", "http", "refused"],
)
def test_the_two_lines_are_copied_or_the_keys_told(
    person: Callable[..., Any], address: str, house: House, script: str, said: str
) -> None:
    opened = Open(title="Buku Tamu", organisation="Dinas Contoh")
    case = house.cases.do(Actor(person=1, name="Sri Contoh"), opened).case
    house.session.commit()
    page = person(width=390, permissions=["clipboard-read", "clipboard-write"])
    page.add_init_script(script)
    page.goto(f"{address}/login/")
    page.fill("[name=username]", "sri")
    page.fill("[name=password]", PASSWORD)
    page.press("[name=password]", "Enter")
    page.goto(f"{address}/usulan/{case.id}")
    page.get_by_role("button", name="Bagikan").click()
    page.get_by_role("button", name="Salin").click()
    told = page.locator("#bagikan [role=status]")
    told.get_by_text(said, exact=True).wait_for()
    text = page.input_value("#bagikan-teks")
    assert f"/usulan/{case.id}" in text and "Buku Tamu" in text
    assert page.evaluate("getSelection().toString()") == text
    if said == "Disalin":
        page.evaluate("document.querySelector('#bagikan-teks').readOnly = false")
        page.fill("#bagikan-teks", "")
        page.press("#bagikan-teks", "Control+v")
        assert page.input_value("#bagikan-teks") == text
