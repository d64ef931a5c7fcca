"""The portal's pages in one language: Indonesian, or English when asked."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

import pytest
import yaml

from builder.house import House
from sop_workflow import procedure
from sop_workflow.commands import Open
from sop_workflow.desk import Actor
from tests.face import language

NAMES = {"public"}  # of a role


def open_case(house: House) -> None:
    house.cases.do(
        Actor(person=1, name="Sri Contoh"), Open(title="Buku Tamu", organisation="Dinas Contoh")
    )


def getter(browser: Any) -> Callable[[str], tuple[str, str]]:
    def get(path: str) -> tuple[str, str]:
        answer = browser.client.get(path, follow_redirects=True)
        return answer.mimetype, answer.text if answer.mimetype == "text/html" else ""

    return get


@pytest.mark.parametrize(("person", "least"), [("sri", 12), ("kabid", 10), ("admin", 25)])
def test_the_portal_speaks_indonesian(at: Any, house: House, person: str, least: int) -> None:
    open_case(house)
    found = dict(language.pages(getter(at(person)), ["/", "/tidak-ada"]))
    assert len(found) >= least
    for path, page in found.items():
        assert not language.foreign(language.Page(page).texts, NAMES), path


@pytest.mark.parametrize("person", ["sri", "admin"])
def test_the_portal_speaks_english(at: Any, house: House, person: str) -> None:
    open_case(house)
    browser = at(person)
    browser.get("/lang/en")
    for path, page in language.pages(getter(browser), ["/", "/tidak-ada"]):
        texts = language.Page(page).texts
        assert not language.untranslated(texts, paper(), rooms=2), path


@cache
def paper() -> frozenset[str]:
    """What stands in the office's own paper: it is shown as it is."""

    def strings(node: Any) -> Iterator[str]:
        if isinstance(node, str):
            yield from (node, " ".join(node.split()))
        elif isinstance(node, dict | list):
            for one in node.values() if isinstance(node, dict) else node:
                yield from strings(one)

    return frozenset(strings(yaml.safe_load(procedure.DEFAULT.read_text(encoding="utf-8"))))
