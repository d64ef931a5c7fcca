"""Signing asks for the password again: the person at the keyboard is the person logged in."""

from __future__ import annotations

from flask_login import current_user
from werkzeug.security import check_password_hash


def confirmed(password: str) -> bool:
    """True when that is the password of the account logged in. It is not kept anywhere."""
    stored = getattr(current_user, "password", None)
    return bool(stored and password and check_password_hash(stored, password))
