"""Accounts behind the officials: made, deactivated, given a new password."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import current_app
from flask_appbuilder.security.sqla.models import User

from builder.office_people import username_of
from builder.office_setup import mark_given
from builder.passwords import PasswordError, check_password
from sop_workflow import values
from sop_workflow.errors import BadInput

from .house import house
from .security import ADMIN, STAFF


def find(user_id: int | None) -> Any:
    """The account of that id, None when there is none."""
    return house().session.get(User, user_id) if user_id else None


def check_new(form: Mapping[str, str]) -> None:
    """Raise BadInput, naming the input, for an account that can't be made."""
    username = username_of(form.get("username", ""))
    sm = current_app.appbuilder.sm  # type: ignore[attr-defined]
    if sm.find_user(username=username):
        raise BadInput(
            "Nama pengguna sudah dipakai", field="username", which=username,
            way_out="Pilih nama lain.",
        )  # fmt: skip
    email = form.get("email", "").strip()
    if email and ("@" not in email or len(email) > 120 or sm.find_user(email=email)):
        raise BadInput("Surel belum benar atau sudah dipakai", field="email", which=email[:80])
    _rule(form.get("password", ""), username)


def check_person(name: str, nip: str) -> None:
    """The same checks as the seats' service, before an account is made."""
    values.required(name, field="name", label="Nama", limit=120)
    digits = "".join(nip.split())
    if digits and not (digits.isascii() and digits.isdigit() and len(digits) == 18):
        raise BadInput("NIP harus 18 angka", field="nip", which=f"{len(digits)} huruf")


def create(sm: Any, form: Mapping[str, str]) -> Any:
    """The account; `check_new` has passed."""
    username = username_of(form.get("username", ""))
    first, _, last = form.get("name", "").strip().partition(" ")
    role = sm.find_role(ADMIN if form.get("admin") else STAFF)
    email = form.get("email", "").strip() or f"{username}@kantor.invalid"
    user = sm.add_user(username, first[:64], last[:64], email, role, form.get("password", ""))
    if not user:
        raise BadInput("Akun tidak dapat dibuat", field="username", which=username)
    mark_given(house().session, user.id)
    house().session.commit()
    return user


def remove(sm: Any, user: Any) -> None:
    """Take back an account that was made a moment ago."""
    sm.session.delete(sm.get_user_by_id(user.id))
    sm.session.commit()


def set_password(sm: Any, user: Any, password: str) -> None:
    """A new password; BadInput when it does not keep the rule."""
    _rule(password, user.username)
    sm.reset_password(user.id, password)


def activate(sm: Any, user: Any, active: bool) -> None:
    """Let in, or keep out: an open session of a deactivated account ends at its next page."""
    user.active = active
    sm.update_user(user)


def _rule(password: str, username: str) -> None:
    try:
        check_password(password, username)
    except PasswordError as error:
        raise BadInput(error.what, field="password", way_out=error.way_out) from error
