"""Signing asks for the password again: the person at the keyboard is the person logged in."""

from __future__ import annotations

from flask_babel import gettext as _

from builder.kit.own_password import TooOften, is_present
from sop_workflow.errors import BadInput


def confirmed(password: str) -> bool:
    """True when that is the password of the account logged in. It is not kept anywhere.

    BadInput when it was wrong too often: a device that is remembered is no place for guessing.
    """
    try:
        return is_present(password)
    except TooOften as refused:
        raise BadInput(
            _("Terlalu banyak percobaan"),
            field="password",
            way_out=_("Tunggu lima menit, lalu coba lagi."),
        ) from refused
