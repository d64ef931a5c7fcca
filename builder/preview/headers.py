"""Which headers pass the gateway, and what it adds: the wall between preview and portal.

The document of a preview has an opaque origin (`sandbox` without `allow-same-origin`): scripts in
it see no cookie and no storage of the portal, and its requests carry none. So cookies are kept here
(`Jar`), and what htmx reads from answers is exposed across origins.
"""

from __future__ import annotations

import re
import time
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit

from builder.preview.wire import Headers

SANDBOX = "sandbox allow-scripts allow-forms allow-modals allow-popups allow-downloads"
CEILING = (
    "default-src 'self' 'unsafe-inline' 'unsafe-eval' data: blob:; "
    "form-action 'self'; base-uri 'self'; object-src 'none'"
)
TO_APPLICATION = frozenset({
    "accept", "accept-language", "content-type", "user-agent", "if-none-match",
    "if-modified-since", "range", "x-csrftoken", "x-csrf-token", "x-requested-with",
    "authorization", "hx-request", "hx-target", "hx-trigger", "hx-trigger-name", "hx-current-url",
    "hx-boosted", "hx-prompt", "hx-history-restore-request",
})  # fmt: skip
EXPOSED = (
    "HX-Location", "HX-Push-Url", "HX-Redirect", "HX-Refresh", "HX-Replace-Url", "HX-Reswap",
    "HX-Reselect", "HX-Retarget", "HX-Trigger", "HX-Trigger-After-Settle",
    "HX-Trigger-After-Swap", "Content-Disposition", "ETag",
)  # fmt: skip
FROM_APPLICATION = frozenset({
    "content-type", "content-disposition", "content-language", "content-encoding",
    "content-range", "accept-ranges", "etag", "last-modified", "retry-after", "allow",
    "www-authenticate", *(name.lower() for name in EXPOSED),
})  # fmt: skip
_OURS_TO_SAY = (
    "frame-ancestors",
    "sandbox",
    "report-uri",
    "report-to",
    "upgrade-insecure-requests",
)
MOST_COOKIES, COOKIE_BYTES = 20, 4096


class Outside(Exception):  # noqa: N818
    """The application sends people to an address that is not its own."""


class Jar:
    """The cookies of one device in one preview. They never reach the browser."""

    def __init__(self) -> None:
        self.cookies: dict[str, str] = {}

    def take(self, lines: list[str]) -> None:
        """What an answer sets; expiry is obeyed, the other attributes mean nothing here."""
        for line in lines:
            pair, *attributes = [part.strip() for part in line.split(";")]
            name, _, value = pair.partition("=")
            if not name or len(pair) > COOKIE_BYTES:
                continue
            if _is_over(attributes):
                self.cookies.pop(name, None)
            elif name in self.cookies or len(self.cookies) < MOST_COOKIES:
                self.cookies[name] = value

    def line(self) -> str:
        return "; ".join(f"{name}={value}" for name, value in self.cookies.items())


def to_application(given: Headers, jar: Jar, length: int | None) -> list[tuple[str, str]]:
    """By list: a cookie or a login meant for the portal never passes."""
    lines = [(name, value) for name, value in given if name.lower() in TO_APPLICATION]
    if jar.cookies:
        lines.append(("Cookie", jar.line()))
    if length is not None:
        lines.append(("Content-Length", str(length)))
    return [*lines, ("Connection", "close")]


def from_application(
    status: int, given: Headers, *, prefix: str, own: str, ancestors: str, origin: str
) -> list[tuple[str, str]]:
    """What the browser gets of an answer. `own`: this gateway's host; raises `Outside`."""
    lines = [(n, v) for n, v in given if n.lower() in FROM_APPLICATION]
    if location := given.one("location"):
        lines.append(("Location", inside(location, prefix, own)))
    cache = given.one("cache-control").lower()
    age = re.search(r"max-age=(\d+)", cache)
    keeps = status in (200, 304) and age and int(age[1]) > 0 and "no-store" not in cache
    lines.append(("Cache-Control", "private, max-age=3600" if keeps else "no-store"))
    policies = [p for value in given.all("content-security-policy") if (p := without_ours(value))]
    lines += [("Content-Security-Policy", policy) for policy in policies]
    return [*lines, *walls(ancestors), *cross_origin(origin)]


def walls(ancestors: str) -> list[tuple[str, str]]:
    """On every answer, also on our own pages."""
    return [
        ("Content-Security-Policy", f"{SANDBOX}; frame-ancestors {ancestors}; {CEILING}"),
        ("Referrer-Policy", "no-referrer"),
        ("X-Content-Type-Options", "nosniff"),
        ("Cross-Origin-Resource-Policy", "cross-origin"),
        ("Permissions-Policy", "camera=(), microphone=(), geolocation=(), payment=(), usb=()"),
        ("X-Robots-Tag", "noindex"),
    ]


def cross_origin(origin: str) -> list[tuple[str, str]]:
    """For scripts of the opaque origin; `origin` was accepted, or is empty."""
    if not origin:
        return [("Vary", "Origin")]
    return [
        ("Access-Control-Allow-Origin", origin),
        ("Access-Control-Expose-Headers", ", ".join(EXPOSED)),
        ("Vary", "Origin"),
    ]


def preflight(origin: str) -> list[tuple[str, str]]:
    """Kept by the browser for two hours (its own limit), so htmx asks once per address."""
    return [
        ("Access-Control-Allow-Origin", origin),
        ("Access-Control-Allow-Methods", "GET, HEAD, POST, PUT, PATCH, DELETE"),
        ("Access-Control-Allow-Headers", ", ".join(sorted(TO_APPLICATION))),
        ("Access-Control-Max-Age", "7200"),
        ("Vary", "Origin"),
    ]


def inside(location: str, prefix: str, own: str) -> str:
    """An address of the application, as a path below the link; raises `Outside`."""
    parts = urlsplit(location.replace("\\", "/"))
    if parts.scheme not in ("", "http", "https") or (parts.netloc and parts.netloc != own):
        raise Outside(location)
    path = parts.path
    if path.startswith("/") and path != prefix and not path.startswith(prefix + "/"):
        path = prefix + "/" + path.lstrip("/")
    query = f"?{parts.query}" if parts.query else ""
    return f"{path}{query}" + (f"#{parts.fragment}" if parts.fragment else "")


def without_ours(policy: str) -> str:
    """The application's own policy stays in force beside ours, but for what is ours to say."""
    rules = [rule.strip() for rule in policy.split(";") if rule.strip()]
    return "; ".join(rule for rule in rules if rule.split()[0].lower() not in _OURS_TO_SAY)


def _is_over(attributes: list[str]) -> bool:
    for attribute in attributes:
        name, _, value = attribute.partition("=")
        if name.lower() == "max-age" and value.strip().lstrip("-").isdigit():
            return int(value) <= 0
    for attribute in attributes:
        name, _, value = attribute.partition("=")
        if name.lower() == "expires":
            try:
                return parsedate_to_datetime(value).timestamp() <= time.time()
            except ValueError:
                return False
    return False
