"""Changing one's own password: the present one is asked first.

Who finds an open session may otherwise take the account for good (OWASP ASVS 4.0, 2.1.6). Nor may
he try one password after the other there: what was wrong too often waits, as at the login.
"""

from __future__ import annotations

from typing import Any

from flask import current_app, flash, g
from flask_appbuilder.forms import DynamicForm
from flask_appbuilder.security.views import ResetMyPasswordView as StockView
from flask_appbuilder.validators import PasswordComplexityValidator
from flask_babel import gettext as _, lazy_gettext as _l
from werkzeug.security import check_password_hash
from wtforms import PasswordField, ValidationError
from wtforms.validators import DataRequired, EqualTo

from .rate import Rate
from .staying import stay


class TooOften(Exception):  # noqa: N818
    """The password of this account was wrong too often; the right one has to wait as well."""


def is_present(password: str) -> bool:
    """Whether that is the password of the person logged in; `TooOften` after eight wrong ones."""
    wrong = current_app.extensions.setdefault("kit_wrong_passwords", Rate(limit=8, seconds=300))
    who = str(g.user.id)
    if wrong.is_full(who):
        raise TooOften
    right = bool(password) and check_password_hash(g.user.password or "", password)
    if password and not right:
        wrong.allows(who)
    return right


class OwnPasswordForm(DynamicForm):
    """The present password, and the new one twice."""

    present = PasswordField(
        _l("Kata sandi sekarang"),
        validators=[DataRequired()],
        render_kw={"autocomplete": "current-password"},
    )
    password = PasswordField(
        _l("Kata sandi baru"),
        validators=[DataRequired(), PasswordComplexityValidator()],
        render_kw={"autocomplete": "new-password"},
    )
    conf_password = PasswordField(
        _l("Kata sandi baru, sekali lagi"),
        validators=[EqualTo("password", message=_l("Kedua kata sandi baru belum sama."))],
        render_kw={"autocomplete": "new-password"},
    )

    def validate_present(self, field: Any) -> None:
        """Only the owner of the account knows it."""
        try:
            right = is_present(field.data or "")
        except TooOften as refused:
            words = _("Terlalu sering salah. Tunggu lima menit, lalu coba lagi.")
            raise ValidationError(words) from refused
        if not right:
            raise ValidationError(_("Kata sandi sekarang belum benar."))

    def validate_password(self, field: Any) -> None:
        """The same password again is no change."""
        if field.data and field.data == self.present.data:
            raise ValidationError(_("Kata sandi baru harus berbeda dari yang sekarang."))


class ResetMyPasswordView(StockView):
    """The page; it keeps the name of Flask-AppBuilder's, by which rights and links know it."""

    form = OwnPasswordForm
    form_title = _l("Ganti kata sandi")

    def form_post(self, form: DynamicForm) -> None:
        """Set it: other devices must log in anew, this one stays."""
        self.appbuilder.sm.reset_password(g.user.id, form.password.data)
        stay(self.appbuilder.sm.get_user_by_id(g.user.id))
        flash(_("Kata sandi sudah diganti."), "success")
