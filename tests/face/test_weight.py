"""The first page an office loads, and every later one, within the limits."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from builder.kit.testing import PASSWORD, Office
from builder.kit.tests.toy import create_app
from builder.kit.tests.toy.screens import Role
from tests.face.weight import (
    FIRST_BYTES,
    FIRST_REQUESTS,
    LATER_BYTES,
    LATER_REQUESTS,
    served,
    settle,
)


@pytest.mark.browser
def test_a_made_application_is_light(person: Any, built: Path, tmp_path: Path) -> None:
    app = create_app(f"sqlite:///{tmp_path / 'toy.db'}", tmp_path)
    office = Office(app)
    name, _ = office._person(str(Role.HEAD), "unit-a")
    with served(app) as (address, scale):
        page = person()
        page.goto(f"{address}/login/")
        settle(page)
        requests, size, seen = scale.take()
        assert requests <= FIRST_REQUESTS and size <= FIRST_BYTES, seen
        page.fill("#username", name)
        page.fill("#password", PASSWORD)
        page.click("form[name=login] button[type=submit]")
        settle(page)
        scale.take()
        for path in ("/toy_title/list/", "/toy_title/add", "/toy_reader/list/"):
            page.goto(f"{address}{path}")
            settle(page)
            requests, size, seen = scale.take()
            assert requests <= LATER_REQUESTS and size <= LATER_BYTES, seen
            fresh = person(storage_state=page.context.storage_state())
            fresh.goto(f"{address}{path}")
            settle(fresh)
            requests, size, seen = scale.take()
            assert requests <= FIRST_REQUESTS and size <= FIRST_BYTES, seen


def test_files_travel_compressed(visitor: FlaskClient) -> None:
    url = "/_kit/static/vendor/tabler.css?v=1"
    plain = visitor.get(url)
    small = visitor.get(url, headers={"Accept-Encoding": "br, gzip"})
    assert "Content-Encoding" not in plain.headers
    assert small.headers["Content-Encoding"] == "gzip"
    assert small.content_length is not None and small.content_length * 4 < len(plain.data)
    for answer in (plain, small):
        assert answer.headers["Vary"] == "Accept-Encoding"
        assert "Set-Cookie" not in answer.headers
    etag = small.headers["ETag"]
    again = visitor.get(url, headers={"Accept-Encoding": "gzip", "If-None-Match": etag})
    assert again.status_code == 304 and not again.data


def test_what_is_no_text_or_flows_stays_as_it_is(app: Flask, visitor: FlaskClient) -> None:
    asked = {"Accept-Encoding": "gzip"}
    font = visitor.get("/_kit/static/vendor/inter-latin-wght-normal.woff2", headers=asked)
    assert "Content-Encoding" not in font.headers and "max-age" in font.headers["Cache-Control"]
    assert "Content-Encoding" not in visitor.head("/login/", headers=asked).headers
    part = {**asked, "Range": "bytes=0-99"}
    assert len(visitor.get("/_kit/static/kit.css", headers=part).data) == 100
    refused = visitor.get("/login/", headers={"Accept-Encoding": "gzip;q=0"})
    assert "Content-Encoding" not in refused.headers


def test_the_colours_of_an_office_have_an_address_of_their_own(
    app: Flask, visitor: FlaskClient
) -> None:
    first = colours(visitor)
    assert "immutable" in visitor.get(first).headers["Cache-Control"]
    before = app.config["KIT_PRIMARY"]
    app.config["KIT_PRIMARY"] = "#7a1f1f"
    try:
        assert colours(visitor) != first
    finally:
        app.config["KIT_PRIMARY"] = before


def colours(visitor: FlaskClient) -> str:
    page = visitor.get("/login/").text
    return page.split('href="/_kit/office.css')[1].split('"')[0].join(["/_kit/office.css", ""])
