"""A form that can't be taken any more does not cost what was typed.

A form sent with an ended session is kept on the server; after logging in (a remembered device at
once) the person gets the page back with everything in it, and sends it again himself. Only what
this portal signed is believed: the ended session's cookie says who typed, and the form must carry
that session's own token. So no stranger can leave a form here, nobody gets another's words, and
nothing is ever sent by itself. Passwords and files are not kept.

A form of an older page, whose token is not this session's (logged in anew in another tab, a login
page left open overnight), is treated the same when the browser itself says that it was sent from
this portal (`Origin`): kept for this browser session only.
"""

from __future__ import annotations

import hashlib
import json
import time
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, current_app, flash, g, redirect, request, session, url_for
from flask.sessions import SecureCookieSessionInterface
from flask_babel import gettext as _
from flask_login import current_user
from flask_wtf.csrf import generate_csrf
from itsdangerous import BadSignature, URLSafeTimedSerializer
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from .house import house

LARGEST = 256 * 1024
FIELDS, FORMS, EVERYBODYS, HOURS = 300, 10, 1000, 24
NEVER = ("csrf_token", "seen", "sha256_seen")
SECRET = ("password", "sandi")


def install(app: Flask) -> None:
    """Look at every POST before the token is checked: an ended session has no valid token."""
    app.before_request_funcs.setdefault(None, []).insert(0, _look)


def typed() -> Any:
    """What was typed into this page: this very form, else one that was kept, else nothing."""
    if request.method != "GET":
        return request.form
    if "kept_form" not in g:
        g.kept_form = _take()
    return g.kept_form


def _look() -> Response | None:
    if request.method != "POST" or (request.content_length or 0) > _limit():
        return None
    if "csrf_token" in session:
        return None if _token_fits(session["csrf_token"]) else _old_page()
    ended = _ended_session()
    user, secret = str(ended.get("_user_id", "")).partition(".")[0], ended.get("csrf_token")
    if not secret or not _token_fits(str(secret)):
        return _old_page()
    if not user:
        return _back()
    page = _page_of()
    _store(user, page)
    if getattr(current_user, "is_authenticated", False):
        flash(_("Sesi Anda sempat berakhir. Isian Anda kembali; periksa, lalu kirim lagi."), "info")
        return redirect(page, 303)
    flash(_("Sesi Anda berakhir. Masuk lagi; isian Anda tidak hilang."), "info")
    return redirect(url_for("PortalLogin.login", next=page), 303)


def _old_page() -> Response | None:
    """The form of an older page of this portal; None leaves it to the guard's refusal.

    A part that htmx sends is refused: the page with what was typed stays where it is.
    """
    if "csrf_token" not in request.form or "HX-Request" in request.headers or not _from_here():
        return None
    return _back()


def _back() -> Response:
    """To the page again; what was typed is kept for people that the session knows."""
    page = _page_of()
    if getattr(current_user, "is_authenticated", False) or "tamu" in session:
        _store(_browser(), page)
    flash(_("Halaman itu sudah terlalu lama terbuka. Periksa isiannya, lalu kirim lagi."), "info")
    return redirect(page, 303)


def _from_here() -> bool:
    """Whether the browser says that a page of this portal sent the form."""
    said = request.headers.get("Origin") or request.referrer or ""
    return urlsplit(said).netloc == request.host


def _browser() -> str:
    """The browser session as the owner of what is kept."""
    generate_csrf()
    return f"browser {session['csrf_token']}"


def _limit() -> int:
    return int(current_app.config.get("MAX_CONTENT_LENGTH") or LARGEST)


def _ended_session() -> dict[str, Any]:
    """The content of a session cookie that we signed, however old; empty when it is not ours."""
    found = current_app.session_interface
    cookie = request.cookies.get(current_app.config["SESSION_COOKIE_NAME"], "")
    if not cookie or not isinstance(found, SecureCookieSessionInterface):
        return {}
    serializer = found.get_signing_serializer(current_app._get_current_object())  # type: ignore[attr-defined]
    try:
        content = serializer.loads(cookie) if serializer else {}
    except BadSignature:
        return {}
    return content if isinstance(content, dict) else {}


def _token_fits(secret: str) -> bool:
    """Was the form made in that session? The same reading as Flask-WTF's."""
    key = current_app.config.get("WTF_CSRF_SECRET_KEY", current_app.secret_key)
    reader = URLSafeTimedSerializer(str(key), salt="wtf-csrf-token")
    token = request.form.get("csrf_token") or request.headers.get("X-CSRFToken", "")
    try:
        return bool(reader.loads(token) == secret)
    except BadSignature:
        return False


def _page_of() -> str:
    """The page on which the form stood, as an address within this portal."""
    parts = urlsplit(request.referrer or "")
    if parts.netloc == request.host and parts.path.startswith("/"):
        path = parts.path + (f"?{parts.query}" if parts.query else "")
        return "/" + path.lstrip("/")
    rule = request.url_rule
    if rule is not None and "GET" in (rule.methods or ()):
        return request.full_path.rstrip("?")
    return url_for("InboxView.inbox")


def _folder() -> Path:
    return house().settings.data_dir / "kept"


def _file(user: str, page: str) -> Path:
    name = hashlib.sha256(f"{user}\n{page.partition('?')[0]}".encode()).hexdigest()
    return _folder() / f"{hashlib.sha256(user.encode()).hexdigest()[:16]}-{name[:32]}.json"


def _store(user: str, page: str) -> None:
    pairs = [
        (name, value)
        for name, value in request.form.items(multi=True)
        if name not in NEVER and not any(word in name.lower() for word in SECRET)
    ][:FIELDS]
    text = json.dumps({"at": time.time(), "pairs": pairs})
    if len(text) > LARGEST:
        return
    _folder().mkdir(mode=0o700, parents=True, exist_ok=True)
    file = _file(user, page)
    part = file.with_suffix(".part")
    part.touch(mode=0o600)
    part.write_text(text, encoding="utf-8")
    part.replace(file)
    for pattern, most in ((f"{file.name[:16]}-*.json", FORMS), ("*.json", EVERYBODYS)):
        found = sorted(_folder().glob(pattern), key=lambda one: one.stat().st_mtime)
        for old in found[:-most]:
            old.unlink(missing_ok=True)


def _take() -> Any:
    """The form kept for this person (or browser) and page, once; empty when there is none or it
    is old."""
    empty: MultiDict[str, str] = MultiDict()
    for owner in _owners():
        file = _file(owner, request.path)
        try:
            kept = json.loads(file.read_text(encoding="utf-8"))
        except (FileNotFoundError, json.JSONDecodeError):
            continue
        file.unlink(missing_ok=True)
        if time.time() - float(kept["at"]) > HOURS * 3600:
            continue
        words = _("Isian Anda sebelum sesi berakhir sudah kembali. Berkas harus dipilih lagi.")
        flash(words, "info")
        return MultiDict((str(name), str(value)) for name, value in kept["pairs"])
    return empty


def _owners() -> list[str]:
    user = getattr(current_user, "get_id", lambda: None)()
    owners = [str(user)] if user else []
    return [*owners, *([_browser()] if "csrf_token" in session else [])]
