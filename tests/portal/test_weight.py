"""The portal's inbox within the limits, on the first visit and afterwards."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask

from tests.face.weight import (
    FIRST_BYTES,
    FIRST_REQUESTS,
    LATER_BYTES,
    LATER_REQUESTS,
    served,
    settle,
)
from tests.portal.conftest import PASSWORD


@pytest.mark.browser
def test_the_inbox_is_light(portal: Flask, person: Any) -> None:
    with served(portal) as (address, scale):
        page = person()
        page.goto(f"{address}/login/")
        page.fill("#username", "sri")
        page.fill("#password", PASSWORD)
        page.click("form[name=login] button[type=submit]")
        settle(page)
        fresh = person(storage_state=page.context.storage_state())
        scale.take()
        fresh.goto(f"{address}/kotak-masuk/")
        settle(fresh)
        requests, size, seen = scale.take()
        assert requests <= FIRST_REQUESTS and size <= FIRST_BYTES, seen
        for path in ("/prosedur/", "/kotak-masuk/"):
            fresh.goto(f"{address}{path}")
            settle(fresh)
            requests, size, seen = scale.take()
            assert requests <= LATER_REQUESTS and size <= LATER_BYTES, seen
