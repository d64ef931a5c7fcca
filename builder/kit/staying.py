"""How long a login lasts: until its password changes.

Flask-Login keeps the id of a person in the session, and in the cookie of a device that is
remembered. Whoever has stolen one would stay in after the password was changed because of him
(OWASP ASVS 4.0, 3.3.3). So the id carries a mark of the password with which it was made; a mark of
another password names nobody.
"""

from __future__ import annotations

import hmac
from typing import Any

from flask import Flask, current_app, request, session
from flask_appbuilder.security.sqla.manager import SecurityManager
from flask_login import login_user, user_logged_in
from flask_login.config import COOKIE_NAME


class StaysByPassword(SecurityManager):
    """A security manager whose logins end when their password changes."""

    def create_login_manager(self, app: Flask) -> Any:
        """Flask-Login's, which asks `of_session` who is meant."""
        manager = super().create_login_manager(app)
        manager.user_loader(self.of_session)
        user_logged_in.connect(_marked, current_app._get_current_object())  # type: ignore[attr-defined]
        return manager

    def of_session(self, kept: Any) -> Any:
        """The person whom session or cookie name; None after the password was changed."""
        id, _, mark = str(kept).partition(".")
        user = self.load_user(id) if id.isascii() and id.isdigit() else None
        return user if user is not None and hmac.compare_digest(mark, mark_of(user)) else None


def mark_of(user: Any) -> str:
    """What changes with the password and tells nothing of it: sessions can be read by browsers."""
    known = f"login {user.id} {user.password or ''}".encode()
    return hmac.digest(str(current_app.secret_key).encode(), known, "sha256").hex()[:24]


def stay(user: Any) -> None:
    """After one has changed one's own password: this device stays in, and remembered if it was."""
    cookie = current_app.config.get("REMEMBER_COOKIE_NAME", COOKIE_NAME)
    login_user(user, remember=cookie in request.cookies)


def _marked(_app: Flask, user: Any) -> None:
    session["_user_id"] = f"{user.id}.{mark_of(user)}"
