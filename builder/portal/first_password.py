"""A password that somebody else knows is good for one thing: to choose one's own.

Passwords given by an administrator (a new account, a reset) are marked; whoever logs in with one
is led to the page that changes it, and nowhere else. The demo's accounts are not marked.
"""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, request, session, url_for
from flask_appbuilder.forms import DynamicForm
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy.orm import Session

from builder.kit import own_password
from builder.office_setup import forget_given, is_given

MARK = "sandi_awal"
FREE = ("static", "LocaleView.", "ResetMyPasswordView.", "PortalLogin.", "kit.", "portal.")


def remember(database: Session, user_id: int) -> bool:
    """Called at each login: the session knows from now on, so that no page has to ask."""
    session.pop(MARK, None)
    if given := is_given(database, user_id):
        session[MARK] = True
    return given


def ask() -> Any:
    """Before each page: to the change of the password, as long as it is somebody else's."""
    if MARK not in session or not current_user.is_authenticated:
        return None
    if not request.endpoint or request.endpoint.startswith(FREE):
        return None
    flash(
        _("Kata sandi Anda dibuat oleh administrator. Ganti dahulu dengan milik sendiri."), "info"
    )
    return redirect(url_for("ResetMyPasswordView.this_form_get"))


class ResetMyPasswordView(own_password.ResetMyPasswordView):
    """The page in the portal: the mark goes when one has a password of one's own."""

    def form_post(self, form: DynamicForm) -> None:
        """Set it, and forget the mark."""
        super().form_post(form)
        database = self.appbuilder.session
        forget_given(database, current_user.id)
        database.commit()
        session.pop(MARK, None)
