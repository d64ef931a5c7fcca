"""Icons and QR codes as SVG text inside the page.

In the preview's opaque origin `<use href="file.svg#x">` draws nothing, so each icon is written out.
The shapes come from `static/vendor/icons.json`, which the front end's build fills.
"""

from __future__ import annotations

import hashlib
import json
from functools import lru_cache
from pathlib import Path
from urllib.parse import quote

from markupsafe import Markup, escape

STATIC = Path(__file__).parent.parent / "static"
UNKNOWN = '<rect x="5" y="5" width="14" height="14" rx="2" />'

# Flask-AppBuilder and old menus name Font Awesome's icons.
FONT_AWESOME = {
    "fa-user": "user",
    "fa-users": "users",
    "fa-group": "users-group",
    "fa-cogs": "settings",
    "fa-cog": "settings",
    "fa-edit": "edit",
    "fa-pencil": "pencil",
    "fa-lock": "lock",
    "fa-key": "key",
    "fa-trash": "trash",
    "fa-rocket": "rocket",
    "fa-table": "table",
    "fa-list": "list",
    "fa-home": "home",
    "fa-folder": "folder",
    "fa-folder-open-o": "folder-open",
    "fa-bar-chart-o": "chart-bar",
    "fa-chain-broken": "link",
    "fa-eye": "eye",
    "fa-globe": "world",
    "fa-calendar": "calendar",
    "fa-file": "file",
    "fa-envelope": "mail",
    "fa-phone": "phone",
    "fa-print": "printer",
    "fa-download": "download",
    "fa-upload": "upload",
    "fa-search": "search",
    "fa-check": "check",
    "fa-user-plus": "user-plus",
    "fa-sign-in": "login",
    "fa-copy": "copy",
    "fa-lock-open": "lock-open",
}


@lru_cache(maxsize=1)
def tab_mark() -> str:
    """The icon of the browser's tab, written into the page: one request less on the first visit."""
    return "data:image/svg+xml," + quote((STATIC / "mark.svg").read_text(encoding="utf-8").strip())


@lru_cache(maxsize=1)
def shapes() -> dict[str, str]:
    """Name -> shapes inside a 24 by 24 box; empty when the face was never built."""
    path = STATIC / "vendor" / "icons.json"
    if not path.is_file():
        return {}
    loaded: dict[str, str] = json.loads(path.read_text(encoding="utf-8"))
    return loaded


def icon(name: str | None, title: str = "", size: str = "") -> Markup:
    """An inline SVG icon; decorative unless it has a `title`. `size`: '', 'sm' or 'lg'.

    Unknown names draw a plain square, so that a menu from an old specification still opens.
    """
    if not name:
        return Markup("")
    key = name.split()[-1]
    shape = shapes().get(FONT_AWESOME.get(key, key.removeprefix("ti-")), UNKNOWN)
    said = f'role="img" aria-label="{escape(title)}"' if title else 'aria-hidden="true"'
    extra = f" icon-{size}" if size in ("sm", "lg") else ""
    return Markup(
        f'<svg class="icon{extra}" viewBox="0 0 24 24" width="24" height="24" fill="none" '
        f'stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round" '
        f'{said} focusable="false">{shape}</svg>'
    )


@lru_cache(maxsize=256)
def version(filename: str, folder: Path = STATIC) -> str:
    """A short hash of a static file, for its address; empty when the file is not there."""
    path = folder / filename
    if not path.is_file():
        return ""
    return hashlib.sha256(path.read_bytes()).hexdigest()[:10]


def qr_svg(text: str, label: str) -> Markup:
    """A QR code as inline SVG, with `label` for those who cannot see it.

    Needs the package segno; an application without it prints the address as a link only.
    """
    try:
        import segno
    except ImportError:
        return Markup("")
    code = segno.make(text, error="m", micro=False)
    rows = [list(row) for row in code.matrix]
    size = len(rows) + 8
    path = "".join(
        f"M{x + 4},{y + 4}h1v1h-1z"
        for y, row in enumerate(rows)
        for x, dark in enumerate(row)
        if dark
    )
    return Markup(
        f'<svg class="kit-qr" viewBox="0 0 {size} {size}" role="img" aria-label="{escape(label)}" '
        f'shape-rendering="crispEdges"><rect width="{size}" height="{size}" fill="#fff"/>'
        f'<path d="{path}" fill="#000"/></svg>'
    )
