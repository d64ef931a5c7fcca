"""What was typed and not saved, kept on the server: for a closed tab, an ended login.

Every form made for a person carries a signed word that names him (`_typist`). By it, and by nothing
else, what is typed there is kept as his draft: also when the login has ended meanwhile, also where
a page has no cookies (a preview). Nobody else can make that word, so no stranger can leave a draft
here; and only the person himself, logged in, gets it back, in the page it was typed in. Nothing is
ever saved by itself. Passwords, tokens and files are not kept.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, current_app, flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from flask_wtf.csrf import CSRFProtect, validate_csrf
from itsdangerous import BadSignature, TimestampSigner
from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response
from wtforms.validators import ValidationError

from .database import now, sent_id
from .tables import Draft

LARGEST, FIELDS = 256 * 1024, 1000
DRAFTS, DAYS = 20, 14
SECRET = ("password", "sandi", "csrf_token", "sha256")
PAGE = re.compile(r"/(?![/\\])[^?#\\\s]{0,118}")
Pairs = Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Kept:
    """A draft: the page it belongs to, what was typed, when."""

    page: str
    typed: MultiDict[str, str]
    at: datetime


class Drafts:
    """The drafts of everybody, over a session of their own table (`kit_draft`)."""

    def __init__(self, session: Any) -> None:
        self.session = session

    def get(self, user_id: int | None, page: str) -> Kept | None:
        """The draft of this person for this page; too old is none."""
        if user_id is None:
            return None
        found = self.session.get(Draft, (user_id, page))
        if found is None or found.at < now() - timedelta(days=DAYS):
            return None
        return Kept(page, MultiDict([(str(k), str(v)) for k, v in found.typed["pairs"]]), found.at)

    def put(self, user_id: int, page: str, typed: MultiDict[str, str]) -> bool:
        """Keep it in place of an older one; False when it is too much, or no page."""
        pairs = kept_pairs(typed)
        size = len(json.dumps(pairs))
        if len(pairs) > FIELDS or size > LARGEST or not PAGE.fullmatch(page):
            return False
        draft = Draft(user_id=user_id, form=page, typed={"pairs": pairs}, at=now())
        try:
            self.session.merge(draft)
            self.session.commit()
        except IntegrityError:  # the same tab, twice at once: either will do
            self.session.rollback()
        self._clear_out(user_id)
        return True

    def put_one(self, user_id: int, page: str, name: str, value: str) -> None:
        """Put one more value into a draft, in place of what stands there."""
        kept = self.get(user_id, page)
        if kept is not None:
            kept.typed[name] = value
            self.put(user_id, page, kept.typed)

    def drop(self, user_id: int | None, page: str) -> None:
        """It was saved, or is not wanted."""
        self.session.execute(delete(Draft).where(Draft.user_id == user_id, Draft.form == page))
        self.session.commit()

    def drop_all(self, page: str) -> None:
        """Everybody's drafts of a page that is no more."""
        self.session.execute(delete(Draft).where(Draft.form == page))
        self.session.commit()

    def _clear_out(self, user_id: int) -> None:
        """What is old, and what is more than one person may keep."""
        self.session.execute(delete(Draft).where(Draft.at < now() - timedelta(days=DAYS)))
        mine = select(Draft.form).where(Draft.user_id == user_id)
        more = list(self.session.scalars(mine.order_by(Draft.at.desc()).offset(DRAFTS)))
        for page in more:
            self.session.execute(delete(Draft).where(Draft.user_id == user_id, Draft.form == page))
        self.session.commit()


def kept_pairs(typed: MultiDict[str, str]) -> list[tuple[str, str]]:
    """What of a form may be kept: no token, no secret, no button, no file."""
    return [
        (name, value)
        for name, value in typed.items(multi=True)
        if not name.startswith("_")
        and not name.endswith("__stored")
        and not any(word in name.lower() for word in SECRET)
    ]


# -- who types


def typist(user_id: int | None = None) -> str:
    """The signed word for a form; empty for somebody without an account. For templates too."""
    known = _here() if user_id is None else user_id
    return _signer().sign(str(known)).decode() if known is not None else ""


def typist_of(word: str) -> int | None:
    """Whom the word names; None when it is not ours, or old."""
    try:
        return int(_signer().unsign(word, max_age=DAYS * 86_400))
    except (BadSignature, ValueError):
        return None


def _signer() -> TimestampSigner:
    return TimestampSigner(str(current_app.secret_key), salt="kit-typist")


def _here() -> int | None:
    found = getattr(current_user, "get_id", lambda: None)()
    return sent_id(found)


# -- in the application


def install(app: Flask, session: Any, csrf: CSRFProtect) -> None:
    """Keep drafts in this session's database, and what is sent with a login that has ended."""
    app.extensions["kit_drafts"] = Drafts(session)
    app.jinja_env.globals["typist"] = typist
    app.before_request_funcs.setdefault(None, []).insert(0, _rescue)
    app.add_url_rule("/_kit/draft", "kit_draft", _receive, methods=["POST"])
    csrf.exempt(_receive)


def drafts() -> Drafts:
    """The drafts of this application."""
    found: Drafts = current_app.extensions["kit_drafts"]
    return found


def _receive() -> Response:
    """A page keeps what is being typed (`page`), or its person throws it away (`drop`)."""
    user, page = typist_of(request.form.get("_typist", "")), request.args.get("page", "")
    if user is None or not PAGE.fullmatch(page):
        return Response(status=403)
    if "drop" not in request.args:
        return Response(status=204 if drafts().put(user, page, request.form) else 413)
    drafts().drop(user, page)
    return redirect(request.script_root + page, 303)


def _rescue() -> Response | None:
    """A form that was sent after its login ended: keep it, let the person log in, show it again."""
    word = request.form.get("_typist", "") if request.method == "POST" else ""
    user = typist_of(word) if word and request.endpoint != "kit_draft" else None
    if user is None or (_here() == user and _token_fits()):
        return None
    page, here = _page(), _here()
    kept = drafts().put(user, page, request.form)
    back = f"{page}?draft=1" if kept else page
    if here == user:
        flash(_("Sesi Anda sempat berakhir. Isian Anda kembali; periksa, lalu kirim lagi."), "info")
        return redirect(request.script_root + back, 303)
    if here is not None:
        flash(_("Halaman itu dibuka oleh pengguna lain; isiannya disimpan untuknya."), "warning")
        return redirect(request.script_root + "/", 303)
    flash(_("Sesi Anda berakhir. Masuk lagi; isian Anda tidak hilang."), "info")
    login = current_app.extensions["appbuilder"].sm.auth_view.endpoint
    return redirect(url_for(f"{login}.login", next=request.script_root + back), 303)


def _token_fits() -> bool:
    if not current_app.config.get("WTF_CSRF_ENABLED", True):
        return True
    try:
        validate_csrf(request.form.get("csrf_token") or request.headers.get("X-CSRFToken"))
    except ValidationError:
        return False
    return True


def _page() -> str:
    """The page on which the form stood: this address if it can be opened, else where it was sent
    from, else the first page."""
    rule = request.url_rule
    if rule is not None and "GET" in (rule.methods or ()) and PAGE.fullmatch(request.path):
        return request.path
    parts = urlsplit(request.referrer or "")
    path = parts.path.removeprefix(request.script_root)
    return path if parts.netloc == request.host and PAGE.fullmatch(path) else "/"
