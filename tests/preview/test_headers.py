"""The wall between preview and portal, in headers."""

from __future__ import annotations

import pytest

from builder.preview.headers import (
    Jar,
    Outside,
    from_application,
    inside,
    to_application,
    without_ours,
)
from builder.preview.limits import Counted, Rate
from builder.preview.wire import Headers

PREFIX, OWN = "/p/tok", "10.1.2.3:8081"


def answer(*lines: tuple[str, str], status: int = 200) -> dict[str, list[str]]:
    found = from_application(
        status, Headers(list(lines)), prefix=PREFIX, own=OWN, ancestors="http://p:1", origin="null"
    )
    grouped: dict[str, list[str]] = {}
    for name, value in found:
        grouped.setdefault(name.lower(), []).append(value)
    return grouped


def test_a_cookie_or_a_forged_role_never_reaches_the_application() -> None:
    given = [("Cookie", "session=portal"), ("X-Forwarded-For", "1.1.1.1"), ("X-Preview-Role", "a")]
    passed = to_application(Headers([*given, ("HX-Request", "true"), ("TE", "x")]), Jar(), None)
    assert passed == [("HX-Request", "true"), ("Connection", "close")]


def test_the_jar_keeps_replaces_and_forgets() -> None:
    jar = Jar()
    jar.take(["a=1; Path=/; HttpOnly", "b=2"])
    jar.take(
        ["a=3", "b=; Max-Age=0", "c=x; Expires=Thu, 01 Jan 1970 00:00:00 GMT", "=y", "junk" * 2000]
    )
    assert jar.line() == "a=3"
    jar.take([f"n{n}=1" for n in range(100)])
    assert len(jar.cookies) == 20


def test_the_applications_policy_stays_in_force_beside_ours() -> None:
    policies = answer(
        ("Content-Security-Policy", "script-src 'self'; frame-ancestors 'none'; sandbox")
    )["content-security-policy"]
    assert policies[0] == "script-src 'self'"
    assert policies[1].startswith("sandbox allow-scripts allow-forms")
    assert "allow-same-origin" not in policies[1]
    assert "frame-ancestors http://p:1" in policies[1]
    assert without_ours("frame-ancestors *; report-uri /x") == ""


def test_only_known_headers_come_back() -> None:
    got = answer(
        ("X-Frame-Options", "DENY"), ("Set-Cookie", "a=1"), ("Clear-Site-Data", "*"),
        ("Access-Control-Allow-Origin", "*"), ("HX-Trigger", "saved"), ("Server", "x"),
        ("Service-Worker-Allowed", "/"), ("Transfer-Encoding", "chunked"),
    )  # fmt: skip
    assert got["hx-trigger"] == ["saved"]
    assert got["access-control-allow-origin"] == ["null"]
    assert "HX-Trigger" in got["access-control-expose-headers"][0]
    gone = ("x-frame-options", "set-cookie", "server", "service-worker-allowed")
    assert not [name for name in (*gone, "clear-site-data", "transfer-encoding") if name in got]


def test_pages_are_not_kept_by_browsers_but_styles_may_be() -> None:
    assert answer()["cache-control"] == ["no-store"]
    assert answer(("Cache-Control", "public, max-age=9"))["cache-control"][0].startswith("private")
    assert answer(("Cache-Control", "no-store, max-age=9"))["cache-control"] == ["no-store"]


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        ("/usaha/list/", "/p/tok/usaha/list/"),
        ("/p/tok/usaha/", "/p/tok/usaha/"),
        ("/p/token/", "/p/tok/p/token/"),
        ("show/1?a=b#c", "show/1?a=b#c"),
        ("http://10.1.2.3:8081/p/tok/x", "/p/tok/x"),
        ("?page=2", "?page=2"),
    ],
)
def test_a_redirect_stays_below_the_link(given: str, wanted: str) -> None:
    assert inside(given, PREFIX, OWN) == wanted


@pytest.mark.parametrize(
    "given", ["https://example.com/", "//example.com/", "\\\\example.com", "javascript:alert(1)"]
)
def test_a_redirect_to_elsewhere_is_refused(given: str) -> None:
    with pytest.raises(Outside):
        inside(given, PREFIX, OWN)


def test_a_device_may_be_quick_but_not_forever() -> None:
    rate = Rate(per_second=1, burst=3, names=2)
    assert [rate.take("a", now=0) for _ in range(4)] == [True, True, True, False]
    assert rate.take("b", now=0)
    assert rate.take("a", now=1)
    assert not rate.take("a", now=1)


def test_open_connections_are_counted_for_each_and_for_all() -> None:
    counted = Counted(total=3, each=2)
    assert [counted.enter(name) for name in ("a", "a", "a", "b", "c")] == [
        True,
        True,
        False,
        True,
        False,
    ]
    counted.leave("a")
    assert counted.enter("c")


def test_a_connection_that_rests_makes_room_for_one_that_asks() -> None:
    counted, shut = Counted(total=3, each=2), []
    for name in ("a", "a", "b"):
        assert counted.enter(name)
    assert not counted.enter("a"), "nobody rests"
    with (
        counted.rest("b", lambda: shut.append("b")),
        counted.rest("a", lambda: shut.append("a")),
    ):
        assert counted.enter("a")
        assert shut == ["a"], "who is at his own limit loses one of his own"
        assert not counted.enter("a"), "no other of his rests"
        assert counted.enter("c")
        assert shut == ["a", "b"], "at the limit of all anybody's"
        assert not counted.enter("d")
    assert not counted.resting
