"""Logging in: failures are limited, a device may be remembered, typed forms come back.

A remembered device opens pages and lets decide; it never signs: signing asks the password again
(`signing.py`).
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from flask import Flask, flash, redirect, request
from flask_appbuilder import expose
from flask_appbuilder.exceptions import PasswordComplexityValidationError
from flask_appbuilder.security.forms import LoginForm_db
from flask_appbuilder.security.views import AuthDBView
from flask_appbuilder.utils.base import get_safe_redirect
from flask_babel import gettext as _
from flask_login import current_user, login_user, logout_user

from builder.kit.rate import Rate, caller
from builder.passwords import PasswordError, check_password

from . import first_password

REMEMBER_DAYS = 30
FAILURES = Rate(limit=8, seconds=300)
BY_ADDRESS = Rate(limit=60, seconds=300)


class PortalLogin(AuthDBView):
    """The login page."""

    login_template = "portal/login.html"

    @expose("/login/", methods=["GET", "POST"])
    def login(self) -> Any:
        """Name and password; the same words whichever of them is wrong.

        Who is logged in and sends another's name and password becomes that person.
        """
        asked = request.args.get("next", "")
        target = get_safe_redirect(asked) if asked else self.appbuilder.get_url_for_index
        inside = bool(getattr(current_user, "is_authenticated", False))
        if inside and request.method == "GET":
            return redirect(target)
        form = LoginForm_db()
        if form.validate_on_submit():
            name = str(form.username.data).strip().lower()[:64]
            where = caller()
            who = f"{name}@{where}"
            if FAILURES.is_full(who) or BY_ADDRESS.is_full(where):
                flash(_("Terlalu banyak percobaan. Tunggu lima menit, lalu coba lagi."), "danger")
                return self._page(form), 429
            user = "\0" not in name and self.appbuilder.sm.auth_user_db(
                form.username.data, form.password.data
            )
            if user:
                if inside:
                    logout_user()  # with what this browser remembered of the person before
                given = first_password.remember(self.appbuilder.session, user.id)
                # A device that comes back by its cookie is not asked for a password of its own.
                login_user(user, remember=bool(request.form.get("ingat")) and not given)
                return redirect(target)
            FAILURES.allows(who)
            BY_ADDRESS.allows(where)
            flash(_("Nama pengguna atau kata sandi salah."), "warning")
            return self._page(form), 401
        return self._page(form)

    def _page(self, form: Any) -> str:
        return str(
            self.render_template(
                self.login_template,
                title=self.title,
                form=form,
                appbuilder=self.appbuilder,
                days=REMEMBER_DAYS,
            )
        )


def complexity(password: str) -> None:
    """Flask-AppBuilder's question when somebody changes a password."""
    name = str(getattr(current_user, "username", ""))
    try:
        check_password(password, name)
    except PasswordError as error:
        raise PasswordComplexityValidationError(f"{_(error.what)} {_(error.way_out)}") from error


def install(app: Flask) -> None:
    """Rules of passwords and the cookie of a remembered device."""
    app.before_request(first_password.ask)
    app.config["FAB_PASSWORD_COMPLEXITY_ENABLED"] = True
    app.config["FAB_PASSWORD_COMPLEXITY_VALIDATOR"] = complexity
    app.config["REMEMBER_COOKIE_NAME"] = "rakit_ingat"
    app.config["REMEMBER_COOKIE_DURATION"] = timedelta(days=REMEMBER_DAYS)
    app.config["REMEMBER_COOKIE_HTTPONLY"] = True
    app.config["REMEMBER_COOKIE_SAMESITE"] = "Lax"
    app.config["REMEMBER_COOKIE_SECURE"] = app.config["SESSION_COOKIE_SECURE"]
