"""Security headers on every answer.

Pages run no inline script and no inline style, and load nothing from elsewhere. A page that must
frame the preview's gateway says so while it is made: `guard.allow("frame-src", address)`.
"""

from __future__ import annotations

from typing import Any

from flask import Flask, Response, current_app, g, request
from flask.sessions import SecureCookieSessionInterface, SessionMixin

POLICY: dict[str, tuple[str, ...]] = {
    "default-src": ("'self'",),
    "script-src": ("'self'",),
    "style-src": ("'self'",),
    "img-src": ("'self'", "data:"),
    "font-src": ("'self'",),
    "connect-src": ("'self'",),
    "frame-src": ("'none'",),
    "object-src": ("'none'",),
    "base-uri": ("'none'",),
    "form-action": ("'self'",),
}
YEAR, MONTH = 31_536_000, 2_592_000


class Sessions(SecureCookieSessionInterface):
    """Flask's sessions, left out of answers that everybody shares.

    With `Vary: Cookie` a browser would ask again for every file whenever the session changes.
    """

    def save_session(self, app: Flask, session: SessionMixin, response: Any) -> None:
        """As Flask does, unless the answer may be kept by anybody."""
        if not response.cache_control.public:
            super().save_session(app, session, response)


def allow(directive: str, source: str) -> None:
    """Let the page now being made use `source` (an origin) under `directive`, e.g. "frame-src"."""
    if directive not in POLICY:
        raise ValueError(f"Unknown directive {directive!r}. Known: {', '.join(POLICY)}.")
    extra: dict[str, list[str]] = g.setdefault("kit_csp", {})
    extra.setdefault(directive, []).append(source)


def policy() -> str:
    """The Content-Security-Policy of this answer."""
    extra: dict[str, list[str]] = g.get("kit_csp", {})
    parts = []
    for directive, sources in POLICY.items():
        added = extra.get(directive, [])
        kept = [s for s in sources if not (added and s == "'none'")]
        parts.append(" ".join([directive, *kept, *added]))
    parts.append(f"frame-ancestors {current_app.config['KIT_FRAME_ANCESTORS']}")
    return "; ".join(parts)


def keep(response: Response) -> Response:
    """Browsers may keep it for good: its address changes with its content."""
    response.headers["Cache-Control"] = f"public, max-age={YEAR}, immutable"
    return response


def headers(response: Response) -> Response:
    """Add what is missing; a header that a view set itself stays."""
    put = response.headers.setdefault
    put("X-Content-Type-Options", "nosniff")
    put("Referrer-Policy", "same-origin")
    put("Cross-Origin-Opener-Policy", "same-origin")
    put("Permissions-Policy", "camera=(), microphone=(), geolocation=(self)")
    put("Content-Security-Policy", policy())
    if request.endpoint == "kit.static":
        # The same pages also run in an opaque origin, where fonts are asked for across origins.
        put("Access-Control-Allow-Origin", "*")
    if (request.endpoint or "").endswith(".static"):
        if "v" in request.args and response.status_code == 200:
            keep(response)
        elif response.mimetype == "font/woff2":  # named in a style sheet, which knows no versions
            response.headers["Cache-Control"] = f"public, max-age={MONTH}"
    elif response.mimetype == "text/html":
        put("Cache-Control", "private, no-cache")
        put("Vary", "HX-Request, Cookie")
    return response
