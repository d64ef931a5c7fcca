"""The demonstration's application says nothing in English, whoever looks."""

from __future__ import annotations

import urllib.parse
import urllib.request
from collections.abc import Callable
from http.cookiejar import CookieJar

import pytest

from tests.app.served import PASSWORD
from tests.face import language, office


def visitor(address: str, role: str) -> Callable[[str], tuple[str, str]]:
    """A browser in which somebody with this role has logged in."""
    opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))

    def get(path: str) -> tuple[str, str]:
        with opener.open(address + urllib.parse.quote(path, safe="/?=&%")) as answer:
            return answer.headers.get_content_type(), answer.read().decode("utf-8", "replace")

    form = {"username": role, "password": PASSWORD, "csrf_token": office.token(get("/login/")[1])}
    opener.open(f"{address}/login/", urllib.parse.urlencode(form).encode()).close()
    return get


@pytest.mark.parametrize(
    ("role", "least"), [("operator", 15), ("verifikator", 10), ("pimpinan", 10)]
)
def test_it_speaks_indonesian(demo_address: str, role: str, least: int) -> None:
    count = 0
    for path, page in language.pages(visitor(demo_address, role), ["/"]):
        count += 1
        assert not language.foreign(language.Page(page).texts), path
    assert count >= least
